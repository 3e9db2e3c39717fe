"""Which tests let somebody else's code judge a format: read from their marks, without running them.

`@pytest.mark.proves("scorm12", by="scorm-again 3", shows="…")` stands on a test or, as `pytestmark`, on a module.
The documentation's table is made of these marks: `make docs`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from foundation.text import LangText

TESTS = Path(__file__).resolve().parent


@dataclass(frozen=True, order=True)
class Proof:
    """A test in which outside code judges a format; `live` ones take a real LMS from the environment."""

    format: str
    by: str
    zh: str
    en: str
    test: str
    live: bool = False

    @property
    def shows(self) -> LangText:
        """What the test shows."""
        return LangText.of(self.zh, self.en)


def proofs() -> list[Proof]:
    """Return all proofs, by format and outside code."""
    return sorted(proof for path in sorted(TESTS.rglob("test_*.py")) for proof in _in_file(path))


def _in_file(path: Path) -> Iterator[Proof]:
    text = path.read_text(encoding="utf-8")
    if ".mark.proves(" not in text:
        return
    tree = ast.parse(text)
    place = path.relative_to(TESTS.parent).as_posix()
    live = any(_mark_of(node) == "live" for node in ast.walk(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _mark_of(node.func) == "proves":
            given = {one.arg: ast.literal_eval(one.value) for one in node.keywords}
            zh, en = given["shows"]
            for argument in node.args:
                yield Proof(ast.literal_eval(argument), given["by"], zh, en, place, live)


def _mark_of(node: ast.AST) -> str | None:
    """Return the name of `pytest.mark.<name>`."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute) and node.value.attr == "mark":
        return node.attr
    return None
