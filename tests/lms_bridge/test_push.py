"""Push: a plan that reads like a diff, applied without losing what learners did; decisions are people's."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from lms_bridge.catalogue import read_cards
from lms_bridge.changes import Change, to_decide
from lms_bridge.connectors.moodle.reasons import why
from tests.conftest import ROOT
from tests.lms_bridge.scenes import Site, card, package, post_test, pre_test


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


def push(site: Site, verb: str, src: Path, *more: str, code: int = 0) -> dict[str, object]:
    done = site.command("push", verb, str(src), "--target", "box", "--json", *more)
    assert done.returncode == code, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


def _learned(site: Site, learners: int = 2) -> int:
    package_id = site.add_package(card())
    for number in range(learners):
        site.learn(package_id, site.store.add_learner(f"学员{number}", site.at()), pre_test(1), post_test(2))
    return package_id


def test_a_plan_changes_nothing_and_applying_it_makes_the_package(site: Site) -> None:
    zip_file = package(site.root / "课程.zip", card())
    planned = push(site, "plan", zip_file)
    assert planned == {
        "target": "box",
        "changes": [
            {
                "op": "create",
                "kind": "package",
                "idnumber": "cb-quality-basics",
                "why": "平台上还没有 / it is not there yet",
                "learners_affected": 0,
            }
        ],
        "findings": [],
    }
    assert site.store.packages() == []
    applied = push(site, "apply", zip_file)
    assert (applied["applied"], applied["skipped"], applied["failed"]) == (planned["changes"], [], [])
    assert [stored.identifier for stored in site.store.packages()] == ["cb-quality-basics"]


def test_applying_again_changes_nothing(site: Site) -> None:
    zip_file = package(site.root / "课程.zip", card())
    push(site, "apply", zip_file)
    again = push(site, "apply", zip_file)
    assert (again["applied"], [change["op"] for change in again["skipped"]]) == ([], ["unchanged"])  # type: ignore[attr-defined]
    assert [stored.version for stored in site.store.packages()] == [1]


def test_a_new_version_keeps_attempts_and_tells_how_many_learners_have_some(site: Site) -> None:
    package_id = _learned(site)
    before = site.store.attempts(package_id)
    newer = package(site.root / "neu.zip", card(version="1.1.0"), page="二")
    (change,) = push(site, "apply", newer)["applied"]  # type: ignore[misc]
    assert (change["op"], change["learners_affected"]) == ("update", 2)
    assert site.store.attempts(package_id) == before
    assert [stored.version for stored in site.store.packages()] == [2]


def test_a_changed_sco_identifier_is_a_decision_with_its_learners_refused_unless_allowed(site: Site) -> None:
    _learned(site, 3)
    newer = package(site.root / "neu.zip", card(version="1.1.0"), sco="renamed")
    planned = push(site, "plan", newer, code=1)
    (change,) = planned["changes"]  # type: ignore[misc]
    assert (change["op"], change["learners_affected"]) == ("decide", 3)
    assert [finding["id"] for finding in planned["findings"]] == ["BRIDGE-DECIDE"]  # type: ignore[attr-defined]
    refused = push(site, "apply", newer, code=1)
    assert (refused["applied"], refused["skipped"]) == ([], [change])
    assert [stored.version for stored in site.store.packages()] == [1]
    allowed = push(site, "apply", newer, "--allow", "package:cb-quality-basics")
    assert allowed["applied"] == [change]
    assert [stored.version for stored in site.store.packages()] == [2]


def test_allowing_another_package_allows_nothing(site: Site) -> None:
    _learned(site)
    newer = package(site.root / "neu.zip", card(version="1.1.0"), sco="renamed")
    assert push(site, "apply", newer, "--allow", "package:other", code=1)["applied"] == []


def test_the_same_course_under_another_identifier_is_a_decision(site: Site) -> None:
    _learned(site)
    other = package(site.root / "neu.zip", card(version="1.1.0"), identifier="MANIFEST-2")
    (change,) = push(site, "plan", other, code=1)["changes"]  # type: ignore[misc]
    assert (change["op"], change["idnumber"], change["learners_affected"]) == ("decide", "MANIFEST-2", 2)


def test_where_nobody_has_begun_nothing_has_to_be_decided(site: Site) -> None:
    site.add_package(card())
    renamed = package(site.root / "neu.zip", card(version="1.1.0"), sco="renamed")
    moved = package(site.root / "anders.zip", card(version="1.1.0"), identifier="MANIFEST-2")
    assert push(site, "plan", renamed)["changes"][0]["op"] == "update"  # type: ignore[index]
    assert push(site, "plan", moved)["changes"][0]["op"] == "create"  # type: ignore[index]


def test_other_content_under_the_same_course_version_is_warned_about(site: Site) -> None:
    site.add_package(card())
    same = package(site.root / "neu.zip", card(), page="二")
    findings = push(site, "plan", same)["findings"]
    assert [(finding["id"], finding["severity"]) for finding in findings] == [("BRIDGE-SAME-VERSION", "warning")]  # type: ignore[attr-defined]


def test_applying_keeps_the_course_card_for_reports_and_planning_does_not(site: Site) -> None:
    zip_file = package(site.root / "课程.zip", card())
    push(site, "plan", zip_file)
    assert read_cards(site.home) == []
    push(site, "apply", zip_file)
    assert read_cards(site.home) == [card()]


def test_a_foreign_package_can_be_pushed(site: Site) -> None:
    push(site, "apply", package(site.root / "fremd.zip", identifier="FOREIGN"))
    assert [stored.course for stored in site.store.packages()] == [None]
    assert read_cards(site.home) == []


def test_a_course_folder_is_built_and_pushed_and_pushed_again_is_unchanged(site: Site) -> None:
    course = ROOT / "course_templates/examples/quality/course"
    (created,) = push(site, "apply", course)["applied"]  # type: ignore[misc]
    (unchanged,) = push(site, "plan", course)["changes"]  # type: ignore[misc]
    assert (created["op"], unchanged["op"]) == ("create", "unchanged")
    assert [stored.course for stored in site.store.packages()] == [read.id for read in read_cards(site.home)]


def test_a_course_with_drafts_is_pushed_only_when_asked_for(site: Site) -> None:
    course = site.root / "课程"
    shutil.copytree(ROOT / "course_templates/examples/quality/course", course)
    lesson = next(path for path in sorted(course.glob("modules/*/*.md")) if not path.name.endswith(".en.md"))
    lesson.write_text(lesson.read_text(encoding="utf-8").replace("draft: false", "draft: true"), encoding="utf-8")
    refused = push(site, "apply", course, code=1)["findings"]
    assert [finding["id"] for finding in refused] == ["PK-DRAFT"]  # type: ignore[attr-defined]
    assert site.store.packages() == []
    push(site, "apply", course, "--allow-drafts")
    assert len(site.store.packages()) == 1


@pytest.mark.parametrize("content", [b"no zip", b"PK\x05\x06" + b"\0" * 18], ids=["no zip", "empty zip"])
def test_what_is_no_package_is_refused_with_a_finding(site: Site, content: bytes) -> None:
    bad = site.root / "坏.zip"
    bad.write_bytes(content)
    findings = push(site, "apply", bad, code=1)["findings"]
    assert [finding["id"] for finding in findings] == ["CB-ARCHIVE"]  # type: ignore[attr-defined]
    assert site.store.packages() == []


def test_a_target_that_is_not_in_the_settings_is_a_usage_error(site: Site) -> None:
    zip_file = package(site.root / "课程.zip", card())
    done = site.command("push", "plan", str(zip_file), "--target", "nirgends", "--json")
    (finding,) = json.loads(done.stdout)["findings"]
    assert (done.returncode, finding["place"]) == (2, "targets.nirgends")
    assert "box" in finding["message"]


def test_a_target_that_is_down_ends_with_3(site: Site) -> None:
    zip_file = package(site.root / "课程.zip", card())
    site.store.close()
    (site.data / "sandbox.db").write_bytes(b"x" * 5000)
    done = site.command("push", "apply", str(zip_file), "--target", "box", "--json")
    assert done.returncode == 3
    assert json.loads(done.stdout)["findings"][0]["id"] == "BRIDGE-SOURCE-FATAL"


def test_people_read_the_plan_as_a_diff(site: Site) -> None:
    zip_file = package(site.root / "课程.zip", card())
    done = site.command("push", "plan", str(zip_file), "--target", "box")
    assert done.stdout.startswith("+ package:cb-quality-basics")


def test_a_decision_is_told_in_one_language_after_the_other() -> None:
    change = Change(op="decide", kind="quiz", idnumber="q", why=why("questions_changed", "q-08"), learners_affected=2)
    zh, en = to_decide(change).message.split(" / ")
    assert zh == "须由人决定（涉及 2 名学员）：已有人作答，题目改变；同意后隐藏旧测验并新建 [q-08]"
    assert en == "Somebody must decide (2 learners): attempts exist: the old quiz is hidden, a new one made [q-08]"
