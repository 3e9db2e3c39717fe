"""What the settings may say about a Moodle, and the client that follows from it."""

from __future__ import annotations

from time import sleep as pause

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from foundation.errors import SettingsError
from foundation.text import both
from lms_bridge.connectors.moodle.rest import MoodleRest
from lms_bridge.endpoints import Endpoint
from lms_bridge.http import HttpSession, RetryPolicy
from lms_bridge.tokens import read_token


class MoodleOptions(BaseModel):
    """Options of this connector.

    Attributes:
        courses: ID numbers of courses to harvest, separated by spaces or commas; empty: all that are ours.
        home_page: what names the site in pseudonyms; give it when the site changes its address.
        plugin: `auto` uses the plugin where it is installed, `never` core functions alone.
        category: id of the course category that new courses go to.
        roster: CSV of the learners to enrol, column `username` or `idnumber`.
        requests_per_second: how fast the site may be asked; 0: as fast as it answers.
        timeout_s: how long to wait for an answer.
        page_rows: rows of a page of the harvest.
        sweep_days: after how many days everything is read again, for what a cursor cannot see.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    courses: str = ""
    home_page: str | None = None
    plugin: str = Field(default="auto", pattern=r"^(auto|never)$")
    category: int = Field(default=1, ge=1)
    roster: str | None = None
    requests_per_second: float = Field(default=20.0, ge=0, le=1000)
    timeout_s: float = Field(default=60.0, gt=0, le=3600)
    page_rows: int = Field(default=5000, ge=1, le=100_000)
    sweep_days: float = Field(default=7.0, gt=0)

    @property
    def course_list(self) -> tuple[str, ...]:
        """ID numbers of the courses to harvest."""
        return tuple(self.courses.replace(",", " ").split())


def moodle_options(endpoint: Endpoint) -> MoodleOptions:
    """Return the options of an endpoint. Raises SettingsError, its place naming the key."""
    unknown = sorted(set(endpoint.options) - set(MoodleOptions.model_fields))
    if unknown:
        raise _wrong(endpoint, unknown[0], both("连接器 moodle 不认识此项", "Connector moodle has no such option"))
    if endpoint.data is not None:
        raise _wrong(endpoint, "data", both("连接器 moodle 用 url，不用 data", "Connector moodle takes url, not data"))
    if endpoint.url is None:
        raise _wrong(endpoint, "url", both("缺少平台网址 url", "The site's address, url, is missing"))
    try:
        return MoodleOptions.model_validate(endpoint.options)
    except ValidationError as error:
        key = str(error.errors()[0]["loc"][0])
        raise _wrong(endpoint, key, both("值不合要求", "The value is not acceptable")) from error


def moodle_rest(endpoint: Endpoint, options: MoodleOptions) -> MoodleRest:
    """Return the client of a Moodle; nothing is sent yet. Raises SettingsError: no token, or a refused address."""
    rate = options.requests_per_second
    session = HttpSession(
        endpoint.url or "",
        policy=RetryPolicy(read_timeout_s=options.timeout_s),
        interval_s=1 / rate if rate else 0.0,
        sleep=pause,
    )
    return MoodleRest(session, read_token(endpoint.name))


def _wrong(endpoint: Endpoint, key: str, message: str) -> SettingsError:
    remedy = both("改正设置文件，写法见 docs/bridge.md", "Mend the settings; docs/bridge.md shows how")
    return SettingsError(message, place=f"{endpoint.name}.{key}", remedy=remedy)
