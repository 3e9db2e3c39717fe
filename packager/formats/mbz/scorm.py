"""The course's SCORM package as an activity (mod_scorm): the package, what is in it, and its SCOs.

Moodle keeps the package beside what it unpacked from it, and one row per SCO. All of that is in the backup, so that
nothing is left to be done at the first visit.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from course_templates.model import Course
from foundation.xml import parse_xml
from packager.check.manifest import MANIFEST, Item, Manifest, read_manifest
from packager.formats.mbz import identity
from packager.formats.mbz.activity import Activity, Completion, GradeItem, Place
from packager.formats.mbz.pool import PooledFile, numbered
from packager.formats.mbz.tree import Node, listed, node
from packager.plan import Entry, PackagePlan
from packager.references import sha1_of

_VERSION = "SCORM_1.2"
_PASSED_OR_COMPLETED = 2 | 4
_TOC_AT_THE_SIDE, _NO_TOC = 0, 3
_SKIP_OVERVIEW = 2


def scorm_activity(
    course: Course, package: PackagePlan, title: str, place: Place, requires: tuple[int, ...], first_file: int
) -> Activity:
    """Return the activity that a package becomes."""
    manifest = _manifest(package)
    archive = Entry.nested(package.file_name, package)
    scos = [item for item in _items(manifest) if item.reference is not None]
    return Activity(
        kind="scorm",
        place=place,
        idnumber=identity.scorm_idnumber(course, package.identifier),
        title=title,
        body=_scorm(place, title, archive, manifest, scos),
        completion=Completion(),
        requires=requires,
        items=tuple(dict.fromkeys(item for lesson in course.lessons() for item in lesson.items)),
        grade=GradeItem(maximum=Decimal(max(len(scos), 1)), counts=False),
        files=_files(package, archive, place, first_file),
    )


def _manifest(package: PackagePlan) -> Manifest:
    content = package.entry(MANIFEST).content
    assert isinstance(content, bytes)
    return read_manifest(parse_xml(content))


def _items(manifest: Manifest) -> Iterator[Item]:
    if manifest.organization is not None:
        yield from manifest.organization.below()


def _files(package: PackagePlan, archive: Entry, place: Place, first: int) -> list[PooledFile]:
    unpacked = [("content", f"/{each.path}", each) for each in package.entries]
    sources = [("package", f"/{package.file_name}", archive), *unpacked]
    return numbered(first, sources, "mod_scorm", identity.module_context(place.module_id))


def _scorm(place: Place, title: str, archive: Entry, manifest: Manifest, scos: list[Item]) -> Node:
    several = len(scos) > 1
    rows = list(_rows(manifest))
    return node(
        "scorm",
        listed("scoes", rows),
        id_=place.module_id,
        name=title,
        scormtype="local",
        reference=archive.path,
        intro="",
        introformat=1,
        version=_VERSION,
        maxgrade=100,
        grademethod=0,
        whatgrade=0,
        maxattempt=0,
        forcecompleted=0,
        forcenewattempt=0,
        lastattemptlock=0,
        masteryoverride=1,
        displayattemptstatus=1,
        displaycoursestructure=0,
        updatefreq=0,
        sha1hash=sha1_of(archive.sha256),
        md5hash="",
        revision=1,
        launch=2,
        skipview=_SKIP_OVERVIEW,
        hidebrowse=1,
        hidetoc=_TOC_AT_THE_SIDE if several else _NO_TOC,
        nav=1 if several else 0,
        navpositionleft=-100,
        navpositiontop=-100,
        auto=0,
        popup=0,
        options="",
        width=100,
        height=800,
        timeopen=0,
        timeclose=0,
        timemodified=0,
        completionstatusrequired=_PASSED_OR_COMPLETED,
        completionscorerequired=None,
        completionstatusallscos=int(several),
        autocommit=0,
    )


def _rows(manifest: Manifest) -> Iterator[Node]:
    """Yield the rows that Moodle makes of a manifest: the organization, then its items."""
    organization = manifest.organization
    assert organization is not None
    yield _row(1, manifest, parent="/", organization="", identifier=organization.identifier, title=organization.title)
    parents = {item.identifier: above for above, item in _with_parents(organization.identifier, organization.items)}
    for number, item in enumerate(organization.below(), start=2):
        resource = manifest.resource(item.reference)
        yield _row(
            number,
            manifest,
            parent=parents[item.identifier],
            organization=organization.identifier,
            identifier=item.identifier,
            title=item.title,
            launch="" if resource is None else resource.href,
            scormtype="" if resource is None else resource.scorm_type,
            data=item,
        )


def _with_parents(parent: str | None, items: tuple[Item, ...]) -> Iterator[tuple[str | None, Item]]:
    for item in items:
        yield parent, item
        yield from _with_parents(item.identifier, item.items)


def _row(
    number: int,
    manifest: Manifest,
    *,
    parent: str | None,
    organization: str | None,
    identifier: str | None,
    title: str | None,
    launch: str | None = "",
    scormtype: str | None = "",
    data: Item | None = None,
) -> Node:
    return node(
        "sco",
        listed("sco_datas", _data(number, data)),
        *(node(empty) for empty in ("seq_ruleconds", "seq_rolluprules", "seq_objectives", "sco_tracks")),
        id_=number,
        manifest=manifest.identifier,
        organization=organization or "",
        parent=parent or "/",
        identifier=identifier,
        launch=launch or "",
        scormtype=scormtype or "",
        title=title or "",
        sortorder=number,
    )


def _data(number: int, item: Item | None) -> Iterator[Node]:
    if item is None:
        return
    values = {
        "isvisible": "true",
        "parameters": "",
        "prerequisites": item.prerequisites,
        "masteryscore": item.mastery_score,
        "maxtimeallowed": item.max_time_allowed,
        "timelimitaction": item.time_limit_action,
        "datafromlms": item.data_from_lms,
    }
    for place, (key, value) in enumerate(values.items()):
        if value is not None:
            yield node("sco_data", id_=10 * number + place, name=key, value=value)
