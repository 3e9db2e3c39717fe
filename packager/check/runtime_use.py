"""Whether anything in a package talks to a run-time at all."""

from __future__ import annotations

from foundation.archive_kinds import SafeArchive

_ENDINGS = (".js", ".html", ".htm", ".xhtml")
_MAX_BYTES = 64 << 20


def names_in_scripts(archive: SafeArchive, name: bytes) -> bool:
    """Return whether a script or page holds this name. Looks at 64 MiB of them at most.

    Raises:
        UnsafeArchiveError: a member is damaged.
    """
    left = _MAX_BYTES
    for path in archive.paths:
        size_bytes = archive.size_bytes(path)
        if not path.lower().endswith(_ENDINGS) or size_bytes > left:
            continue
        left -= size_bytes
        if name in archive.read(path):
            return True
    return False
