"""Errors of the course stage."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from foundation.errors import CourseBridgeError
from foundation.findings import Finding
from foundation.text import both


class CourseError(CourseBridgeError):
    """A course folder has errors. `problems` holds every finding, warnings included."""

    id = "CT-COURSE"

    def __init__(self, folder: Path, problems: Sequence[Finding]) -> None:
        errors = sum(problem.severity == "error" for problem in problems)
        super().__init__(
            both(f"课程文件夹有 {errors} 处错误", f"The course folder has {errors} errors"),
            file=folder,
            remedy=both("用 course check 查看并逐条改正", "See them with course check and mend them one by one"),
        )
        self.problems = tuple(problems)

    def findings(self) -> tuple[Finding, ...]:
        """Return all of them."""
        return self.problems


class BlueprintError(CourseBridgeError):
    """A blueprint cannot be met: too few questions for the works, or too few in the bank for a cell."""

    id = "CT-BLUEPRINT"


class UnknownRoleError(CourseBridgeError):
    """The map has no such role or level, or a level must be named."""

    id = "CT-NO-ROLE"
    exit_code = 2
