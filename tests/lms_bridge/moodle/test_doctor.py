"""What an administrator is told about a Moodle: recordings of a real site with one fault after the other."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from lms_bridge.connectors.base import Check
from lms_bridge.connectors.moodle import menus
from lms_bridge.connectors.moodle.menus import Menu
from lms_bridge.connectors.moodle.options import MoodleOptions
from lms_bridge.connectors.moodle.plugin_archive import SOURCES
from lms_bridge.connectors.moodle.probe import MoodleProbe
from lms_bridge.connectors.moodle.rest import MoodleRest
from lms_bridge.connectors.moodle.wanted import ALL
from lms_bridge.http import HttpSession, RetryPolicy
from tests.lms_bridge.moodle.exchange import recorded
from tests.lms_bridge.moodle.home import Workplace
from tests.lms_bridge.moodle.scenes_live import COURSES, DOCTOR
from tests.lms_bridge.moodle.standin import StandIn, standing_in
from tests.lms_bridge.stub import Answer

PAGES = {menu for menu in vars(menus).values() if isinstance(menu, Menu)}
RECORDED = json.loads((Path(__file__).parent / "menus.json").read_text(encoding="utf-8"))
CONNECTOR = SOURCES.parent
NEVER = MoodleOptions(plugin="never")
READING = MoodleOptions(plugin="never", courses="out4-e")


def _now(scene: str) -> datetime:
    told = [one.answer["now"] for one in recorded(scene) if isinstance(one.answer, dict) and "now" in one.answer]
    return datetime.fromtimestamp(told[0] if told else 0, UTC)


def _checks(site: StandIn, scene: str, chosen: MoodleOptions | None = None) -> dict[str, Check]:
    session = HttpSession(site.url, policy=RetryPolicy(tries=1), sleep=[].append)
    probe = MoodleProbe(MoodleRest(session, "f00d" * 8), chosen or MoodleOptions(), lambda: _now(scene))
    return {check.id: check for check in probe.checks()}


def _doctor(scene: str, chosen: MoodleOptions | None = None) -> dict[str, Check]:
    with standing_in(recorded(scene)) as site:
        return _checks(site, scene, chosen)


def _failing(checks: dict[str, Check]) -> set[str]:
    """Return what is not well, but for advice on IOMAD: it has a test of its own, and the 5.1 recorded is one."""
    return {id_.removeprefix("target:") for id_, check in checks.items() if not check.ok and id_ != "target:iomad"}


def _command(tmp_path: Path, scene: str) -> tuple[int, str, str, dict[str, Any]]:
    with standing_in(recorded(scene)) as site:
        work = Workplace(tmp_path, {"campus": site.url})
        shown = work.command("doctor", "--target", "campus")
        told = work.command("doctor", "--target", "campus", "--json")
    return shown.returncode, shown.stdout, shown.stderr, json.loads(told.stdout)


@pytest.mark.parametrize(
    ("scene", "remedies"),
    [
        ("doctor-off", (menus.ADVANCED, menus.PROTOCOLS)),
        ("doctor-refused", (menus.SERVICES, menus.TOKENS)),
        ("doctor-rest-use", (menus.ROLES, menus.SERVICES)),
        ("doctor-suspended", (menus.USERS,)),
    ],
)
def test_a_site_that_refuses_us_is_told_with_the_pages_that_mend_it(
    scene: str, remedies: tuple[Menu, ...], release: str
) -> None:
    checks = _doctor(f"{scene}{release}")
    assert list(checks) == ["target"]
    assert not checks["target"].ok
    for menu in remedies:
        assert menu.told_zh in checks["target"].remedy
        assert menu.told_en in checks["target"].remedy


def test_of_the_many_causes_of_a_refusal_the_right_to_use_rest_is_told_apart(release: str) -> None:
    assert "webservice/rest:use" in _doctor(f"doctor-rest-use{release}")["target"].remedy.split("②")[0]
    assert "webservice/rest:use" not in _doctor(f"doctor-refused{release}")["target"].remedy.split("②")[0]


def test_a_site_without_plugin_is_told_function_by_function_what_it_can_do(release: str) -> None:
    checks = _doctor(f"doctor-core{release}")
    assert _failing(checks) == {"plugin"}
    assert "coursebridge push plugin -o" in checks["target:plugin"].remedy
    assert menus.INSTALL.told_zh in checks["target:plugin"].remedy
    assert {wanted.id for wanted in ALL} <= set(checks)


def test_a_site_that_may_have_no_plugin_is_well_without_it(release: str) -> None:
    with standing_in([one for one in recorded(f"doctor-core{release}") if "coursebridge" not in one.function]) as site:
        checks = _checks(site, f"doctor-core{release}", NEVER)
    assert _failing(checks) == set()


def test_functions_settings_and_limits_that_a_hosted_site_lacks_are_named(release: str) -> None:
    checks = _doctor(f"doctor-core-poor{release}", NEVER)
    assert _failing(checks) == {
        "functions-harvest",
        "functions-quiz",
        "completion",
        "competencies",
        "max_input_vars",
        "upload",
    }
    quiz = checks["target:functions-quiz"]
    assert "mod_quiz_get_attempt_review" in quiz.found
    assert all("mod_quiz_get_attempt_review" in half for half in quiz.remedy.split(" / "))
    assert "2 MB" in checks["target:upload"].found


@pytest.mark.parametrize("scene", sorted(COURSES))
def test_what_the_account_lacks_in_the_harvested_courses_is_named(scene: str, release: str) -> None:
    check = _doctor(f"{scene}{release}", READING)["target:courses"]
    lacked = set(COURSES[scene].split())
    assert check.ok == (not lacked)
    assert "out4-e" in check.found
    for half in (*check.found.split(" / "), *(check.remedy.split(" / ") if lacked else ())):
        assert lacked <= set(re.findall(r"[a-z]+/[a-z]+:[a-z]+", half))
    if lacked:
        assert menus.ROLES.told_zh in check.remedy


def test_doctor_names_nothing_that_the_account_has(release: str) -> None:
    found = _doctor(f"courses-poor{release}", READING)["target:courses"].found
    named = set(re.findall(r"[a-z]+/[a-z]+:[a-z]+", found))
    assert named - set(COURSES["courses-poor"].split()) == {"moodle/grade:viewall"}, "one refusal, two causes"


def test_a_course_that_is_not_there_yet_is_no_fault(release: str) -> None:
    with standing_in(recorded(f"courses-sound{release}")) as site:
        site.by_function["core_course_get_courses_by_field"].append(Answer.of({"courses": [], "warnings": []}))
        check = _checks(site, f"courses-sound{release}", READING)["target:courses"]
    assert (check.ok, "not there yet" in check.found) == (True, True)


def test_of_many_courses_the_first_are_looked_at_and_the_rest_is_told(release: str) -> None:
    with standing_in(recorded(f"courses-sound{release}")) as site:
        nothing = Answer.of({"courses": [], "warnings": []})
        site.by_function["core_course_get_courses_by_field"] += [nothing] * 10
        many = MoodleOptions(plugin="never", courses=" ".join(f"c{number}" for number in range(12)))
        found = _checks(site, f"courses-sound{release}", many)["target:courses"].found
    assert "c9: not there yet" in found
    assert "2 more courses were not looked at" in found


def test_doctor_looks_at_the_courses_that_the_source_of_the_same_site_harvests(tmp_path: Path, release: str) -> None:
    with standing_in(recorded(f"courses-poor{release}")) as site:
        work = Workplace(tmp_path, {"campus": site.url}, {"courses": "out4-e", "plugin": "never"})
        settings = work.settings.read_text(encoding="utf-8")
        source, target = settings.split("[targets.campus]")
        work.settings.write_text(f"{source}[targets.campus]{target.replace('courses', '# courses')}", encoding="utf-8")
        told = json.loads(work.command("doctor", "--target", "campus", "--json").stdout)
    (check,) = [one for one in told["checks"] if one["id"] == "target:courses"]
    assert "mod/scorm:viewreport" in check["remedy"]


def test_an_iomad_is_told_what_its_account_needs_to_see_frameworks_and_that_the_plugin_does_without() -> None:
    checks = _doctor("doctor-core51")
    advice = checks["target:iomad"]
    assert (advice.ok, advice.advice) == (False, True), "it stops nothing"
    for half in advice.remedy.split(" / "):
        assert "block/iomad_company_admin:company_view_all" in half
    assert menus.ROLES.told_zh in advice.remedy
    assert "target:iomad" not in _doctor("doctor-core45")


def test_a_limit_of_php_is_seen_where_its_warning_stands_before_the_answer(release: str) -> None:
    warning = Answer(
        body=b"<br />\n<b>Warning</b>: Input variables exceeded 500", headers={"Content-Type": "text/html"}
    )
    with standing_in(recorded(f"doctor-core{release}")) as site:
        site.by_function["core_user_get_users_by_field"].append(warning)
        assert _failing(_checks(site, f"doctor-core{release}", NEVER)) == {"max_input_vars"}


def test_a_sound_site_with_the_plugin_has_nothing_to_mend(tmp_path: Path, release: str) -> None:
    assert _failing(_doctor(f"doctor-sound{release}")) == set()
    code, _, _, told = _command(tmp_path, f"doctor-sound{release}")
    assert code == 0
    assert {one["severity"] for one in told["findings"]} <= {"warning"}


def test_everything_that_a_site_lacks_is_told_at_once_each_capability_by_its_name(release: str) -> None:
    checks = _doctor(f"doctor-poor{release}")
    assert _failing(checks) == {
        *("upgrade", "capabilities", "modules", "cron", "max_input_vars", "upload", "role", "token"),
        *("completion", "availability", "competencies", "lang_zh_cn", "shadow"),
    }
    for half in checks["target:capabilities"].remedy.split(" / "):
        assert "local/coursebridge:harvest, moodle/course:create" in half
    assert "500" in checks["target:max_input_vars"].found
    for half, language in zip(checks["target:modules"].remedy.split(" / "), ("zh_cn", "en"), strict=True):
        assert f"{RECORDED['modules'][language][1]} (scorm)" in half


def test_what_the_bridge_works_without_is_a_warning_and_no_error(release: str) -> None:
    advice = {id_ for id_, check in _doctor(f"doctor-poor{release}").items() if check.advice and not check.ok}
    assert advice == {"target:upload", "target:token", "target:lang_zh_cn", "target:shadow"}


@pytest.mark.parametrize(
    ("scene", "check", "word"),
    [
        ("doctor-other-service", "target:plugin", "of another service"),
        ("doctor-no-connect", "target:capabilities", "local/coursebridge:connect"),
        ("doctor-newer", "target:plugin", "pip install -U coursebridge"),
        ("doctor-older", "target:plugin", "coursebridge push plugin -o"),
    ],
)
def test_a_plugin_that_cannot_be_used_is_told_with_its_own_remedy(
    scene: str, check: str, word: str, release: str
) -> None:
    checks = _doctor(f"{scene}{release}")
    assert not checks[check].ok
    assert word in f"{checks[check].found} {checks[check].remedy}"


@pytest.mark.parametrize("scene", sorted({name for name in DOCTOR if name != "doctor-sound"}))
def test_every_remedy_is_whole_in_both_languages_and_its_pages_are_moodle_s(scene: str, release: str) -> None:
    known = {menu.path for menu in PAGES}
    checks = _doctor(f"{scene}{release}").values()
    assert not all(check.ok for check in checks)
    for check in checks:
        if check.ok:
            assert check.remedy == ""
            continue
        zh, _, en = check.remedy.partition(" / ")
        assert re.search("[\u4e00-\u9fff]", zh)
        assert en
        assert not re.search("[\u4e00-\u9fff]", en.replace("简体中文", ""))
        assert not re.search(r"[{}]", check.remedy)
        assert set(re.findall(r"[（(](/[^）)\s]+)[）)]", check.remedy)) <= known


def test_people_are_told_each_fault_once_one_language_after_the_other(tmp_path: Path, release: str) -> None:
    code, shown, errors, told = _command(tmp_path, f"doctor-poor{release}")
    assert code == 3
    assert errors == ""
    place = shown.index("✗ target:cron")
    lines = shown[place:].splitlines()[:5]
    assert [line[:6] for line in lines[1:]] == ["    cr", "    → ", "    cr", "    → "]
    assert shown.count("cron 从未运行") == 1
    finding = next(one for one in told["findings"] if one["place"] == "target:cron")
    assert finding["message"] == "cron 从未运行；应为：每分钟运行一次 / cron never ran; wanted: it runs every minute"
    assert set(told["checks"][0]) == {"id", "ok", "found", "want", "remedy"}


def _tab(names: list[str], general: str) -> str:
    """Top-level entries without a tab of their own stand on the first tab."""
    own = {"用户", "课程", "成绩", "插件", "服务器", "Users", "Courses", "Grades", "Plugins", "Server"}
    return " > ".join(names if names[0] in own else [general, *names])


@pytest.mark.parametrize("menu", sorted(PAGES), ids=lambda menu: menu.en)
def test_a_page_is_called_what_the_site_calls_it(menu: Menu) -> None:
    real = RECORDED[menu.path]
    assert menu.zh == _tab(real["zh_cn"], RECORDED["general"]["zh_cn"][0])
    assert menu.en == _tab(real["en"], RECORDED["general"]["en"][0])
    assert [*RECORDED["site"]["zh_cn"], *RECORDED["site"]["en"]] == [menus.ROOT_ZH, menus.ROOT_EN]


@pytest.mark.parametrize("language", ["en", "zh_cn"])
def test_the_plugin_s_own_page_calls_pages_so_too(language: str) -> None:
    text = (SOURCES / f"lang/{language}/local_coursebridge.php").read_text(encoding="utf-8")
    root, names = (
        (menus.ROOT_EN, {menu.en for menu in PAGES})
        if language == "en"
        else (menus.ROOT_ZH, {menu.zh for menu in PAGES})
    )
    named = re.findall(rf"{root} > ([^，。.,”’']+?)(?=[，。.,”’'])", text)
    assert len(named) > 8
    assert set(named) <= names


def test_every_core_function_that_the_connector_calls_is_one_that_doctor_looks_for() -> None:
    sources = "\n".join(file.read_text(encoding="utf-8") for file in CONNECTOR.glob("*.py") if file.stem != "wanted")
    called = set(re.findall(r'"((?:core|mod|enrol|gradereport)_[a-z]+_[a-z_]+)"', sources))
    looked_for = {function for wanted in ALL for function in wanted.functions}
    assert called - looked_for == {"core_webservice_get_site_info"}
    assert looked_for - called == set()


def test_a_service_needs_no_function_that_moodle_5_1_no_longer_offers_to_add() -> None:
    """Its page "Add functions" leaves deprecated ones out: what doctor asked for could not be had."""
    looked_for = {function for wanted in ALL for function in wanted.functions}
    assert looked_for & {"mod_quiz_get_user_attempts"} == set()
