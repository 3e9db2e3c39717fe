"""`map view`: maps as one offline HTML page, a picture to hang on a wall and to walk through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from competency_xml.model import CompetencyMap
from competency_xml.pages import part_of_page, render_page, script_of
from competency_xml.part_names import BLOOM_NAMES, PART_NAMES, STATUS_NAMES, exam_part_name
from competency_xml.similarity import NEAR_ALIKE
from competency_xml.view.payload import payload_json
from competency_xml.view.shared import Sharing, sharing_of
from competency_xml.view.sheets import Sheet, sheets_of, units_of
from competency_xml.view.wording import WORDS

__all__ = ["MapView", "view_maps"]

_STYLES = ("view.css", "poster.css", "overview.css", "print.css")
_SCRIPTS = ("dom.js", "arcs.js", "wheel.js", "details.js", "search.js", "sharing.js", "stage.js", "keys.js", "main.js")


class SheetSummary(BaseModel):
    """One sheet: its key in the page's address, ids of role and level, and number of items, basics apart."""

    model_config = ConfigDict(frozen=True)

    key: str
    role: str | None
    level: str | None
    items: int


class SharedSummary(BaseModel):
    """Two roles (or levels): how many items are near-alike, and how many systems and standards both name."""

    model_config = ConfigDict(frozen=True)

    one: str
    other: str
    near: int
    terms: int


class ViewSummary(BaseModel):
    """What is in a picture."""

    model_config = ConfigDict(frozen=True)

    sheets: tuple[SheetSummary, ...]
    shared: tuple[SharedSummary, ...]


@dataclass(frozen=True)
class MapView:
    """A picture of maps: its sheets, what they share, and the page."""

    sheets: tuple[Sheet, ...]
    sharing: Sharing
    page: str

    def summary(self) -> ViewSummary:
        """Return what is in the picture, for a script to read."""
        numbers = range(len(self.sharing.units))
        return ViewSummary(
            sheets=tuple(
                SheetSummary(
                    key=sheet.key,
                    role=None if sheet.role is None else sheet.role.id,
                    level=None if sheet.level is None or not sheet.level.is_named else sheet.level.id,
                    items=len(sheet.items),
                )
                for sheet in self.sheets
            ),
            shared=tuple(
                SharedSummary(
                    one=self.sharing.units[one].label.best(),
                    other=self.sharing.units[other].label.best(),
                    near=self.sharing.near_counts.get((one, other), 0),
                    terms=self.sharing.term_counts.get((one, other), 0),
                )
                for one in numbers
                for other in numbers[one + 1 :]
            ),
        )


def view_maps(maps: Sequence[CompetencyMap]) -> MapView:
    """Return the picture of one map or of several, side by side.

    The page needs no network and no other file, and has no address but `#`. Every item stands in it as an element
    with `data-item` = its id; a basic requirement of several roles stands on each of their sheets.
    """
    sheets = sheets_of(maps)
    sharing = sharing_of(units_of(sheets))
    page = render_page(
        "view.html",
        sheets=sheets,
        sharing=sharing,
        words=WORDS,
        parts=PART_NAMES,
        blooms=BLOOM_NAMES,
        statuses=STATUS_NAMES,
        table_name=exam_part_name,
        near_alike=NEAR_ALIKE,
        payload=payload_json(sheets, sharing),
        styles=part_of_page(*_STYLES),
        script=script_of(*_SCRIPTS),
    )
    return MapView(tuple(sheets), sharing, page)
