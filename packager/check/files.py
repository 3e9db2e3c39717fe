"""Whether the files that a manifest lists are those that the package holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from foundation.findings import Finding
from packager.check import kinds_files
from packager.check.manifest import MANIFEST, Manifest, Resource, archive_path, is_external

#: Schema files and the like that packages may carry beside the manifest without listing them.
_UNLISTED_ENDINGS = (".xsd", ".dtd")
#: What systems leave in folders, and so in archives; no LMS misses it.
_LITTER = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


def check_files(manifest: Manifest, paths: Sequence[str]) -> Iterator[Finding]:
    """Yield hrefs that are no paths, files that are missing or in another case, and files that are not listed."""
    by_case = {path.casefold(): path for path in paths}
    there = set(paths)
    listed: set[str] = set()
    for resource in manifest.resources:
        yield from _launch(resource)
        for href in dict.fromkeys([*([resource.href] if resource.href else []), *resource.files]):
            path = archive_path(href)
            if path is None:
                kind = kinds_files.EXTERNAL if is_external(href) else kinds_files.HREF
                yield kind.at(resource.identifier, value=href)
            elif path not in listed:
                listed.add(path)
                if path not in there:
                    yield _missing(path, by_case.get(path.casefold()), is_launch=href == resource.href)
    yield from _unlisted(paths, listed)


def _launch(resource: Resource) -> Iterator[Finding]:
    path = archive_path(resource.href) if resource.href else None
    if path is not None and path not in {archive_path(file) for file in resource.files}:
        yield kinds_files.LAUNCH_UNLISTED.at(resource.identifier, value=path)


def _missing(path: str, other_case: str | None, *, is_launch: bool) -> Finding:
    if other_case is not None:
        return kinds_files.FILE_CASE.at(other_case, value=path)
    return (kinds_files.LAUNCH_MISSING if is_launch else kinds_files.FILE_MISSING).at(path)


def _unlisted(paths: Sequence[str], listed: set[str]) -> Iterator[Finding]:
    left_out = [
        path
        for path in paths
        if path not in listed and path != MANIFEST and not path.lower().endswith(_UNLISTED_ENDINGS)
        if not (path.startswith(_LITTER) or path.endswith(_LITTER))
    ]
    if left_out:
        yield kinds_files.FILE_UNLISTED.at(left_out[0], count=len(left_out))
    for path in paths:
        if not path.isascii():
            yield kinds_files.NON_ASCII_PATH.at(path)
