"""Harvest: every source's changes landed and made into records; one source that fails does not hold up the rest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from threading import Lock

from pydantic import BaseModel, ConfigDict

from foundation.errors import CourseBridgeError, InternalError, is_debugging
from foundation.findings import Finding
from foundation.progress import Progress, silent
from foundation.text import both
from lms_bridge.connectors.base import Harvester, Restartable
from lms_bridge.connectors.registry import connected, incapable
from lms_bridge.endpoints import Centre, Source
from lms_bridge.erasure import finish_erasures
from lms_bridge.errors import DamagedSegmentError
from lms_bridge.home import Home, locked
from lms_bridge.keys import read_keys
from lms_bridge.landing import Lander
from lms_bridge.normalise.pending import Normalisation, normalise_pending
from lms_bridge.pseudonym import Pseudonymiser
from lms_bridge.segments import read_segment
from lms_bridge.state import LandedBatch, State, open_state

Clock = Callable[[], datetime]
#: Sites that are spoken to at the same time; most of the time they are waited for.
_MOST_AT_ONCE = 32


class SourceHarvest(BaseModel):
    """What the harvest of one source gave. `exit_code` is that of the error that ended it, else 0."""

    model_config = ConfigDict(frozen=True)

    name: str
    rows: int = 0
    records: int = 0
    refused: int = 0
    findings: tuple[Finding, ...] = ()
    exit_code: int = 0


def utc_now() -> datetime:
    """Return the time now, aware and in UTC."""
    return datetime.now(UTC)


class HarvestPlan(BaseModel):
    """What is to be harvested: sources with their centres. `sweep` reads everything again, not what is new alone."""

    model_config = ConfigDict(frozen=True)

    sources: tuple[tuple[Source, Centre], ...]
    sweep: bool = False


def harvest(home: Path, plan: HarvestPlan, *, progress: Progress = silent, now: Clock = utc_now) -> list[SourceHarvest]:
    """Harvest sources side by side, and make records of everything that has landed.

    Doing it again, also after a crash, loses nothing and doubles nothing. An error of one source, one that nobody
    foresaw too, is told in its result; the others go on.

    Raises:
        BusyError: another process is at work in the home folder.
        BridgeError: the state cannot be used.
    """
    place = Home(home)
    with locked(place), open_state(place.state_file) as state:
        finish_erasures(place, state)
        told = _InTurn(progress)
        runs = [
            _Run(place, state, source, centre, now, partial(told, number, len(plan.sources)))
            for number, (source, centre) in enumerate(plan.sources, start=1)
        ]
        results = _side_by_side([partial(run, sweep=plan.sweep) for run in runs])
        unfinished = finish_erasures(place, state).findings
    return _with_findings(results, unfinished)


def _side_by_side(works: Sequence[Callable[[], SourceHarvest]]) -> list[SourceHarvest]:
    """Return what each gives, in order; a site that is slow holds up nobody."""
    if len(works) == 1:
        return [works[0]()]
    with ThreadPoolExecutor(max_workers=_MOST_AT_ONCE, thread_name_prefix="harvest") as pool:
        return [future.result() for future in [pool.submit(work) for work in works]]


def _with_findings(results: list[SourceHarvest], findings: tuple[Finding, ...]) -> list[SourceHarvest]:
    """Tell what was found beside the sources with the first of them."""
    if not findings or not results:
        return results
    first = results[0].model_copy(update={"findings": (*findings, *results[0].findings)})
    return [first, *results[1:]]


class _InTurn:
    """Passes progress on from several threads, one at a time."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._lock = Lock()

    def __call__(self, done: int, total: int, what: str) -> None:
        """Tell how far the work is."""
        with self._lock:
            self._progress(done, total, what)


@dataclass
class _Run:
    """One harvest of one source."""

    home: Home
    state: State
    source: Source
    centre: Centre
    now: Clock
    told: Callable[[str], None]

    def __post_init__(self) -> None:
        self._rows = 0
        self._made = Normalisation()

    def __call__(self, *, sweep: bool) -> SourceHarvest:
        """Land what is new and make its records; an error ends the landing, not the making of records."""
        run = self.state.begin_run(self.source.name, self.now())
        caught = (self._caught(lambda: self._land(sweep=sweep)), self._caught(self._normalise))
        errors = [error for error in caught if error is not None]
        self.state.end_run(run, self.now(), errors[0] if errors else None)
        return self._result(errors)

    def _land(self, *, sweep: bool) -> None:
        keys = read_keys(self.centre)
        pseudonymise = Pseudonymiser(keys.secrets, lambda learner: self.state.is_known(self.centre.name, learner))
        lander = Lander(self.home, self.state, self.source, pseudonymise, self.now)
        self._made += Normalisation(findings=tuple(lander.adopt_segments()))
        before = self.state.pending(self.source.name)
        cursor = self.state.cursor(self.source.name)
        with connected(self.source) as connector:
            if not isinstance(connector, Harvester):
                raise incapable(self.source, Harvester)
            if sweep and cursor is not None:
                cursor = connector.restart(cursor) if isinstance(connector, Restartable) else None
            for batch in connector.harvest(cursor):
                self._rows += lander.land(batch)
                self._tell_rows()
                noticed = map(self._placed, (*batch.findings, *lander.take_findings()))
                self._made += Normalisation(findings=tuple(noticed))
        if sweep:
            self._give_up(before)

    def _tell_rows(self) -> None:
        name = self.source.name
        self.told(both(f"{name}：已收 {self._rows} 行", f"{name}: {self._rows} rows"))

    def _give_up(self, pending: Sequence[LandedBatch]) -> None:
        """Everything was fetched again: segments that cannot be read any more are not waited for."""
        for batch in pending:
            try:
                read_segment(self.home.segment(batch.source, batch.serial), batch.sha256)
            except DamagedSegmentError:
                self.state.abandon(batch)

    def _normalise(self) -> None:
        self._made += normalise_pending(self.home, self.state, self.source.name)

    def _caught(self, work: Callable[[], None]) -> CourseBridgeError | None:
        try:
            work()
        except CourseBridgeError as error:
            return error
        except Exception as error:
            if is_debugging():
                raise
            return InternalError(error)
        return None

    def _result(self, errors: Sequence[CourseBridgeError]) -> SourceHarvest:
        told = [self._placed(finding) for error in errors for finding in error.findings()]
        return SourceHarvest(
            name=self.source.name,
            rows=self._rows,
            records=self._made.records,
            refused=self._made.refused,
            findings=(*self._made.findings, *told),
            exit_code=max((error.exit_code for error in errors), default=0),
        )

    def _placed(self, finding: Finding) -> Finding:
        mine, said = f"sources.{self.source.name}", finding.place or ""
        place = said if said.startswith(f"{mine}.") else f"{mine} {said}".rstrip()
        return finding.model_copy(update={"place": place})
