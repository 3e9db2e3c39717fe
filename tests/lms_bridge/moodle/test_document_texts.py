"""What an author wrote is what a Moodle shows: no tag, reference or placeholder in it is taken for Moodle's own."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from course_templates.source import load_course
from lms_bridge.connectors.base import PackageFile
from lms_bridge.connectors.moodle.course_document import course_document
from tests.course_templates.folders import RECEIVING, sound_folder

HOSTILE = "<控制图> & \"引\" 😀𠮷 {$a} @@PLUGINFILE@@/x $@NULL@$ <b class='multilang'>X</b> a<b &amp;"


def shown_name(name: str) -> str:
    """What Moodle 4.5 and 5.1 were seen to show of a name: what might be a tag goes, a reference is resolved."""
    return unescape(re.sub(r"<[^ ][^>]*(>|$)", "", name))


def shown_html(html: str) -> str:
    """What they show of HTML, once each placeholder has become an address."""
    placed = html.replace("@@PLUGINFILE@@/", "https://moodle.example/pluginfile.php/1/")
    return unescape(re.sub(r"<[^ ][^>]*(>|$)", "", placed))


@pytest.fixture
def objects(tmp_path: Path) -> dict[str, Any]:
    folder = sound_folder(tmp_path / "course")
    quoted = HOSTILE.replace('"', '\\"')
    folder.change("course.yaml", "{zh-CN: 仓储数字化, en: Digital warehousing}", f'"{quoted}"')
    folder.change("modules/01-收货/module.yaml", "收货入库", f'"{quoted}"')
    folder.change(RECEIVING, "title: 收货核对", f'title: "{quoted}"')
    folder.change(RECEIVING, "到货 120 箱", f"`{HOSTILE}`")
    folder.change("questions/题库.yaml", "到货 120 箱，单据 118 箱，先做什么？", f'"{quoted}"')
    folder.change("survey.yaml", "收货入库有多重要？", f'"{quoted}"')
    folder.change("survey.yaml", "text: 不重要", f'text: "{quoted}"')
    package = folder.write("p.zip", b"PK")
    course, _ = load_course(folder.root)
    assert course is not None
    made = PackageFile(path=package, identifier="p", title="", sha256="0" * 64, scos=("a",), course=course)
    return {one.kind: one.fields for one in reversed(course_document(course, made, ()).objects)}


def test_names_show_in_full_what_was_written(objects: dict[str, Any]) -> None:
    names = [objects["course"]["fullname"], objects["page"]["name"], objects["scorm"]["name"]]
    wide = str.maketrans("＜＞＆", "<>&")
    assert [shown_name(each).translate(wide) for each in names] == [HOSTILE] * 3
    assert [len(each) for each in names] == [len(HOSTILE)] * 3


def test_texts_show_in_full_what_was_written(objects: dict[str, Any]) -> None:
    rating = next(one for one in objects["feedback"]["items"] if one["type"] == "rating")
    assert [shown_html(each) for each in (rating["text"], rating["options"][0]["text"])] == [HOSTILE] * 2
    assert shown_html(objects["question"]["stem_html"]) == HOSTILE
    assert HOSTILE in shown_html(objects["page"]["content_html"])


def test_pictures_of_a_lesson_still_get_their_address(objects: dict[str, Any]) -> None:
    assert '"@@PLUGINFILE@@/assets/flow.svg"' in objects["page"]["content_html"]
