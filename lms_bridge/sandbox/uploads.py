"""Receiving an uploaded zip file: as the body itself, or as the file of an HTML form."""

from __future__ import annotations

import mmap
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from email.message import Message
from pathlib import Path
from typing import IO

from anyio.to_thread import run_sync
from starlette.requests import Request

from foundation.text import both
from lms_bridge.sandbox.errors import SandboxInputError, UploadTooLargeError

_CHUNK_BYTES = 1 << 20


@asynccontextmanager
async def received(request: Request, folder: Path, max_bytes: int) -> AsyncIterator[Path]:
    """Give the uploaded file as a temporary file below `folder`; it is removed on leaving.

    Raises:
        UploadTooLargeError: over `max_bytes` were sent.
        SandboxInputError: nothing was sent, or a form without a file.
    """
    folder.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(prefix=".upload-", dir=folder))
    body = part / "body"
    try:
        with body.open("wb") as stream:
            await _receive(request, stream, max_bytes)
        boundary = _boundary(request.headers.get("content-type", ""))
        if boundary is not None:
            body = await run_sync(_file_of_form, body, boundary)
        if body.stat().st_size == 0:
            raise SandboxInputError(both("没有收到文件", "No file was sent"))
        yield body
    finally:
        for left in part.iterdir():
            left.unlink()
        part.rmdir()


async def _receive(request: Request, stream: IO[bytes], max_bytes: int) -> None:
    size_bytes = 0
    async for chunk in request.stream():
        size_bytes += len(chunk)
        if size_bytes > max_bytes:
            raise UploadTooLargeError(
                both(f"文件超过 {max_bytes} 字节", f"The file is over {max_bytes} bytes"),
                remedy=both("压缩其中的视频和图片", "Compress its videos and pictures"),
            )
        write: Callable[[bytes], int] = stream.write
        await run_sync(write, chunk)


def _boundary(content_type: str) -> bytes | None:
    header = Message()
    header["content-type"] = content_type
    if header.get_content_type() != "multipart/form-data":
        return None
    return str(header.get_param("boundary", "")).encode()


def _file_of_form(body: Path, boundary: bytes) -> Path:
    """Cut the first part with a file name out of a form. Spec: RFC 7578 s4."""
    target = body.with_name("file")
    with body.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
        start = content.find(b"--" + boundary)
        while boundary and start >= 0:
            head_end = content.find(b"\r\n\r\n", start)
            end = content.find(b"\r\n--" + boundary, head_end)
            if head_end < 0 or end < 0:
                break
            if b"filename" in content[start:head_end].lower():
                with target.open("wb") as out:
                    for at in range(head_end + 4, end, _CHUNK_BYTES):
                        out.write(content[at : min(at + _CHUNK_BYTES, end)])
                return target
            start = end + 2
    raise SandboxInputError(both("表单中没有文件", "The form holds no file"))
