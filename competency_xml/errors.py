"""Errors of stage 1: maps and the files they come from."""

from __future__ import annotations

from collections.abc import Sequence

from foundation.errors import CourseBridgeError
from foundation.findings import Finding
from foundation.text import both


class MapError(CourseBridgeError):
    """Root of what goes wrong with a competency map."""

    id = "MAP-ERROR"


class InvalidMapError(MapError):
    """A document is no valid competency map. It carries every finding; the first one is the message."""

    id = "MAP-INVALID"

    def __init__(self, problems: Sequence[Finding], *, file: object | None = None) -> None:
        first = problems[0]
        super().__init__(first.message, remedy=first.remedy, file=file, place=first.place)
        self.problems = tuple(problems)

    def findings(self) -> tuple[Finding, ...]:
        """Return all of them."""
        return self.problems


class UnwritableTextError(MapError):
    """A text holds a character that XML cannot hold; `place` is the part's id."""

    id = "MAP-CHARACTER"


class UnknownPartError(MapError):
    """A map has no part with this id, or not of the kind that is asked for."""

    id = "MAP-PART"

    def __init__(self, part_id: str, zh: str = "部分", en: str = "part") -> None:
        super().__init__(
            both(f"图谱里没有这个{zh}：{part_id}", f"The map has no such {en}: {part_id}"),
            place=part_id,
            remedy=both("核对 id", "Check the id"),
        )


class UnknownMapFormatError(MapError):
    """No map format knows this file."""

    id = "MAP-FORMAT"

    def __init__(self, file: object, endings: Sequence[str]) -> None:
        known = ", ".join(endings)
        super().__init__(
            both("不认识这种文件格式", "No map format knows this file"),
            file=file,
            remedy=both(f"可导入的格式：{known}", f"Formats that can be imported: {known}"),
        )


class UnreadableTableError(MapError):
    """A workbook or document cannot be opened, or holds nothing that can be imported."""

    id = "MAP-TABLE"


class UnreadableFrameworkError(MapError):
    """A file of a foreign framework cannot be read, or nothing in it is sound."""

    id = "MAP-FRAMEWORK"


class UnwritableWorkbookError(InvalidMapError):
    """A map does not fit into a workbook: a text longer than a cell, more parts than sheets hold. Carries them all."""

    id = "MAP-WORKBOOK"


class UnreadablePairsError(MapError):
    """A workbook that should hold an editor's decisions on doubtful pairs has no sheet of pairs."""

    id = "MAP-ONTO-SHEET"
