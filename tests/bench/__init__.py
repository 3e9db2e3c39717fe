"""Speed as ratios to a bare reference in one run: `make bench`. Outside the test suite, since machines differ."""
