"""Push to and harvest from the embedded LMS."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from foundation.errors import SettingsError
from foundation.text import both
from lms_bridge.connectors.base import Batch, Check, Cursor, Deployed, Desired, PackageFile
from lms_bridge.connectors.sandbox.clients import FolderClient, HttpClient, SandboxClient
from lms_bridge.connectors.sandbox.rows import Reading
from lms_bridge.endpoints import Endpoint
from lms_bridge.errors import SourceError
from lms_bridge.http import HttpSession
from lms_bridge.paging import pages
from lms_bridge.pseudonym import Account
from lms_bridge.sandbox.model import ChangePage
from lms_bridge.sandbox.store import MAX_CHANGES
from lms_bridge.tokens import find_token

PACKAGE_KIND = "package"
#: How many numbers of the sequence are read again, in case something was committed late.
_OVERLAP = 100


class _Options(BaseModel):
    """Options of this connector. `home_page` names the site in pseudonyms; give it when an LMS changes its name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    home_page: str | None = None
    page_size: int = Field(default=200, ge=1, le=MAX_CHANGES)


class _Position(BaseModel):
    """The highest number of the sequence that has landed, and those of the overlap below it."""

    model_config = ConfigDict(frozen=True)

    seq: int = 0
    recent: tuple[int, ...] = ()

    @property
    def since(self) -> int:
        """Where to read from: the overlap is read again."""
        return max(0, self.seq - _OVERLAP)

    def moved(self, seqs: Sequence[int]) -> _Position:
        """Return the position after these have landed."""
        seq = max((self.seq, *seqs))
        return _Position(seq=seq, recent=tuple(sorted({n for n in (*self.recent, *seqs) if n > seq - _OVERLAP})))


class SandboxConnector:
    """A sandbox that `data` (its folder) or `url` (where it is served) names."""

    def __init__(self, endpoint: Endpoint) -> None:
        """Make a connector; nothing is opened yet.

        Raises:
            SettingsError: neither or both of `data` and `url` are given, or an option is unknown.
        """
        options = _options(endpoint)
        self._client = _client(endpoint)
        self._home_page = options.home_page or f"https://{endpoint.name}.sandbox.invalid"
        self._page_size = options.page_size

    def close(self) -> None:
        """Close what is open."""
        self._client.close()

    def account(self, name: str) -> Account:
        """Return the account of a learner, whose name in the sandbox is the learner's id."""
        return Account(home_page=self._home_page, name=name)

    def probe(self) -> Sequence[Check]:
        """Return whether the sandbox answers."""
        want = both("内置平台可用", "the sandbox answers")
        try:
            count = len(self._client.packages())
        except SourceError as error:
            return [Check(id="target", ok=False, found=error.message, want=want, remedy=error.remedy)]
        return [Check(id="target", ok=True, found=both(f"{count} 个课件包", f"{count} packages"), want=want)]

    def desired(self, package: PackageFile) -> Sequence[Desired]:
        """Return the one package that it becomes."""
        card = package.card
        return [
            Desired(
                kind=PACKAGE_KIND,
                idnumber=package.identifier,
                sha256=package.sha256,
                course=card.id if card else None,
                course_version=card.version if card else None,
                parts=package.scos,
            )
        ]

    def deployed(self) -> Sequence[Deployed]:
        """Return the packages that are there, with the number of learners who have attempts."""
        return [
            Deployed(
                kind=PACKAGE_KIND,
                idnumber=stored.identifier,
                sha256=stored.sha256,
                course=stored.course,
                course_version=stored.course_version,
                parts=tuple(sco.identifier for sco in stored.scos),
                learners=len({attempt.learner_id for attempt in self._client.attempts(stored.id)}),
            )
            for stored in self._client.packages()
        ]

    def deploy(self, package: PackageFile, wanted: Desired, at: datetime) -> None:
        """Put the package there; attempts at earlier versions stay."""
        self._client.add_package(package.path, at)

    def harvest(self, cursor: Cursor | None) -> Iterator[Batch]:
        """Yield changes since a cursor; a sandbox that was set back to an earlier state is read from its beginning."""
        position = _Position.model_validate(cursor.position if cursor else {})
        if self._was_set_back(position):
            position = _Position()
        feed = pages(
            lambda since: self._client.changes(since, self._page_size),
            position.since,
            lambda page: page.next if page.more else None,
        )
        reading = Reading(self._client, self._home_page)
        for page in feed:
            batch, position = _batch(reading, page, position)
            yield batch

    def _was_set_back(self, position: _Position) -> bool:
        """The row that had the highest number has it still, or a higher one."""
        return position.seq > 0 and not self._client.changes(position.seq - 1, 1).rows


def _batch(reading: Reading, page: ChangePage, position: _Position) -> tuple[Batch, _Position]:
    landed = set(position.recent)
    new = [change for change in page.rows if change.seq not in landed]
    moved = position.moved([change.seq for change in new])
    cards = {shown.sha256: shown.card for change in new if (shown := reading.card(change))}
    rows = tuple(reading.row(change) for change in new)
    return Batch(rows=rows, cursor=Cursor(position=moved.model_dump(mode="json")), cards=tuple(cards.values())), moved


def _options(endpoint: Endpoint) -> _Options:
    unknown = sorted(set(endpoint.options) - set(_Options.model_fields))
    if unknown:
        raise _wrong(endpoint, unknown[0], both("连接器 sandbox 不认识此项", "Connector sandbox has no such option"))
    try:
        return _Options.model_validate(endpoint.options)
    except ValidationError as error:
        key = str(error.errors()[0]["loc"][0])
        raise _wrong(endpoint, key, both("值不合要求", "The value is not acceptable")) from error


def _client(endpoint: Endpoint) -> SandboxClient:
    if (endpoint.data is None) == (endpoint.url is None):
        raise _wrong(endpoint, "data", both("data 与 url 须且只须有一个", "Give either `data` or `url`"))
    if endpoint.data is not None:
        return FolderClient(endpoint.data)
    return HttpClient(HttpSession(endpoint.url or "", token=find_token(endpoint.name)))


def _wrong(endpoint: Endpoint, key: str, message: str) -> SettingsError:
    remedy = both("改正设置文件，写法见 docs/bridge.md", "Mend the settings; docs/bridge.md shows how")
    return SettingsError(message, place=f"{endpoint.name}.{key}", remedy=remedy)
