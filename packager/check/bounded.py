"""At most so many findings of a kind: a hostile package can hold a million."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from foundation.findings import Finding
from packager.check import kinds_manifest

MAX_OF_A_KIND = 50


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
