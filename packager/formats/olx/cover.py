"""The picture that Open edX shows on a course's card: a plain field of our colour, since the platform wants one."""

from __future__ import annotations

import struct
import zlib

COVER = "course_image.png"
_WIDTH, _HEIGHT = 16, 9
_COLOUR = bytes((0x0B, 0x5D, 0x57))


def cover() -> bytes:
    """Return a PNG, made without a compressor, so that its bytes are the same under every zlib."""
    header = struct.pack(">IIBBBBB", _WIDTH, _HEIGHT, 8, 3, 0, 0, 0)
    rows = bytes(1 + _WIDTH) * _HEIGHT
    stored = b"\x78\x01\x01" + struct.pack("<HH", len(rows), 0xFFFF ^ len(rows)) + rows
    stored += struct.pack(">I", zlib.adler32(rows))
    chunks = ((b"IHDR", header), (b"PLTE", _COLOUR), (b"IDAT", stored), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, content) for name, content in chunks)


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
