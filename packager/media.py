"""Which files of a package are compressed already."""

from __future__ import annotations

import posixpath

_PICTURES = ("apng", "avif", "gif", "heic", "jpeg", "jpg", "png", "webp")
_SOUND = ("aac", "flac", "m4a", "mka", "mp3", "oga", "ogg", "opus", "wma")
_VIDEO = ("m4v", "mkv", "mov", "mp4", "ogv", "webm", "wmv")
_OTHER = ("7z", "docx", "gz", "pdf", "pptx", "woff", "woff2", "xlsx", "zip")
_COMPRESSED = frozenset((*_PICTURES, *_SOUND, *_VIDEO, *_OTHER))


def is_compressed(path: str) -> bool:
    """Return whether deflating a file of this name would only cost time."""
    return posixpath.splitext(path)[1][1:].lower() in _COMPRESSED
