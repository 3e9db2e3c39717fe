"""The administrators' guide: its commands, pages, buttons, lists and pictures are there, in both languages."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from coursebridge.cli import root
from foundation.findings import Finding
from foundation.text import halves
from lms_bridge.connectors.moodle import noticed
from lms_bridge.connectors.moodle.plugin_archive import SOURCES
from lms_bridge.connectors.moodle.wanted import ALL
from tests.conftest import ROOT

GUIDES = {"zh_cn": ("moodle-guide.md", "moodle-hosted.md"), "en": ("moodle-guide.en.md", "moodle-hosted.en.md")}
RECORDED = json.loads((Path(__file__).parent / "menus.json").read_text(encoding="utf-8"))


def _guide(language: str) -> str:
    """The guide, and the sheet for a site without the plugin."""
    return "\n".join((ROOT / "docs" / name).read_text(encoding="utf-8") for name in GUIDES[language])


def _commands(text: str) -> list[str]:
    return re.findall(r"^coursebridge (.+)$", text, re.MULTILINE)


@pytest.mark.parametrize("language", GUIDES)
def test_every_command_of_the_guide_is_one(language: str) -> None:
    commands = _commands(_guide(language))
    assert len(commands) > 8
    for line in commands:
        words = shlex.split(line)
        command: click.Command = root
        while isinstance(command, click.Group):
            found = command.get_command(click.Context(command), words.pop(0))
            assert found is not None, line
            command = found
        options = {name for parameter in command.params for name in parameter.opts}
        assert {word for word in words if word.startswith("-")} <= options


@pytest.mark.parametrize("language", GUIDES)
def test_every_page_of_the_guide_is_called_what_the_site_calls_it(language: str) -> None:
    site, general = (RECORDED[name][language][0] for name in ("site", "general"))
    known = {tuple(names[language]) for names in RECORDED.values() if isinstance(names, dict)}
    named = re.findall(rf"\*\*{site} > ([^*]+)\*\*", _guide(language))
    assert len(named) > 10
    assert [path for path in named if tuple(path.removeprefix(f"{general} > ").split(" > ")) not in known] == []


def test_the_plugin_s_button_and_words_are_its_own() -> None:
    for language, words in {"zh_cn": ("设置桥接", "待处理"), "en": ("Set up the bridge", "To do")}.items():
        strings = (SOURCES / f"lang/{language}/local_coursebridge.php").read_text(encoding="utf-8")
        for word in words:
            assert f"= '{word}';" in strings
            assert word in _guide(language)


@pytest.mark.parametrize("language", GUIDES)
def test_the_functions_listed_are_those_that_doctor_looks_for(language: str) -> None:
    listed = re.findall(r"```text\n(.*?)```", _guide(language), re.DOTALL)[1].split()
    assert set(listed) == {"core_webservice_get_site_info", *(name for wanted in ALL for name in wanted.functions)}


def test_both_guides_show_their_pictures_which_are_small() -> None:
    shown = [
        f"moodle-guide/{name}"
        for text in map(_guide, GUIDES)
        for name in re.findall(r"moodle-guide/(\w+\.\w+\.png)", text)
    ]
    assert sorted(shown) == sorted(f"moodle-guide/{file.name}" for file in (ROOT / "docs/moodle-guide").iterdir())
    for name in shown:
        picture = (ROOT / "docs" / name).read_bytes()
        assert picture.startswith(b"\x89PNG")
        assert len(picture) <= 120_000


@pytest.mark.parametrize("make", [noticed.restore_by_hand, noticed.restore_as_new])
def test_who_restores_by_hand_is_told_the_words_that_stand_on_the_pages(make: Callable[[str, str], Finding]) -> None:
    zh, en = halves(make("quality", "1.0.0").remedy)
    told = [word for quoted in re.findall("“(.*?)”", zh) for word in quoted.split(" > ") if word != "quality"]
    assert len(told) > 8
    assert set(told) <= set(RECORDED["restore"]["zh_cn"])
    for chinese, english in zip(RECORDED["restore"]["zh_cn"], RECORDED["restore"]["en"], strict=True):
        assert (chinese in told) <= (english in en)


@pytest.mark.parametrize(("language", "number"), [("zh_cn", 6), ("en", 6)])
def test_the_guide_says_of_the_restore_what_push_says(language: str, number: int) -> None:
    """The destination goes on by Continue, not by Next: who looks for the wrong button stops there."""
    zh_and_en = dict(zip(("zh_cn", "en"), halves(noticed.restore_by_hand("quality", "1.0.0").remedy), strict=True))
    (step,) = re.findall(rf"(?m)^{number}\. .*(?:\n   .*)*", _guide(language))[-1:]
    for word in RECORDED["restore"][language][:15]:
        assert (word in zh_and_en[language]) == (word in step), word
