"""Whether resources depend on resources that exist, and on none that depends on them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from foundation.findings import Finding
from packager.check import kinds_files
from packager.check.manifest import Resource

MAX_CIRCLES = 20


def check_dependencies(resources: Sequence[Resource]) -> Iterator[Finding]:
    """Yield dependencies on nothing, and one finding per circle."""
    targets = {resource.identifier: resource.dependencies for resource in resources if resource.identifier}
    for resource in resources:
        for identifier in resource.dependencies:
            if identifier not in targets:
                yield kinds_files.DEPENDENCY.at(resource.identifier, value=identifier)
    for circle in islice(_circles(targets), MAX_CIRCLES):
        yield kinds_files.DEPENDENCY_CYCLE.at(circle[0], value=" → ".join([*circle, circle[0]]))


def _circles(targets: dict[str, tuple[str, ...]]) -> Iterator[list[str]]:
    """Yield circles, found by a walk without recursion: a hostile chain may be long."""
    done: set[str] = set()
    for start in targets:
        path: list[str] = []
        on_path: set[str] = set()
        stack: list[tuple[str, bool]] = [(start, False)]
        while stack:
            node, is_leaving = stack.pop()
            if is_leaving:
                path.pop()
                on_path.discard(node)
                done.add(node)
            elif node in on_path:
                yield path[path.index(node) :]
            elif node not in done:
                path.append(node)
                on_path.add(node)
                stack.append((node, True))
                stack.extend((each, False) for each in targets.get(node, ()))
