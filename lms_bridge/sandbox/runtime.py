"""The SCORM run-time that the launch page loads: scorm-again, brought in by the build."""

from __future__ import annotations

from pathlib import Path

from foundation.text import both
from lms_bridge.sandbox.errors import RuntimeMissingError

_VENDOR = Path(__file__).parent / "_vendor"
SCORM12 = _VENDOR / "scorm12.min.js"
SCORM2004 = _VENDOR / "scorm2004.min.js"


def require_runtime(path: Path = SCORM12) -> Path:
    """Return where scorm-again is.

    Raises:
        RuntimeMissingError: this is a source tree in which no build ran.
    """
    if not path.is_file():
        raise RuntimeMissingError(
            both("缺少 SCORM 运行时 scorm-again", "The SCORM run-time scorm-again is missing"),
            file=path,
            remedy=both(
                "在源码目录运行 pip install -e . --no-deps（需联网）",
                "In the source folder run pip install -e . --no-deps (needs the network)",
            ),
        )
    return path
