"""Errors of the package stage."""

from __future__ import annotations

from collections.abc import Sequence

from foundation.errors import CourseBridgeError
from foundation.findings import Finding
from foundation.text import both


class PackageError(CourseBridgeError):
    """A package cannot be made or read."""

    id = "PK-ERROR"


class UnknownFormatError(PackageError):
    """There is no package format of this name."""

    id = "PK-NO-FORMAT"
    exit_code = 2


class UnknownPresetError(PackageError):
    """There is no preset of this name."""

    id = "PK-NO-PRESET"
    exit_code = 2


class UnfitFormatError(PackageError):
    """A format was asked for that the platform must not get."""

    id = "PK-UNFIT-FORMAT"
    exit_code = 2


class NoFormatError(PackageError):
    """Neither a format nor a platform was named."""

    id = "PK-NO-CHOICE"
    exit_code = 2


class OutputError(PackageError):
    """The place to write to does not fit what is to be written."""

    id = "PK-OUTPUT"
    exit_code = 2


class RefusedBuildError(PackageError):
    """A course may not be packaged as it is; `findings` gives every reason."""

    id = "PK-REFUSED"

    def __init__(self, findings: Sequence[Finding]) -> None:
        count = len(findings)
        super().__init__(both(f"课程不能打包：{count} 处问题", f"The course cannot be packaged: {count} problems"))
        self._reasons = tuple(findings)

    def findings(self) -> tuple[Finding, ...]:
        """Return every reason."""
        return self._reasons


class ChangedAssetError(PackageError):
    """A file of the course is gone, or is no longer what it was when the course was read."""

    id = "PK-ASSET-CHANGED"
