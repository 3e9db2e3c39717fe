"""What the settings may say about a Moodle, and the client that follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from time import sleep as pause

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from foundation.errors import SettingsError
from foundation.text import both
from lms_bridge.connectors.moodle.rest import MoodleRest
from lms_bridge.endpoints import Endpoint
from lms_bridge.http import HttpSession, RetryPolicy
from lms_bridge.tokens import read_token, token_variable

#: What people take for the token's place.
_SECRETS = frozenset({"token", "wstoken", "password", "secret", "key"})
#: Kind of mistake → what the value must be, and which bound it met.
_BOUNDS = {
    "greater_than_equal": ("不小于", "at least", "ge"),
    "greater_than": ("大于", "above", "gt"),
    "less_than_equal": ("不大于", "at most", "le"),
}


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
    secret = sorted(_SECRETS & set(unknown))
    if secret:
        raise _secret(endpoint, secret[0])
    if unknown:
        known = ", ".join(MoodleOptions.model_fields)
        raise _wrong(
            endpoint,
            unknown[0],
            both(f"连接器 moodle 不认识此项；可用：{known}", f"Connector moodle has no such option; there is {known}"),
        )
    if endpoint.data is not None:
        raise _wrong(endpoint, "data", both("连接器 moodle 用 url，不用 data", "Connector moodle takes url, not data"))
    if endpoint.url is None:
        raise _wrong(endpoint, "url", both("缺少平台网址 url", "The site's address, url, is missing"))
    try:
        return MoodleOptions.model_validate(endpoint.options)
    except ValidationError as error:
        first = error.errors()[0]
        raise _wrong(endpoint, str(first["loc"][0]), _wanted(first["type"], first.get("ctx", {}))) from error


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


def _wanted(kind: str, bounds: Mapping[str, object]) -> str:
    """Return what a value should be, of the kinds of mistakes that these options allow."""
    if kind in _BOUNDS:
        zh, en, bound = _BOUNDS[kind]
        return both(f"应{zh} {bounds[bound]}", f"It must be {en} {bounds[bound]}")
    if kind == "string_pattern_mismatch":
        return both("应为 auto 或 never", "It must be auto or never")
    if kind.startswith(("int", "float")):
        return both("应为数，不带引号和单位", "It must be a number, without quotes or unit")
    return both("应为文字，写在英文双引号内", "It must be text in double quotes")


def _secret(endpoint: Endpoint, key: str) -> SettingsError:
    variable = token_variable(endpoint.name)
    return SettingsError(
        both("令牌和密码不写在设置文件里", "No token or password belongs in the settings file"),
        place=f"{endpoint.name}.{key}",
        remedy=both(
            f"删去此行，把令牌放进环境变量 {variable}，或系统密码库：keyring set coursebridge token:{endpoint.name}；"
            "文件给别人看过的，请平台管理员换一个令牌",
            f"Delete this line and put the token into the variable {variable}, or the keyring: keyring set "
            f"coursebridge token:{endpoint.name}; where others saw the file, have the token replaced",
        ),
    )


def _wrong(endpoint: Endpoint, key: str, message: str) -> SettingsError:
    remedy = both("改正设置文件，写法见 docs/bridge.md", "Mend the settings; docs/bridge.md shows how")
    return SettingsError(message, place=f"{endpoint.name}.{key}", remedy=remedy)
