"""Retiring a whole course or framework: learners stop seeing it and lose nothing; with learners, only by name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.course_templates.maps import BASE
from tests.lms_bridge.moodle.exchange import recorded
from tests.lms_bridge.moodle.home import Workplace
from tests.lms_bridge.moodle.pushing import Pushing
from tests.lms_bridge.moodle.standin import StandIn, standing_in

RETIRE = "local_coursebridge_retire"


@pytest.fixture
def site(release: str) -> Iterator[StandIn]:
    with standing_in(recorded(f"retired{release}")) as site:
        yield site


@pytest.fixture
def one(tmp_path: Path, site: StandIn) -> Pushing:
    return Pushing(Workplace(tmp_path, {"box": site.url}), "push6")


def told(changes: list[dict[str, Any]]) -> list[tuple[str, str, str, int]]:
    return [(one["op"], one["kind"], one["idnumber"], one["learners_affected"]) for one in changes]


def noticed(answer: dict[str, Any]) -> list[str]:
    return [finding["id"] for finding in answer["findings"]]


def test_a_course_with_learners_is_retired_only_by_name_and_a_push_shows_it_again(one: Pushing, site: StandIn) -> None:
    code, answer = one.retire("plan")
    assert (code, answer["changes"], noticed(answer)) == (1, [], ["BRIDGE-NOT-PUSHED"]), "it is not there yet"
    assert [one.apply_map()[0], one.apply()[0]] == [0, 0]
    code, answer = one.retire("plan")
    assert (code, told(answer["changes"])) == (0, [("update", "course", "push6", 0)]), "nobody is in it"
    decision = ("decide", "course", "push6", 3)
    code, answer = one.retire("plan")
    assert (code, told(answer["changes"]), noticed(answer)) == (1, [decision], ["BRIDGE-DECIDE"])
    code, answer = one.retire("apply")
    assert (code, answer["applied"], told(answer["skipped"]), noticed(answer)) == (1, [], [decision], ["BRIDGE-DECIDE"])
    assert RETIRE not in site.asked
    assert "--allow course:push6" in answer["findings"][0]["remedy"]
    code, answer = one.retire("apply", "course:push6")
    assert (code, told(answer["applied"]), answer["skipped"], noticed(answer)) == (0, [decision], [], [])
    code, answer = one.retire("apply", "course:push6")
    assert (code, answer["applied"], told(answer["skipped"])) == (0, [], [("unchanged", "course", "push6", 3)])
    assert site.asked.count(RETIRE) == 1
    _retire_framework(one)
    code, answer = one.apply()
    assert (code, told(answer["applied"])) == (0, [("update", "course", "push6", 3)]), "it is shown again"


def _retire_framework(one: Pushing) -> None:
    """Retire the framework: refused while it is not named, then done, then nothing is left to do."""
    code, answer = one.retire_map("apply")
    assert (code, told(answer["skipped"])) == (1, [("decide", "framework", BASE, 3)])
    code, answer = one.retire_map("apply", f"framework:{BASE}")
    assert (code, told(answer["applied"])) == (0, [("decide", "framework", BASE, 3)])
    code, answer = one.retire_map("plan")
    assert (code, told(answer["changes"])) == (0, [("unchanged", "framework", BASE, 3)])


def test_a_site_without_the_plugin_is_told_where_to_hide_the_course_by_hand(one: Pushing, site: StandIn) -> None:
    one.work.options = {"plugin": "never"}
    one.work.write()
    code, answer = one.retire("apply")
    assert (code, noticed(answer), site.asked) == (3, ["BRIDGE-SOURCE-FATAL"], [])
    assert "课程可见性" in answer["findings"][0]["remedy"]


def test_a_package_that_names_no_course_retires_nothing(one: Pushing, site: StandIn, tmp_path: Path) -> None:
    package = tmp_path / "other.zip"
    package.write_bytes(b"PK\x05\x06" + bytes(18))
    code, answer = one.work.push("apply", package, "--retire")
    assert (code, noticed(answer), site.asked) == (1, ["CB-FILE"], [])
