"""Pains of reporting: time, status words, completion that never comes, pass marks that nobody reads."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from lxml import etree
from playwright.sync_api import BrowserContext

from packager.build import build_package
from packager.check.report import check_package
from tests.e2e.driver import by_key, drive, right_answers, wrong_answers
from tests.packager.courses import make_course
from tests.pains.conftest import MakeLms
from tests.pains.walking import walk

pytestmark = pytest.mark.timeout(120)

_SMALL = make_course(works=1, per_work=1)
_SHOW = """(state) => {
  Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""
#: All that a SCO may set. Spec: SCORM 1.2 RTE 3.4.4.
_CORE = r"cmi\.core\.(lesson_location|lesson_status|exit|session_time|score\.(raw|min|max))"
_OBJECTIVE = r"cmi\.objectives\.\d+\.(id|status|score\.(raw|min|max))"
_INTERACTION = (
    r"cmi\.interactions\.\d+\.(id|time|type|weighting|student_response|result|latency"
    r"|objectives\.\d+\.id|correct_responses\.\d+\.pattern)"
)
_ELEMENTS = re.compile(rf"cmi\.suspend_data|{_CORE}|{_OBJECTIVE}|{_INTERACTION}")


def _hours_ms(hours: int, minutes: int = 0) -> int:
    return (hours * 60 + minutes) * 60_000


@pytest.mark.browser
@pytest.mark.parametrize(
    ("form", "element", "spent"),
    [
        ("scorm12", "cmi.core.session_time", r"0101:01:0\d\.\d\d"),
        ("scorm2004", "cmi.session_time", r"PT101H1M(\d(\.\d+)?S)?"),
    ],
)
def test_pain_06_101_hours_of_training_arrive_as_such_and_hidden_hours_do_not_count(
    make_lms: MakeLms, timed: BrowserContext, form: str, element: str, spent: str
) -> None:
    """Hours of training are a legal proof in places: none is lost in a format, none is invented by a forgotten tab."""
    course = make_lms(_SMALL, form, within=timed).launch()
    timed.clock.fast_forward(_hours_ms(101, 1))
    course.frame.evaluate(_SHOW, "hidden")
    timed.clock.fast_forward(_hours_ms(50))
    course.frame.evaluate(_SHOW, "visible")
    course.leave()
    assert course.refused == []
    assert re.fullmatch(spent, course.kept[element]), course.kept[element]


@pytest.mark.browser
@pytest.mark.parametrize(("form", "element"), [("scorm12", "time"), ("scorm2004", "timestamp")])
def test_pain_06_the_moment_of_an_answer_arrives(make_lms: MakeLms, form: str, element: str) -> None:
    course = make_lms(_SMALL, form).launch()
    walk(course.frame, "lesson.l1")
    assert course.refused == []
    assert course.kept.get(f"cmi.interactions.0.{element}")


@pytest.mark.browser
def test_pain_07_in_1_2_no_element_and_no_word_of_2004_is_used(make_lms: MakeLms) -> None:
    course = make_lms(_SMALL).launch()
    drive(course.frame, by_key(wrong_answers(_SMALL)))
    course.leave()
    told = [call[1:3] for call in course.calls if call[0] == "set"]
    assert [element for element, _ in told if not _ELEMENTS.fullmatch(element)] == []
    assert [value for element, value in told if element == "cmi.core.lesson_status"] == ["incomplete", "failed"]
    assert course.refused == []


@pytest.mark.browser
def test_pain_07_in_2004_a_failed_learner_has_completed_and_not_succeeded(make_lms: MakeLms) -> None:
    course = make_lms(_SMALL, "scorm2004").launch()
    drive(course.frame, by_key(wrong_answers(_SMALL)))
    course.leave()
    assert course.refused == []
    kept = course.kept
    assert (kept.get("cmi.completion_status"), kept.get("cmi.success_status")) == ("completed", "failed")
    assert float(kept["cmi.score.scaled"]) == 0.0


@pytest.mark.browser
@pytest.mark.parametrize(
    ("form", "status"), [("scorm12", "cmi.core.lesson_status"), ("scorm2004", "cmi.completion_status")]
)
def test_pain_08_a_course_without_a_test_is_completed_by_its_last_page(
    make_lms: MakeLms, form: str, status: str
) -> None:
    course = _SMALL.model_copy(update={"forms": (), "survey": None})
    launched = make_lms(course, form).launch()
    walk(launched.frame, "result")
    launched.leave()
    assert launched.kept.get(status) == "completed"


def test_pain_08_a_package_of_others_that_never_reports_is_told_before_it_is_imported(tmp_path: Path) -> None:
    built = build_package(_SMALL, "scorm12", tmp_path)
    silent = tmp_path / "silent.zip"
    with zipfile.ZipFile(built.path) as archive, zipfile.ZipFile(silent, "w") as copy:
        for info in archive.infolist():
            content = b"alert(1)" if info.filename == "player/player.js" else archive.read(info)
            copy.writestr(info.filename, content)
    report = check_package(silent)
    assert (report.will_import, report.will_report) == (True, False)
    assert [each.id for each in report.findings] == ["PK-NO-RUNTIME"]


@pytest.mark.browser
@pytest.mark.parametrize(
    ("form", "given", "status"),
    [
        ("scorm12", {"cmi.student_data.mastery_score": "100"}, "cmi.core.lesson_status"),
        ("scorm2004", {"cmi.scaled_passing_score": "1"}, "cmi.success_status"),
    ],
)
def test_pain_09_the_pass_mark_of_the_lms_decides(
    make_lms: MakeLms, form: str, given: dict[str, str], status: str
) -> None:
    """Three of four points pass by the course's own mark, and fail by that of the LMS."""
    course = make_course(works=2, per_work=2, passing="0.6")
    launched = make_lms(course, form).launch(given=given)
    walk(launched.frame, "post.outcome", wrong=("pos1-1",))
    launched.leave()
    assert launched.kept.get(status) == "failed"


@pytest.mark.browser
def test_pain_09_an_lms_that_has_no_lesson_mode_gets_the_score_all_the_same(make_lms: MakeLms) -> None:
    lacks = ("cmi.core.lesson_mode", "cmi.core.credit", "cmi.student_data.mastery_score")
    launched = make_lms(_SMALL).launch(lacks=lacks)
    drive(launched.frame, by_key(right_answers(_SMALL)))
    kept = launched.kept
    assert (kept.get("cmi.core.score.raw"), kept.get("cmi.core.lesson_status")) == ("100", "passed")


@pytest.mark.parametrize(
    ("form", "path"),
    [
        ("scorm12", ".//{*}masteryscore"),
        ("scorm2004", ".//{*}minNormalizedMeasure"),
        ("cmi5", ".//{*}au/@masteryScore"),
    ],
)
def test_pain_09_the_course_s_own_mark_stands_where_the_lms_looks_for_it(tmp_path: Path, form: str, path: str) -> None:
    built = build_package(make_course(passing="0.75"), form, tmp_path)
    with zipfile.ZipFile(built.path) as archive:
        root = etree.fromstring(archive.read("cmi5.xml" if form == "cmi5" else "imsmanifest.xml"))
    element, _, attribute = path.partition("/@")
    found = [each.get(attribute) if attribute else each.text for each in root.iterfind(element)]
    assert found == ["75" if form == "scorm12" else "0.75"]
