"""A multipart/form-data body that reads its file while it is sent: memory does not grow with the file."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import IO, Self

_PIECE_BYTES = 1 << 16


class MultipartBody:
    """Fields, then one file. Spec: RFC 7578."""

    def __init__(self, fields: Mapping[str, str], file: Path, file_name: str, part: str = "file") -> None:
        """Open the file. `file_name` is what the site is told; it is made safe for a header."""
        boundary = secrets.token_hex(16)
        self.content_type = f"multipart/form-data; boundary={boundary}"
        head = "".join(
            f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in fields.items()
        )
        safe_name = "".join("_" if c in '"\\\r\n' else c for c in file_name)
        head += f'--{boundary}\r\nContent-Disposition: form-data; name="{part}"; filename="{safe_name}"\r\n'
        head += "Content-Type: application/octet-stream\r\n\r\n"
        self._size = len(head.encode()) + file.stat().st_size + len(boundary) + 8
        self._streams: list[IO[bytes]] = [
            BytesIO(head.encode()),
            file.open("rb"),
            BytesIO(f"\r\n--{boundary}--\r\n".encode()),
        ]

    def __len__(self) -> int:
        return self._size

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for stream in self._streams:
            stream.close()

    def __iter__(self) -> Iterator[bytes]:
        while piece := self.read(_PIECE_BYTES):
            yield piece

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, at most `size`; b"" at the end."""
        pieces: list[bytes] = []
        for stream in self._streams:
            piece = stream.read(size)
            pieces.append(piece)
            size = size if size < 0 else size - len(piece)
            if size == 0:
                break
        return b"".join(pieces)
