"""A page as data: sections of charts and tables, each with what it says and what it cannot say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from markupsafe import Markup

from evidence.figures import Figure, Figures, Group, Measure
from evidence.labels import Labels
from foundation.text import LangText

Text = str | LangText


@dataclass(frozen=True)
class Table:
    """A table: headings, and rows of as many cells. `numeric` columns, by place, are set to the right."""

    caption: LangText
    headings: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]
    numeric: frozenset[int] = frozenset()


@dataclass(frozen=True)
class ChartRow:
    """One row: its name, its strip, and what stands at its end. A `strong` row is the whole of the others."""

    name: LangText
    strip: Markup
    aside: LangText
    strong: bool = False


@dataclass(frozen=True)
class Series:
    """Values of one kind, one per row of a plot; None where a value is withheld."""

    name: LangText
    values: tuple[float | None, ...]


@dataclass(frozen=True)
class Plot:
    """A chart as numbers, for programs that draw their own: rows, series, and the ends of the scale."""

    rows: tuple[LangText, ...]
    series: tuple[Series, ...]
    lowest: float
    highest: float


@dataclass(frozen=True)
class Chart:
    """A chart: what it says as its title, how to read it, its rows, and the same as a table and as numbers."""

    title: LangText
    subtitle: LangText
    rows: tuple[ChartRow, ...]
    table: Table
    plot: Plot | None = None
    axis: Markup | None = None
    legend: tuple[tuple[str, LangText], ...] = ()
    notes: tuple[LangText, ...] = ()


@dataclass(frozen=True)
class Section:
    """A section of a body of evidence; `can` and `cannot` say what it shows and what nobody may read into it."""

    id: str
    heading: LangText
    charts: tuple[Chart, ...] = ()
    tables: tuple[Table, ...] = ()
    notes: tuple[LangText, ...] = ()
    can: LangText = field(default_factory=LangText)
    cannot: LangText = field(default_factory=LangText)


@dataclass(frozen=True)
class Tile:
    """One large number with its name and a line below."""

    name: LangText
    value: Text
    line: LangText


@dataclass(frozen=True)
class Body:
    """One body of evidence (map, role, level) and the figures there are for it. `level` is empty without levels."""

    map: str
    role: str
    level: str
    figures: Figures
    labels: Labels
    internal: bool
    several_maps: bool

    @property
    def id(self) -> str:
        """An anchor unique to the page."""
        return "-".join(part for part in (self.role, self.level) if part)

    def group(self, **about: str | None) -> Group:
        """Return the group of a figure of this body."""
        return Group(role=self.role, level=self.level or None, map=self.map if self.several_maps else None, **about)

    def figure(self, measure: Measure, **about: str | None) -> Figure | None:
        """Return one figure of this body, or None."""
        return self.figures.one(measure, self.group(**about))

    def all(self, measure: Measure, dimension: str) -> list[Figure]:
        """Return the figures of this body along one dimension, in the order of the course."""
        group = self.group()
        found = self.figures.find(measure, role=group.role, level=group.level, map=group.map)
        along = [figure for figure in found if getattr(figure.group, dimension) is not None]
        return sorted(along, key=lambda figure: self.labels.place(self.map, getattr(figure.group, dimension)))

    def name(self) -> LangText:
        """Return role and level as a reader knows them."""
        role = self.labels.role(self.map, self.role)
        return joined([role, self.labels.level(self.map, self.level)]) if self.level else role


def joined(parts: Iterable[LangText], separator: str = " · ") -> LangText:
    """Return texts as one line per language."""
    found = list(parts)
    langs = [lang for lang in ("zh-CN", "en") if any(text.get(lang) for text in found)]
    return LangText(tuple((lang, separator.join(text.best(lang, "zh-CN") for text in found)) for lang in langs))
