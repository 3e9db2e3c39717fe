"""Which files of a package are compressed already, and what a browser takes them for."""

from __future__ import annotations

import posixpath

_COMPRESSED = frozenset(
    "7z aac apng avif docx flac gif gz heic jpeg jpg m4a m4v mka mkv mov mp3 mp4 oga ogg ogv opus pdf png pptx "
    "webm webp wma wmv woff woff2 xlsx zip".split()
)


def is_compressed(path: str) -> bool:
    """Return whether deflating a file of this name would only cost time."""
    return posixpath.splitext(path)[1][1:].lower() in _COMPRESSED
