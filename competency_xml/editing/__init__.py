"""Editing maps from Python: every function takes a map and returns another; nothing is changed in place.

Ids and UUIDs of what is there stay, whatever changes; new parts get ids that no part of the map ever had. Nothing is
deleted: what is out of use retires.
"""

from competency_xml.editing.adding import add_basic, add_function, add_item, add_level, add_role, add_work, new_map
from competency_xml.editing.changing import move, retire, with_map, with_part, with_weights
from competency_xml.editing.numbering import renumber

__all__ = [
    "add_basic",
    "add_function",
    "add_item",
    "add_level",
    "add_role",
    "add_work",
    "move",
    "new_map",
    "renumber",
    "retire",
    "with_map",
    "with_part",
    "with_weights",
]
