"""Bytes: flipped, cut out, doubled, moved, overwritten."""

from __future__ import annotations

from random import Random

from tests.fuzz.mutators.values import text

_TOKENS = (
    *(b"\x00", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\x80", b"<", b">", b"&", b'"', b"'", b"<![CDATA[", b"<!--"),
    *(
        b"<!DOCTYPE a [<!ENTITY e 'x'>]>",
        b"&e;",
        b"<?xml version='1.1'?>",
        b"xmlns=''",
        b"{",
        b"}",
        b"[",
        b",",
        b"\r\n",
    ),
    *(
        b"PK\x03\x04",
        b"PK\x01\x02",
        b"PK\x05\x06",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\xe4\xb8",
        b"\xed\xa0\x80",
        b"\xc0\x80",
    ),
)


def mutated_bytes(content: bytes, random: Random) -> bytes:
    """Return the bytes with one to four changes."""
    changed = bytearray(content)
    for _ in range(random.randint(1, 4)):
        _change(changed, random)
    return bytes(changed)


def _change(content: bytearray, random: Random) -> None:
    start = random.randrange(len(content) + 1)
    length = min(random.choice((1, 1, 2, 4, 16, 64, 1024)), len(content) - start)
    piece = bytes(content[start : start + length])
    match random.randrange(7):
        case 0 if length:
            content[start] ^= 1 << random.randrange(8)
        case 1 if length:
            content[start : start + length] = random.randbytes(length)
        case 2:
            del content[start : start + length]
        case 3:
            content[start:start] = piece * random.choice((1, 2, 40))
        case 4:
            content[start : start + random.choice((0, length))] = random.choice(_TOKENS)
        case 5:
            content[start:start] = text(random).encode("utf-8", "surrogatepass")
        case 6 if random.random() < 0.3:
            del content[start:]
        case _:
            target = random.randrange(len(content) + 1)
            del content[start : start + length]
            content[target:target] = piece
