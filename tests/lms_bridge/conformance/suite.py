"""What every connector must do, whatever its LMS: one class of tests, inherited once per connector.

A subclass gives the fixture `scene`. What an LMS does not allow is a strict xfail with a reason in the subclass.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from foundation.digest import canonical_json
from lms_bridge.cards import CardShelf, keep_card
from lms_bridge.connectors.base import LEARNER_MARK, Accounts, Batch, CoursePusher, Cursor, Harvester, Probe, RawRow
from lms_bridge.connectors.registry import connected, find_connector, load
from lms_bridge.endpoints import Endpoint, Source, Target
from lms_bridge.home import Home
from lms_bridge.normalise.base import Normalised, Normaliser
from lms_bridge.package_file import read_package_file
from lms_bridge.push import apply_push, plan_push
from lms_bridge.segments import LandedRow, SegmentHeader

AT = datetime(2026, 5, 20, 8, 0, tzinfo=UTC)


@dataclass(frozen=True)
class LearnedSite:
    """An LMS where at least two learners took a course. `names` are what must not be told but as the account.

    `package` is there already; `newer` is its next version; `gone` names an LMS of this kind that is not there.
    """

    endpoint: Source
    accounts: tuple[str, ...]
    names: tuple[str, ...]
    package: Path
    newer: Path
    gone: Endpoint


class ConnectorConformance:
    """Inherit this, give `scene`."""

    @pytest.fixture
    def scene(self) -> Iterator[LearnedSite]:
        raise NotImplementedError

    # Harvest

    def test_harvest_gives_rows_of_every_learner(self, scene: LearnedSite) -> None:
        accounts = {row.account.name for row in _rows(scene) if row.account is not None}
        assert accounts == set(scene.accounts)

    def test_neither_name_nor_account_is_in_a_payload_or_native_id(self, scene: LearnedSite) -> None:
        for row in _rows(scene):
            shown = canonical_json(row.model_dump(mode="json", exclude={"account"})).decode()
            assert not [name for name in scene.names if name in shown]

    def test_native_ids_name_one_row_each(self, scene: LearnedSite) -> None:
        keys = [(row.kind, _landed_id(row)) for row in _rows(scene)]
        assert len(keys) == len(set(keys)) > 0

    def test_asking_again_gives_the_same_rows(self, scene: LearnedSite) -> None:
        assert _rows(scene) == _rows(scene)

    def test_a_cursor_survives_being_written_and_nothing_is_new_after_the_last(self, scene: LearnedSite) -> None:
        last = _batches(scene)[-1].cursor
        read = Cursor.model_validate_json(last.model_dump_json())
        assert [row for batch in _batches(scene, read) for row in batch.rows] == []

    def test_going_on_from_any_cursor_skips_nothing(self, scene: LearnedSite) -> None:
        batches = _batches(scene)
        assert len(batches) > 1, "the scene must take several pages"
        whole = {(row.kind, _landed_id(row)) for batch in batches for row in batch.rows}
        for number, batch in enumerate(batches):
            before = {(row.kind, _landed_id(row)) for known in batches[: number + 1] for row in known.rows}
            after = {(row.kind, _landed_id(row)) for later in _batches(scene, batch.cursor) for row in later.rows}
            assert before | after == whole

    def test_a_cursor_holds_nobody(self, scene: LearnedSite) -> None:
        told = "".join(batch.cursor.model_dump_json() for batch in _batches(scene))
        assert not [name for name in scene.names if name in told]

    def test_the_account_that_a_clerk_types_is_the_one_that_rows_name(self, scene: LearnedSite) -> None:
        with connected(scene.endpoint) as connector:
            assert isinstance(connector, Accounts)
            typed = {connector.account(name) for name in scene.accounts}
        assert typed == {row.account for row in _rows(scene)}

    # Normalise

    def test_every_row_becomes_records_and_none_is_refused(self, scene: LearnedSite, tmp_path: Path) -> None:
        made = _normalised(scene, tmp_path)
        assert made.refused == ()
        assert {"enrolment", "completion", "attempt", "response"} <= {record.kind for record in made.records}
        assert len({record.record_id for record in made.records}) == len(made.records)

    def test_the_same_rows_give_the_same_records(self, scene: LearnedSite, tmp_path: Path) -> None:
        assert _normalised(scene, tmp_path) == _normalised(scene, tmp_path)

    def test_rubbish_is_refused_not_raised(self, scene: LearnedSite, tmp_path: Path) -> None:
        row = LandedRow(kind="?", native_id="x", modified_at=AT, learner="ab", key_id="cd", payload={"cmi": [1, None]})
        made = _normaliser(scene).normalise(_header(scene), [row], CardShelf(Home(tmp_path), "x"))
        assert (made.records, len(made.refused)) == ((), 1)

    # Probe

    def test_a_site_that_is_there_is_found_fit(self, scene: LearnedSite) -> None:
        with connected(scene.endpoint) as connector:
            assert isinstance(connector, Probe)
            assert [check for check in connector.probe() if not check.ok] == []

    def test_a_site_that_is_not_there_is_told_with_a_remedy(self, scene: LearnedSite) -> None:
        with connected(scene.gone) as connector:
            assert isinstance(connector, Probe)
            failed = [check for check in connector.probe() if not check.ok]
        assert failed
        assert all(check.remedy for check in failed)


class PusherConformance(ConnectorConformance):
    """Inherit this where packages can be pushed."""

    def test_pushing_what_is_there_changes_nothing(self, scene: LearnedSite) -> None:
        package = read_package_file(scene.package)
        assert {change.op for change in plan_push(package, _target(scene)).changes} == {"unchanged"}
        receipt = apply_push(package, _target(scene), AT)
        assert (receipt.applied, receipt.failed, receipt.findings) == ((), (), ())

    def test_a_new_version_is_an_update_after_which_nothing_is_left_to_do(self, scene: LearnedSite) -> None:
        package = read_package_file(scene.newer)
        before = _rows(scene)
        planned = plan_push(package, _target(scene))
        assert {change.op for change in planned.changes} == {"update"}
        assert apply_push(package, _target(scene), AT).applied == planned.changes
        assert {change.op for change in plan_push(package, _target(scene)).changes} == {"unchanged"}
        assert _rows(scene) == before, "what learners did must stay as it was"

    def test_it_can_push(self, scene: LearnedSite) -> None:
        with connected(scene.endpoint) as connector:
            assert isinstance(connector, CoursePusher)


def _batches(scene: LearnedSite, cursor: Cursor | None = None) -> list[Batch]:
    with connected(scene.endpoint) as connector:
        assert isinstance(connector, Harvester)
        return list(connector.harvest(cursor))


def _rows(scene: LearnedSite) -> list[RawRow]:
    return [row for batch in _batches(scene) for row in batch.rows]


def _landed_id(row: RawRow) -> str:
    return row.native_id.replace(LEARNER_MARK, row.account.name if row.account else "")


def _normaliser(scene: LearnedSite) -> Normaliser:
    made: Normaliser = load(find_connector(scene.endpoint.connector).normaliser)()
    return made


def _header(scene: LearnedSite) -> SegmentHeader:
    endpoint = scene.endpoint
    return SegmentHeader(
        source=endpoint.name, connector=endpoint.connector, centre=endpoint.centre, simulated=False, serial=1
    )


def _normalised(scene: LearnedSite, folder: Path) -> Normalised:
    home = Home(folder)
    batches = _batches(scene)
    for card in (card for batch in batches for card in batch.cards):
        keep_card(home, scene.endpoint.name, card)
    rows = [
        LandedRow(
            **row.model_dump(exclude={"account", "native_id"}),
            native_id=_landed_id(row),
            learner=row.account.name,
            key_id="00",
        )
        for batch in batches
        for row in batch.rows
        if row.account is not None and not row.deleted
    ]
    return _normaliser(scene).normalise(_header(scene), rows, CardShelf(home, scene.endpoint.name))


def _target(scene: LearnedSite) -> Target:
    return Target.model_validate(scene.endpoint.model_dump(exclude={"centre", "simulated"}))
