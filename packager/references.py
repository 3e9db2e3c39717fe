"""References to what is known only when a package is written: SHA-1 and size of an entry, by that entry's name.

Moodle's backups name every file by its SHA-1, in a path and in XML, and a package within a package has none before it
is written. A plan holds references instead, `build.py` resolves them: plans stay free of I/O.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from foundation.digest import sha1_file, sha1_hex
from packager.plan import PackagePlan

_REFERENCE = re.compile(rb"@@cb:(sha1|sha1-2|size):([A-Za-z0-9._-]+)@@")


@dataclass(frozen=True)
class Address:
    """What others may say of an entry: the SHA-1 of its bytes and how many there are."""

    sha1: str
    size_bytes: int


def sha1_of(name: str) -> str:
    """Return the reference to an entry's SHA-1 (40 hex digits)."""
    return f"@@cb:sha1:{name}@@"


def sha1_start_of(name: str) -> str:
    """Return the reference to the first two digits of an entry's SHA-1."""
    return f"@@cb:sha1-2:{name}@@"


def size_of(name: str) -> str:
    """Return the reference to an entry's size in bytes."""
    return f"@@cb:size:{name}@@"


def address_of(content: bytes | Path) -> Address:
    """Return the address of what is there to be written."""
    if isinstance(content, Path):
        return Address(sha1=sha1_file(content), size_bytes=content.stat().st_size)
    return Address(sha1=sha1_hex(content), size_bytes=len(content))


def resolve(text: bytes, known: Mapping[str, Address]) -> bytes:
    """Return a text with every reference replaced; what names no entry is somebody's text and stays."""

    def told(match: re.Match[bytes]) -> bytes:
        address = known.get(match[2].decode())
        if address is None:
            return match[0]
        part = {b"sha1": address.sha1, b"sha1-2": address.sha1[:2], b"size": str(address.size_bytes)}
        return part[match[1]].encode()

    return _REFERENCE.sub(told, text)


class PlannedMembers:
    """The files of a plan as they will be in the archive, but for hashes not yet known: others stand in for those.

    It is for checks that follow references from file to file, before anything is written.
    """

    def __init__(self, plan: PackagePlan) -> None:
        self._known = {each.name: address_of(each.name.encode()) for each in plan.entries if each.name is not None}
        self._entries = {
            self._told(each.path.encode()).decode() if each.refers else each.path: each for each in plan.entries
        }

    @property
    def paths(self) -> Sequence[str]:
        """Their paths, in archive order."""
        return list(self._entries)

    def __contains__(self, path: str) -> bool:
        return path in self._entries

    def read(self, path: str, *, max_bytes: int | None = None) -> bytes:
        """Return one of them; empty for what is not in memory. Raises KeyError; `max_bytes` is not looked at."""
        entry = self._entries[path]
        if not isinstance(entry.content, bytes):
            return b""
        return self._told(entry.content) if entry.refers and entry.name is None else entry.content

    def _told(self, text: bytes) -> bytes:
        return resolve(text, self._known)
