"""Building a package: what it holds, where it goes, and when it is refused."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree

from course_templates.card import CourseCard, course_card
from course_templates.model import Course
from foundation.findings import Finding
from packager.build import build_package, build_packages
from packager.check.report import check_package
from packager.errors import ChangedAssetError, OutputError, RefusedBuildError, UnknownFormatError
from packager.formats import registry
from packager.formats.scorm12 import MANIFEST, Scorm12
from packager.options import DEFAULT_OPTIONS, BuildOptions
from packager.plan import PackagePlan
from packager.workplace import workplace
from tests.packager.courses import asset, make_course

_NS = {"cp": "http://www.imsproject.org/xsd/imscp_rootv1p1p2", "adl": "http://www.adlnet.org/xsd/adlcp_rootv1p2"}


def _tree(course: Course) -> etree._Element:
    content = Scorm12().plan(course).entry(MANIFEST).content
    assert isinstance(content, bytes)
    return etree.fromstring(content)


def _draft(course: Course) -> Course:
    question = course.questions[0].model_copy(update={"draft": True})
    return course.model_copy(update={"questions": (question, *course.questions[1:])})


def test_a_built_package_is_valid_by_our_own_check_and_carries_the_card(tmp_path: Path) -> None:
    picture = tmp_path / "fig.svg"
    picture.write_text("<svg/>")
    course = make_course(assets=(asset("assets/fig.svg", picture),))
    built = build_package(course, "scorm12", tmp_path / "输出")
    assert built.path == tmp_path / "输出" / "quality-1.0.0-scorm12.zip"
    assert (built.format, built.scos, built.size_bytes) == ("scorm12", 1, built.path.stat().st_size)
    report = check_package(built.path)
    assert (report.valid, report.will_import, report.will_report, report.findings) == (True, True, True, ())
    with zipfile.ZipFile(built.path) as archive:
        card = CourseCard.model_validate_json(archive.read("coursebridge.json"))
        assert archive.read("assets/fig.svg") == b"<svg/>"
    assert (card.id, card.version, card.map.iri) == (course.id, course.version, course.map.iri)


def test_every_file_stands_in_the_manifest() -> None:
    plan = Scorm12().plan(make_course())
    listed = [file.get("href") for file in _tree(make_course()).iterfind(".//cp:file", _NS)]
    assert listed == [path for path in plan.paths if path != MANIFEST]


def test_identifiers_stay_the_same_when_title_version_and_content_change() -> None:
    one, other = make_course(), make_course(version="2.0.0", works=3, simulated=True)
    identifiers = [[e.get("identifier") for e in _tree(c).iter() if e.get("identifier")] for c in (one, other)]
    assert identifiers[0] == identifiers[1]
    assert Scorm12().plan(one).identifier == Scorm12().plan(other).identifier == "CB-quality"


@pytest.mark.parametrize(
    ("passing", "score"), [("0.6", "60"), ("0.625", "62.5"), ("1", "100"), ("0", "0"), (None, None)]
)
def test_the_mastery_score_comes_from_the_post_test(passing: str | None, score: str | None) -> None:
    assert _tree(make_course(passing=passing)).findtext(".//adl:masteryscore", namespaces=_NS) == score


def test_planning_is_pure_and_repeatable() -> None:
    assert Scorm12().plan(make_course()) == Scorm12().plan(make_course())


def test_questions_are_marked_with_the_pass_mark_as_a_number(tmp_path: Path) -> None:
    with zipfile.ZipFile(build_package(make_course(passing="0.625"), "scorm12", tmp_path).path) as archive:
        script = archive.read("player/course.js").decode()
    data = json.loads(script.split("courseData = ", 1)[1].rstrip(";\n"))
    assert data["forms"]["post"]["passing"] == float(Decimal("0.625"))
    assert data["forms"]["pre"]["passing"] is None


def test_a_course_with_markup_in_its_texts_breaks_no_page(tmp_path: Path) -> None:
    from foundation.text import LangText

    evil = LangText.of("</script><script>alert(1)</script>\u2028<!--", "<img src=x onerror=alert(1)>")
    course = make_course(body=evil).model_copy(update={"title": evil})
    with zipfile.ZipFile(build_package(course, "scorm12", tmp_path).path) as archive:
        page = archive.read("index.html").decode()
    assert "<script>alert" not in page
    assert "<img" not in page
    assert page.count("<script") == 2


# ---- drafts


def test_drafts_are_refused_with_a_list_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(RefusedBuildError) as refused:
        build_package(_draft(make_course()), "scorm12", tmp_path / "out")
    assert [(each.id, each.place, each.severity) for each in refused.value.findings()] == [
        ("PK-DRAFT", "questions/pre1-1", "error")
    ]
    assert not (tmp_path / "out").exists()


def test_drafts_are_built_when_allowed_and_the_learner_sees_it(tmp_path: Path) -> None:
    with zipfile.ZipFile(build_package(_draft(make_course()), "scorm12", tmp_path, allow_drafts=True).path) as archive:
        assert '"draft":true,"forms"' in archive.read("player/course.js").decode()


# ---- refusals


def test_an_unknown_format_is_told_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(UnknownFormatError) as error:
        build_package(make_course(), "scorm3000", tmp_path)
    assert "scorm12" in error.value.remedy
    assert error.value.exit_code == 2


@pytest.mark.parametrize("change", ["gone", "longer"])
def test_an_asset_that_changed_since_reading_leaves_no_half_package(tmp_path: Path, change: str) -> None:
    clip = tmp_path / "clip.mp4"
    clip.write_bytes(b"1234")
    course = make_course(assets=(asset("assets/clip.mp4", clip),))
    old = build_package(course, "scorm12", tmp_path / "out")
    before = old.path.read_bytes()
    clip.unlink()
    if change == "longer":
        clip.write_bytes(b"12345")
    with pytest.raises(ChangedAssetError) as error:
        build_package(course, "scorm12", tmp_path / "out")
    assert error.value.file == str(clip)
    assert [path.name for path in (tmp_path / "out").iterdir()] == [old.path.name]
    assert old.path.read_bytes() == before


def test_a_named_file_is_written_and_several_formats_do_not_fit_into_one(tmp_path: Path) -> None:
    built = build_package(make_course(), "scorm12", tmp_path / "课件.zip")
    assert built.path == tmp_path / "课件.zip"
    assert built.path.is_file()
    with pytest.raises(OutputError):
        build_packages(make_course(), ["scorm12", "scorm12"], tmp_path / "two.zip")


def test_a_rule_that_the_plan_breaks_stops_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken(Scorm12):
        name = "broken"

        def plan(self, course: Course, options: BuildOptions = DEFAULT_OPTIONS) -> PackagePlan:
            plan = super().plan(course, options)
            return plan.model_copy(update={"entries": plan.entries[:2]})

    monkeypatch.setattr(registry, "_BUILT_IN", (Broken(),))
    with pytest.raises(RefusedBuildError) as refused:
        build_package(make_course(), "broken", tmp_path)
    assert {each.id for each in refused.value.findings()} == {"PK-FILE-MISSING"}


@pytest.mark.parametrize("how", ["refused", "not written"])
def test_where_one_format_cannot_be_built_the_others_stay_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    """A release of which half is new and half is old is worse than yesterday's."""

    class Broken(Scorm12):
        name = "broken"

        def plan(self, course: Course, options: BuildOptions = DEFAULT_OPTIONS) -> PackagePlan:
            plan = super().plan(course, options)
            gone = plan.entries[0].model_copy(update={"path": "gone", "content": tmp_path / "gone"})
            return plan.model_copy(update={"entries": plan.entries[:2] if how == "refused" else (*plan.entries, gone)})

        def check(self, plan: PackagePlan) -> Sequence[Finding]:
            return super().check(plan) if how == "refused" else ()

    monkeypatch.setattr(registry, "_BUILT_IN", (Scorm12(), Broken()))
    old = build_package(make_course(), "scorm12", tmp_path / "out").path
    before = old.read_bytes()
    for formats in (["scorm12", "broken"], ["broken", "scorm12"]):
        with pytest.raises((RefusedBuildError, ChangedAssetError)):
            build_packages(make_course(works=3), formats, tmp_path / "out")
        assert list((tmp_path / "out").iterdir()) == [old]
        assert old.read_bytes() == before


def test_what_a_killed_build_left_is_removed_and_what_another_is_writing_stays(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with workplace(out / "quality-1.0.0-html.zip") as busy, workplace(out / "other-1.0.0-html.zip") as other:
        left = out / f"{busy.name}-left"
        (left / "inner").mkdir(parents=True)
        (left / "inner" / "half").write_bytes(b"PK")
        for folder in (busy, other, left):
            os.utime(folder, (0, 0))
        built = build_package(make_course(), "html", out)
        assert sorted(out.iterdir()) == sorted([built.path, busy, other])
    assert list(out.iterdir()) == [built.path]


def test_a_place_that_does_not_fit_is_told_by_its_own_name(tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("x")
    (tmp_path / "folder.zip").mkdir()
    for out, named in (("a file", "a file"), ("a file/below", "a file"), ("folder.zip", "folder.zip")):
        with pytest.raises(OutputError) as error:
            build_package(make_course(), "html", tmp_path / out)
        assert error.value.file == str(tmp_path / named)


# ---- formats of other distributions


class _Brought:
    name, ext, carries = "brought", "zip", {"score": False}

    def plan(self, course: Course, options: BuildOptions = DEFAULT_OPTIONS) -> PackagePlan:
        plan = Scorm12().plan(course, options)
        return plan.model_copy(update={"format": self.name, "file_name": "brought.zip"})

    def check(self, plan: PackagePlan) -> list[Finding]:
        return []


def test_a_format_brought_by_another_distribution_is_found_and_builds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Point:
        name = "brought"

        def load(self) -> type[_Brought]:
            return _Brought

    monkeypatch.setattr(registry, "entry_points", lambda group: [Point()] if group == registry.ENTRY_POINTS else [])
    assert [each.name for each in registry.package_formats()][-1] == "brought"
    assert build_package(make_course(), "brought", tmp_path).path.name == "brought.zip"


def test_a_package_of_lessons_alone_carries_the_card_of_the_whole_course(tmp_path: Path) -> None:
    """A harvest reads from it which questions Moodle's own quizzes ask, and that lessons done are no course done."""
    course = make_course()
    lessons = course.model_copy(update={"forms": (), "survey": None})
    built = build_package(lessons, "scorm12", tmp_path, whole=course)
    with zipfile.ZipFile(built.path) as archive:
        card = CourseCard.model_validate_json(archive.read("coursebridge.json"))
    assert card == course_card(course)
