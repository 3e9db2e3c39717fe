"""What a course and a map become on a Moodle: known by the same idnumbers, whole, and never losing a retired item."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import JsonValue

from competency_xml.xml import read_map
from course_templates.source import read_course
from foundation.archives import ArchiveEntry, write_zip
from foundation.digest import sha1_file, sha256_file
from lms_bridge.connectors.moodle.carrying import without_files
from lms_bridge.connectors.moodle.course_document import course_document
from lms_bridge.connectors.moodle.framework import framework_of, map_document
from lms_bridge.connectors.moodle.pieces import Transport, pieces, transport
from lms_bridge.connectors.moodle.wired import Document, Wired, WiredFile
from lms_bridge.package_file import read_package_file
from packager.build import build_package
from tests.conftest import ROOT
from tests.course_templates.folders import sound_folder

MAP = read_map(ROOT / "competency_xml/maps/quality.xml")


def test_every_item_is_a_competency_under_its_own_id_and_parents_come_first() -> None:
    framework = framework_of(MAP)
    assert framework.idnumber == MAP.base
    seen = {""}
    for one in framework.competencies:
        assert one.parent in seen
        seen.add(one.idnumber)
    items = {
        item.id
        for role in MAP.roles
        for level in role.levels
        for f in level.functions
        for w in f.works
        for item in w.items
    }
    assert items <= seen


def test_a_retired_work_and_all_in_it_stay_and_are_marked() -> None:
    role = MAP.roles[0]
    level = role.levels[0]
    function = level.functions[0]
    gone = function.works[0].model_copy(update={"status": "retired"})
    functions = (function.model_copy(update={"works": (gone, *function.works[1:])}), *level.functions[1:])
    levels = (level.model_copy(update={"functions": functions}), *role.levels[1:])
    changed = MAP.model_copy(update={"roles": (role.model_copy(update={"levels": levels}), *MAP.roles[1:])})
    before, after = framework_of(MAP), framework_of(changed)
    assert [one.idnumber for one in after.competencies] == [one.idnumber for one in before.competencies]
    assert {one.idnumber for one in after.competencies if one.retired} >= {gone.id, *(item.id for item in gone.items)}
    assert not any(one.retired for one in before.competencies)


def test_the_same_map_gives_the_same_document() -> None:
    assert [one.sha256 for one in map_document(MAP).objects] == [one.sha256 for one in map_document(MAP).objects]


def test_what_names_an_object_with_a_file_waits_for_that_file(tmp_path: Path) -> None:
    file = WiredFile(tmp_path / "a.zip", "a" * 64, 1)
    after: list[JsonValue] = [{"completed": "c.late", "state": "complete"}]
    objects = [
        Wired("course", "c", {"fullname": "课"}),
        Wired("scorm", "c.scorm", {"package": file.told}, (file,)),
        Wired("quiz", "c.late", {"availability": [{"completed": "c.scorm", "state": "complete"}]}),
        Wired("page", "c.later", {"availability": after}),
        Wired("feedback", "c.survey", {"availability": [], "items": [{"label": "c.scorm.1"}]}),
        Wired("completion", "c", {"activities": ["c.later", "c.survey"]}),
    ]
    assert [one.idnumber for one in without_files(objects)] == ["c", "c.survey"]


def test_a_file_above_the_upload_limit_travels_in_pieces_that_make_it_whole(tmp_path: Path) -> None:
    path = tmp_path / "课.zip"
    path.write_bytes(bytes(range(250)) * 10)
    file = WiredFile(path, sha256_file(path), 2500, ".zip")
    sent = b"".join(part.read_bytes() for _, part in pieces(file, 1000, tmp_path))
    assert sent == path.read_bytes()
    whole = Wired("scorm", "q.scorm.x", {"package": file.told}, (file,))
    told = Transport(1000).wired(whole)
    assert told.fields["package"] == {
        "parts": [f"{file.name}.{number:03d}" for number in (1, 2, 3)],
        "sha256": file.sha256,
        "size": 2500,
    }
    assert told.sha256 == whole.sha256, "how it travels is not what it is"
    assert Transport(5000).wired(whole) is whole


def test_a_long_document_is_sent_in_portions_in_order() -> None:
    objects = tuple(Wired("page", f"q.page.{n}", {"content_html": "x" * 1000}) for n in range(10))
    portions = Document("course", "q", objects).portions(3500)
    assert tuple(one for portion in portions for one in portion) == objects
    assert len(portions) > 1


def _package(folder: Path, **entries: bytes) -> WiredFile:
    path = folder / "package.zip"
    write_zip(path, [ArchiveEntry(f"shared/assets/{name}.png", content) for name, content in entries.items()])
    return WiredFile(path, sha256_file(path), path.stat().st_size, ".zip")


def _picture(folder: Path, name: str, content: bytes) -> WiredFile:
    path = folder / f"{name}.png"
    path.write_bytes(content)
    return WiredFile(path, sha256_file(path), len(content), ".png")


def test_pictures_that_are_in_the_package_are_not_sent_a_second_time(tmp_path: Path) -> None:
    package = _package(tmp_path, one=b"1" * 900, other=b"2" * 900)
    one, changed = _picture(tmp_path, "one", b"1" * 900), _picture(tmp_path, "changed", b"3" * 900)
    scorm = Wired("scorm", "q.scorm.x", {"package": package.told}, (package,))
    files: list[JsonValue] = [{"path": "/one.png", **one.told}, {"path": "/changed.png", **changed.told}]
    page = Wired("page", "q.page.1", {"files": files}, (one, changed))
    travel = transport([scorm, page], 0, ["page", "within"])
    told = travel.wired(page)
    assert told.sha256 == page.sha256, "how it travels is not what it is"
    fields: Any = told.fields
    first, second = fields["files"]
    assert first["within"] == {"file": package.name, "entry": "shared/assets/one.png"}
    assert first["sha1"] == sha1_file(one.path)
    assert "within" not in second, "another picture of the same size is sent"
    fields = travel.wired(scorm).fields
    assert fields["package"]["sha1"] == sha1_file(package.path)


def test_a_package_is_named_by_the_hash_that_was_made_when_it_was_read(tmp_path: Path) -> None:
    course = sound_folder(tmp_path / "course")
    built = build_package(read_course(course.root), "scorm12", tmp_path)
    package = read_package_file(built.path)
    assert (package.sha256, package.sha1) == (built.sha256, sha1_file(built.path))
    document = course_document(read_course(course.root), package, frozenset())
    travel = transport(document.objects, 0, ["within"])
    assert travel.sha1[package.sha256] == package.sha1


def test_a_plugin_that_knows_nothing_of_archives_is_sent_every_file(tmp_path: Path) -> None:
    package = _package(tmp_path, one=b"1" * 900)
    one = _picture(tmp_path, "one", b"1" * 900)
    scorm = Wired("scorm", "q.scorm.x", {"package": package.told}, (package,))
    page = Wired("page", "q.page.1", {"files": [{"path": "/one.png", **one.told}]}, (one,))
    assert transport([scorm, page], 0, ["page"]).wired(page) is page


def test_a_package_that_must_be_cut_is_no_archive_to_take_pictures_from(tmp_path: Path) -> None:
    package = _package(tmp_path, one=bytes(range(256)) * 8)
    one = _picture(tmp_path, "one", bytes(range(256)) * 8)
    scorm = Wired("scorm", "q.scorm.x", {"package": package.told}, (package,))
    page = Wired("page", "q.page.1", {"files": [{"path": "/one.png", **one.told}]}, (one,))
    travel = transport([scorm, page], package.size_bytes - 1, ["within"])
    assert "within" not in json.dumps(travel.wired(page).fields)
    assert "parts" in json.dumps(travel.wired(scorm).fields)
