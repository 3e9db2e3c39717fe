"""Push to and harvest from a Moodle: one object with the capabilities that the site allows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import UTC, datetime

from competency_xml.model import CompetencyMap
from foundation.progress import Progress
from lms_bridge.changes import PushPlan, PushReceipt
from lms_bridge.connectors.base import Batch, Check, Cursor, PackageFile, Retirable
from lms_bridge.connectors.moodle.core_harvest import CoreHarvest, CorePosition
from lms_bridge.connectors.moodle.core_site import CoreSite
from lms_bridge.connectors.moodle.faults import MoodleFatalError, UnknownFunctionError
from lms_bridge.connectors.moodle.options import moodle_options, moodle_rest
from lms_bridge.connectors.moodle.plugin_harvest import PluginHarvest, Position
from lms_bridge.connectors.moodle.plugin_retire import PluginRetire
from lms_bridge.connectors.moodle.probe import MoodleProbe
from lms_bridge.connectors.moodle.site_push import SitePush
from lms_bridge.endpoints import Endpoint
from lms_bridge.pseudonym import Account


def _utc_now() -> datetime:
    return datetime.now(UTC)


class MoodleConnector:
    """The Moodle at `url`, by the token that the environment or the keyring holds."""

    def __init__(self, endpoint: Endpoint, now: Callable[[], datetime] = _utc_now) -> None:
        """Make a connector; nothing is sent yet.

        Raises:
            SettingsError: an option is wrong, there is no token, or the address is refused.
        """
        self._options = moodle_options(endpoint)
        self._rest = moodle_rest(endpoint, self._options)
        self._home_page = self._options.home_page or endpoint.url or ""
        self._now = now
        self._name = endpoint.name

    def close(self) -> None:
        """Close the connections."""
        self._rest.close()

    def account(self, name: str) -> Account:
        """Return the account of a learner: its name is Moodle's user id, the number in the profile's address."""
        return Account(home_page=self._home_page, name=name)

    def harvest(self, cursor: Cursor | None) -> Iterator[Batch]:
        """Yield what happened since a cursor: by the plugin where it is, else by core functions.

        A cursor of the other path is not gone on with: everything is read again, and nothing doubles.
        """
        if self._options.plugin != "never":
            told = cursor.position if cursor and cursor.position.get("via") == "plugin" else {}
            try:
                yield from PluginHarvest(self._rest, self._options, self._home_page, self._now).batches(
                    Position.model_validate(told)
                )
                return
            except MoodleFatalError as error:
                if not _is_missing_plugin(error):
                    raise
        told = cursor.position if cursor and cursor.position.get("via") == "core" else {}
        site = CoreSite(self._rest)
        yield from CoreHarvest(site, self._options, self._home_page, self._now).batches(
            CorePosition.model_validate(told)
        )

    def restart(self, cursor: Cursor) -> Cursor | None:
        """Return the cursor to read everything from: by core functions what activities were there is kept in mind.

        What is no longer listed is then looked for, and told as hidden, if it is; a run that knows nothing would take
        it for deleted.
        """
        if cursor.position.get("via") != "core":
            return None
        known = CorePosition.model_validate(cursor.position).known
        return Cursor(position=CorePosition(known=known).model_dump(mode="json"))

    def plan_site(self, wanted: PackageFile | CompetencyMap) -> PushPlan:
        """Return what a push would change: by the plugin where it is, else what core functions can do."""
        return SitePush(self._rest, self._options, self._name).plan(wanted)

    def apply_site(
        self, wanted: PackageFile | CompetencyMap, allow: Collection[str], progress: Progress
    ) -> PushReceipt:
        """Do what `plan_site` says; done again after any failure it goes on where it stopped."""
        return SitePush(self._rest, self._options, self._name).apply(wanted, allow, progress)

    def plan_retire(self, retirable: Retirable) -> PushPlan:
        """Return what retiring would do. Raises SourceError: the site has no plugin, too."""
        return PluginRetire(self._rest, self._options, self._name).plan(retirable)

    def apply_retire(self, retirable: Retirable, allow: Collection[str]) -> PushReceipt:
        """Do what `plan_retire` says."""
        return PluginRetire(self._rest, self._options, self._name).apply(retirable, allow)

    def probe(self) -> Sequence[Check]:
        """Return what the site lacks."""
        return list(MoodleProbe(self._rest, self._options, self._now).checks())


def _is_missing_plugin(error: MoodleFatalError) -> bool:
    """The site does not know the function, or the token's service does not hold it."""
    return isinstance(error, UnknownFunctionError) or error.code == "accessexception"
