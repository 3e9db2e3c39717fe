"""Which items of an organization can ever be opened, by their prerequisites. Spec: SCORM 1.2 CAM 2.3.4.3, AICC script.

Generous: a learner may get every status, whatever is negated may be so, and a script that is no AICC script locks
nothing; other rules tell of that.
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Callable, Sequence

from packager.check.manifest import Item

#: Scripts of more characters, or nested deeper, are not looked into; SCORM allows 200 characters.
MAX_CHARACTERS = 1000
_MAX_DEPTH = 40
_TOKEN = re.compile(r'\s*("[^"]*"|<>|\d+\*|[&|~={}(),]|[^\s&|~=<>{}(),"]+)')
#: What is true of an item that nobody has opened.
_UNTOUCHED = frozenset({"not attempted", "n"})

_Test = Callable[[set[str]], bool]


def never_opened(items: Sequence[Item]) -> list[Item]:
    """Return the items whose prerequisites hold for nobody, because they wait for each other or for themselves."""
    names = {item.identifier for item in items if item.identifier}
    tests = {item.identifier: _compiled(item.prerequisites, names) for item in items if item.identifier}
    waiting: dict[str, list[str]] = defaultdict(list)
    for identifier, (_, about) in tests.items():
        for each in about:
            waiting[each].append(identifier)
    opened: set[str] = set()
    queue = deque(tests)
    while queue:
        identifier = queue.popleft()
        if identifier not in opened and tests[identifier][0](opened):
            opened.add(identifier)
            queue.extend(waiting[identifier])
    return [item for item in items if item.identifier and item.identifier not in opened]


def _compiled(script: str | None, names: set[str]) -> tuple[_Test, set[str]]:
    """Return what a script asks of the items that were opened, and the items that it names."""
    if not script or len(script) > MAX_CHARACTERS:
        return _always, set()
    try:
        parser = _Parser(_TOKEN.findall(script), names)
        test = parser.either(0)
        return (test, parser.about) if parser.is_at_end else (_always, set())
    except (IndexError, ValueError):
        return _always, set()


def _always(_opened: set[str]) -> bool:
    return True


class _Parser:
    """Reads `ITEM-1="passed" & (ITEM-2 | 2*{ITEM-3, ITEM-4, ITEM-5})`; raises IndexError or ValueError at all else."""

    def __init__(self, tokens: Sequence[str], names: set[str]) -> None:
        self._tokens, self._names = list(tokens), names
        self._at = 0
        self.about: set[str] = set()

    @property
    def is_at_end(self) -> bool:
        return self._at == len(self._tokens)

    def _next(self) -> str:
        self._at += 1
        return self._tokens[self._at - 1]

    def _takes(self, token: str) -> bool:
        is_there = not self.is_at_end and self._tokens[self._at] == token
        self._at += is_there
        return is_there

    def _want(self, token: str) -> None:
        if self._next() != token:
            raise ValueError(token)

    def either(self, depth: int) -> _Test:
        tests = [self._all(depth)]
        while self._takes("|"):
            tests.append(self._all(depth))
        return lambda opened: any(test(opened) for test in tests)

    def _all(self, depth: int) -> _Test:
        tests = [self._one(depth)]
        while self._takes("&"):
            tests.append(self._one(depth))
        return lambda opened: all(test(opened) for test in tests)

    def _one(self, depth: int) -> _Test:
        if depth > _MAX_DEPTH:
            raise ValueError(depth)
        token = self._next()
        if token == "~":  # noqa: S105 - an operator
            self._one(depth + 1)
            return _always
        if token == "(":  # noqa: S105 - a bracket
            test = self.either(depth + 1)
            self._want(")")
            return test
        if token == "{":  # noqa: S105 - a bracket
            return self._set(None, depth)
        if token.endswith("*"):
            self._want("{")
            return self._set(int(token[:-1]), depth)
        return self._item(token)

    def _set(self, count: int | None, depth: int) -> _Test:
        tests = [self.either(depth + 1)]
        while self._takes(","):
            tests.append(self.either(depth + 1))
        self._want("}")
        wanted = len(tests) if count is None else count
        return lambda opened: sum(test(opened) for test in tests) >= wanted

    def _item(self, name: str) -> _Test:
        if self._takes("<>"):
            self._next()
            return _always
        if self._takes("=") and self._next().strip('"').lower() in _UNTOUCHED:
            return _always
        if name not in self._names:
            return _always
        self.about.add(name)
        return lambda opened: name in opened
