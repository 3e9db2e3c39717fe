"""What formats of foreign frameworks (CASE, Moodle, RDCEO) share: a map as a tree, and any tree as a map."""
