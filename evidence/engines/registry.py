"""The engines there are: built-in ones in a tuple, third parties' by the entry point group `coursebridge.engines`."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.metadata import entry_points

from evidence.engines.base import Engine, EngineSettings
from evidence.errors import UnknownEngineError
from foundation.text import both

GROUP = "coursebridge.engines"
DEFAULT = "duckdb"

#: Name and `module:class`, imported only when asked for: an engine is slow to import and may not be installed.
_BUILT_IN: tuple[tuple[str, str], ...] = (("duckdb", "evidence.engines.duckdb:DuckDbEngine"),)


def engine_names() -> list[str]:
    """Return the names of all engines, built-in ones first."""
    return [name for name, _ in _BUILT_IN] + sorted(point.name for point in entry_points(group=GROUP))


def open_engine(name: str = DEFAULT, settings: EngineSettings | None = None) -> Engine:
    """Connect to the engine of this name.

    Raises:
        UnknownEngineError: there is none, or a package that it needs is not installed.
    """
    try:
        engine = _factory(name)(settings or EngineSettings())
    except ImportError as error:
        raise UnknownEngineError(
            both(f"计算引擎 {name} 缺少 {error.name}", f"The engine {name} lacks {error.name}"),
            remedy=both(f"安装 {error.name}，或用 --engine {DEFAULT}", f"Install {error.name}, or use {DEFAULT}"),
        ) from error
    return engine


def _factory(name: str) -> Callable[[EngineSettings], Engine]:
    for known, target in _BUILT_IN:
        if known == name:
            module, _, attribute = target.partition(":")
            factory: Callable[[EngineSettings], Engine] = getattr(import_module(module), attribute)
            return factory
    for point in entry_points(group=GROUP, name=name):
        loaded: Callable[[EngineSettings], Engine] = point.load()
        return loaded
    names = ", ".join(engine_names())
    raise UnknownEngineError(
        both(f"没有名为 {name} 的计算引擎", f"There is no engine {name}"),
        remedy=both(f"可用：{names}", f"There are: {names}"),
    )
