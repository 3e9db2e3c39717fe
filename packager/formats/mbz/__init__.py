"""mbz: the course as a Moodle backup, which any administrator restores by hand, without plugin or Python."""

from __future__ import annotations

from collections.abc import Sequence

from course_templates.model import Course
from foundation.findings import Finding
from packager.check.mbz import check_mbz
from packager.formats.base import PackageFormat
from packager.formats.mbz import identity
from packager.formats.mbz.backup import backup_entry
from packager.formats.mbz.bank import Bank
from packager.formats.mbz.course import course_entries
from packager.formats.mbz.modules import activity_entries
from packager.formats.mbz.pool import pool_entries
from packager.formats.mbz.shell import sections_of
from packager.formats.mbz.tree import document, node
from packager.options import DEFAULT_OPTIONS, BuildOptions
from packager.plan import PackagePlan, with_card
from packager.references import PlannedMembers

#: Files that Moodle wants to find at the root, though there is nothing in them.
_EMPTY = {
    "groups.xml": "groups",
    "outcomes.xml": "outcomes_definition",
    "roles.xml": "roles_definition",
    "scales.xml": "scales_definition",
}


class Mbz:
    """A whole Moodle course, for 4.5 LTS and 5.x. `inner` makes the SCORM package that one of its activities holds."""

    name = "mbz"
    ext = "mbz"
    carries = {  # noqa: RUF012 - the protocol names it; read only
        "bookmark": True,
        "completion": True,
        "score": True,
        "mastery_score": True,
        "session_time": True,
        "objectives": True,
        "interactions": True,
        "survey": True,
        "both_languages": True,
        "native_quizzes": True,
        "several_scos": True,
        "sequencing_by_lms": True,
    }

    def __init__(self, inner: PackageFormat) -> None:
        self._inner = inner

    def plan(self, course: Course, options: BuildOptions = DEFAULT_OPTIONS) -> PackagePlan:
        """Return the backup of a course, with the SCORM package within as a plan of its own."""
        package = self._package(course, options)
        bank = Bank(course)
        sections = sections_of(course, package, bank)
        framework = identity.framework_idnumber(course)
        activities = [each for section in sections for each in section.activities]
        file_name = f"{course.id}-{course.version}-{self.name}.{self.ext}"
        return PackagePlan(
            format=self.name,
            identifier=course.id,
            version=course.version,
            file_name=file_name,
            entries=(
                backup_entry(course, sections, file_name),
                *course_entries(course, sections, bank.category_numbers, framework),
                *(entry for each in activities for entry in activity_entries(each, framework)),
                document("questions.xml", bank.tree()),
                *(document(path, node(root)) for path, root in _EMPTY.items()),
                *pool_entries([file for each in activities for file in each.files]),
            ),
            scos=package.scos,
        )

    def check(self, plan: PackagePlan) -> Sequence[Finding]:
        """Return what Moodle would refuse or lose, by the rules that judge anybody's backup."""
        return check_mbz(PlannedMembers(plan), file=plan.file_name)

    def _package(self, course: Course, options: BuildOptions) -> PackagePlan:
        """Return the package of lessons and exercises alone: tests are native, and their keys stay on the server.

        Its card is the whole course's: it is what a harvest reads of a course that was restored by hand. Nothing in it
        is deflated, so that its bytes, and the SHA-1 by which the backup names it, are the same with every zlib.
        """
        practice = tuple(form for form in course.forms if form.phase == "practice")
        plan = self._inner.plan(course.model_copy(update={"forms": practice, "survey": None}), options)
        stored = tuple(each.model_copy(update={"stored": True}) for each in with_card(plan, course).entries)
        return plan.model_copy(update={"entries": stored})
