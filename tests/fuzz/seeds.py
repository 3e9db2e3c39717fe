"""Valid files of every kind: small, so that reading one takes milliseconds, with something of everything in them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from competency_xml.exchange.base import MapWriter
from competency_xml.exchange.registry import map_formats
from competency_xml.model import CompetencyMap
from competency_xml.onto.importing import OntoRequest, import_onto
from competency_xml.xml import map_bytes, write_map
from tests.competency_xml.exchange.case.foreign import packages
from tests.competency_xml.exchange.case.packages import tree
from tests.competency_xml.exchange.workbook.editor import plain_map
from tests.competency_xml.exchange.workbook.maps import full_map
from tests.competency_xml.generated import competency_maps
from tests.competency_xml.onto.maps import read_rows, with_cell
from tests.competency_xml.workbooks import workbook_file
from tests.fuzz.printed_seeds import printed_documents, printed_workbooks
from tests.fuzz.workbook_seeds import edited_workbooks

T = TypeVar("T")
#: Name of a reader, ending of a file.
Kind = tuple[str, str]


@dataclass(frozen=True)
class PairsDesk:
    """A table that cannot be laid onto an old map without asking, and the sheet that asks."""

    old: Path
    source: Path
    sheet: Path


def seed_files(folder: Path) -> dict[Kind, tuple[bytes, ...]]:
    """Return valid files by kind; of a format that can be written, maps as it writes them."""
    found = {
        ("map-xml", ".xml"): tuple(map(map_bytes, (*sample_maps(), *drawn(competency_maps(), 3)))),
        ("printed", ".xlsx"): _read(*printed_workbooks(folder)),
        ("printed", ".docx"): _read(*printed_documents(folder)),
    }
    for known in map_formats():
        if isinstance(known, MapWriter):
            kind = (known.name, known.endings[0])
            found[kind] = found.get(kind, ()) + tuple(_written(folder, known, kind[1]))
    found["xlsx", ".xlsx"] += tuple(edited_workbooks(folder))
    packages_of_others = (tree(2, 3, 2), *drawn(packages(), 4))
    found["case", ".json"] += tuple(json.dumps(one, ensure_ascii=False).encode() for one in packages_of_others)
    return found


def drawn(strategy: st.SearchStrategy[T], count: int) -> list[T]:
    """Return the largest of some examples of a strategy: the same ones every time."""
    found: list[T] = []

    @settings(max_examples=40, derandomize=True, database=None, deadline=None, phases=[Phase.generate])
    @given(strategy)
    def take(example: T) -> None:
        found.append(example)

    take()
    return sorted(found, key=lambda example: len(repr(example)), reverse=True)[:count]


def sample_maps() -> tuple[CompetencyMap, ...]:
    """Return a map that a check finds nothing in, and one with something in every field."""
    return plain_map(), full_map()


def pairs_desk(folder: Path) -> PairsDesk:
    """Make a 对照 sheet with two pairs to decide."""
    desk = PairsDesk(folder / "old.xml", folder / "new.xlsx", folder / "pairs.xlsx")
    write_map(read_rows(folder, base="https://example.org/cm/"), desk.old)
    rows = with_cell(0, 2, "能分解质量目标", "能驾驶叉车搬运托盘")
    rows = with_cell(1, 2, "能选择抽样方案", "能收紧抽样检查方式", rows)
    workbook_file(desk.source, rows)
    outcome = import_onto(OntoRequest(source=desk.source, onto=desk.old, output=folder / "out.xml"))
    assert outcome.sheet is not None
    outcome.sheet.rename(desk.sheet)
    return desk


def _written(folder: Path, writer: MapWriter, ending: str) -> list[bytes]:
    contents = []
    for number, competency_map in enumerate(sample_maps()):
        path = folder / f"{writer.name}-{number}{ending}"
        writer.write(competency_map, path)
        contents.append(path.read_bytes())
    return contents


def _read(*paths: Path) -> tuple[bytes, ...]:
    return tuple(path.read_bytes() for path in paths)
