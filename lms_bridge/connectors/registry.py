"""Which connectors there are: ours in an explicit tuple, those of third parties by entry point."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import entry_points
from typing import Any

from foundation.errors import SettingsError
from foundation.text import both
from lms_bridge.connectors.base import Closable
from lms_bridge.endpoints import Endpoint, Source, Target
from lms_bridge.errors import UnknownNameError

GROUP = "coursebridge.connectors"


@dataclass(frozen=True)
class Connector:
    """A kind of LMS: `opener` and `normaliser` are `module:name`, imported when they are used.

    `opener` is called with an Endpoint and returns an object with some of the capabilities of
    `lms_bridge.connectors.base`; `normaliser` is called without arguments and returns a Normaliser. `native` says that
    the LMS takes courses apart: their tests and survey are then its own, and not in the package.
    """

    name: str
    opener: str
    normaliser: str
    native: bool = False


BUILT_IN = (
    Connector(
        "moodle", "lms_bridge.connectors.moodle:MoodleConnector", "lms_bridge.normalise.moodle:normaliser", native=True
    ),
    Connector(
        "result-file", "lms_bridge.connectors.result_file:ResultFiles", "lms_bridge.normalise.result_file:normaliser"
    ),
    Connector("sandbox", "lms_bridge.connectors.sandbox:SandboxConnector", "lms_bridge.normalise.sandbox:normaliser"),
)


def connectors() -> Iterator[Connector]:
    """Yield every connector; an entry point cannot replace one of ours."""
    yield from BUILT_IN
    names = {connector.name for connector in BUILT_IN}
    for point in entry_points(group=GROUP):
        if point.name not in names:
            found = point.load()
            if isinstance(found, Connector):
                yield found


def find_connector(name: str, place: str = "connector") -> Connector:
    """Return the connector with this name, which stands at `place`. Raises UnknownNameError."""
    known = []
    for connector in connectors():
        if connector.name == name:
            return connector
        known.append(connector.name)
    raise UnknownNameError(
        both(f"没有连接器“{name}”", f"There is no connector {name!r}"),
        place=place,
        remedy=both(f"可用：{', '.join(known)}", f"There is: {', '.join(known)}"),
    )


@contextmanager
def connected(endpoint: Endpoint) -> Iterator[object]:
    """Give the connector of an endpoint, ready to be asked; nothing is sent yet. It is closed on leaving.

    Raises:
        UnknownNameError: there is no such connector.
        SettingsError: the endpoint lacks what its connector needs.
    """
    connector = find_connector(endpoint.connector, setting_of(endpoint, "connector"))
    try:
        opened: object = load(connector.opener)(endpoint)
    except SettingsError as error:
        error.place = setting_of(endpoint, error.place or "")
        raise
    try:
        yield opened
    finally:
        if isinstance(opened, Closable):
            opened.close()


def setting_of(endpoint: Endpoint, key: str) -> str:
    """Return where in the settings a key of an endpoint stands; what is a variable of the environment stays that."""
    table = {Source: "sources", Target: "targets"}.get(type(endpoint))
    if table is None or key.startswith("COURSEBRIDGE_"):
        return key
    return f"{table}.{endpoint.name}.{key.removeprefix(f'{endpoint.name}.')}".rstrip(".")


def incapable(endpoint: Endpoint, capability: type) -> UnknownNameError:
    """Return the error that says an endpoint's LMS does not allow what was asked."""
    return UnknownNameError(
        both(f"连接器“{endpoint.connector}”不支持此操作", f"Connector {endpoint.connector!r} cannot do this"),
        place=endpoint.name,
        remedy=both(f"需要：{capability.__name__}", f"It needs: {capability.__name__}"),
    )


def load(where: str) -> Any:
    """Return what `module:name` names."""
    module, _, name = where.partition(":")
    return getattr(import_module(module), name)
