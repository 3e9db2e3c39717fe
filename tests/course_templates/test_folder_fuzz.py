"""Whatever stands in a course folder, reading it ends in findings and never in a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from course_templates.folder.writer import to_yaml
from course_templates.folder.yaml import parse_yaml
from course_templates.source import load_course
from foundation.findings import has_errors
from tests.course_templates.folders import COUNTING, CourseFolder, sound_folder

FILES = ("course.yaml", "forms.yaml", "survey.yaml", "questions/题库.yaml", "modules/01-收货/module.yaml", COUNTING)
_SCRAPS = st.sampled_from(
    ["", ":", "- ", "[", "]", "{", "}", '"', "'", "\t", "\n", "---\n", "&a ", "*a", "!!x ", "|", ">", "#", "null", "中",
     "1", "~", "? ", "\x00", "\ufeff", "\u2028", "<<: "]
)  # fmt: skip


@pytest.fixture(scope="module")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> CourseFolder:
    return sound_folder(tmp_path_factory.mktemp("fuzz") / "课程")


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), relative=st.sampled_from(FILES))
def test_a_mutated_file_gives_a_course_or_findings(
    shared_folder: CourseFolder, data: st.DataObject, relative: str
) -> None:
    path = shared_folder.root / relative
    original = path.read_text(encoding="utf-8")
    at = data.draw(st.integers(0, len(original)))
    until = data.draw(st.integers(at, min(len(original), at + 12)))
    path.write_text(original[:at] + data.draw(_SCRAPS) + original[until:], encoding="utf-8")
    try:
        course, findings = load_course(shared_folder.root)
    finally:
        path.write_text(original, encoding="utf-8")
    assert course is not None or has_errors(findings)


@given(st.text())
def test_any_text_is_yaml_or_a_finding(text: str) -> None:
    document, findings = parse_yaml(text, Path("x.yaml"))
    assert document is not None or findings


_LEAVES = st.none() | st.booleans() | st.integers(-(10**17), 10**17) | st.text("a中: #-'\"[]{}&*!|>%@`\n\t ")


@given(st.recursive(_LEAVES, lambda it: st.lists(it, max_size=4) | st.dictionaries(st.text("ab中", min_size=1), it)))
def test_what_is_written_as_yaml_is_read_back(value: object) -> None:
    document, findings = parse_yaml(to_yaml(value), Path("x.yaml"))
    assert findings == []
    assert document is not None
    assert document.value == value
