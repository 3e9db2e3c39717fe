"""Settings: read as meant, overridden by the environment, and every mistake told by file, key and remedy."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from coursebridge.settings import Settings, read_settings
from foundation.errors import SettingsError
from foundation.text import halves
from lms_bridge.connectors.registry import connected
from lms_bridge.errors import UnknownNameError
from tests.lms_bridge.scenes import Site

GOOD = """
[sources.he-fei]
connector = "sandbox"
data = "平台/数据"
centre = "hefei"
simulated = true
page_size = 50

[targets.box]
connector = "sandbox"
url = "http://127.0.0.1:8765"

[centres.hefei]
title = "合肥试点单位"

[centres.suzhou]
key_file = "/etc/keys/suzhou.key"
"""


def settings_of(tmp_path: Path, text: str, **environment: str) -> Settings:
    file = tmp_path / "设置.toml"
    file.write_text(text, encoding="utf-8")
    return read_settings(file, environment)


def test_everything_is_read_and_paths_are_relative_to_the_file(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, GOOD)
    source = settings.source("he-fei")
    assert (source.data, source.simulated, source.options) == (tmp_path / "平台/数据", True, {"page_size": 50})
    assert settings.target("box").url == "http://127.0.0.1:8765"
    assert settings.centre("hefei").title == "合肥试点单位"
    assert settings.centre("hefei").key_file == tmp_path / "keys/hefei.key"
    assert settings.centre("suzhou").key_file == Path("/etc/keys/suzhou.key")


def test_the_environment_replaces_single_keys(tmp_path: Path) -> None:
    settings = settings_of(
        tmp_path,
        GOOD,
        COURSEBRIDGE_TARGETS__BOX__URL="https://lms.cn",
        COURSEBRIDGE_SOURCES__HE_FEI__SIMULATED="false",
        COURSEBRIDGE_SOURCES__HE_FEI__DATA="anders",
        COURSEBRIDGE_HOME="unrelated",
        COURSEBRIDGE_KEY_HEFEI="unrelated",
    )
    assert settings.target("box").url == "https://lms.cn"
    assert settings.source("he-fei").simulated is False
    assert settings.source("he-fei").data == tmp_path / "anders"


def test_a_bom_and_windows_line_ends_do_not_matter(tmp_path: Path) -> None:
    file = tmp_path / "s.toml"
    file.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert read_settings(file, {}).centre("hefei").title == "合肥试点单位"


def test_the_file_is_found_here_or_by_variable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert read_settings(environment={}) == Settings()
    (tmp_path / "coursebridge.toml").write_text(GOOD, encoding="utf-8")
    assert read_settings(environment={}).file == tmp_path / "coursebridge.toml"
    other = tmp_path / "other.toml"
    other.write_text('[centres.x]\ntitle = "x"\n')
    assert read_settings(environment={"COURSEBRIDGE_SETTINGS": str(other)}).file == other


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[sources.a\n", "1:11"),
        ("[source.a]\n", "source"),
        ("sources = 3\n", "sources"),
        ('[sources.a]\ncentre = "c"\n[centres.c]\n', "sources.a.connector"),
        ('[sources.a]\nconnector = "sandbox"\n', "sources.a.centre"),
        ('[sources.a]\nconnector = "sandbox"\ncentre = "nowhere"\n', "sources.a.centre"),
        ('[sources.a]\nconnector = 3\ncentre = "c"\n[centres.c]\n', "sources.a.connector"),
        ('[sources.a]\nconnector = "sandbox"\ncentre = "c"\nsimulated = "maybe"\n[centres.c]\n', "sources.a.simulated"),
        ('[sources.a]\nconnector = "sandbox"\ncentre = "c"\nfilter = [1]\n[centres.c]\n', "sources.a.filter"),
        ('[sources."合肥"]\nconnector = "sandbox"\ncentre = "c"\n[centres.c]\n', "sources.合肥"),
        ('[centres.c]\ntitel = "x"\n', "centres.c.titel"),
        ("[centres.a-b]\n[centres.a_b]\n", "centres"),
    ],
)
def test_a_mistake_is_told_by_file_and_key_with_exit_2(tmp_path: Path, text: str, place: str) -> None:
    with pytest.raises(SettingsError) as caught:
        settings_of(tmp_path, text)
    error = caught.value
    assert (error.file, error.exit_code) == (str(tmp_path / "设置.toml"), 2)
    assert (error.place or "").startswith(place)
    assert error.remedy


def test_a_variable_for_a_table_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        settings_of(tmp_path, GOOD, COURSEBRIDGE_TARGETS__BOXX__URL="https://lms.cn")
    assert caught.value.place == "COURSEBRIDGE_TARGETS__BOXX__URL"


def test_a_named_file_that_is_missing_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError):
        read_settings(tmp_path / "nirgends.toml", {})


def test_an_unknown_name_is_told_with_those_there_are(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, GOOD)
    with pytest.raises(UnknownNameError) as caught:
        settings.select_sources(["hefei"])
    assert (caught.value.place, caught.value.exit_code) == ("sources.hefei", 2)
    assert "he-fei" in caught.value.message
    assert [source.name for source in settings.select_sources()] == ["he-fei"]
    with pytest.raises(UnknownNameError):
        Settings().select_sources()


def test_an_unknown_connector_is_told_when_it_is_used(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.settings.write_text(
        site.settings.read_text(encoding="utf-8").replace('"sandbox"', '"moodel"'), encoding="utf-8"
    )
    done = site.command("harvest", "run", "--json")
    (finding,) = json.loads(done.stdout)["findings"]
    assert (done.returncode, finding["id"]) == (2, "BRIDGE-NAME")
    assert "sandbox" in finding["remedy"]


@pytest.mark.parametrize(
    ("text", "zh"),
    [
        ('[targets.a]\nconnector = "moodle"\n[targets.a]\n', "前面已经写过一次"),
        ('[targets.校区]\nconnector = "moodle"\n', "名称只能用英文字母"),
        ("[targets.a]\nconnector = “moodle”\n", "英文双引号"),
        ("[targets.a]\nurl = https://a.cn\n", "英文双引号"),
        ("[targets.a]\n网址 = 3\n", "英文字母"),
        ('[targets.a]\ndata = "D:\\平台"\n', "英文单引号"),
        ('[targets.a]\nconnector = "moodle\n', "引号"),
        ("[targets.a\n", "方括号"),
    ],
)
def test_a_slip_of_writing_is_explained_in_chinese(tmp_path: Path, text: str, zh: str) -> None:
    with pytest.raises(SettingsError) as caught:
        settings_of(tmp_path, text)
    assert zh in caught.value.message.partition(" / ")[0]
    assert re.fullmatch(r"\d+:\d+", caught.value.place or "")


def test_a_name_in_chinese_is_sent_to_a_title_only_where_there_is_one(tmp_path: Path) -> None:
    for table, has_title in (("centres", True), ("targets", False)):
        with pytest.raises(SettingsError) as caught:
            settings_of(tmp_path, f'[{table}."合肥"]\n' + ("" if has_title else 'connector = "moodle"\n'))
        assert ("title" in caught.value.message) is has_title
        assert caught.value.place == f"{table}.合肥"


def test_in_a_folder_without_settings_that_is_what_is_told() -> None:
    with pytest.raises(UnknownNameError, match=r"没有 coursebridge\.toml") as caught:
        Settings().target("campus")
    assert "--settings" in caught.value.remedy
    assert not re.search("[\u4e00-\u9fff]", halves(caught.value.message)[1])


MISTAKES = {
    'token = "abcSECRET"': ("token", "COURSEBRIDGE_TOKEN_CAMPUS"),
    'timeout_s = "soon"': ("timeout_s", "应为数"),
    "page_rows = 0": ("page_rows", "不小于 1"),
    "requests_per_second = 2000": ("requests_per_second", "不大于 1000"),
    'plugin = "no"': ("plugin", "auto 或 never"),
    "courses = 7": ("courses", "双引号"),
    'plugins = "never"': ("plugins", "plugin, category"),
    'data = "平台"': ("data", "url"),
}


@pytest.mark.parametrize("line", MISTAKES)
def test_a_wrong_line_about_a_moodle_is_told_with_its_place_and_what_would_be_right(tmp_path: Path, line: str) -> None:
    key, word = MISTAKES[line]
    text = f'[targets.campus]\nconnector = "moodle"\nurl = "https://lms.example.cn"\n{line}\n'
    target = settings_of(tmp_path, text).target("campus")
    with pytest.raises(SettingsError) as caught, connected(target):
        pass
    assert caught.value.place == f"targets.campus.{key}"
    assert word in f"{caught.value.message} {caught.value.remedy}".partition(" / ")[0] + caught.value.remedy
    assert "SECRET" not in f"{caught.value.finding()}"


def test_of_several_targets_the_one_with_a_wrong_address_or_connector_is_named(tmp_path: Path) -> None:
    text = '[targets.a]\nconnector = "moodle"\nurl = "http://lms.cn"\n[targets.b]\nconnector = "moodel"\n'
    settings = settings_of(tmp_path, text)
    with pytest.raises(SettingsError) as wrong_url, connected(settings.target("a")):
        pass
    with pytest.raises(UnknownNameError) as wrong_connector, connected(settings.target("b")):
        pass
    assert (wrong_url.value.place, wrong_connector.value.place) == (
        "targets.a.url = http://lms.cn",
        "targets.b.connector",
    )
