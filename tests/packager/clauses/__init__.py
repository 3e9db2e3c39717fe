"""Every finding that `package check` can give: a small package that earns it, a sound one beside it that does not."""
