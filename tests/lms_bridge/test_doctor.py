"""Doctor: what is missing is named, with what to do; what is well is said to be well; nothing is changed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.lms_bridge.scenes import Done, Site, card, pre_test


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


def checks(done: Done) -> dict[str, dict[str, object]]:
    return {check["id"]: check for check in json.loads(done.stdout)["checks"]}


def test_a_sound_machine_has_nothing_to_mend(site: Site) -> None:
    done = site.command("doctor", "--target", "box", "--json")
    found = checks(done)
    assert done.returncode == 0, done.stderr
    assert set(found) == {"python", "packages", "compiled", "runtime", "home", "settings", "key:hefei", "target"}
    assert all(check["ok"] for check in found.values())
    assert not site.home.exists()


def test_a_missing_key_is_named_with_the_command_that_makes_one(site: Site) -> None:
    (site.root / "keys/hefei.key").unlink()
    done = site.command("doctor", "--json")
    key = checks(done)["key:hefei"]
    assert (done.returncode, key["ok"]) == (1, False)
    assert "keys new hefei" in str(key["remedy"])
    assert [finding["place"] for finding in json.loads(done.stdout)["findings"]] == ["key:hefei"]


def test_a_target_that_is_down_ends_with_3(site: Site) -> None:
    text = site.settings.read_text(encoding="utf-8")
    head, _, rest = text.partition("[targets.box]")
    site.settings.write_text(head + "[targets.box]" + rest.replace('data = "平台"', 'url = "http://127.0.0.1:9"'))
    done = site.command("doctor", "--target", "box", "--json")
    assert (done.returncode, checks(done)["target"]["ok"]) == (3, False)


def test_an_unknown_target_is_told(site: Site) -> None:
    done = site.command("doctor", "--target", "nirgends", "--json")
    assert (done.returncode, checks(done)["target"]["ok"]) == (2, False), "nothing is wrong with any LMS or network"
    assert "box" in str(checks(done)["target"]["found"])


def test_what_is_wrong_in_the_settings_is_told_with_its_place_and_ends_with_2(site: Site) -> None:
    text = site.settings.read_text(encoding="utf-8")
    head, _, rest = text.partition("[targets.box]")
    url = 'url = "http://lms.example.cn"'
    site.settings.write_text(head + "[targets.box]" + rest.replace('data = "平台"', url), encoding="utf-8")
    done = site.command("doctor", "--target", "box", "--json")
    assert (done.returncode, checks(done)["target"]["ok"]) == (2, False)
    assert str(checks(done)["target"]["found"]).startswith("targets.box.url = http://lms.example.cn")
    site.settings.write_text(f"{text}\n[targets.box]\n", encoding="utf-8")
    done = site.command("doctor", "--json")
    assert done.returncode == 2
    assert str(site.settings) in str(checks(done)["settings"]["found"])


def test_broken_settings_and_a_damaged_state_are_told_together(site: Site) -> None:
    site.learn(site.add_package(card()), site.store.add_learner("甲", site.at()), pre_test(1))
    site.harvest()
    (site.home / "state.db").write_bytes(b"rubbish" * 1000)
    site.settings.write_text("[sources.a\n")
    found = checks(site.command("doctor", "--json"))
    assert (found["home"]["ok"], found["settings"]["ok"], found["python"]["ok"]) == (False, False, True)


def test_a_home_that_cannot_be_made_is_told(site: Site) -> None:
    site.home.write_text("")
    site.home = site.home / "home"
    assert checks(site.command("doctor", "--json"))["home"]["ok"] is False


def test_people_get_a_line_per_check_with_its_remedy(site: Site) -> None:
    (site.root / "keys/hefei.key").unlink()
    lines = site.command("doctor").stdout.splitlines()
    assert [line[0] for line in lines if not line.startswith("    ")] == ["✓", "✓", "✓", "✓", "✓", "✓", "✗"]
    assert [line[:6] == "    → " for line in lines[-4:]] == [False, True, False, True]
