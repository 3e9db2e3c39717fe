"""Hashes and the identifiers that are made of them."""

from __future__ import annotations

import hashlib
import json
import uuid
from pathlib import Path
from typing import Any

_CHUNK_BYTES = 1 << 20


def canonical_json(value: Any) -> bytes:
    """Return `value` as UTF-8 JSON with sorted keys and no spaces: equal values give equal bytes."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def sha256_hex(content: bytes) -> str:
    """Return the SHA-256 of `content` as 64 lower-case hex digits."""
    return hashlib.sha256(content).hexdigest()


def sha256_file(path: Path) -> str:
    """Return the SHA-256 of a file's bytes as 64 lower-case hex digits, read in bounded memory."""
    digest = hashlib.sha256()
    _feed(path, digest)
    return digest.hexdigest()


def sha1_file(path: Path) -> str:
    """Return the SHA-1 of a file's bytes as 40 lower-case hex digits: a name, where a format asks for it; no proof."""
    digest = hashlib.sha1(usedforsecurity=False)
    _feed(path, digest)
    return digest.hexdigest()


def sha256_and_sha1(path: Path) -> tuple[str, str]:
    """Return both of a file, read once."""
    sha256, sha1 = hashlib.sha256(), hashlib.sha1(usedforsecurity=False)
    _feed(path, sha256, sha1)
    return sha256.hexdigest(), sha1.hexdigest()


def _feed(path: Path, *digests: hashlib._Hash) -> None:
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            for digest in digests:
                digest.update(chunk)


def sha1_hex(content: bytes) -> str:
    """Return the SHA-1 of `content` as 40 lower-case hex digits, as `sha1_file`."""
    return hashlib.sha1(content, usedforsecurity=False).hexdigest()


def uuid8(content: bytes) -> uuid.UUID:
    """Return the first 122 free bits of SHA-256 over `content` as a UUIDv8. Spec: RFC 9562 s5.8."""
    value = int.from_bytes(hashlib.sha256(content).digest()[:16], "big")
    value = value & ~(0xF << 76) | (0x8 << 76)
    value = value & ~(0x3 << 62) | (0x2 << 62)
    return uuid.UUID(int=value)
