"""What a format's rules say of a package that is open, and how they read its files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from foundation.archive_kinds import SafeArchive
from foundation.findings import Finding
from packager.check.reader import OpenPackage

#: What describes a package is never larger; what is larger is not looked into.
MAX_TEXT_BYTES = 8 << 20


@dataclass(frozen=True)
class Verdict:
    """What is wrong; whether an LMS that takes the format imports it, and will know that a learner completed it.

    `will_report` None: what reports is not in the package, so that nobody can tell.
    """

    findings: Sequence[Finding]
    will_import: bool
    will_report: bool | None


Judge = Callable[[OpenPackage], Verdict]


def reader_of(archive: SafeArchive) -> Callable[[str], bytes | None]:
    """Return a function that gives a file's content; None where there is none, or one too large to describe.

    It raises UnsafeArchiveError where a member is damaged.
    """

    def read(path: str) -> bytes | None:
        if path not in archive or archive.size_bytes(path) > MAX_TEXT_BYTES:
            return None
        return archive.read(path)

    return read


def imports(findings: Sequence[Finding], harmless: frozenset[str]) -> bool:
    """Return whether no error stands in the way of an import; `harmless` names those that do not."""
    return not [each for each in findings if each.severity == "error" and each.id not in harmless]
