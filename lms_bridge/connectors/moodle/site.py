"""What a Moodle says of itself: by core's site info, and by the plugin's handshake where it is installed."""

from __future__ import annotations

import re

from pydantic import BaseModel, ConfigDict, TypeAdapter

from lms_bridge.connectors.moodle.faults import MoodleFatalError, UnknownFunctionError
from lms_bridge.connectors.moodle.rest import MoodleRest

PROTOCOL = 1
#: A clock that is off by more than this is told.
MAX_SKEW_S = 300
PLUGIN_PREFIX = "local_coursebridge_"
#: Moodle's version number of 4.5.0: older sites get the .mbz alone.
OLDEST_VERSION = 2024100700


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class _Function(_Answer):
    name: str


class _Feature(_Answer):
    name: str
    value: int = 0


class SiteInfo(_Answer):
    """Spec: core_webservice_get_site_info. `version` is Moodle's number (`2024100706`), `release` its text."""

    userid: int
    siteurl: str
    release: str = ""
    version: str = "0"
    functions: tuple[_Function, ...] = ()
    uploadfiles: int = 0
    downloadfiles: int = 0
    usermaxuploadfilesize: int = 0
    advancedfeatures: tuple[_Feature, ...] = ()
    theme: str = ""
    userissiteadmin: bool = False

    @property
    def is_iomad(self) -> bool:
        """Whether it is an IOMAD, a Moodle of many tenants, as far as its theme and the token's functions show."""
        return "iomad" in self.theme or any("iomad" in name for name in self.function_names)

    @property
    def function_names(self) -> frozenset[str]:
        """Functions that the token's service holds."""
        return frozenset(function.name for function in self.functions)

    @property
    def version_number(self) -> int:
        """Moodle's version as a whole number: `2024100706.01` is 2024100706."""
        found = re.match(r"\d{1,12}", self.version)
        return int(found[0]) if found else 0

    @property
    def has_plugin(self) -> bool:
        """Whether the token's service holds the plugin's handshake."""
        return f"{PLUGIN_PREFIX}get_capabilities" in self.function_names


class _Php(_Answer):
    version: str = ""
    max_input_vars: int = 0
    post_max_bytes: int = 0
    upload_max_bytes: int = 0


class _Limits(_Answer):
    upload_bytes: int = 0
    document_bytes: int = 0
    harvest_rows: int = 20_000
    harvest_bytes: int = 8 << 20
    deploy_seconds: int = 20


class _Module(_Answer):
    name: str
    enabled: bool


class _Cron(_Answer):
    last_run: int | None = None
    ok: bool = False


class _Database(_Answer):
    family: str = ""
    vendor: str = ""
    version: str = ""


class _Grant(_Answer):
    capability: str
    granted: bool


class PluginCheck(_Answer):
    """One check of the plugin's health page."""

    id: str
    ok: bool
    found: str = ""
    want: str = ""


class PluginInfo(_Answer):
    """Spec: docs/moodle-protocol.md 3."""

    protocols: tuple[int, ...]
    plugin_release: str = ""
    moodle_release: str = ""
    wwwroot: str = ""
    now: int
    php: _Php = _Php()
    limits: _Limits = _Limits()
    cron: _Cron = _Cron()
    database: _Database = _Database()
    upgrade_pending: bool = False
    maintenance: bool = False
    features: tuple[str, ...] = ()
    modules: tuple[_Module, ...] = ()
    may: tuple[_Grant, ...] = ()
    checks: tuple[PluginCheck, ...] = ()


_SITE = TypeAdapter(SiteInfo)
_PLUGIN = TypeAdapter(PluginInfo)


def site_info(rest: MoodleRest) -> SiteInfo:
    """Return what core says of the site and the token. Raises SourceError."""
    return rest.call("core_webservice_get_site_info", _SITE)


def ask_plugin(rest: MoodleRest) -> PluginInfo:
    """Return what the plugin says. Raises SourceError: UnknownFunctionError where it is not installed."""
    return rest.call(f"{PLUGIN_PREFIX}get_capabilities", _PLUGIN)


def plugin_info(rest: MoodleRest) -> PluginInfo | None:
    """Return what the plugin says; None: it is not installed, or not in the token's service. Raises SourceError."""
    try:
        return ask_plugin(rest)
    except UnknownFunctionError:
        return None
    except MoodleFatalError as error:
        if error.code == "accessexception":
            return None
        raise
