"""Ingest: files are read one by one, what is new in them lands as one batch and becomes records."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from course_templates.card import CourseCard
from foundation.digest import canonical_json, sha256_hex
from foundation.errors import UnreadableFileError
from foundation.files import read_bytes, write_bytes
from foundation.findings import Finding
from foundation.text import both
from lms_bridge.connectors.base import LEARNER_MARK, Accounts, Batch, Cursor, RawRow
from lms_bridge.connectors.registry import connected, incapable
from lms_bridge.endpoints import Centre, Source
from lms_bridge.erasure import finish_erasures
from lms_bridge.home import Home, locked
from lms_bridge.ingest.base import Desk, IngestedFile, Notes, RefusedRow, Taken
from lms_bridge.ingest.courses import CourseShelf
from lms_bridge.ingest.known import Known
from lms_bridge.ingest.registry import forms
from lms_bridge.keys import read_keys
from lms_bridge.landing import Lander
from lms_bridge.normalise.pending import Normalisation, normalise_pending
from lms_bridge.pseudonym import Account, Pseudonym, Pseudonymiser
from lms_bridge.segments import LandedRow
from lms_bridge.state import State, open_state

#: The largest file of any form.
_MAX_BYTES = 64 << 20
_MOST_FILES = 10_000
_SUFFIX = ".json"


class IngestPlan(BaseModel):
    """Which files are taken in, and for whom.

    `source` is where the rows belong, `accounts` the LMS whose accounts the files name. `learner` is an account that
    the caller says all the files are of; `cards` are those of courses that came along.
    """

    model_config = ConfigDict(frozen=True)

    source: Source
    accounts: Source
    centre: Centre
    cards: tuple[CourseCard, ...] = ()
    learner: str | None = None


class Ingested(BaseModel):
    """What became of the files, how many new records there are, and what was found."""

    model_config = ConfigDict(frozen=True)

    files: tuple[IngestedFile, ...]
    records: int = 0
    findings: tuple[Finding, ...] = ()


def ingest(home: Path, plan: IngestPlan, paths: Sequence[Path], now: Callable[[], datetime]) -> Ingested:
    """Take in files, and the files of folders; doing it again changes nothing.

    Raises:
        BusyError: another process is at work in the home folder.
        BridgeError: the state cannot be used, the centre has no key, or the LMS cannot name accounts.
    """
    place = Home(home)
    keys = read_keys(plan.centre)
    with _accounts(plan) as accounts, locked(place), open_state(place.state_file) as state:
        finish_erasures(place, state)
        pseudonymise = Pseudonymiser(keys.secrets, lambda learner: state.is_known(plan.centre.name, learner))
        people = _People(accounts, pseudonymise, state, plan)
        lander = Lander(place, state, plan.source, pseudonymise, now)
        adopted = Normalisation(findings=tuple(lander.adopt_segments()))
        known = Known.of(place, state, plan.source.name)
        desk = Desk(CourseShelf(place, plan.cards), people, known, now(), plan.learner)
        left: list[Finding] = []
        taken = [_Reading(place, plan, desk, people)(path) for path in _expanded(paths, left)]
        _land(lander, state, plan, [each for _, each in taken])
        made = adopted + normalise_pending(place, state, plan.source.name)
    findings = [finding for _, each in taken for finding in each.findings]
    files = tuple(_counted(path, each) for path, each in taken)
    return Ingested(files=files, records=made.records, findings=(*findings, *left, *made.findings))


def _land(lander: Lander, state: State, plan: IngestPlan, taken: Iterable[Taken]) -> None:
    rows = tuple(row for each in taken for row in each.rows)
    cards = {card.model_dump_json(): card for each in taken for card in each.cards}
    if rows:
        cursor = state.cursor(plan.source.name) or Cursor()
        lander.land(Batch(rows=rows, cursor=cursor, cards=tuple(cards.values())))


@contextmanager
def _accounts(plan: IngestPlan) -> Iterator[Accounts]:
    with connected(plan.accounts) as connector:
        if not isinstance(connector, Accounts):
            raise incapable(plan.accounts, Accounts)
        yield connector


@dataclass(frozen=True)
class _People:
    """Learners by the LMS that names their accounts, and by the centre's keys."""

    accounts: Accounts
    pseudonymise: Pseudonymiser
    state: State
    plan: IngestPlan

    def account(self, name: str, home_page: str | None) -> Account:
        """Return the account that a file names; cmi5 gives its site along."""
        return self.accounts.account(name) if home_page is None else Account(home_page=home_page, name=name)

    def pseudonym(self, account: Account) -> Pseudonym:
        """Return the account's pseudonym."""
        return self.pseudonymise(account)

    def is_erased(self, learner: str) -> bool:
        """Return whether everything of a pseudonym was erased, for good."""
        return learner in self.state.erased()

    def is_known(self, learner: str) -> bool:
        """Return whether the centre has anything of a pseudonym."""
        return self.state.is_known(self.plan.centre.name, learner)


@dataclass(frozen=True)
class _Reading:
    """Reads one file after the other; what one brings is known to the next."""

    home: Home
    plan: IngestPlan
    desk: Desk
    people: _People

    def __call__(self, path: Path) -> tuple[Path, Taken]:
        """Return what a file gave."""
        taken = self._taken(path)
        for row in taken.rows:
            self.desk.known.add(self._landed(row))
        for kept in taken.kept:
            self._keep(kept, taken.findings[-1].message)
        return path, taken

    def _taken(self, path: Path) -> Taken:
        notes = Notes(path)
        try:
            content = read_bytes(path, max_bytes=_MAX_BYTES)
        except UnreadableFileError as error:
            return Taken(refused=1, findings=tuple(error.findings()))
        form = next((each for each in forms() if each.recognises(content, path.name)), None)
        if form is not None:
            return form.take(content, path, self.desk)
        notes.add(
            "BRIDGE-INGEST-FORM",
            "error",
            both("不是可以收取的文件", "It is not a file that can be taken in"),
            both("可收：课程里保存的成绩文件（.json）", "Result files that the course saved (.json) are taken"),
        )
        return Taken(refused=1, findings=tuple(notes))

    def _landed(self, row: RawRow) -> LandedRow:
        assert row.account is not None
        given = self.people.pseudonym(row.account)
        return LandedRow(
            kind=row.kind,
            native_id=row.native_id.replace(LEARNER_MARK, given.learner),
            modified_at=row.modified_at,
            learner=given.learner,
            key_id=given.key_id,
            payload=row.payload,
        )

    def _keep(self, refused: RefusedRow, reason: str) -> None:
        """Keep a refused row as those of an LMS are kept, under its pseudonym."""
        row = self._landed(
            RawRow(
                kind="result-file",
                native_id=refused.native_id,
                modified_at=refused.at,
                account=refused.account,
                payload=refused.payload,
            )
        )
        line = canonical_json({"place": None, "reason": reason, "row": row.model_dump(mode="json")}) + b"\n"
        name = f"ingest-{sha256_hex(line)[:16]}.ndjson"
        write_bytes(self.home.refused / self.plan.source.name / name, line)


def _expanded(paths: Iterable[Path], findings: list[Finding]) -> Iterator[Path]:
    """Yield files, and of folders the JSON files in them, by name; files that one run leaves are told."""
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        found = sorted(each for each in path.iterdir() if each.suffix.lower() == _SUFFIX and each.is_file())
        yield from found[:_MOST_FILES]
        if len(found) > _MOST_FILES:
            findings.append(_too_many(path, len(found) - _MOST_FILES))


def _too_many(folder: Path, left: int) -> Finding:
    return Finding(
        id="BRIDGE-INGEST-MANY",
        severity="error",
        file=str(folder),
        message=both(
            f"一次最多收一个文件夹里的 {_MOST_FILES} 个文件，还有 {left} 个没有收",
            f"At most {_MOST_FILES} files of a folder are taken at a time; {left} were left",
        ),
        remedy=both("移走已收的，再收一次", "Move away those that were taken, and take in the rest"),
    )


def _counted(path: Path, taken: Taken) -> IngestedFile:
    rows = taken.new + taken.unchanged + taken.refused
    return IngestedFile(path=str(path), rows=rows, new=taken.new, unchanged=taken.unchanged, refused=taken.refused)
