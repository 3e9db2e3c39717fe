"""SCORM 2004, 4th and 3rd edition: one SCO or several, in the order that the LMS's sequencing keeps."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from course_templates.model import Course, Objective
from foundation.findings import Finding
from foundation.xml import serialise_xml
from packager.check.scorm2004 import check_scorm2004
from packager.formats import imsmanifest, imsss, lom
from packager.formats.imsmanifest import XSI, Dialect, ManifestNames, add
from packager.options import DEFAULT_OPTIONS, BuildOptions
from packager.parts import Part, course_parts
from packager.plan import Entry, PackagePlan
from packager.player import entry, player_entries, shared_paths

MANIFEST = "imsmanifest.xml"
#: Where the metadata stands in the 3rd edition, whose schemas refuse it in the manifest without a schema of LOM.
METADATA_FOLDER = "metadata"
_IMSCP = "http://www.imsglobal.org/xsd/imscp_v1p1"
_ADLCP = "http://www.adlnet.org/xsd/adlcp_v1p3"
_ADLSEQ = "http://www.adlnet.org/xsd/adlseq_v1p3"
_ADLNAV = "http://www.adlnet.org/xsd/adlnav_v1p3"
DIALECT = Dialect(
    imscp=_IMSCP,
    adlcp=_ADLCP,
    prefixes={"adlcp": _ADLCP, "adlseq": _ADLSEQ, "adlnav": _ADLNAV, "imsss": imsss.NAMESPACE, "xsi": XSI},
    schema_location=(
        f"{_IMSCP} imscp_v1p1.xsd {_ADLCP} adlcp_v1p3.xsd {_ADLSEQ} adlseq_v1p3.xsd "
        f"{_ADLNAV} adlnav_v1p3.xsd {imsss.NAMESPACE} imsss_v1p0.xsd"
    ),
)
_MODULES_TITLE = "学习模块"


class Scorm2004:
    """One edition of SCORM 2004. Spec: SCORM 2004 CAM, RTE, SN."""

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
        "sequencing_by_lms": True,
    }

    def __init__(self, name: str, edition: str) -> None:
        """Name the format and say which edition it writes: `4th` or `3rd`."""
        self.name = name
        self._edition = edition

    def plan(self, course: Course, options: BuildOptions = DEFAULT_OPTIONS) -> PackagePlan:
        """Return the package of a course: the manifest first, then launch pages, player, card, assets."""
        parts = course_parts(course, options.division)
        names = ManifestNames(course.id)
        manifest = _Manifest(course, names, parts, self._edition)
        entries = (*player_entries(course, "scorm2004", parts), *manifest.metadata_entries())
        return PackagePlan(
            format=self.name,
            identifier=names.manifest,
            version=course.version,
            file_name=f"{course.id}-{course.version}-{self.name}.{self.ext}",
            entries=(entry(MANIFEST, serialise_xml(manifest.tree(entries))), *entries),
            scos=len(parts),
        )

    def check(self, plan: PackagePlan) -> Sequence[Finding]:
        """Return what SCORM 2004 forbids in a plan, by the rules that judge anybody's package."""
        manifest = plan.entry(MANIFEST).content
        assert isinstance(manifest, bytes)
        return check_scorm2004(manifest, plan.paths, file=plan.file_name)


class _Manifest:
    """The manifest of one course in one edition."""

    def __init__(self, course: Course, names: ManifestNames, parts: Sequence[Part], edition: str) -> None:
        self._course = course
        self._names = names
        self._parts = parts
        self._is_4th = edition == "4th"
        self._modules = [part for part in parts if part.kind == "module"]

    def tree(self, entries: Sequence[Entry]) -> etree._Element:
        """Return the manifest over these files. Spec: SCORM 2004 CAM 3.4."""
        course, names = self._course, self._names
        root = imsmanifest.manifest_root(DIALECT, names.manifest, course.version)
        metadata = add(root, DIALECT.cp("metadata"))
        add(metadata, DIALECT.cp("schema"), "ADL SCORM")
        add(metadata, DIALECT.cp("schemaversion"), f"2004 {'4th' if self._is_4th else '3rd'} Edition")
        self._add_lom(metadata, "course", self._lom_of(None))
        organizations = add(root, DIALECT.cp("organizations"), default=names.organization)
        self._organization(organizations)
        imsmanifest.add_resources(root, DIALECT, names, self._parts, shared_paths(entries, self._parts), "scormType")
        imsss.prefix_maps(root)
        return root

    def metadata_entries(self) -> tuple[Entry, ...]:
        """Return the metadata files: none in the 4th edition, which holds its metadata in the manifest."""
        if self._is_4th:
            return ()
        parts = [part for part in self._parts if not part.is_whole]
        named = [("course", self._lom_of(None)), *((part.key, self._lom_of(part)) for part in parts)]
        return tuple(entry(f"{METADATA_FOLDER}/{name}.xml", serialise_xml(tree)) for name, tree in named)

    def _organization(self, organizations: etree._Element) -> None:
        organization = add(organizations, DIALECT.cp("organization"), identifier=self._names.organization)
        organization.set(f"{{{_ADLSEQ}}}objectivesGlobalToSystem", "false")
        imsmanifest.add_title(organization, DIALECT, self._course.title.best())
        for part in self._parts:
            if part.kind != "module":
                self._item(organization, part)
            elif part is self._modules[0]:
                self._cluster(organization)
        organization.append(imsss.root_sequencing())

    def _cluster(self, organization: etree._Element) -> None:
        """One item around all modules, whose completion the LMS rolls up."""
        cluster = add(organization, DIALECT.cp("item"), identifier=self._names.item("modules"), isvisible="true")
        imsmanifest.add_title(cluster, DIALECT, _MODULES_TITLE)
        for module in self._modules:
            self._item(cluster, module)
        cluster.append(imsss.cluster_sequencing(self._modules))

    def _item(self, parent: etree._Element, part: Part) -> None:
        names = self._names
        item = add(parent, DIALECT.cp("item"), identifier=names.item(part.key), identifierref=names.resource(part.key))
        item.set("isvisible", "true")
        imsmanifest.add_title(item, DIALECT, part.title.best())
        if not part.is_whole:
            self._add_lom(add(item, DIALECT.cp("metadata")), part.key, self._lom_of(part))
        self._completion_threshold(item)
        item.append(imsss.leaf_sequencing(part, self._parts))
        item.append(_presentation(part))

    def _completion_threshold(self, item: etree._Element) -> None:
        """A SCO is complete when its progress measure says that all is done. Spec: SCORM 2004 4th Ed. CAM 5.1.8."""
        if self._is_4th:
            threshold = add(item, DIALECT.adl("completionThreshold"))
            threshold.set("completedByMeasure", "true")
            threshold.set("minProgressMeasure", "1.0")
        else:
            add(item, DIALECT.adl("completionThreshold"), "1.0")

    def _lom_of(self, part: Part | None) -> etree._Element:
        course = self._course if part is None else part.course
        items = {item for lesson in course.lessons() for item in lesson.items}
        if part is not None:
            items |= {item for _, item in imsss.item_objectives(part)}
        about: list[Objective] = [each for each in self._course.objectives if each.id in items]
        return lom.lom(course, self._course.title if part is None else part.title, about)

    def _add_lom(self, metadata: etree._Element, name: str, tree: etree._Element) -> None:
        if self._is_4th:
            metadata.append(tree)
        else:
            add(metadata, DIALECT.adl("location"), f"{METADATA_FOLDER}/{name}.xml")


def _presentation(part: Part) -> etree._Element:
    """Hide what the LMS would show beside the player: there is nowhere to go from the only SCO. Spec: SN 5.3."""
    element = etree.Element(f"{{{_ADLNAV}}}presentation")
    interface = add(element, f"{{{_ADLNAV}}}navigationInterface")
    for control in ("previous", "continue") if part.is_whole else ("abandon", "abandonAll"):
        add(interface, f"{{{_ADLNAV}}}hideLMSUI", control)
    return element
