"""The fourteen columns of a Moodle competency framework in CSV (tool_lpimportcsv), by position.

The headings are language strings of the site, so only their order counts.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from competency_xml.exchange.grid import column_letters

#: The headings of an English Moodle 4.5.
HEADINGS = (
    "Parent ID number",
    "ID number",
    "Short name",
    "Description",
    "Description format",
    "Scale values",
    "Scale configuration",
    "Rule type (optional)",
    "Rule outcome (optional)",
    "Rule config (optional)",
    "Cross-referenced competency ID numbers",
    "Exported ID (optional)",
    "Is framework",
    "Taxonomy",
)
#: Terms that Moodle knows for the levels of a framework.
TAXONOMIES = (
    "behaviour",
    "competency",
    "concept",
    "domain",
    "indicator",
    "level",
    "outcome",
    "practice",
    "proficiency",
    "skill",
    "value",
)
HTML_FORMAT = "1"


@dataclass(frozen=True)
class CompetencyRow:
    """One row: the framework itself, or a competency. All cells are text, '' where there is nothing."""

    parent: str = ""
    idnumber: str = ""
    shortname: str = ""
    description: str = ""
    descriptionformat: str = HTML_FORMAT
    scalevalues: str = ""
    scaleconfiguration: str = ""
    ruletype: str = ""
    ruleoutcome: str = ""
    ruleconfig: str = ""
    related: str = ""
    exportid: str = ""
    isframework: str = ""
    taxonomy: str = ""

    @property
    def is_framework(self) -> bool:
        """Whether PHP takes the cell for true."""
        return self.isframework not in ("", "0")

    def cells(self) -> tuple[str, ...]:
        """Return the cells in the order of the columns."""
        return tuple(str(getattr(self, name)) for name in COLUMNS)


COLUMNS: tuple[str, ...] = tuple(field.name for field in fields(CompetencyRow))


@dataclass(frozen=True)
class ReadRow:
    """A row as it stands in a file.

    Attributes:
        number: counts rows from 1, as a spreadsheet does.
        exported: the number that the competency has on the site it was exported from, or None.
    """

    row: CompetencyRow
    number: int
    exported: int | None = None

    def place(self, sheet: str, column: str) -> str:
        """Return a cell of the row as `Sheet!B7`."""
        return f"{sheet}!{column_letters(COLUMNS.index(column) + 1)}{self.number}"


def related_ids(cell: str) -> list[str]:
    """Return the ids in a cell of cross-references: a comma divides them, `%2C` is a comma of an id."""
    return [one.replace("%2C", ",") for one in cell.split(",") if one]


def related_cell(ids: list[str]) -> str:
    """Return ids as a cell of cross-references."""
    return ",".join(one.replace(",", "%2C") for one in ids)
