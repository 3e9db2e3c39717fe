"""How long work tells how far it is."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Called with steps done, steps in all, and what is being done (bilingual)."""

    def __call__(self, done: int, total: int, what: str) -> None:
        """Tell how far the work is."""
        ...


def silent(done: int, total: int, what: str) -> None:
    """Report no progress."""
