"""Which lines of which functions were run: a tracer that looks into chosen files alone, and what there is to run."""

from __future__ import annotations

import inspect
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

#: File, from the root → numbers of lines.
Lines = dict[str, set[int]]


@dataclass(frozen=True)
class Reached:
    """How much of some code was run. `never` are functions that were never entered."""

    lines: int
    of: int
    never: tuple[str, ...]

    @property
    def percent(self) -> float:
        """Lines that were run, of those in functions."""
        return 100 * self.lines / self.of if self.of else 100.0


class Tracer:
    """Collects the lines that run while `tracing`, in files below some paths of the repository."""

    def __init__(self, root: Path, paths: Iterable[str]) -> None:
        self._root = f"{root}/"
        self._prefixes = tuple(f"{root}/{path}" for path in paths)
        self._files: dict[CodeType, set[int] | None] = {}
        self.lines: Lines = defaultdict(set)
        self._new: Lines = defaultdict(set)

    @contextmanager
    def tracing(self) -> Iterator[None]:
        """Trace what is called from here on."""
        before = sys.gettrace()
        sys.settrace(self._called)
        try:
            yield
        finally:
            sys.settrace(before)

    def taken(self) -> Lines:
        """Return the lines run since this was last asked that had never been run before."""
        new, self._new = dict(self._new), defaultdict(set)
        return new

    def _called(self, frame: FrameType, event: str, argument: Any) -> Any:
        code = frame.f_code
        if code not in self._files:
            name = code.co_filename
            self._files[code] = self.lines[self._short(name)] if name.startswith(self._prefixes) else None
        return None if self._files[code] is None else self._ran

    def _ran(self, frame: FrameType, event: str, argument: Any) -> Any:
        if event == "line":
            lines = self._files[frame.f_code]
            if lines is not None and frame.f_lineno not in lines:
                lines.add(frame.f_lineno)
                self._new[self._short(frame.f_code.co_filename)].add(frame.f_lineno)
        return self._ran

    def _short(self, name: str) -> str:
        return name.removeprefix(self._root)


def reached(root: Path, path: str, lines: Lines) -> Reached:
    """Return how much of a file, or of all files in a folder, was run."""
    files = [root / path] if path.endswith(".py") else sorted((root / path).rglob("*.py"))
    ran = total = 0
    never: list[str] = []
    for file in files:
        name = file.relative_to(root).as_posix()
        for function, own in functions_in(file).items():
            hit = own & lines.get(name, set())
            ran, total = ran + len(hit), total + len(own)
            if not hit:
                never.append(f"{name}:{function}")
    return Reached(ran, total, tuple(never))


@cache
def functions_in(file: Path) -> dict[str, set[int]]:
    """Return every function of a file with the lines of its body."""
    found: dict[str, set[int]] = {}
    pending = [compile(file.read_text(encoding="utf-8"), str(file), "exec")]
    while pending:
        code = pending.pop()
        pending.extend(constant for constant in code.co_consts if isinstance(constant, CodeType))
        if code.co_flags & inspect.CO_NEWLOCALS:  # a function; modules and classes lack it
            own = {line for *_, line in code.co_lines() if line is not None and line != code.co_firstlineno}
            if own:
                found.setdefault(code.co_qualname, set()).update(own)
    return found
