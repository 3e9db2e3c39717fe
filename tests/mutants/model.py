"""What a mutant is: a fix of one pain switched off by a small change of its source, and tests that must then fail."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

#: The pains of SCORM packages, 1 to 22.
PAINS = range(1, 23)


@dataclass(frozen=True)
class Edit:
    """One place of a file: `before` stands there exactly once and becomes `after`."""

    file: str
    before: str
    after: str

    def apply(self, root: Path) -> None:
        """Write the change. Raises ValueError where `before` does not stand exactly once."""
        path = root / self.file
        text = path.read_text(encoding="utf-8")
        if text.count(self.before) != 1:
            raise ValueError(f"{self.file}: {text.count(self.before)} times {self.before!r}")
        path.write_text(text.replace(self.before, self.after), encoding="utf-8")


@dataclass(frozen=True)
class Mutant:
    """A fix switched off: the pain that comes back, what is wrong then, and the tests that must see it."""

    pain: int
    wrong: str
    edits: tuple[Edit, ...]
    tests: tuple[str, ...]
