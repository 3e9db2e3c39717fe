"""Whether a package is larger than many LMSs let anybody upload, and what makes it so."""

from __future__ import annotations

from collections.abc import Iterable

from foundation.findings import Finding
from packager.check import kinds_files

_MEGABYTE = 1_000_000
#: What LMSs commonly take; their administrators may raise it.
USUAL_UPLOAD_BYTES = 50 * _MEGABYTE
_NAMED = 3


def upload_notes(size_bytes: int, files: Iterable[tuple[str, int]]) -> tuple[Finding, ...]:
    """Return a note on a package of this size where it is too large, naming the largest of its files.

    `files` are paths and sizes in bytes, as unpacked.
    """
    if size_bytes <= USUAL_UPLOAD_BYTES:
        return ()
    largest = sorted(files, key=lambda file: (-file[1], file[0]))[:_NAMED]
    named = ", ".join(f"{path} ({size / _MEGABYTE:.1f} MB)" for path, size in largest)
    place = largest[0][0] if largest else None
    return (kinds_files.UPLOAD_SIZE.at(place, size=size_bytes // _MEGABYTE, largest=named),)
