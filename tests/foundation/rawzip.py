"""Zip files written byte by byte, so that tests can lie in every field; zipfile itself would not."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass

UTF8 = 0x800
ENCRYPTED = 0x1


@dataclass(frozen=True)
class Member:
    """One member; `size` and `packed_size` override what the directory says, `header_at` where it points."""

    name: bytes
    content: bytes = b"x"
    deflated: bool = False
    flags: int = UTF8
    method: int | None = None
    mode: int = 0o100644
    size: int | None = None
    packed_size: int | None = None
    header_at: int | None = None


def raw_zip(*members: Member, directory_padding: int = 0) -> bytes:
    """Return the bytes of a zip file; `directory_padding` bytes of comment are spread over the last entry."""
    body, directory = b"", b""
    for member in members:
        local, central = _headers(member, len(body), directory_padding if member is members[-1] else 0)
        body += local
        directory += central
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, len(members), len(members), len(directory), len(body), 0)
    return body + directory + end


def _headers(member: Member, at: int, padding: int) -> tuple[bytes, bytes]:
    packed = _deflate(member.content) if member.deflated else member.content
    method = member.method if member.method is not None else (8 if member.deflated else 0)
    size = len(member.content) if member.size is None else member.size
    packed_size = len(packed) if member.packed_size is None else member.packed_size
    common = (20, member.flags, method, 0, 33, zlib.crc32(member.content), packed_size, size, len(member.name))
    local = struct.pack("<4s5H3L2H", b"PK\3\4", *common, 0) + member.name + packed
    where = at if member.header_at is None else member.header_at
    central = struct.pack("<4s6H3L5H2L", b"PK\1\2", 0x0314, *common, 0, padding, 0, 0, member.mode << 16, where)
    return local, central + member.name + b" " * padding


def _deflate(content: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush()
