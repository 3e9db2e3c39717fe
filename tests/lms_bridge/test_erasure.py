"""Erasing a learner: everything of theirs goes, nothing of anybody else's, and it does not come back."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from lms_bridge.home import Home
from lms_bridge.state import open_state
from tests.lms_bridge.scenes import NAMES, Site, card, multiset, post_test, pre_test, records, survey


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(tmp_path)
    package = site.add_package(card())
    odd = {"cmi.interactions.9.id": "Szene", "cmi.interactions.9.student_response": "x"}
    for name in NAMES:
        learner = site.store.add_learner(name, site.at())
        site.learn(package, learner, {**pre_test(1), **odd}, post_test(2), survey())
    site.harvest()
    return site


def erase(site: Site, *arguments: str) -> dict[str, object]:
    done = site.command("harvest", "erase", *arguments, "--json")
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


def _holding(home: Path, learner: str) -> list[Path]:
    found = []
    for path in (path for path in home.rglob("*") if path.is_file() and path.name != "state.db"):
        content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        if learner.encode() in content:
            found.append(path)
    return found


def test_records_raw_and_refused_rows_of_one_learner_go_and_the_others_stay(site: Site) -> None:
    learner = str(records(site.home)[0]["learner"])
    theirs = [row for row in records(site.home) if row["learner"] == learner]
    others = multiset(site.home) - _multiset_of(site, learner)
    told = erase(site, learner)
    assert (told["records"], told["raw_rows"], told["findings"]) == (len(theirs), 2, [])
    assert multiset(site.home) == others
    assert _holding(site.home, learner) == []
    assert erase(site, learner)["records"] == 0


def test_an_erased_learner_does_not_come_back(site: Site) -> None:
    learner = str(records(site.home)[0]["learner"])
    erase(site, learner)
    site.learn(1, 1, pre_test(2))
    site.harvest("--sweep")
    assert learner not in {row["learner"] for row in records(site.home)}
    assert _holding(site.home, learner) == []


def test_a_clerk_names_the_account_and_its_source(site: Site) -> None:
    before = {row["learner"] for row in records(site.home)}
    told = erase(site, "1", "--source", "box")
    assert told["raw_rows"] == 2
    assert len(before - {row["learner"] for row in records(site.home)}) == 1


def test_a_learner_of_a_retired_key_is_found_by_account(site: Site) -> None:
    assert site.command("keys", "rotate", "hefei").returncode == 0
    assert erase(site, "2", "--source", "box")["raw_rows"] == 2


def test_a_name_without_its_source_is_a_usage_error_and_erases_nothing(site: Site) -> None:
    before = multiset(site.home)
    done = site.command("harvest", "erase", NAMES[0], "--json")
    assert (done.returncode, json.loads(done.stdout)["findings"][0]["id"]) == (2, "BRIDGE-NAME")
    assert multiset(site.home) == before


def test_an_interrupted_erasure_is_finished_by_the_next_harvest(site: Site) -> None:
    learner = str(records(site.home)[0]["learner"])
    with open_state(Home(site.home).state_file) as state:
        state.ask_erasure([learner], site.at())
    site.harvest()
    assert _holding(site.home, learner) == []
    with open_state(Home(site.home).state_file) as state:
        assert state.erased(unfinished=True) == frozenset()


def test_the_segments_that_were_rewritten_are_sound_for_later(site: Site) -> None:
    erase(site, str(records(site.home)[0]["learner"]))
    expected = multiset(site.home)
    for file in (site.home / "records").rglob("*.parquet"):
        file.unlink()
    done = site.command("harvest", "run", "--json")
    assert done.returncode == 0, done.stderr
    assert multiset(site.home) == expected


def test_a_file_that_cannot_be_read_leaves_the_erasure_open_and_is_told(site: Site) -> None:
    learner = str(records(site.home)[0]["learner"])
    (segment,) = (site.home / "raw/box").glob("*.gz")
    segment.write_bytes(segment.read_bytes()[:-9])
    done = site.command("harvest", "erase", learner, "--json")
    told = json.loads(done.stdout)
    assert (done.returncode, [finding["file"] for finding in told["findings"]]) == (1, [str(segment)])
    with open_state(Home(site.home).state_file) as state:
        assert state.erased(unfinished=True) == frozenset({learner})
    harvested = json.loads(site.command("harvest", "run", "--json").stdout)
    assert [finding["file"] for finding in harvested["findings"]] == [str(segment)], "told until it is done"


def _multiset_of(site: Site, learner: str) -> object:
    from collections import Counter

    return Counter(text for text in multiset(site.home).elements() if learner in text)
