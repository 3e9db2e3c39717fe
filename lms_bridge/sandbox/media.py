"""Serving a package's files: the right media type on every system, byte ranges, nothing outside its folder."""

from __future__ import annotations

import mimetypes
from pathlib import Path, PurePosixPath

from starlette.responses import FileResponse, Response

from foundation.text import both
from lms_bridge.sandbox.errors import NoSuchRecordError

_TYPES = mimetypes.MimeTypes()  # the built-in table: a machine's registry may say anything about .js
for _ending, _type in {
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".json": "application/json",
    ".xhtml": "application/xhtml+xml",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".ttf": "font/ttf",
    ".otf": "font/otf",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".ogg": "audio/ogg",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".vtt": "text/vtt",
    ".wasm": "application/wasm",
}.items():
    _TYPES.add_type(_type, _ending)


def media_type(path: str) -> str:
    """Return the media type of a file by its ending; `application/octet-stream` when unknown."""
    kind, encoding = _TYPES.guess_type(path, strict=False)
    return kind if kind is not None and encoding is None else "application/octet-stream"


def file_answer(folder: Path, path: str, headers: dict[str, str]) -> Response:
    """Return the file at `path` below `folder`.

    The type is told without a character set: a page may be in GBK and says so itself.

    Raises:
        NoSuchRecordError: there is no such file in the folder.
    """
    parts = PurePosixPath(path).parts
    file = folder.joinpath(*parts)
    inside = bool(parts) and ".." not in parts and not set(path) & set("\\:\x00") and not path.startswith("/")
    if not inside or not file.is_file() or not file.resolve().is_relative_to(folder.resolve()):
        raise NoSuchRecordError(both("没有此文件", "There is no such file"), place=path[:200])
    return FileResponse(file, headers={"content-type": media_type(path), "cache-control": "no-cache", **headers})
