"""What the writer writes is what the reader reads, whatever the texts are."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from competency_xml.xml import map_bytes
from course_templates.folder.writer import segment, write_course
from course_templates.model import Course, Lesson
from course_templates.skeleton import course_skeleton
from course_templates.source import load_course, read_course
from foundation.text import LangText
from tests.course_templates.folders import CourseFolder
from tests.course_templates.maps import small_map

_CHARACTERS = st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]) | st.sampled_from(
    ["中", "：", ":", " ", "#", "-", "'", '"', "{", "[", "|", "\n", "\t"]
)
_TEXTS = st.text(_CHARACTERS, min_size=1, max_size=40).filter(str.strip)
_LANGUAGES = st.builds(LangText.of, _TEXTS, st.none() | _TEXTS)
_BODY_LINES = st.lists(st.sampled_from(["---", "正文 text", "", "- a", "> 引文", "```", "  缩进", "# 题"]), max_size=6)
_BODIES = _BODY_LINES.map(lambda lines: "\n".join(["起", *lines]).strip("\n"))


def _course(title: LangText, stem: LangText, body: LangText, minutes: int | None) -> Course:
    course = course_skeleton(small_map(), "warehousing", None)
    lesson: Lesson = (
        course.modules[0]
        .lessons[0]
        .model_copy(update={"title": title, "body": body, "minutes": minutes, "draft": False})
    )
    module = course.modules[0].model_copy(update={"lessons": (lesson,), "title": title})
    question = course.questions[0].model_copy(update={"stem": stem, "draft": False})
    return course.model_copy(
        update={
            "title": title,
            "modules": (module, *course.modules[1:]),
            "questions": (question, *course.questions[1:]),
        }
    )


@settings(max_examples=40)
@given(title=_LANGUAGES, stem=_LANGUAGES, zh=_BODIES, en=_BODIES, minutes=st.none() | st.integers(1, 6000))
def test_any_course_survives_its_folder(title: LangText, stem: LangText, zh: str, en: str, minutes: int | None) -> None:
    course = _course(title, stem, LangText.of(zh, en), minutes)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "课程"
        write_course(course, map_bytes(small_map()), folder)
        assert load_course(folder) == (course, [])


def test_pictures_are_copied_with_the_course(sound: CourseFolder, tmp_path: Path) -> None:
    course = read_course(sound.root)
    write_course(course, (sound.root / "map.xml").read_bytes(), tmp_path / "副本")
    copy = read_course(tmp_path / "副本")
    moved = [asset.model_copy(update={"source": Path()}) for asset in course.assets]
    assert [asset.model_copy(update={"source": Path()}) for asset in copy.assets] == moved
    assert copy.model_copy(update={"assets": ()}) == course.model_copy(update={"assets": ()})


def test_a_segment_is_an_id_or_nothing() -> None:
    assert segment("role-2-02-30-11.junior") == "role-2-02-30-11-junior"
    assert segment("质量") == ""
    assert segment("a" * 60) == "a" * 40
