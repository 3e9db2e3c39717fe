"""Harvest: nobody's name lands, nothing is lost or doubled, what changed is a revision, faults are told."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from foundation.errors import BusyError
from lms_bridge.connectors.base import Batch, Cursor, RawRow
from lms_bridge.connectors.registry import Connector
from lms_bridge.endpoints import Centre, Source
from lms_bridge.harvest import HarvestPlan, SourceHarvest, harvest
from lms_bridge.home import Home, locked
from lms_bridge.landing import Lander
from lms_bridge.pseudonym import Account
from tests.lms_bridge.scenes import (
    NAMES,
    START,
    Site,
    card,
    multiset,
    newest,
    of_kind,
    post_test,
    pre_test,
    records,
    survey,
)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


def plan(site: Site, *, sweep: bool = False, **changes: object) -> HarvestPlan:
    source = Source.model_validate(
        {"name": "box", "connector": "sandbox", "data": site.data, "centre": site.centre, **changes}
    )
    centre = Centre(name=site.centre, key_file=site.root / "keys" / f"{site.centre}.key")
    return HarvestPlan(sources=((source, centre),), sweep=sweep)


def run(site: Site, *, sweep: bool = False, **changes: object) -> SourceHarvest:
    """Harvest in this process; it must go well."""
    (result,) = harvest(site.home, plan(site, sweep=sweep, **changes))
    assert result.findings == ()
    return result


def test_names_and_accounts_are_nowhere_in_the_home_folder(site: Site) -> None:
    package = site.add_package(card())
    for name in NAMES:
        learner = site.store.add_learner(name, site.at())
        personal = {"cmi.suspend_data": f"我叫{name}", "cmi.comments": name, "cmi.core.lesson_location": name}
        site.learn(package, learner, {**pre_test(1), **personal}, {**post_test(2), "cmi.interactions.0.id": name[:2]})
    site.harvest()
    assert len({row["learner"] for row in records(site.home)}) == len(NAMES)
    for name in (*NAMES, "learner_id", "learner_name", "suspend_data"):
        for path in site.home.rglob("*"):
            assert name not in path.name
            if path.is_file():
                assert name.encode() not in _unpacked(path), path


def test_accounts_that_a_connector_gives_never_reach_the_disk(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not the sandbox's care but the landing's: whatever the connector, the account is replaced."""

    class Telling:
        def harvest(self, cursor: Cursor | None) -> Iterator[Batch]:
            account = Account(home_page="https://lms.cn", name="zhang.san@example.cn")
            row = RawRow(kind="grade", native_id="g-1", modified_at=START, account=account, payload={"n": 1})
            yield Batch(rows=(row,), cursor=Cursor(position={"n": 1}))

    _use(monkeypatch, Telling)
    (result,) = harvest(site.home, plan(site, connector="telling"))
    assert (result.rows, result.refused) == (1, 1)
    files = [path for path in site.home.rglob("*") if path.is_file()]
    assert len(files) >= 3
    assert not [path for path in files if b"zhang.san" in _unpacked(path)]


def test_a_second_harvest_of_the_same_brings_nothing(site: Site) -> None:
    learner = site.store.add_learner("甲", site.at())
    site.learn(site.add_package(card()), learner, pre_test(1), post_test(2), survey())
    assert run(site).records > 0
    before = multiset(site.home)
    assert (run(site).rows, run(site).records) == (0, 0)
    assert multiset(site.home) == before
    assert len(list((site.home / "raw/box").glob("*.gz"))) == 1


def test_a_sweep_reads_everything_again_and_doubles_nothing(site: Site) -> None:
    learner = site.store.add_learner("甲", site.at())
    site.learn(site.add_package(card()), learner, pre_test(1), post_test(2))
    run(site)
    before = multiset(site.home)
    again = run(site, sweep=True)
    assert (again.rows, again.records) == (2, 0)
    assert multiset(site.home) == before


def test_an_attempt_that_goes_on_adds_revisions_and_the_newest_shows(site: Site) -> None:
    package, learner = site.add_package(card()), site.store.add_learner("甲", site.at())
    attempt = site.learn(package, learner, pre_test(1), finish=False)
    run(site)
    site.store.commit(attempt, post_test(2), site.at(), True)
    run(site)
    whole = [row for row in records(site.home) if row["kind"] == "attempt" and row["form"] is None]
    assert [row["success"] for row in sorted(whole, key=lambda row: str(row["revision"]))] == [None, True]
    assert len(of_kind(records(site.home), "response")) == 4
    assert [row["completed"] for row in of_kind(newest(site.home), "completion")] == [True]


def test_a_deleted_attempt_deletes_all_its_records_and_a_withdrawal_the_enrolment(site: Site) -> None:
    package, learner = site.add_package(card()), site.store.add_learner("甲", site.at())
    attempt = site.learn(package, learner, pre_test(1), post_test(2), survey())
    run(site)
    site.store.delete_attempt(attempt, site.at())
    run(site)
    assert {row["kind"] for row in newest(site.home)} == {"enrolment"}
    site.store.withdraw(package, learner, site.at())
    run(site)
    assert newest(site.home) == []
    site.store.enrol(package, learner, site.at())
    run(site)
    assert {row["kind"] for row in newest(site.home)} == {"enrolment"}
    kept = run(site, sweep=True)
    assert kept.records == 0


def test_a_sandbox_that_was_set_back_is_read_from_its_beginning(site: Site, tmp_path: Path) -> None:
    package = site.add_package(card())
    for name in NAMES:
        site.learn(package, site.store.add_learner(name, site.at()), pre_test(1), post_test(2))
    run(site)
    other = Site(tmp_path / "neu", clock=site.clock)
    other.learn(other.add_package(card()), other.store.add_learner("乙", other.at()), pre_test(2))
    result = run(site, data=other.data)
    assert result.rows == 2
    assert result.records > 0


def test_records_lie_in_the_month_they_were_stored_in(site: Site) -> None:
    package, learner = site.add_package(card()), site.store.add_learner("甲", site.at())
    attempt = site.learn(package, learner, pre_test(1), finish=False)
    site.at(5 * 24 * 60)
    site.store.commit(attempt, post_test(2), site.at(), True)
    run(site)
    for month in ("2026-04", "2026-05"):
        (file,) = (site.home / f"records/month={month}/source=box").glob("*.parquet")
        assert {f"{row['stored_at']:%Y-%m}" for row in pq.ParquetFile(file).read().to_pylist()} == {month}


def test_each_source_has_its_own_pseudonyms_key_and_records(site: Site, tmp_path: Path) -> None:
    site.learn(site.add_package(card()), site.store.add_learner("甲", site.at()), pre_test(1))
    site.harvest()
    first = {row["learner"] for row in records(site.home)}
    other = Site(tmp_path / "other", centre="suzhou")
    (other.root / "keys/suzhou.key").write_text(f"current {'2e' * 32}\n")
    other.learn(other.add_package(card()), other.store.add_learner("甲", other.at()), pre_test(1))
    other.harvest()
    assert first.isdisjoint({row["learner"] for row in records(other.home)})


def test_a_simulated_source_marks_every_record(site: Site) -> None:
    site.learn(site.add_package(card()), site.store.add_learner("甲", site.at()), pre_test(1), post_test(2), survey())
    run(site, simulated=True)
    assert {row["simulated"] for row in records(site.home)} == {True}


def test_without_a_key_nothing_lands(site: Site) -> None:
    site.learn(site.add_package(card()), site.store.add_learner("甲", site.at()), pre_test(1))
    (site.root / "keys/hefei.key").unlink()
    (result,) = harvest(site.home, plan(site))
    assert (result.exit_code, [finding.id for finding in result.findings]) == (2, ["BRIDGE-KEY-MISSING"])
    assert not (site.home / "raw").exists()


def test_a_source_that_fails_midway_keeps_what_came_and_goes_on_later(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    from lms_bridge.sandbox.errors import SandboxBusyError
    from lms_bridge.sandbox.store import SandboxStore

    package = site.add_package(card())
    for name in NAMES:
        site.learn(package, site.store.add_learner(name, site.at()), pre_test(1))
    whole = SandboxStore.changes
    asked: list[int] = []

    def failing(store: SandboxStore, since: int, limit: int = 1000) -> object:
        asked.append(since)
        if len(asked) == 2:
            raise SandboxBusyError("busy")
        return whole(store, since, limit)

    monkeypatch.setattr(SandboxStore, "changes", failing)
    (broken,) = harvest(site.home, plan(site, options={"page_size": 2}))
    assert (broken.rows, broken.exit_code, broken.findings[0].id) == (2, 3, "BRIDGE-SOURCE-DOWN")
    assert broken.records > 0
    run(site, options={"page_size": 2})
    assert len(of_kind(newest(site.home), "enrolment")) == len(NAMES)
    assert all(count == 1 for count in multiset(site.home).values())


def test_a_source_that_is_not_there_does_not_hold_up_the_others(site: Site) -> None:
    site.learn(site.add_package(card()), site.store.add_learner("甲", site.at()), pre_test(1))
    good, centre = plan(site).sources[0]
    gone = good.model_copy(update={"name": "gone", "data": site.root / "nowhere"})
    first, second = harvest(site.home, HarvestPlan(sources=((gone, centre), (good, centre))))
    assert (first.exit_code, second.exit_code) == (3, 0)
    assert first.findings[0].place == "sources.gone data"
    assert second.records > 0
    assert not (site.root / "nowhere").exists()


def test_an_error_that_nobody_foresaw_does_not_hold_up_the_others_and_is_told(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.learn(site.add_package(card()), site.store.add_learner("甲", site.at()), pre_test(1))
    good, centre = plan(site).sources[0]
    odd = good.model_copy(update={"name": "odd"})
    whole = Lander.land

    def failing(lander: Lander, batch: Batch) -> int:
        if lander._source.name == "odd":
            raise ZeroDivisionError("somebody's name")
        return whole(lander, batch)

    monkeypatch.setattr(Lander, "land", failing)
    monkeypatch.delenv("COURSEBRIDGE_DEBUG", raising=False)
    both = HarvestPlan(sources=((odd, centre), (good, centre)))
    first, second = harvest(site.home, both)
    assert (first.exit_code, second.exit_code, second.records > 0) == (1, 0, True)
    (finding,) = first.findings
    assert (finding.id, finding.place) == ("CB-INTERNAL", "sources.odd")
    assert "ZeroDivisionError" in finding.message
    assert "somebody" not in finding.model_dump_json()
    monkeypatch.setattr(Lander, "land", whole)
    assert [one.exit_code for one in harvest(site.home, both)] == [0, 0]


def test_a_source_that_is_down_and_a_damaged_file_are_both_told(site: Site) -> None:
    package, learner = site.add_package(card()), site.store.add_learner("甲", site.at())
    attempt = site.learn(package, learner, pre_test(1), finish=False)
    run(site)
    (file,) = (site.home / "records").rglob("*.parquet")
    site.store.commit(attempt, post_test(1), site.at(), True)
    file.write_bytes(b"rubbish")
    harvest(site.home, plan(site))
    (told,) = harvest(site.home, plan(site, data=site.root / "nowhere"))
    assert [finding.id for finding in told.findings] == ["BRIDGE-SOURCE-FATAL", "BRIDGE-SEGMENT"]
    assert told.exit_code == 3


def test_a_second_process_is_told_that_the_folder_is_busy(site: Site) -> None:
    with locked(Home(site.home)):
        done = site.command("harvest", "run", "--json")
        with pytest.raises(BusyError):
            harvest(site.home, plan(site))
    assert done.returncode == 1
    assert [finding["id"] for finding in json.loads(done.stdout)["findings"]] == ["CB-BUSY"]


def test_leftovers_of_a_torn_write_are_removed(site: Site) -> None:
    site.learn(site.add_package(card()), site.store.add_learner("甲", site.at()), pre_test(1))
    for place in ("raw/box", "records/month=2026-04/source=box", "refused/box"):
        (site.home / place).mkdir(parents=True)
        (site.home / place / ".00000001.x1y2.part").write_bytes(b"half")
    run(site)
    assert not list(site.home.rglob("*.part"))


def test_a_damaged_record_file_is_named_and_made_again_once_deleted(site: Site) -> None:
    package, learner = site.add_package(card()), site.store.add_learner("甲", site.at())
    attempt = site.learn(package, learner, pre_test(1), finish=False)
    run(site)
    expected = multiset(site.home)
    (file,) = (site.home / "records").rglob("*.parquet")
    file.write_bytes(b"PAR1 not really PAR1")
    site.store.commit(attempt, post_test(1), site.at(), True)
    (told,) = harvest(site.home, plan(site))
    assert [(finding.id, finding.file) for finding in told.findings] == [("BRIDGE-SEGMENT", str(file))]
    file.unlink()
    run(site)
    assert not expected - multiset(site.home)
    assert all(count == 1 for count in multiset(site.home).values())
    assert [row["completed"] for row in of_kind(newest(site.home), "completion")] == [True]


@pytest.mark.parametrize("damage", ["cut", "gone", "changed", "rubbish"])
def test_a_damaged_raw_segment_is_told_until_a_sweep_makes_up_for_it(site: Site, damage: str) -> None:
    site.learn(site.add_package(card()), site.store.add_learner("甲", site.at()), pre_test(1))
    run(site)
    expected = multiset(site.home)
    (segment,) = (site.home / "raw/box").glob("*.gz")
    content = segment.read_bytes()
    damaged = {"cut": content[:-20], "gone": b"", "changed": content[:-1] + b"x", "rubbish": b"not gzip"}[damage]
    segment.write_bytes(damaged)
    if damage == "gone":
        segment.unlink()
    for file in (site.home / "records").rglob("*.parquet"):
        file.unlink()
    (told,) = harvest(site.home, plan(site))
    assert [(finding.id, finding.file) for finding in told.findings] == [("BRIDGE-SEGMENT", str(segment))]
    harvest(site.home, plan(site, sweep=True))
    assert run(site).rows == 0
    assert multiset(site.home) == expected


def test_a_lost_state_is_made_up_for_by_the_segments(site: Site) -> None:
    package, learner = site.add_package(card()), site.store.add_learner("甲", site.at())
    attempt = site.learn(package, learner, pre_test(1), finish=False)
    run(site)
    site.store.commit(attempt, post_test(2), site.at(), True)
    run(site)
    expected = multiset(site.home)
    (site.home / "state.db").unlink()
    run(site)
    assert multiset(site.home) == expected


def test_a_damaged_state_is_told_with_a_remedy(site: Site) -> None:
    site.learn(site.add_package(card()), site.store.add_learner("甲", site.at()), pre_test(1))
    run(site)
    (site.home / "state.db").write_bytes(b"this is no database, whatever it is" * 100)
    done = site.command("harvest", "run", "--json")
    (finding,) = json.loads(done.stdout)["findings"]
    assert (done.returncode, finding["id"], finding["file"]) == (1, "BRIDGE-ERROR", str(site.home / "state.db"))
    assert "Traceback" not in done.stderr


def test_bad_rows_go_to_refused_with_a_finding_and_the_others_to_records(site: Site) -> None:
    package, learner = site.add_package(card()), site.store.add_learner("甲", site.at())
    odd = {"cmi.interactions.2.id": "Szene1", "cmi.interactions.2.student_response": "x"}
    site.learn(package, learner, {**pre_test(2), **odd})
    (result,) = harvest(site.home, plan(site))
    assert (result.refused, [finding.id for finding in result.findings]) == (1, ["BRIDGE-REFUSED"])
    (line,) = (site.home / "refused/box/00000001.ndjson").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["place"] == "Szene1"
    assert len(of_kind(records(site.home), "response")) == 2
    assert site.command("harvest", "run").returncode == 0


def test_a_new_version_of_the_course_keeps_the_card_of_each_attempt(site: Site) -> None:
    package, first = site.add_package(card()), site.store.add_learner("甲", site.at())
    site.learn(package, first, pre_test(1))
    forms = tuple(form.model_copy(update={"version": 4}) for form in card().forms)
    site.add_package(card(version="1.1.0", forms=forms), page="二")
    site.learn(package, site.store.add_learner("乙", site.at()), pre_test(1))
    run(site)
    versions = {(row["course_version"], row["form_version"]) for row in of_kind(records(site.home), "response")}
    assert versions == {("1.0.0", 3), ("1.1.0", 4)}
    assert {path.name for path in (site.home / "catalogue/quality-basics").iterdir()} == {"1.0.0.json", "1.1.0.json"}


def test_status_tells_lag_error_remedy_and_cursor(site: Site) -> None:
    site.learn(site.add_package(card()), site.store.add_learner("甲", site.at()), pre_test(1))
    (before,) = json.loads(site.command("harvest", "status", "--json").stdout)["sources"]
    assert before == {"name": "box", "lag_s": None, "last_error": None, "remedy": None, "cursor": None}
    assert not site.home.exists()
    site.harvest()
    (good,) = json.loads(site.command("harvest", "status", "--json").stdout)["sources"]
    assert (good["lag_s"] >= 0, good["last_error"], good["cursor"]["seq"] > 0) == (True, None, True)
    site.store.close()
    site.data.rename(site.root / "verschoben")
    assert site.command("harvest", "run").returncode == 3
    (bad,) = json.loads(site.command("harvest", "status", "--json").stdout)["sources"]
    assert bad["last_error"]
    assert bad["remedy"]
    assert bad["cursor"] == good["cursor"]


def _use(monkeypatch: pytest.MonkeyPatch, kind: type) -> None:
    """Register a connector whose class stands in this module."""
    monkeypatch.setitem(globals(), "opened", lambda endpoint: kind())
    here = Connector("telling", f"{__name__}:opened", "lms_bridge.normalise.sandbox:normaliser")
    monkeypatch.setattr("lms_bridge.connectors.registry.BUILT_IN", (here,))


def _unpacked(path: Path) -> bytes:
    if path.suffix == ".gz":
        return gzip.decompress(path.read_bytes())
    if path.suffix == ".parquet":
        return json.dumps(pq.ParquetFile(path).read().to_pylist(), ensure_ascii=False, default=str).encode()
    return path.read_bytes()
