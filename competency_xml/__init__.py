"""Stage 1: the competency map. What people use from Python stands here; see docs/maps-python.md.

Names are loaded when they are first used: importing the package alone costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from competency_xml.check import check_map, map_counts
    from competency_xml.diff import MapDiff, diff_maps
    from competency_xml.editing import (
        add_basic,
        add_function,
        add_item,
        add_level,
        add_role,
        add_work,
        move,
        new_map,
        renumber,
        retire,
        with_map,
        with_part,
        with_weights,
    )
    from competency_xml.exchange.base import ImportOptions
    from competency_xml.interchange import export_map, import_map
    from competency_xml.maps import starter_maps
    from competency_xml.model import CompetencyMap, Function, Item, Level, MapPart, Role, Work
    from competency_xml.onto import lay_onto
    from competency_xml.xml import map_bytes, map_sha256, parse_map, read_map, write_map
    from foundation.findings import Finding
    from foundation.text import LangText

_MODULES = {
    "competency_xml.check": "check_map map_counts",
    "competency_xml.diff": "MapDiff diff_maps",
    "competency_xml.editing": "add_basic add_function add_item add_level add_role add_work move new_map renumber "
    "retire with_map with_part with_weights",
    "competency_xml.exchange.base": "ImportOptions",
    "competency_xml.interchange": "export_map import_map",
    "competency_xml.maps": "starter_maps",
    "competency_xml.model": "CompetencyMap Function Item Level MapPart Role Work",
    "competency_xml.onto": "lay_onto",
    "competency_xml.xml": "map_bytes map_sha256 parse_map read_map write_map",
    "foundation.findings": "Finding",
    "foundation.text": "LangText",
}
_HOMES = {name: module for module, names in _MODULES.items() for name in names.split()}

__all__ = [
    "CompetencyMap",
    "Finding",
    "Function",
    "ImportOptions",
    "Item",
    "LangText",
    "Level",
    "MapDiff",
    "MapPart",
    "Role",
    "Work",
    "add_basic",
    "add_function",
    "add_item",
    "add_level",
    "add_role",
    "add_work",
    "check_map",
    "diff_maps",
    "export_map",
    "import_map",
    "lay_onto",
    "map_bytes",
    "map_counts",
    "map_sha256",
    "move",
    "new_map",
    "parse_map",
    "read_map",
    "renumber",
    "retire",
    "starter_maps",
    "with_map",
    "with_part",
    "with_weights",
    "write_map",
]


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
