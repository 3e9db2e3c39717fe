"""The secretariat takes in result files: nothing lost, nothing doubled, nothing edited, no name kept."""

from __future__ import annotations

import gzip
import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.lms_bridge import scenes
from tests.lms_bridge.ingest.results import edited, moment, passed, post_test, pre_test, result, survey, write
from tests.lms_bridge.scenes import NAMES, START, Done, Site, card, newest, package

_WHOLE = [*pre_test(1), *post_test(2), *survey()]
#: What the sandbox's clock and a learner's clock cannot agree on, and what says where a record is from.
_OF_THE_SOURCE = ("record_id", "revision", "source", "delivered_by", "occurred_at", "stored_at")


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Return a site whose sandbox has the course and one learner, who has no attempt; the course is known here."""
    site = Site(tmp_path)
    package_id = site.add_package(card())
    site.store.enrol(package_id, site.store.add_learner("欧阳质检", site.at()), site.at())
    site.harvest()
    return site


def _ingest(site: Site, *arguments: str | Path) -> tuple[Done, list[dict[str, Any]], list[str]]:
    """Return how it ended, the files and the ids of the findings."""
    done = site.command("harvest", "ingest", "--json", *(str(each) for each in arguments))
    told = json.loads(done.stdout)
    for file in told["files"]:
        assert file["rows"] == file["new"] + file["unchanged"] + file["refused"]
    return done, told["files"], [finding["id"] for finding in told["findings"]]


def _counts(file: dict[str, Any]) -> tuple[int, int, int]:
    return file["new"], file["unchanged"], file["refused"]


def _brought(site: Site) -> list[dict[str, object]]:
    return [row for row in newest(site.home) if row["delivered_by"] == "learner"]


def _comparable(rows: list[dict[str, object]]) -> list[str]:
    kept = [{key: value for key, value in row.items() if key not in _OF_THE_SOURCE} for row in rows]
    return sorted(json.dumps(row, ensure_ascii=False, sort_keys=True) for row in kept)


def test_a_result_file_gives_the_records_that_the_lms_would_have_given(tmp_path: Path) -> None:
    site = Site(tmp_path)
    package_id = site.add_package(card(), identifier="CB-quality-basics")
    learner = site.store.add_learner("欧阳质检", site.at())
    site.store.enrol(package_id, learner, site.at())
    site.learn(package_id, learner, scenes.pre_test(1), scenes.post_test(2), scenes.survey())
    site.harvest()
    file = write(tmp_path / "result.json", result(_WHOLE, **passed(), duration_ms=120_000))
    done, (told,), findings = _ingest(site, file)
    assert (done.returncode, _counts(told), findings) == (0, (1, 0, 0), [])

    rows = newest(site.home)
    from_lms = [row for row in rows if row["delivered_by"] == "lms"]
    brought = [row for row in rows if row["delivered_by"] == "learner"]
    assert {row["source"] for row in brought} == {"box-files"}
    assert len({row["learner"] for row in rows}) == 1
    assert _comparable(brought) == _comparable(from_lms)
    assert len(brought) == len(_WHOLE) + 5  # Enrolment, whole attempt, completion, pre-test, post-test.
    times = {row["question"]: row["occurred_at"] for row in brought if row["kind"] == "response"}
    assert times["q1"] == START + timedelta(minutes=1)


def test_the_same_file_again_is_unchanged_and_a_later_one_of_the_attempt_brings_what_is_new(
    site: Site, tmp_path: Path
) -> None:
    first = write(tmp_path / "1.json", result(pre_test(1)))
    assert _counts(_ingest(site, first)[1][0]) == (1, 0, 0)
    before = scenes.multiset(site.home)
    assert _counts(_ingest(site, first)[1][0]) == (0, 1, 0)
    assert scenes.multiset(site.home) == before

    second = write(tmp_path / "2.json", result([*pre_test(1), *post_test(2)], **passed()))
    copy = write(tmp_path / "3.json", result([*pre_test(1), *post_test(2)], **passed(), written_at=moment(99)))
    _, files, _ = _ingest(site, second, copy, first)
    assert [_counts(file) for file in files] == [(1, 0, 0), (0, 1, 0), (0, 1, 0)]
    responses = [row["question"] for row in _brought(site) if row["kind"] == "response"]
    assert sorted(map(str, responses)) == ["q1", "q2", "q3", "q4"]
    (completion,) = [row for row in _brought(site) if row["kind"] == "completion"]
    assert (completion["completed"], completion["success"]) == (True, True)
    assert len([row for row in _brought(site) if row["kind"] == "enrolment"]) == 1


def test_a_later_attempt_that_is_not_passed_does_not_undo_a_pass(site: Site, tmp_path: Path) -> None:
    first = write(tmp_path / "1.json", result([*pre_test(1), *post_test(2)], **passed()))
    second = write(
        tmp_path / "2.json",
        result(pre_test(0, minutes=900), attempt="wxyz0000", started_at=moment(890), status="incomplete"),
    )
    _ingest(site, first)
    _ingest(site, second)
    (completion,) = [row for row in _brought(site) if row["kind"] == "completion"]
    assert completion["success"] is True
    whole = [row["attempt"] for row in _brought(site) if row["kind"] == "attempt" and row["form"] is None]
    assert sorted(map(str, whole)) == ["1", "2"]


def test_a_folder_of_files_is_taken_in_one_by_one(site: Site, tmp_path: Path) -> None:
    folder = tmp_path / "收到的文件"
    folder.mkdir()
    write(folder / "一.json", result(pre_test(1)))
    other = {"id": "2", "name": "司马测量", "home_page": None, "entered": False}
    write(folder / "二.json", result(pre_test(2), learner=other, attempt="efgh5678"))
    (folder / "说明.txt").write_text("不是成绩文件", encoding="utf-8")
    (folder / "别的.json").write_text("{}", encoding="utf-8")
    done, files, findings = _ingest(site, folder)
    assert [(Path(file["path"]).name, *_counts(file)) for file in files] == [
        ("一.json", 1, 0, 0),
        ("二.json", 1, 0, 0),
        ("别的.json", 0, 0, 1),
    ]
    assert (done.returncode, findings) == (1, ["BRIDGE-INGEST-STRANGER", "BRIDGE-INGEST-FORM"])
    assert len({row["learner"] for row in _brought(site)}) == 2


def test_an_edited_file_is_refused_and_kept_without_the_name(site: Site, tmp_path: Path) -> None:
    file = edited(write(tmp_path / "x.json", result(pre_test(0))), '"result": "wrong"', '"result": "correct"')
    for _ in range(2):
        done, (told,), findings = _ingest(site, file)
        assert (done.returncode, _counts(told), findings) == (1, (0, 0, 1), ["BRIDGE-INGEST-EDITED"])
    assert _brought(site) == []
    (kept,) = (site.home / "refused/box-files").glob("*.ndjson")
    row = json.loads(kept.read_text(encoding="utf-8"))["row"]
    assert row["payload"]["interactions"][0]["result"] == "correct"
    assert row["learner"] in {one["learner"] for one in newest(site.home)}


def test_no_name_and_no_account_of_a_result_file_reaches_the_home_folder(site: Site, tmp_path: Path) -> None:
    who = {"id": "account-20260017", "name": NAMES[0], "home_page": None, "entered": True}
    _ingest(site, write(tmp_path / "x.json", result(_WHOLE, learner=who)))
    file = edited(write(tmp_path / "y.json", result(pre_test(0), learner=who)), '"wrong"', '"correct"')
    _ingest(site, file)
    for path in site.home.rglob("*"):
        if path.is_file():
            content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
            assert NAMES[0].encode() not in content
            assert b"account-20260017" not in content


def test_a_file_that_contradicts_one_that_was_taken_is_refused(site: Site, tmp_path: Path) -> None:
    """The digest is no signature: who works it out anew is found where two files tell one moment in two ways."""
    _ingest(site, write(tmp_path / "1.json", result(pre_test(0))))
    better = write(tmp_path / "2.json", result([*pre_test(2), *post_test(2)], **passed()))
    done, (told,), findings = _ingest(site, better)
    assert (done.returncode, _counts(told), findings) == (1, (0, 0, 1), ["BRIDGE-INGEST-CONFLICT"])
    assert {row["success"] for row in _brought(site) if row["kind"] == "response"} == {False}


def test_an_unknown_course_is_refused_until_its_package_comes_along(tmp_path: Path) -> None:
    site = Site(tmp_path)
    file = write(tmp_path / "x.json", result(pre_test(1)))
    done, (told,), findings = _ingest(site, file)
    assert (done.returncode, _counts(told), findings) == (1, (0, 0, 1), ["BRIDGE-INGEST-COURSE"])
    zipped = package(tmp_path / "课件.zip", card())
    done, (told,), findings = _ingest(site, file, "--course", zipped)
    assert (done.returncode, _counts(told)) == (0, (1, 0, 0))
    again = write(tmp_path / "y.json", result(post_test(1), attempt="other123"))
    assert _counts(_ingest(site, again)[1][0]) == (1, 0, 0), "the course is known from now on"


def test_another_build_of_the_same_version_is_matched_by_ids_and_said(site: Site, tmp_path: Path) -> None:
    other = card(lessons=("l1", "l2"))
    _, (told,), findings = _ingest(site, write(tmp_path / "x.json", result(pre_test(1), other)))
    assert (_counts(told), findings) == ((1, 0, 0), ["BRIDGE-INGEST-OTHER-BUILD"])


def test_a_learner_whom_nobody_knows_is_taken_and_told_and_can_be_named(site: Site, tmp_path: Path) -> None:
    who = {"id": "wang.xiaoming", "name": "", "home_page": None, "entered": False}
    _, (told,), findings = _ingest(site, write(tmp_path / "x.json", result(pre_test(1), learner=who)))
    assert (_counts(told), findings) == ((1, 0, 0), ["BRIDGE-INGEST-STRANGER"])
    _, (told,), findings = _ingest(
        site, write(tmp_path / "y.json", result(pre_test(1), learner=who, attempt="other123")), "--learner", "1"
    )
    assert (_counts(told), findings) == ((1, 0, 0), [])


def test_an_erased_learner_does_not_come_back_by_file(site: Site, tmp_path: Path) -> None:
    file = write(tmp_path / "x.json", result(pre_test(1)))
    _ingest(site, file)
    edited_file = edited(write(tmp_path / "y.json", result(pre_test(0), attempt="zzzz0000")), '"wrong"', '"correct"')
    _ingest(site, edited_file)
    assert site.command("harvest", "erase", "1", "--source", "box").returncode == 0
    assert _brought(site) == []
    assert (site.home / "refused/box-files").exists()
    assert not any(path.stat().st_size for path in (site.home / "refused/box-files").glob("*"))
    _, (told,), findings = _ingest(site, file)
    assert (_counts(told), findings) == ((0, 0, 1), ["BRIDGE-INGEST-ERASED"])
    assert _brought(site) == []


def test_a_learner_of_a_course_without_a_platform_has_a_source_of_the_settings(tmp_path: Path) -> None:
    site = Site(tmp_path)
    settings = site.settings.read_text(encoding="utf-8")
    added = '[sources.paper]\nconnector = "result-file"\ncentre = "hefei"\n'
    site.settings.write_text(settings + added, encoding="utf-8")
    zipped = package(tmp_path / "课件.zip", card())
    file = write(tmp_path / "x.json", result(pre_test(1)))
    done = site.command("harvest", "ingest", "--json", str(file), "--course", str(zipped))
    assert done.returncode == 2, "two sources: which one is not guessed"
    _, (told,), _ = _ingest(site, file, "--course", zipped, "--source", "paper")
    assert _counts(told) == (1, 0, 0)
    assert {row["source"] for row in newest(site.home)} == {"paper"}
    assert site.command("harvest", "run").returncode == 0


def test_a_part_of_a_divided_course_gives_the_activity_of_its_sco(site: Site, tmp_path: Path) -> None:
    part = {"key": "pre", "number": 1, "of": 3}
    _ingest(site, write(tmp_path / "x.json", result(pre_test(1), part=part)))
    activities = {row["activity"] for row in _brought(site)}
    assert activities == {"CB-quality-basics/CB-quality-basics-ITEM-pre"}
    assert [row for row in _brought(site) if row["kind"] == "completion"] == []


def test_a_clock_that_was_ahead_is_told(site: Site, tmp_path: Path) -> None:
    future = (datetime.now(START.tzinfo) + timedelta(days=400)).isoformat()
    given = [{**each, "at": future} for each in pre_test(1)]
    _, (told,), findings = _ingest(site, write(tmp_path / "x.json", result(given, elsewhere=4)))
    assert (_counts(told), findings) == ((1, 0, 0), ["BRIDGE-CLOCK", "BRIDGE-INGEST-PARTIAL"])


def test_files_that_a_run_leaves_in_a_folder_are_told(site: Site, tmp_path: Path) -> None:
    folder = tmp_path / "很多"
    folder.mkdir()
    for number in range(10_002):
        (folder / f"{number:05d}.json").write_bytes(b"{}")
    done, files, findings = _ingest(site, folder)
    assert (done.returncode, len(files)) == (1, 10_000)
    assert findings.count("BRIDGE-INGEST-MANY") == 1
    assert (
        "2"
        in next(each for each in json.loads(done.stdout)["findings"] if each["id"] == "BRIDGE-INGEST-MANY")["message"]
    )
