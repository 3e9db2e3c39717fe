"""What a course and a map become on a Moodle: known by the same idnumbers, whole, and never losing a retired item."""

from __future__ import annotations

from pathlib import Path

from competency_xml.xml import read_map
from foundation.digest import sha256_file
from lms_bridge.connectors.moodle.framework import framework_of, map_document
from lms_bridge.connectors.moodle.pieces import cut, pieces
from lms_bridge.connectors.moodle.wired import Document, Wired, WiredFile
from tests.conftest import ROOT

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


def test_a_file_above_the_upload_limit_travels_in_pieces_that_make_it_whole(tmp_path: Path) -> None:
    path = tmp_path / "课.zip"
    path.write_bytes(bytes(range(250)) * 10)
    file = WiredFile(path, sha256_file(path), 2500, ".zip")
    sent = b"".join(part.read_bytes() for _, part in pieces(file, 1000, tmp_path))
    assert sent == path.read_bytes()
    whole = Wired("scorm", "q.scorm.x", {"package": file.told}, (file,))
    told = cut(whole, 1000)
    assert told.fields["package"] == {
        "parts": [f"{file.name}.{number:03d}" for number in (1, 2, 3)],
        "sha256": file.sha256,
        "size": 2500,
    }
    assert told.sha256 == whole.sha256, "how it travels is not what it is"
    assert cut(whole, 5000) is whole


def test_a_long_document_is_sent_in_portions_in_order() -> None:
    objects = tuple(Wired("page", f"q.page.{n}", {"content_html": "x" * 1000}) for n in range(10))
    portions = Document("course", "q", objects).portions(3500)
    assert tuple(one for portion in portions for one in portion) == objects
    assert len(portions) > 1
