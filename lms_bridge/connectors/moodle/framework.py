"""A competency map as a framework of Moodle: idnumbers are the items' ids, retired parts stay and are marked."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from competency_xml.exchange.framework.notes import FrameworkNotes
from competency_xml.exchange.framework.outline import outline
from competency_xml.exchange.moodle_csv.exporting import MapRows, rows_of
from competency_xml.model import CompetencyMap, Function, Item, Level, Role, Work
from foundation.text import both
from lms_bridge.connectors.moodle.wired import Document, Wired

SCALE_NAME = both("能力达成", "Competence")
#: Positions on the scale, from 1: the value given at once when evidence completes, and those that are proficient.
DEFAULT, PROFICIENT = 2, (2,)
RETIRED_MARK = "[停用 retired] "


class Competency(NamedTuple):
    """A competency as Moodle keeps one; `parent` is an idnumber, "" for the framework itself."""

    idnumber: str
    parent: str
    shortname: str
    description: str
    retired: bool


class Framework(NamedTuple):
    """A framework and its competencies, parents first."""

    idnumber: str
    shortname: str
    description: str
    scale: tuple[str, ...]
    taxonomies: tuple[str, ...]
    competencies: tuple[Competency, ...]


def framework_of(competency_map: CompetencyMap) -> Framework:
    """Return the framework that a map becomes; names and idnumbers are those of its Moodle CSV."""
    retired = _retired(competency_map)
    rows = _all_rows(competency_map)
    head = rows.framework
    return Framework(
        idnumber=head.idnumber,
        shortname=head.shortname,
        description=head.description,
        scale=tuple(value.strip() for value in head.scalevalues.split(",")),
        taxonomies=tuple(head.taxonomy.split(",")),
        competencies=tuple(
            Competency(row.idnumber, row.parent, row.shortname, row.description, entry.part.id in retired)
            for entry in rows.entries
            for row in [rows.rows[entry.part.id]]
        ),
    )


def map_document(competency_map: CompetencyMap) -> Document:
    """Return the document of a map for the plugin."""
    framework = framework_of(competency_map)
    head = Wired(
        "framework",
        framework.idnumber,
        {
            "shortname": framework.shortname,
            "description_html": framework.description,
            "scale": {
                "name": SCALE_NAME,
                "values": list(framework.scale),
                "default": DEFAULT,
                "proficient": list(PROFICIENT),
            },
            "taxonomies": list(framework.taxonomies),
            "visible": True,
        },
    )
    parts = (
        Wired(
            "competency",
            one.idnumber,
            {
                "parent": one.parent or None,
                "shortname": one.shortname,
                "description_html": one.description,
                "retired": one.retired,
            },
        )
        for one in framework.competencies
    )
    return Document("framework", framework.idnumber, (head, *parts))


def _all_rows(competency_map: CompetencyMap) -> MapRows:
    """Rows of retired parts too: Moodle would lose what learners hold if they went."""
    return rows_of(_revived(competency_map), FrameworkNotes(Path(competency_map.base.rsplit("/", 1)[-1] or "map")))


def _retired(competency_map: CompetencyMap) -> set[str]:
    """Return the ids of parts that are retired, or stand in one that is."""
    retired: set[str] = set()
    for entry in outline(competency_map):
        if entry.part.status == "retired" or (entry.parent is not None and entry.parent.id in retired):
            retired.add(entry.part.id)
    return retired


_PartT = Role | Level | Function | Work | Item
_CHILDREN = ("levels", "functions", "works", "items")


def _revived(competency_map: CompetencyMap) -> CompetencyMap:
    return competency_map.model_copy(
        update={
            "basic": tuple(_active(item) for item in competency_map.basic),
            "roles": tuple(_active(role) for role in competency_map.roles),
        }
    )


def _active(part: _PartT) -> _PartT:
    below = {
        name: tuple(_active(child) for child in getattr(part, name))
        for name in _CHILDREN
        if name in type(part).model_fields
    }
    return part.model_copy(update={"status": "active", **below})
