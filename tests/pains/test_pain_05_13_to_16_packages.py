"""Pains of manifests: identifiers that change, names that break, files left out, division, launch parameters."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from urllib.parse import unquote

import pytest
from lxml import etree

from course_templates.model import Course
from foundation.errors import CourseBridgeError
from packager.build import build_package
from packager.check.inspection import inspect_package
from packager.check.report import check_package
from packager.formats.registry import package_format
from packager.incremental import BuildRequest, build_folder
from packager.options import BuildOptions, Division
from packager.plan import PackagePlan
from packager.presets import chosen_by
from tests.packager.courses import asset, make_course
from tests.pains.conftest import MakeLms
from tests.pains.walking import answers, walk

_SCORM = ("scorm12", "scorm2004", "scorm2004-3rd")
_DIVISIONS: tuple[Division, ...] = ("single", "multi")
_MANIFESTS = {**dict.fromkeys((*_SCORM, "imscc", "imscc13"), "imsmanifest.xml"), "cmi5": "cmi5.xml"}
_MANIFESTS["xapi"] = "tincan.xml"


def _course(tmp_path: Path) -> Course:
    picture = tmp_path / "控制图 1.svg"
    picture.write_text("<svg/>")
    return make_course(assets=(asset("assets/fig.svg", picture),))


def _plan(course: Course, form: str, division: Division) -> PackagePlan:
    return package_format(form).plan(course, BuildOptions(division=division))


def _manifest(plan: PackagePlan) -> etree._Element:
    content = plan.entry(_MANIFESTS[plan.format]).content
    assert isinstance(content, bytes)
    return etree.fromstring(content)


@pytest.mark.parametrize("division", _DIVISIONS)
@pytest.mark.parametrize("form", [form for form in _MANIFESTS if not form.startswith("imscc")])
def test_pain_05_every_identifier_stays_with_a_new_version_so_that_attempts_are_found_again(
    form: str, division: Division
) -> None:
    def identifiers(course: Course) -> list[str]:
        tree = _manifest(_plan(course, form, division))
        names = [each.get(name) for each in tree.iter() for name in ("identifier", "id") if each.get(name)]
        return [name for name in names if name]

    old, new = make_course(), make_course(version="2.0.0", simulated=True)
    assert identifiers(old) == identifiers(new) != []


@pytest.mark.browser
def test_pain_05_work_begun_with_the_version_before_goes_on_with_the_new_one(make_lms: MakeLms, tmp_path: Path) -> None:
    """The LMS replaces the package under a running attempt: question 2 of the pre-test is gone, and 1 is another."""
    old = make_course(works=2, per_work=2, with_survey=False)
    lms = make_lms(old)
    first = lms.launch()
    walk(first.frame, "lesson.l2")
    before = answers(first.frame)
    first.leave()

    lms.use(build_package(_revised(old), "scorm12", tmp_path / "new").path)
    again = lms.launch(first)
    kept = {name: keys for name, keys in before.items() if name not in ("pre/pre1-1/1", "pre/pre1-2/1")}
    assert answers(again.frame) == kept
    assert again.frame.evaluate("CourseBridge.app.session.current.id") == "lesson.l2"


def _revised(course: Course) -> Course:
    pre, *others = course.forms
    questions = tuple(
        question.model_copy(update={"version": 2}) if question.id == "pre1-1" else question
        for question in course.questions
    )
    form = pre.model_copy(update={"questions": tuple(each for each in pre.questions if each != "pre1-2")})
    return course.model_copy(update={"version": "1.1.0", "questions": questions, "forms": (form, *others)})


@pytest.mark.parametrize("form", ["scorm12", "scorm2004", "cmi5", "xapi", "imscc", "html", "olx", "mbz"])
def test_pain_13_names_in_a_package_are_plain_whatever_the_course_is_called(tmp_path: Path, form: str) -> None:
    built = build_package(_course(tmp_path), form, tmp_path / "输出")
    names = [file.path for file in inspect_package(built.path).files]
    assert [name for name in names if not re.fullmatch(r"[A-Za-z0-9._/-]+", name)] == []


def test_pain_13_a_course_whose_file_has_a_chinese_name_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    picture = tmp_path / "控制图.svg"
    picture.write_text("<svg/>")
    course = make_course(assets=(asset("assets/控制图.svg", picture),))
    try:
        build_package(course, "imscc", tmp_path / "out")
    except CourseBridgeError as error:
        assert "assets/控制图.svg" in {each.place for each in error.findings()}
    assert list((tmp_path / "out").glob("*")) == []


def test_pain_13_a_folder_of_pages_with_a_chinese_name_is_not_packaged_but_told_by_name(tmp_path: Path) -> None:
    pages = tmp_path / "网页"
    pages.mkdir()
    (pages / "index.html").write_text(
        "<!DOCTYPE html><title>首页</title><a href='附件.html'>附件</a>", encoding="utf-8"
    )
    (pages / "附件.html").write_text("<!DOCTYPE html><title>附件</title>", encoding="utf-8")
    found = _findings_of_build(pages, tmp_path / "out")
    assert ("PK-WEB-NAME", "附件.html") in found


def _findings_of_build(folder: Path, out: Path) -> list[tuple[str, str | None]]:
    try:
        findings = build_folder(BuildRequest(folder=folder, formats=("scorm12",), out=out)).findings
    except CourseBridgeError as error:
        findings = error.findings()
    return [(each.id, each.place or each.file) for each in findings]


def test_pain_13_a_package_of_others_with_a_chinese_name_is_told_before_it_is_imported(tmp_path: Path) -> None:
    package = _with_another_file(tmp_path, "附件.html")
    assert "PK-NON-ASCII-PATH" in {each.id for each in check_package(package).findings}


def _with_another_file(tmp_path: Path, name: str) -> Path:
    built = build_package(make_course(), "scorm12", tmp_path)
    with zipfile.ZipFile(built.path, "a") as archive:
        archive.writestr(name, b"<p>")
    return built.path


@pytest.mark.parametrize("division", _DIVISIONS)
@pytest.mark.parametrize("form", [*_SCORM, "imscc"])
def test_pain_14_every_file_stands_in_the_manifest_since_strict_lmss_drop_the_others(
    tmp_path: Path, form: str, division: Division
) -> None:
    plan = _plan(_course(tmp_path), form, division)
    tree = _manifest(plan)
    listed = {unquote(file.get("href", "")) for file in tree.iter("{*}file")}
    listed |= {each.text or "" for each in tree.iter("{http://www.adlnet.org/xsd/adlcp_v1p3}location")}
    assert set(plan.paths) - listed == {"imsmanifest.xml"}


def test_pain_14_a_package_of_others_with_files_left_out_is_told_before_it_is_imported(tmp_path: Path) -> None:
    package = _with_another_file(tmp_path, "player/more.js")
    assert [(each.id, each.place) for each in check_package(package).findings] == [
        ("PK-FILE-UNLISTED", "player/more.js")
    ]


@pytest.mark.parametrize("form", [*_SCORM, "cmi5"])
def test_pain_15_unless_several_are_asked_for_the_whole_course_is_one_unit(tmp_path: Path, form: str) -> None:
    """LMSs without a menu show the first unit alone, and lose the completion of the others."""
    built = build_package(make_course(), form, tmp_path)
    asked = build_package(make_course(), form, tmp_path / "several", options=BuildOptions(division="multi"))
    assert (built.scos, asked.scos) == (1, 5)
    with zipfile.ZipFile(built.path) as archive:
        assert [name for name in archive.namelist() if name.endswith(".html")] == ["index.html"]


def test_pain_15_an_lms_of_which_nothing_is_known_gets_one_unit(tmp_path: Path) -> None:
    formats, options, _ = chosen_by("generic", (), BuildOptions(), tmp_path)
    assert (formats, options.division) == (("scorm12",), "single")


@pytest.mark.browser
def test_pain_15_of_several_units_each_reports_its_own_completion(make_lms: MakeLms) -> None:
    lms = make_lms(make_course(works=1, per_work=1), options=BuildOptions(division="multi"))
    told = {}
    for part in ("pre", "module-m1", "post"):
        launched = lms.launch(href=f"{part}.html")
        walk(launched.frame, "result")
        launched.leave()
        told[part] = launched.kept["cmi.core.lesson_status"]
    assert told == {"pre": "completed", "module-m1": "completed", "post": "passed"}


@pytest.mark.parametrize("division", _DIVISIONS)
@pytest.mark.parametrize("form", [*_SCORM, "cmi5"])
def test_pain_16_what_is_launched_is_a_page_and_needs_no_parameter(form: str, division: Division) -> None:
    plan = _plan(make_course(), form, division)
    hrefs = [each.get("href") for each in _manifest(plan).iter("{*}resource")]
    hrefs += [each.text for each in _manifest(plan).iter("{*}au/{*}url", "{*}url")]
    launched = [unquote(href) for href in hrefs if href]
    assert len(launched) == plan.scos
    assert [href for href in launched if not re.fullmatch(r"[\w-]+\.html", href)] == []
