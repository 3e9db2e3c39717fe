"""IMS Common Cartridge 1.1, 1.2 and 1.3: pages, tests and links that an LMS makes its own activities of."""

from __future__ import annotations

from collections.abc import Sequence

from course_templates.model import Course
from foundation.findings import Finding
from packager.check.cartridge import check_cartridge
from packager.formats.imscc.content import cartridge
from packager.formats.imscc.manifest import manifest
from packager.formats.imscc.versions import CartridgeVersion
from packager.formats.imsmanifest import ManifestNames
from packager.options import DEFAULT_OPTIONS, BuildOptions
from packager.plan import PackagePlan
from packager.player import entry

MANIFEST = "imsmanifest.xml"


class CommonCartridge:
    """One version of Common Cartridge; 1.1 is plain `imscc`, since Moodle imports no later one."""

    ext = "imscc"
    carries = {  # noqa: RUF012 - the protocol names it; read only
        "bookmark": False,
        "completion": False,
        "score": True,
        "mastery_score": False,
        "session_time": False,
        "objectives": True,
        "interactions": True,
        "survey": False,
        "both_languages": True,
        "native_quizzes": True,
        "sequencing_by_lms": False,
    }

    def __init__(self, minor: int) -> None:
        self._version = CartridgeVersion(minor)
        self.name = "imscc" if minor == 1 else f"imscc1{minor}"

    def plan(self, course: Course, options: BuildOptions = DEFAULT_OPTIONS) -> PackagePlan:
        """Return the package of a course: the manifest first, then files in the order of the resources."""
        content = cartridge(course, self._version)
        files = [file for resource in content.resources() for file in resource.files]
        return PackagePlan(
            format=self.name,
            identifier=ManifestNames(course.id).manifest,
            version=course.version,
            file_name=f"{course.id}-{course.version}-{self.name}.{self.ext}",
            entries=(entry(MANIFEST, manifest(course, content, self._version)), *files),
            scos=0,
        )

    def check(self, plan: PackagePlan) -> Sequence[Finding]:
        """Return what Common Cartridge forbids in a plan, by the rules that judge anybody's package."""
        texts = {each.path: each.content for each in plan.entries if isinstance(each.content, bytes)}
        return check_cartridge(plan.paths, texts.get, file=plan.file_name)
