"""What a package format must be able to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from course_templates.model import Course
from foundation.findings import Finding
from packager.options import DEFAULT_OPTIONS, BuildOptions
from packager.plan import PackagePlan


class PackageFormat(Protocol):
    """A format: `name` on the command line, file ending `ext`, and what of a course it carries."""

    name: str
    ext: str
    carries: dict[str, bool]

    def plan(self, course: Course, options: BuildOptions = DEFAULT_OPTIONS) -> PackagePlan:
        """Return the package of a course. Pure: no I/O, no clock, no randomness.

        A format that cannot divide a course leaves `options.division` aside; `plan.scos` tells what came of it.
        """
        ...

    def check(self, plan: PackagePlan) -> Sequence[Finding]:
        """Return what is wrong with a plan by the format's own rules."""
        ...
