"""SCORM 1.2: the course as one SCO."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from lxml import etree

from course_templates.model import Course
from foundation.findings import Finding
from foundation.xml import serialise_xml
from packager.check.scorm12 import check_scorm12
from packager.formats import imsmanifest, lom12
from packager.formats.imsmanifest import XSI, Dialect, ManifestNames, add
from packager.plan import PackagePlan
from packager.player import LAUNCH, entry, player_entries

MANIFEST = "imsmanifest.xml"
_IMSCP = "http://www.imsproject.org/xsd/imscp_rootv1p1p2"
_ADLCP = "http://www.adlnet.org/xsd/adlcp_rootv1p2"
DIALECT = Dialect(
    imscp=_IMSCP,
    adlcp=_ADLCP,
    prefixes={"adlcp": _ADLCP, "imsmd": lom12.NAMESPACE, "xsi": XSI},
    schema_location=(
        f"{_IMSCP} imscp_rootv1p1p2.xsd {lom12.NAMESPACE} imsmd_rootv1p2p1.xsd {_ADLCP} adlcp_rootv1p2.xsd"
    ),
)


class Scorm12:
    """The package that nearly every LMS imports by hand. Spec: SCORM 1.2 CAM, RTE."""

    name = "scorm12"
    ext = "zip"
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
        "native_quizzes": False,
        "sequencing_by_lms": False,
    }

    def plan(self, course: Course) -> PackagePlan:
        """Return the package of a course: the manifest first, then launch page, player, card, assets."""
        entries = player_entries(course, "scorm12")
        names = ManifestNames(course.id)
        manifest = serialise_xml(_manifest(course, names, [each.path for each in entries]))
        return PackagePlan(
            format=self.name,
            identifier=names.manifest,
            version=course.version,
            file_name=f"{course.id}-{course.version}-{self.name}.{self.ext}",
            entries=(entry(MANIFEST, manifest), *entries),
        )

    def check(self, plan: PackagePlan) -> Sequence[Finding]:
        """Return what SCORM 1.2 forbids in a plan, by the rules that judge anybody's package."""
        manifest = plan.entry(MANIFEST).content
        assert isinstance(manifest, bytes)
        return check_scorm12(manifest, plan.paths, file=plan.file_name)


def _manifest(course: Course, names: ManifestNames, paths: Sequence[str]) -> etree._Element:
    root = imsmanifest.manifest_root(DIALECT, names.manifest, course.version)
    metadata = add(root, DIALECT.cp("metadata"))
    add(metadata, DIALECT.cp("schema"), "ADL SCORM")
    add(metadata, DIALECT.cp("schemaversion"), "1.2")
    metadata.append(lom12.lom(course, LAUNCH))
    organizations = add(root, DIALECT.cp("organizations"), default=names.organization)
    organization = add(organizations, DIALECT.cp("organization"), identifier=names.organization)
    title = course.title.best()
    imsmanifest.add_title(organization, DIALECT, title)
    item = add(organization, DIALECT.cp("item"), identifier=names.item(), identifierref=names.resource())
    item.set("isvisible", "true")
    imsmanifest.add_title(item, DIALECT, title)
    if (score := _mastery_score(course)) is not None:
        add(item, DIALECT.adl("masteryscore"), score)
    _resources(root, names, paths)
    return root


def _resources(root: etree._Element, names: ManifestNames, paths: Sequence[str]) -> None:
    resources = add(root, DIALECT.cp("resources"))
    resource = add(
        resources,
        DIALECT.cp("resource"),
        identifier=names.resource(),
        type="webcontent",
        href=imsmanifest.href_of(LAUNCH),
    )
    resource.set(DIALECT.adl("scormtype"), "sco")
    imsmanifest.add_files(resource, DIALECT, paths)


def _mastery_score(course: Course) -> str | None:
    """Return the post-test's pass mark from 0 to 100, or None. Spec: SCORM 1.2 CAM 2.3.4.3."""
    form = course.form("post")
    if form is None or form.passing_scaled is None:
        return None
    return f"{(form.passing_scaled * Decimal(100)).normalize():f}"
