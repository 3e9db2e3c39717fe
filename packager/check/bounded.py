"""At most so many findings of a kind: a hostile package can hold a million."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TypeVar

from foundation.findings import Finding
from packager.check import kinds_manifest

_Package = TypeVar("_Package")

MAX_OF_A_KIND = 50
#: So many findings of one rule are counted; no archive holds as many files.
MAX_OF_A_RULE = 20_000


def by_rules(rules: Iterable[Callable[[_Package], Iterable[Finding]]], package: _Package) -> Iterator[Finding]:
    """Yield what every rule finds in a package, not without end."""
    for rule in rules:
        yield from islice(rule(package), MAX_OF_A_RULE)


def bounded(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield the first findings of each kind, then how many more there were."""
    counts: Counter[str] = Counter()
    for finding in findings:
        counts[finding.id] += 1
        if counts[finding.id] <= MAX_OF_A_KIND:
            yield finding
    for name, count in counts.items():
        if count > MAX_OF_A_KIND:
            yield kinds_manifest.MORE.at(None, id=name, count=count - MAX_OF_A_KIND)
