"""Push to and harvest from a Moodle: one object with the capabilities that the site allows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from lms_bridge.connectors.base import Check
from lms_bridge.connectors.moodle.options import moodle_options, moodle_rest
from lms_bridge.connectors.moodle.probe import MoodleProbe
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

    def close(self) -> None:
        """Close the connections."""
        self._rest.close()

    def account(self, name: str) -> Account:
        """Return the account of a learner: its name is Moodle's user id, the number in the profile's address."""
        return Account(home_page=self._home_page, name=name)

    def probe(self) -> Sequence[Check]:
        """Return what the site lacks."""
        return list(MoodleProbe(self._rest, self._options, self._now).checks())
