"""The manifests we write are valid under the official SCORM 1.2 schemas: an LMS that validates takes them."""

from __future__ import annotations

from pathlib import Path

import pytest

from course_templates.model import Course
from foundation.text import LangText
from packager.formats.scorm12 import MANIFEST, Scorm12
from packager.options import BuildOptions
from tests.packager.courses import asset, make_course
from tests.packager.official import errors


def _manifest(course: Course) -> bytes:
    content = Scorm12().plan(course).entry(MANIFEST).content
    assert isinstance(content, bytes)
    return content


@pytest.mark.proves(
    "scorm12",
    by="官方 SCORM 1.2 的 XSD / the official SCORM 1.2 schemas",
    shows=("清单合规，元数据在内", "the manifest is valid, metadata included"),
)
def test_manifest_of_a_small_course_valid() -> None:
    assert errors(_manifest(make_course())) == []


def test_manifest_of_a_course_without_tests_and_survey_valid() -> None:
    bare = make_course(with_survey=False).model_copy(update={"forms": (), "questions": ()})
    assert errors(_manifest(bare)) == []


def test_manifest_with_very_long_texts_and_version_valid() -> None:
    long = make_course().model_copy(
        update={
            "title": LangText.of("质" * 3000, "q" * 3000),
            "description": LangText.of("量\n" * 3000, "<&>" * 900),
            "version": "2026.04.10-rc.1+build.20260410",
        }
    )
    assert errors(_manifest(long)) == []


def test_manifest_with_odd_file_names_valid(tmp_path: Path) -> None:
    picture = tmp_path / "p.svg"
    picture.write_text("<svg/>")
    course = make_course(assets=(asset("assets/a b (1)#%20&'.svg", picture),))
    manifest = _manifest(course)
    assert errors(manifest) == []
    assert b"assets/a%20b%20(1)%23%2520&amp;'.svg" in manifest


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'adlcp:scormtype="sco"', b'adlcp:scormtype="lesson"'),
        (b'identifier="CB-quality-ORG"', b'identifier="1 2"'),
        (b"adlcp:masteryscore>", b"adlcp:mastery>"),
        (b' type="webcontent"', b""),
        (b"organizations", b"organisations"),
        (b"imsmd:langstring", b"imsmd:langtext"),
    ],
)
def test_the_official_schemas_do_bite(old: bytes, new: bytes) -> None:
    manifest = _manifest(make_course())
    assert old in manifest
    assert errors(manifest.replace(old, new)) != []


@pytest.mark.parametrize("works", [1, 3])
def test_manifest_of_a_divided_course_valid(works: int) -> None:
    plan = Scorm12().plan(make_course(works=works), BuildOptions(division="multi"))
    content = plan.entry(MANIFEST).content
    assert isinstance(content, bytes)
    assert errors(content) == []
    assert list(Scorm12().check(plan)) == []
