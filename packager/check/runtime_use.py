"""Whether anything in a package talks to a run-time at all."""

from __future__ import annotations

from foundation.archive_kinds import SafeArchive

_ENDINGS = (".js", ".html", ".htm", ".xhtml")
_MAX_BYTES = 64 << 20


def names_in_scripts(archive: SafeArchive, *names: bytes) -> bool:
    """Return whether a script or page holds one of these names. Looks at 64 MiB of them at most.

    Raises:
        UnsafeArchiveError: a member is damaged.
    """
    left = _MAX_BYTES
    for path in archive.paths:
        size_bytes = archive.size_bytes(path)
        if not path.lower().endswith(_ENDINGS) or size_bytes > left:
            continue
        left -= size_bytes
        content = archive.read(path)
        if any(name in content for name in names):
            return True
    return False
