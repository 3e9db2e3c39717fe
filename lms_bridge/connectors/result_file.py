"""A source whose rows people bring as files: there is nothing to ask, and `harvest ingest` takes them in."""

from __future__ import annotations

from collections.abc import Iterator

from foundation.errors import SettingsError
from foundation.text import both
from lms_bridge.connectors.base import Batch, Cursor
from lms_bridge.endpoints import Endpoint
from lms_bridge.pseudonym import Account

NAME = "result-file"
_OPTION = "home_page"


class ResultFiles:
    """Result files of learners who have no LMS; `home_page` names the place in pseudonyms."""

    def __init__(self, endpoint: Endpoint) -> None:
        """Make a connector.

        Raises:
            SettingsError: an option is unknown.
        """
        unknown = sorted(set(endpoint.options) - {_OPTION})
        if unknown:
            raise SettingsError(
                both("连接器 result-file 不认识此项", "Connector result-file has no such option"),
                place=f"{endpoint.name}.{unknown[0]}",
                remedy=both("改正设置文件，写法见 docs/result-file.md", "Mend the settings; see docs/result-file.md"),
            )
        self._home_page = str(endpoint.options.get(_OPTION, f"https://{endpoint.name}.files.invalid"))

    def account(self, name: str) -> Account:
        """Return the account of a learner, as the learner entered it."""
        return Account(home_page=self._home_page, name=name)

    def harvest(self, cursor: Cursor | None) -> Iterator[Batch]:
        """Yield nothing: what there is has been brought."""
        return iter(())
