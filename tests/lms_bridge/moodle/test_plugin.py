"""The Moodle plugin as it is shipped: its archive, its texts in both languages, its functions and their guards."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest

from foundation.archives import open_zip
from foundation.text import halves
from lms_bridge.connectors.moodle.deploy_answers import PlannedObject
from lms_bridge.connectors.moodle.faults import MoodleFault, source_error
from lms_bridge.connectors.moodle.plugin_archive import SOURCES, write_plugin
from tests.conftest import ROOT

PHP = sorted(SOURCES.rglob("*.php"))
SERVICES = (SOURCES / "db/services.php").read_text(encoding="utf-8")
FUNCTIONS = re.findall(r"'local_coursebridge_(\w+)' => \[", SERVICES)
#: Moodle asks for these by a name that it makes itself.
_BY_CONVENTION = re.compile(r"^(pluginname|coursebridge:\w+|check_\w+|scope_\w+)$")


def _strings(language: str) -> dict[str, str]:
    text = (SOURCES / f"lang/{language}/local_coursebridge.php").read_text(encoding="utf-8")
    return dict(re.findall(r"^\$string\['([^']+)'\] = '((?:[^'\\]|\\.)*)';$", text, re.MULTILINE))


def _sources() -> str:
    files = [file for file in SOURCES.rglob("*") if file.suffix in {".php", ".mustache"} and "lang" not in file.parts]
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def _body(function: str) -> str:
    return (SOURCES / f"classes/external/{function}.php").read_text(encoding="utf-8")


def test_the_plugin_is_packed_to_the_same_bytes_under_the_folder_that_moodle_wants(tmp_path: Path) -> None:
    write_plugin(tmp_path / "one.zip")
    write_plugin(tmp_path / "two.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with open_zip(tmp_path / "one.zip") as archive:
        assert "coursebridge/version.php" in archive
        assert all(path.startswith("coursebridge/") for path in archive.paths)
        assert len(archive.paths) == sum(
            file.is_file() for file in SOURCES.rglob("*") if "__pycache__" not in file.parts
        )


def test_an_update_unpacked_by_hand_is_newer_than_the_code_that_php_has_cached(tmp_path: Path) -> None:
    """PHP compares times alone: were they the same in every version, the old code would go on running."""
    write_plugin(tmp_path / "one.zip")
    version = re.search(r"version = (\d+);", (SOURCES / "version.php").read_text(encoding="utf-8"))
    assert version is not None
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        times = {"{0:04}{1:02}{2:02}{4:02}".format(*info.date_time) for info in archive.infolist()}
    assert times == {version[1]}


def test_the_role_may_see_the_activities_that_it_links_to_competencies() -> None:
    """Moodle refuses to link one that the account cannot see, as if it were hidden."""
    role = (SOURCES / "classes/local/service_role.php").read_text(encoding="utf-8")
    assert {f"mod/{module}:view" for module in ("page", "quiz", "feedback")} <= set(
        re.findall(r"'(mod/\w+:\w+)'", role)
    )


def test_a_clerk_reads_every_text_in_both_languages() -> None:
    english, chinese = _strings("en"), _strings("zh_cn")
    assert len(english) > 80
    assert english.keys() == chinese.keys()
    placeholders = {key: re.findall(r"\{\$a[^}]*\}", text) for key, text in english.items()}
    assert {key: sorted(re.findall(r"\{\$a[^}]*\}", text)) for key, text in chinese.items()} == {
        key: sorted(found) for key, found in placeholders.items()
    }
    assert [key for key, text in chinese.items() if not re.search(r"[\u4e00-\u9fff]", text)] == []


def test_every_text_that_is_asked_for_is_there_and_none_is_idle() -> None:
    sources = _sources()
    asked = set(re.findall(r"(?:get_string|lang_string)\(\s*'([^'$]+)',\s*'local_coursebridge'", sources))
    asked |= set(re.findall(r"moodle_exception\(\s*'([^']+)',\s*'local_coursebridge'", sources))
    asked |= set(re.findall(r"\{\{#str\}\}(\w+), local_coursebridge\{\{/str\}\}", sources))
    asked |= set(re.findall(r"'(privacy:metadata:[\w:]+)'", sources))
    known = _strings("en").keys()
    assert asked - known == set()
    assert {key for key in known - asked if not _BY_CONVENTION.match(key)} == set()


def test_every_check_of_the_health_page_says_what_to_do() -> None:
    checks = re.findall(
        r"self::(?:check|switch)\(\s*'(\w+)'", (SOURCES / "classes/local/health.php").read_text(encoding="utf-8")
    )
    assert len(checks) == 13
    wanted = {f"check_{check}" for check in checks} | {f"check_{check}_remedy" for check in checks}
    assert {key for key in _strings("en") if key.startswith("check_")} == wanted


def test_every_function_of_the_protocol_is_in_the_service_and_has_a_class() -> None:
    classes = sorted(file.stem for file in (SOURCES / "classes/external").glob("*.php"))
    assert sorted(FUNCTIONS) == classes
    page = (ROOT / "docs/moodle-protocol.md").read_text(encoding="utf-8")
    assert sorted(re.findall(r"^\| `local_coursebridge_(\w+)`", page, re.MULTILINE)) == classes


@pytest.mark.parametrize("function", FUNCTIONS)
def test_no_function_works_before_it_has_checked_who_asks(function: str) -> None:
    body = (
        _body(function).split("public static function execute(")[1].split("public static function execute_returns")[0]
    )
    guards = [body.find("validate_context("), body.find("require_capability(")]
    capability = re.search(rf"'local_coursebridge_{function}' => \[.*?'capabilities' => '([^']+)'", SERVICES, re.DOTALL)
    assert capability is not None
    assert min(guards) >= 0
    assert f"'{capability[1]}'" in body
    for work in ("exchange::log(", "plugin_manager", "prepare_long_work("):
        assert work not in body or body.index(work) > max(guards)


def test_every_capability_that_is_asked_for_is_declared() -> None:
    declared = set(
        re.findall(r"'(local/coursebridge:\w+)' => \[", (SOURCES / "db/access.php").read_text(encoding="utf-8"))
    )
    asked = set(re.findall(r"'(local/coursebridge:\w+)'", _sources()))
    assert asked == declared


@pytest.mark.parametrize("file", PHP, ids=lambda file: file.relative_to(SOURCES).as_posix())
def test_every_file_carries_moodle_s_licence_and_says_what_it_is_for(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.startswith("<?php\n// This file is part of Moodle - https://moodle.org/\n")
    assert "@package    local_coursebridge" in text
    assert "@license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later" in text
    assert len(text.splitlines()) <= 400


def test_nothing_that_learners_completed_is_ever_unlocked() -> None:
    uses = [
        line.strip()
        for line in _sources().splitlines()
        if "completionunlocked" in line and not line.strip().startswith("*")
    ]
    assert uses == ["unset($data->completionunlocked);"]


@pytest.mark.parametrize("language", ["en", "zh_cn"])
def test_id_numbers_that_a_database_takes_for_one_are_both_named(language: str) -> None:
    said = _strings(language)["differsincase"].replace("{$a->wanted}", "Q-A").replace("{$a->there}", "q-a")
    fault = MoodleFault(exception="moodle_exception", errorcode="differsincase", message=said)
    assert [half.count("Q-A, q-a") for half in halves(source_error(fault, "plan").message)] == [1, 1]


def test_the_plan_tells_how_many_were_rated_on_an_item_that_left_the_map() -> None:
    gone = {"op": "update", "kind": "competency", "idnumber": "a1", "reason": "gone"}
    told = {learners: PlannedObject(**gone, learners=learners).change.why for learners in (0, 3)}
    assert [half.count("3") for half in halves(told[3])] == [1, 1]
    assert not any(character.isdigit() for character in told[0])
