"""Every word of the player is there in both languages, and nothing else is."""

from __future__ import annotations

import json
import re

import pytest

from packager.player import RUNTIME

_TEXTS = {tag: json.loads((RUNTIME / "i18n" / f"{tag}.json").read_text(encoding="utf-8")) for tag in ("zh-CN", "en")}
_SCRIPTS = "\n".join(path.read_text(encoding="utf-8") for path in sorted(RUNTIME.rglob("*.js")))
#: Keys that the scripts put together: `phase_${…}`, `mode_${…}` and so on.
_BUILT = re.compile(r"^(phase|mode|intro|outcome|mark)_")


def test_both_languages_have_the_same_keys_and_placeholders() -> None:
    assert list(_TEXTS["zh-CN"]) == list(_TEXTS["en"])
    for key, text in _TEXTS["zh-CN"].items():
        assert sorted(re.findall(r"\{\w+\}", text)) == sorted(re.findall(r"\{\w+\}", _TEXTS["en"][key])), key
        assert text.strip()


def test_the_chinese_words_are_chinese() -> None:
    for key, text in _TEXTS["zh-CN"].items():
        assert re.search(r"[一-鿿]", text), key


def test_no_text_is_left_over() -> None:
    left = [
        key
        for key in _TEXTS["en"]
        if f'"{key}"' not in _SCRIPTS and not _BUILT.match(key) and key not in ("needs_script", "language")
    ]
    assert left == []


@pytest.mark.parametrize("path", sorted(RUNTIME.rglob("*.js")), ids=lambda path: path.name)
def test_every_text_that_a_script_asks_for_exists(path: object) -> None:
    from pathlib import Path

    assert isinstance(path, Path)
    for key in re.findall(r'\.say\("(\w+)"', path.read_text(encoding="utf-8")):
        assert key in _TEXTS["en"], key


@pytest.mark.parametrize("path", sorted([*RUNTIME.rglob("*.js"), *RUNTIME.rglob("*.css")]), ids=lambda path: path.name)
def test_nothing_of_the_player_comes_from_the_network(path: object) -> None:
    from pathlib import Path

    assert isinstance(path, Path)
    source = path.read_text(encoding="utf-8")
    assert not re.search(r"https?://|@import|url\(|XMLHttpRequest|eval\(|innerHTML", source)
    # What an LMS tells to be asked is asked in one place alone.
    assert ("fetch(" in source) == (path.name == "xapi_client.js")
