"""What a map format must be able to do, and what an import may be told."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, Self, runtime_checkable

from pydantic import BaseModel, ConfigDict, model_validator

from competency_xml.model import CompetencyMap, MapStatus, PartId
from competency_xml.standard_numbers import cites_number
from foundation.findings import Finding
from foundation.text import both


class ImportOptions(BaseModel):
    """What the importing person knows better than the file. None and '' leave it to the file.

    With `inspired_by` the map states no standard: neither number nor clause of one is taken over.
    """

    model_config = ConfigDict(frozen=True)

    role: PartId | None = None
    base: str | None = None
    status: MapStatus = "draft"
    inspired_by: str = ""
    version: str = "1.0.0"

    @model_validator(mode="after")
    def _illustrative_states_nothing(self) -> Self:
        if self.status == "illustrative" and not self.inspired_by.strip():
            raise ValueError(both("示例图谱须写取材于何处", "an illustrative map says what inspired it"))
        if cites_number(self.inspired_by):
            raise ValueError(both("取材处只写标题，不写标准号", "what inspired a map is named by title, not number"))
        return self


@runtime_checkable
class MapReader(Protocol):
    """A format that can be imported. `endings` are lower-case file endings with the dot.

    For re-imports onto a map it may say more; both count as False where they are not there:

    - `keeps_ids`: True where ids and UUIDs were stored in the file, False where reading makes them of what is printed.
    - `complete`: True where a file says all that a map can say, so that what is missing was taken out by somebody.
    """

    name: str
    endings: tuple[str, ...]

    def recognises(self, path: Path) -> bool:
        """Return whether a file is of this format, by its ending and, where several share it, its content."""
        ...

    def read(self, path: Path, options: ImportOptions | None = None) -> tuple[CompetencyMap, Sequence[Finding]]:
        """Return the map in a file, and what is doubtful about it at its place in the file.

        Raises:
            CourseBridgeError: nothing can be imported.
        """
        ...


@runtime_checkable
class MapWriter(Protocol):
    """A format that can be exported."""

    name: str
    endings: tuple[str, ...]

    def write(self, competency_map: CompetencyMap, path: Path) -> Sequence[Finding]:
        """Write the map atomically, and return what of it the format cannot say."""
        ...


class MapFormat(MapReader, MapWriter, Protocol):
    """A format that goes both ways."""
