"""SandboxStore: everything the embedded LMS keeps, for its web server and for use in process.

Every method is one transaction, sound under threads and under other processes on the same data folder. Methods
that write take the time `at` (aware UTC) from their caller: the server passes the clock, a simulation its own time.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, select

from course_templates.card import CourseCard
from foundation.text import both
from lms_bridge.sandbox import attempts as attempts_
from lms_bridge.sandbox import packages as packages_
from lms_bridge.sandbox import parts as parts_
from lms_bridge.sandbox import people
from lms_bridge.sandbox.changes import page_of_changes
from lms_bridge.sandbox.database import Database
from lms_bridge.sandbox.datamodel import DataModel, data_model
from lms_bridge.sandbox.errors import SandboxInputError
from lms_bridge.sandbox.intake import unpacked
from lms_bridge.sandbox.model import Attempt, ChangePage, Learner, PlayedAttempt, Session, StoredPackage, Turn
from lms_bridge.sandbox.overview import Overview
from lms_bridge.sandbox.schema import attempts

MAX_CHANGES = 1000


class SandboxStore:
    """The packages, learners, enrolments, attempts and CMI values of one data folder.

    Raises, from every method: `SandboxBusyError` when another process holds the folder for too long, and
    `SandboxDataError` when it cannot be written.
    """

    def __init__(self, data: Path, *, busy_timeout_s: float = 30.0) -> None:
        """Open the data folder, making it if need be."""
        self.data = data
        self._database = Database(data, busy_timeout_s=busy_timeout_s)
        self.overview = Overview(self._database)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the database's connections."""
        self._database.close()

    def add_package(self, package: Path, at: datetime, *, name: str | None = None) -> StoredPackage:
        """Keep a SCORM 1.2 package. Its manifest identifier says which one it is.

        Bytes equal to the newest version's change nothing; other bytes make the next version, and attempts stay at
        the version they began with. `name` stands for the file in messages.

        Raises:
            UnsafeArchiveError: the zip is damaged or hostile.
            MalformedXmlError: the manifest is not well-formed, or carries a DTD.
            PackageRefusedError: it is no SCORM 1.2 package that could be launched.
        """
        with unpacked(package, self.data / "packages", name=name) as incoming, self._database.write() as connection:
            return packages_.keep(connection, incoming, self.data, at)

    def packages(self) -> list[StoredPackage]:
        """Return the newest version of every package, in order of arrival."""
        with self._database.read() as connection:
            return packages_.all_newest(connection)

    def package(self, package_id: int, version: int | None = None) -> StoredPackage:
        """Return a package at its newest, or at one version. Raises NoSuchRecordError."""
        with self._database.read() as connection:
            if version is None:
                return packages_.newest(connection, package_id)
            return packages_.at_version(connection, package_id, version)

    def versions(self, package_id: int) -> list[StoredPackage]:
        """Return all versions of a package, newest first; none when there is no such package."""
        with self._database.read() as connection:
            return packages_.history(connection, package_id)

    def card(self, package_id: int, version: int) -> CourseCard | None:
        """Return a version's course card, or None for a foreign package. Raises NoSuchRecordError."""
        with self._database.read() as connection:
            return packages_.card_of(connection, package_id, version)

    def content_folder(self, package_id: int, version: int) -> Path:
        """Return the folder that holds a version's files."""
        return packages_.package_folder(self.data, package_id, version)

    def add_learner(self, name: str, at: datetime) -> int:
        """Return the id of a new learner; names need not be unique. Raises SandboxInputError."""
        cleaned = people.clean_name(name)
        with self._database.write() as connection:
            return people.add(connection, cleaned, at)

    def learner(self, learner_id: int) -> Learner:
        """Return a learner. Raises NoSuchRecordError."""
        with self._database.read() as connection:
            return people.one(connection, learner_id)

    def learners(self) -> list[Learner]:
        """Return all learners, newest first."""
        with self._database.read() as connection:
            return people.everyone(connection)

    def enrol(self, package_id: int, learner_id: int, at: datetime) -> None:
        """Enrol a learner in a package; done again it changes nothing. Raises NoSuchRecordError."""
        with self._database.write() as connection:
            people.enrol(connection, packages_.newest(connection, package_id), learner_id, at)

    def withdraw(self, package_id: int, learner_id: int, at: datetime) -> None:
        """End an enrolment; attempts stay. Raises NoSuchRecordError when there is none."""
        with self._database.write() as connection:
            people.withdraw(connection, package_id, learner_id, at)

    def open_attempt(
        self, package_id: int, learner_id: int, at: datetime, *, sco: str | None = None, restart: bool = False
    ) -> Attempt:
        """Return the learner's open attempt at a SCO, else a new one; enrols the learner.

        By default it is the first SCO that is open and not done. With `restart` the open attempt is ended first.

        Raises:
            NoSuchRecordError: there is no such package or learner.
            SandboxInputError: there is no such SCO.
            ScoLockedError: its prerequisites are not met.
        """
        with self._database.write() as connection:
            package = packages_.newest(connection, package_id)
            wanted = None if sco is None else package.sco(sco)
            if sco is not None and wanted is None:
                raise SandboxInputError(both(f"课件包中没有此 SCO：{sco}", f"The package has no such SCO: {sco}"))
            chosen = parts_.choose(connection, package, learner_id, wanted)
            people.enrol(connection, package, learner_id, at)
            place = attempts_.Placement(
                package_id=package.id, package_version=package.version, learner_id=learner_id, sco=chosen.identifier
            )
            if restart:
                attempts_.close_open(connection, place, at)
            return attempts_.one_attempt(connection, attempts_.open_attempt(connection, place, at))

    def begin_session(self, attempt_id: int, at: datetime) -> Session:
        """Begin a session of an open attempt; a session that was still open may not commit any more.

        Raises:
            NoSuchRecordError: there is no such attempt.
            SessionClosedError: the attempt is finished.
        """
        with self._database.write() as connection:
            return attempts_.begin_session(connection, attempt_id, at, self._model(connection, attempt_id))

    def launch(self, package_id: int, learner_id: int, at: datetime) -> Attempt:
        """Continue the learner's open attempt, or begin a new one, and begin a session of it."""
        attempt = self.open_attempt(package_id, learner_id, at)
        return self.begin_session(attempt.id, at).attempt

    def commit(
        self, attempt_id: int, values: Mapping[str, str], at: datetime, finished: bool, *, turn: Turn | None = None
    ) -> None:
        """Keep what a SCO set since its last commit, in one transaction. Every element stays until set again.

        `cmi.core.total_time` follows from the session times. With `finished` the session ends; so does the attempt
        when its status is final and `cmi.core.exit` is not `suspend`. `turn` is for a client whose commits may
        overtake each other; the default is the next commit of the newest session.

        Raises:
            SandboxInputError: an element or value that a SCO cannot set; nothing is kept.
            NoSuchRecordError: there is no such attempt.
            SessionClosedError: the session was ended or replaced.
        """
        with self._database.write() as connection:
            model = self._model(connection, attempt_id)
            model.check(values)
            current = attempts_.open_session(connection, attempt_id, None if turn is None else turn.session)
            number = current.commits + 1 if turn is None else turn.commit
            if number > current.commits:
                sent = attempts_.Committed(number=number, values=values, at=at, finished=finished, model=model)
                attempts_.keep_commit(connection, current, sent)

    def is_missing(self, attempt_id: int, turn: Turn) -> bool:
        """Return whether a commit of the attempt's open session has not arrived; one of any other never will."""
        with self._database.read() as connection:
            return attempts_.is_missing(connection, attempt_id, turn)

    def parts(self, package_id: int, learner_id: int) -> list[parts_.PartLine]:
        """Return the newest version's SCOs in order, as a learner stands. Raises NoSuchRecordError."""
        with self._database.read() as connection:
            return parts_.lines(connection, packages_.newest(connection, package_id), learner_id)

    def sequencing_state(self, attempt: PlayedAttempt) -> str | None:
        """Return how far a learner is in the sequencing of an attempt's package version, or None at the beginning."""
        with self._database.read() as connection:
            return attempts_.sequencing_state(connection, attempt)

    def keep_sequencing_state(self, attempt: PlayedAttempt, state: str) -> None:
        """Keep how far a learner is in the sequencing of a package."""
        with self._database.write() as connection:
            attempts_.keep_sequencing_state(connection, attempt, state)

    @staticmethod
    def _model(connection: Connection, attempt_id: int) -> DataModel:
        """Return the data model of the SCO that an attempt is at. Raises NoSuchRecordError."""
        package_id, version = attempts_.package_of(connection, attempt_id)
        return data_model(packages_.at_version(connection, package_id, version).standard)

    def attempt(self, attempt_id: int) -> Attempt:
        """Return one attempt. Raises NoSuchRecordError."""
        with self._database.read() as connection:
            return attempts_.one_attempt(connection, attempt_id)

    def attempts(self, package_id: int | None = None, learner_id: int | None = None) -> list[Attempt]:
        """Return attempts with their CMI values, oldest first, of one package or learner where given."""
        query = select(attempts).where(~attempts.c.deleted).order_by(attempts.c.id)
        if package_id is not None:
            query = query.where(attempts.c.package_id == package_id)
        if learner_id is not None:
            query = query.where(attempts.c.learner_id == learner_id)
        with self._database.read() as connection:
            return attempts_.find_attempts(connection, query)

    def attempt_token(self, attempt_id: int) -> str:
        """Return the secret under which an attempt is played. Raises NoSuchRecordError."""
        with self._database.read() as connection:
            return attempts_.token_of(connection, attempt_id)

    def played(self, token: str) -> PlayedAttempt:
        """Return the attempt that is played under a secret. Raises NoSuchRecordError."""
        with self._database.read() as connection:
            return attempts_.by_token(connection, token)

    def delete_attempt(self, attempt_id: int, at: datetime) -> None:
        """Delete an attempt's values; the feed tells that it was deleted. Raises NoSuchRecordError."""
        with self._database.write() as connection:
            attempts_.delete_attempt(connection, attempt_id, at)

    def changes(self, since: int, limit: int = MAX_CHANGES) -> ChangePage:
        """Return at most `limit` enrolments and attempts that changed after `since`, in the order of change."""
        with self._database.read() as connection:
            return page_of_changes(connection, since, max(1, min(limit, MAX_CHANGES)))
