"""Whether a Moodle restores a backup, and what of it would be lost: rules read from Moodle's own restore code."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from foundation.archive_kinds import SafeArchive
from foundation.findings import Finding
from packager.check import kinds_mbz as kinds
from packager.check.mbz_reader import BACKUP, Backup, BackupActivity, Members, found, text

_DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>'
#: What a restore reads without asking whether it is there.
_NEEDED = (
    "backup_version",
    "original_course_id",
    "original_course_contextid",
    "original_system_contextid",
    "details/detail/type",
    "details/detail/format",
)
_ROOT_FILES = ("files.xml", "scales.xml", "outcomes.xml", "groups.xml", "roles.xml", "questions.xml")
#: Read by a restore if they are there.
_ALSO_READ = ("completion.xml", "gradebook.xml")
_CORE_MODULES = re.compile(
    "assign|assignment|bigbluebuttonbn|book|chat|choice|data|feedback|folder|forum|glossary|h5pactivity|imscp|label|"
    "lesson|lti|page|qbank|quiz|resource|scorm|subsection|survey|url|wiki|workshop"
)
#: Column, limit in characters. Spec: Moodle 4.5 install.xml of core and of the modules.
_COURSE_LIMITS = (("shortname", 255), ("fullname", 254), ("idnumber", 100))
_NAME_LIMIT, _IDNUMBER_LIMIT = 255, 100


def check_mbz(members: Members, *, file: str) -> list[Finding]:
    """Return what is wrong with a backup, all but the bytes of its files (`check_contents`)."""
    backup = Backup(members)
    if backup.tree(BACKUP) is None:
        findings = list(_malformed(backup)) or [kinds.MISSING.at(BACKUP)]
    else:
        findings = [*_about_itself(backup, members), *_structure(backup, members), *_losses(backup, members)]
        findings += _malformed(backup)
    return [each.model_copy(update={"file": file}) for each in findings]


def check_contents(archive: SafeArchive, *, file: str) -> Iterator[Finding]:
    """Yield the files whose bytes are not those that their name says."""
    for path in archive.paths:
        name = path.rsplit("/", 1)[-1]
        if not path.startswith("files/") or len(name) != 40:
            continue
        digest = hashlib.sha1(usedforsecurity=False)
        for chunk in archive.chunks(path):
            digest.update(chunk)
        if digest.hexdigest() != name:
            yield kinds.CONTENT_CHANGED.at(path).model_copy(update={"file": file})


def reports(members: Members) -> bool:
    """Return whether Moodle would record anything of what learners do: completion or grades."""
    return any(each.tracks_completion or each.has_grade for each in Backup(members).activities())


def _malformed(backup: Backup) -> Iterator[Finding]:
    for path in _ALSO_READ:
        backup.tree(path)
    for path, error in backup.broken.items():
        for each in error.findings():
            yield kinds.MALFORMED.at(path, why=each.place or "")


def _about_itself(backup: Backup, members: Members) -> Iterator[Finding]:
    if not members.read(BACKUP).startswith(_DECLARATION):
        yield kinds.DECLARATION.at(BACKUP)
    for name in _NEEDED:
        if not backup.said(name):
            yield kinds.INFORMATION.at(BACKUP, name=name)
    kind = backup.said("details/detail/type")
    if kind and kind != "course":
        yield kinds.PARTIAL.at(BACKUP, type=kind)
    if backup.setting("userscompletion") == "1" and backup.setting("users") == "0":
        yield kinds.USER_COMPLETION.at(BACKUP)


def _structure(backup: Backup, members: Members) -> Iterator[Finding]:
    wanted = [path for path in _ROOT_FILES if backup.said("details/detail/type") == "course"]
    wanted += [f"{folder}/section.xml" for folder in backup.section_directories()]
    for activity in backup.activities():
        names = ("module", activity.module, "grades", "inforef", "roles")
        wanted += [f"{activity.directory}/{name}.xml" for name in names]
    if found(backup.tree(BACKUP), "information/contents/course"):
        wanted += ["course/course.xml", "course/roles.xml"]
    return (kinds.MISSING.at(path) for path in dict.fromkeys(wanted) if path not in members)


def _losses(backup: Backup, members: Members) -> Iterator[Finding]:
    activities = list(backup.activities())
    yield from _files(backup, activities, members)
    yield from _questions(backup, activities)
    yield from _limits(backup, activities)
    counted = Counter(each.idnumber for each in activities if each.idnumber)
    yield from (kinds.IDNUMBER_TWICE.at(value, value=value) for value, times in counted.items() if times > 1)
    for module in dict.fromkeys(each.module for each in activities):
        if not _CORE_MODULES.fullmatch(module):
            yield kinds.PLUGIN.at(module, module=module)
    yield from _competencies(backup, activities)


def _files(backup: Backup, activities: Sequence[BackupActivity], members: Members) -> Iterator[Finding]:
    by_context = {each.context: each for each in activities if each.context}
    has_contents = backup.said("include_files") != "0"
    for file in backup.files():
        if has_contents and not file.is_alias and file.path not in members:
            yield kinds.CONTENT_MISSING.at(file.path, name=file.name)
        activity = by_context.get(file.context)
        if activity is not None and file.number not in activity.file_numbers:
            yield kinds.UNREFERENCED.at(f"{activity.directory}/inforef.xml", name=file.name)


def _questions(backup: Backup, activities: Sequence[BackupActivity]) -> Iterator[Finding]:
    bank = backup.bank()
    for activity in activities:
        for slot, entry in enumerate(activity.entries, start=1):
            if entry not in bank:
                yield kinds.SLOT.at(activity.directory, slot=slot, entry=entry)
        used = dict.fromkeys(bank[entry] for entry in activity.entries if entry in bank)
        for category in used:
            if category not in activity.category_numbers:
                yield kinds.CATEGORY.at(f"{activity.directory}/inforef.xml", category=category)


def _limits(backup: Backup, activities: Sequence[BackupActivity]) -> Iterator[Finding]:
    fields = [("course/course.xml", name, backup.course(name), limit) for name, limit in _COURSE_LIMITS]
    for each in activities:
        own = backup.tree(f"{each.directory}/{each.module}.xml")
        name = text(own, f"{each.module}/name")
        fields.append((each.directory, "name", name, _NAME_LIMIT))
        fields.append((each.directory, "idnumber", each.idnumber, _IDNUMBER_LIMIT))
        for item in found(own, "feedback/items/item"):
            fields += [(each.directory, f"item/{part}", text(item, part), _NAME_LIMIT) for part in ("name", "label")]
    for place, field, value, limit in fields:
        if len(value) > limit:
            yield kinds.TOO_LONG.at(place, field=field, length=len(value), limit=limit)


def _competencies(backup: Backup, activities: Sequence[BackupActivity]) -> Iterator[Finding]:
    links = {pair for each in activities for pair in each.items}
    for each in found(backup.tree("course/competencies.xml"), "competencies/competency"):
        links.add((text(each, "frameworkidnumber"), text(each, "idnumber")))
    for framework, count in sorted(Counter(framework for framework, _ in links).items()):
        yield kinds.COMPETENCIES.at(framework, framework=framework, count=count)
