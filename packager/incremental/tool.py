"""Which program builds: another version of it, or of what it builds with, may give other bytes."""

from __future__ import annotations

import sys
import zlib
from functools import cache
from importlib import metadata
from pathlib import Path

from foundation.digest import canonical_json, sha256_hex
from packager.incremental.stamps import Stamp, stamps_below

_ROOT = Path(__file__).resolve().parents[2]
#: Whatever turns a course into bytes.
_PACKAGES = ("foundation", "competency_xml", "course_templates", "packager")
_LIBRARIES = ("jinja2", "lxml", "markdown-it-py", "nh3", "pydantic", "ruamel.yaml")


@cache
def tool_fingerprint() -> str:
    """Return a hash that changes when our code or texts do, or a library, Python or zlib is another one."""
    ours = {
        name: [(path, stamp.size_bytes, stamp.modified_ns) for path, stamp in _sources(_ROOT / name)]
        for name in _PACKAGES
    }
    libraries = {name: metadata.version(name) for name in _LIBRARIES}
    return sha256_hex(canonical_json([ours, libraries, sys.version, zlib.ZLIB_RUNTIME_VERSION]))


def _sources(package: Path) -> list[tuple[str, Stamp]]:
    return [(path, stamp) for path, stamp in stamps_below(package).items() if not path.endswith(".pyc")]
