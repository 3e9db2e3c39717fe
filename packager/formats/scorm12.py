"""SCORM 1.2: the course as one SCO, or as one per test, module and survey."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from lxml import etree

from course_templates.model import Course
from foundation.findings import Finding
from foundation.xml import serialise_xml
from packager.check.scorm12 import MAX_PREREQUISITES_CHARACTERS, check_scorm12
from packager.formats import imsmanifest, lom12
from packager.formats.imsmanifest import XSI, Dialect, ManifestNames, add
from packager.options import DEFAULT_OPTIONS, BuildOptions
from packager.parts import Part, course_parts
from packager.plan import Entry, PackagePlan
from packager.player import entry, player_entries, shared_paths

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
        "several_scos": True,
        "sequencing_by_lms": False,
    }

    def plan(self, course: Course, options: BuildOptions = DEFAULT_OPTIONS) -> PackagePlan:
        """Return the package of a course: the manifest first, then launch pages, player, card, assets."""
        parts = course_parts(course, options.division)
        entries = player_entries(course, "scorm12", parts)
        names = ManifestNames(course.id)
        manifest = serialise_xml(_manifest(course, names, parts, entries))
        return PackagePlan(
            format=self.name,
            identifier=names.manifest,
            version=course.version,
            file_name=f"{course.id}-{course.version}-{self.name}.{self.ext}",
            entries=(entry(MANIFEST, manifest), *entries),
            scos=len(parts),
        )

    def check(self, plan: PackagePlan) -> Sequence[Finding]:
        """Return what SCORM 1.2 forbids in a plan, by the rules that judge anybody's package."""
        manifest = plan.entry(MANIFEST).content
        assert isinstance(manifest, bytes)
        return check_scorm12(manifest, plan.paths, file=plan.file_name)


def _manifest(course: Course, names: ManifestNames, parts: Sequence[Part], entries: Sequence[Entry]) -> etree._Element:
    root = imsmanifest.manifest_root(DIALECT, names.manifest, course.version)
    metadata = add(root, DIALECT.cp("metadata"))
    add(metadata, DIALECT.cp("schema"), "ADL SCORM")
    add(metadata, DIALECT.cp("schemaversion"), "1.2")
    metadata.append(lom12.lom(course, parts[0].launch))
    organizations = add(root, DIALECT.cp("organizations"), default=names.organization)
    organization = add(organizations, DIALECT.cp("organization"), identifier=names.organization)
    imsmanifest.add_title(organization, DIALECT, course.title.best())
    for part in parts:
        _item(organization, names, part, parts)
    imsmanifest.add_resources(root, DIALECT, names, parts, shared_paths(entries, parts), "scormtype")
    return root


def _item(organization: etree._Element, names: ManifestNames, part: Part, parts: Sequence[Part]) -> None:
    item = add(
        organization,
        DIALECT.cp("item"),
        identifier=names.item(part.key),
        identifierref=names.resource(part.key),
    )
    item.set("isvisible", "true")
    imsmanifest.add_title(item, DIALECT, part.title.best())
    if not part.is_whole:
        add(item, DIALECT.cp("metadata")).append(lom12.part_lom(part.course, part.title))
    if script := _prerequisites(names, part, parts):
        add(item, DIALECT.adl("prerequisites"), script, type="aicc_script")
    if (score := _mastery_score(part.course)) is not None:
        add(item, DIALECT.adl("masteryscore"), score)


def _prerequisites(names: ManifestNames, part: Part, parts: Sequence[Part]) -> str:
    """Return what must be done before a part, as an AICC script: the order that the player keeps in one SCO.

    The survey opens after the post-test, also after one that was failed. Where the names of all modules do not fit
    in a script, each module waits for the one before it, and the post-test for the last. Spec: SCORM 1.2 CAM 2.3.5.3.
    """
    of_kind = {
        kind: [names.item(each.key) for each in parts if each.kind == kind] for kind in ("pre", "module", "post")
    }
    pre, modules = "&".join(of_kind["pre"]), "&".join(of_kind["module"])
    chained = len(modules) > MAX_PREREQUISITES_CHARACTERS
    if part.kind == "module":
        place = of_kind["module"].index(names.item(part.key))
        return of_kind["module"][place - 1] if chained and place else pre
    if part.kind == "survey" and of_kind["post"]:
        (post,) = of_kind["post"]
        return f'{post}|{post}="failed"'
    if part.kind in ("post", "survey"):
        return of_kind["module"][-1] if chained else modules or pre
    return ""


def _mastery_score(course: Course) -> str | None:
    """Return the post-test's pass mark from 0 to 100, or None. Spec: SCORM 1.2 CAM 2.3.4.3."""
    form = course.form("post")
    if form is None or form.passing_scaled is None:
        return None
    return f"{(form.passing_scaled * Decimal(100)).normalize():f}"
