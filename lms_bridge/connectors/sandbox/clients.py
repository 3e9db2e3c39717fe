"""The two ways to a sandbox: in this process by its data folder, or over HTTP."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Protocol

from pydantic import BaseModel, ConfigDict, TypeAdapter

from course_templates.card import CourseCard
from foundation.text import both
from lms_bridge.errors import FatalSourceError, RetriableSourceError
from lms_bridge.http import HttpSession
from lms_bridge.sandbox.database import DATABASE_NAME
from lms_bridge.sandbox.errors import PackageRefusedError, SandboxBusyError, SandboxError
from lms_bridge.sandbox.model import ChangePage, StoredPackage
from lms_bridge.sandbox.parts import status_of
from lms_bridge.sandbox.store import SandboxStore

_NOT_FOUND = 404
_ZIP = "application/zip"


class AttemptStatus(BaseModel):
    """An attempt's number, SCO, learner and lesson status (None: never set)."""

    model_config = ConfigDict(frozen=True)

    number: int
    sco: str
    learner_id: int
    status: str | None


class _AttemptAnswer(BaseModel):
    attempt: int
    sco: str
    learner: int
    cmi: dict[str, str]


class _Added(BaseModel):
    id: int
    version: int


_PACKAGES = TypeAdapter(list[StoredPackage])
_CARD = TypeAdapter(CourseCard)
_CHANGES = TypeAdapter(ChangePage)
_ATTEMPTS = TypeAdapter(list[_AttemptAnswer])
_ADDED = TypeAdapter(_Added)


class SandboxClient(Protocol):
    """What the connector asks a sandbox. Every method raises SourceError."""

    def packages(self) -> Sequence[StoredPackage]:
        """Return the newest version of every package."""
        ...

    def card(self, package_id: int, version: int) -> CourseCard | None:
        """Return the course card of a package version; None: it has none."""
        ...

    def changes(self, since: int, limit: int) -> ChangePage:
        """Return a page of the feed."""
        ...

    def attempts(self, package_id: int, learner_id: int | None = None) -> Sequence[AttemptStatus]:
        """Return the attempts at a package, of one learner where given."""
        ...

    def add_package(self, package: Path, at: datetime) -> None:
        """Put a package there; equal bytes change nothing."""
        ...

    def close(self) -> None:
        """Let go of what is open."""
        ...


class FolderClient:
    """A sandbox by its data folder; one that is not there yet is made by the first push alone."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._opened: SandboxStore | None = None

    def packages(self) -> Sequence[StoredPackage]:
        """Return the newest version of every package; none when the folder is not there yet."""
        with _as_source_error():
            return self._store().packages() if self._exists() else []

    def card(self, package_id: int, version: int) -> CourseCard | None:
        """Return the course card of a package version."""
        with _as_source_error():
            return self._existing().card(package_id, version)

    def changes(self, since: int, limit: int) -> ChangePage:
        """Return a page of the feed."""
        with _as_source_error():
            return self._existing().changes(since, limit)

    def attempts(self, package_id: int, learner_id: int | None = None) -> Sequence[AttemptStatus]:
        """Return the attempts at a package."""
        with _as_source_error():
            found = self._existing().attempts(package_id, learner_id)
        return [
            AttemptStatus(
                number=a.number,
                sco=a.sco,
                learner_id=a.learner_id,
                status=_status({e: v.value for e, v in a.cmi.items()}),
            )
            for a in found
        ]

    def add_package(self, package: Path, at: datetime) -> None:
        """Put a package there."""
        with _as_source_error():
            self._store().add_package(package, at)

    def close(self) -> None:
        """Close the database."""
        if self._opened is not None:
            self._opened.close()

    def _exists(self) -> bool:
        return (self._data / DATABASE_NAME).is_file()

    def _existing(self) -> SandboxStore:
        if not self._exists():
            raise FatalSourceError(
                both(f"没有内置平台的数据：{self._data}", f"There is no sandbox in {self._data}"),
                place="data",
                remedy=both("检查设置中的 data，或先推送课件", "Check `data` in the settings, or push a package first"),
            )
        return self._store()

    def _store(self) -> SandboxStore:
        if self._opened is None:
            self._opened = SandboxStore(self._data)
        return self._opened


class HttpClient:
    """A sandbox by its HTTP API."""

    def __init__(self, session: HttpSession) -> None:
        self._session = session

    def packages(self) -> Sequence[StoredPackage]:
        """Return the newest version of every package."""
        return self._session.get("api/packages", _PACKAGES)

    def card(self, package_id: int, version: int) -> CourseCard | None:
        """Return the course card of a package version."""
        try:
            return self._session.get(f"api/packages/{package_id}/versions/{version}/card", _CARD)
        except FatalSourceError as error:
            if error.status == _NOT_FOUND:
                return None
            raise

    def changes(self, since: int, limit: int) -> ChangePage:
        """Return a page of the feed."""
        return self._session.get("api/changes", _CHANGES, {"since": since, "limit": limit})

    def attempts(self, package_id: int, learner_id: int | None = None) -> Sequence[AttemptStatus]:
        """Return the attempts at a package."""
        query = {"package": package_id} | ({} if learner_id is None else {"learner": learner_id})
        found = self._session.get("api/attempts", _ATTEMPTS, query)
        return [AttemptStatus(number=a.attempt, sco=a.sco, learner_id=a.learner, status=_status(a.cmi)) for a in found]

    def add_package(self, package: Path, at: datetime) -> None:
        """Put a package there; the time is the server's own."""
        self._session.post_file("api/packages", package, _ZIP, _ADDED)

    def close(self) -> None:
        """Close the connections."""
        self._session.close()


@contextmanager
def _as_source_error() -> Iterator[None]:
    try:
        yield
    except PackageRefusedError:
        raise  # the package is at fault, not the LMS
    except SandboxBusyError as error:
        raise RetriableSourceError(error.message, place=error.file or error.place) from error
    except SandboxError as error:
        raise FatalSourceError(error.message, remedy=error.remedy, place=error.file or error.place) from error


def _status(cmi: Mapping[str, str]) -> str | None:
    """Return what an attempt has come to in the words of SCORM 1.2; None: it said nothing."""
    found = status_of(cmi)
    return None if found == "not attempted" else found
