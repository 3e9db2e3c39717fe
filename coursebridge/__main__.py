"""`python -m coursebridge`."""

from coursebridge.cli import main

main()
