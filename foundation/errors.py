"""The root of every error that coursebridge raises on purpose."""

from __future__ import annotations

import os

from foundation.findings import Finding
from foundation.text import both


class CourseBridgeError(Exception):
    """Say what went wrong, where, and what to do next.

    Attributes:
        id: stable finding id of this kind of error, never reused.
        exit_code: exit status of a command that ends with this error (1 input, 2 usage, 3 LMS or network).
        file: the file concerned, or None.
        place: `Sheet!A1`, `line:col`, a path in an archive or an item id, or None.
        remedy: what the reader can do about it, in both languages.
    """

    id = "CB-ERROR"
    exit_code = 1

    def __init__(
        self,
        message: str,
        *,
        remedy: str = "",
        file: object | None = None,
        place: str | None = None,
        clause: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.file = None if file is None else str(file)
        self.place = place
        self.clause = clause

    def finding(self) -> Finding:
        """Return this error as the one finding that a command reports."""
        return Finding(
            id=self.id,
            severity="error",
            file=self.file,
            place=self.place,
            message=self.message,
            remedy=self.remedy,
            clause=self.clause,
        )

    def findings(self) -> tuple[Finding, ...]:
        """Return everything that this error reports; errors that collect several findings override it."""
        return (self.finding(),)


class UnreadableFileError(CourseBridgeError):
    """A file is missing, is not readable, is too large, or is not of the kind it was given as."""

    id = "CB-FILE"


class UnwritableFileError(CourseBridgeError):
    """A file or folder cannot be made: no permission, no space, a folder where a file should be."""

    id = "CB-WRITE"


class MalformedXmlError(CourseBridgeError):
    """An XML document is not well-formed, or carries a DTD or entities."""

    id = "CB-XML"


class UnsafeArchiveError(CourseBridgeError):
    """An archive is damaged or hostile: traversal, links, collisions, bombs, lying sizes."""

    id = "CB-ARCHIVE"


class TargetExistsError(CourseBridgeError):
    """A folder that a command would make is there already."""

    id = "CB-EXISTS"


class SettingsError(CourseBridgeError):
    """`coursebridge.toml` or an environment variable is missing or wrong."""

    id = "CB-SETTINGS"
    exit_code = 2


class BusyError(CourseBridgeError):
    """Another process works on the same folder, or a port is taken."""

    id = "CB-BUSY"


class InternalError(CourseBridgeError):
    """Something nobody foresaw. Its text may hold what is not to be shown, so its type alone is told."""

    id = "CB-INTERNAL"

    def __init__(self, cause: Exception) -> None:
        name = type(cause).__name__
        super().__init__(
            both(f"内部错误（{name}）", f"Internal error ({name})"),
            remedy=both(
                "请报告；设 COURSEBRIDGE_DEBUG=1 可看详情", "Please report it; COURSEBRIDGE_DEBUG=1 shows details"
            ),
        )


def is_debugging() -> bool:
    """Return whether an unforeseen error is to be shown whole, in place of an `InternalError`."""
    return bool(os.environ.get("COURSEBRIDGE_DEBUG"))
