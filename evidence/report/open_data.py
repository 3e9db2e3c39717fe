"""Open tables: counts as CSV for anybody to reuse, always under the rules for the public, and their dictionary."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from evidence.counts import Tables
from evidence.measures.progress import STAGES
from evidence.privacy import ALL, Key
from foundation.files import write_bytes

#: Stands for a level where the standard has none: an empty field would read as missing.
NO_LEVEL = "none"
_SUPPRESSED = ""


@dataclass(frozen=True)
class _OpenTable:
    """A file, the table of counts behind it, and its dimensions after map, role and level."""

    file: str
    table: str
    dimensions: tuple[str, ...]


_TABLES = (
    _OpenTable("progress.csv", "progress", ("stage",)),
    _OpenTable("matched.csv", "matched", ("centre",)),
    _OpenTable("respondents.csv", "answers", ("aspect", "response")),
    _OpenTable("ratings.csv", "ratings", ("work", "aspect")),
)

_DICTIONARY: tuple[tuple[str, str, str, str], ...] = (
    ("*", "map", "能力图谱的 IRI", "IRI of the competency map"),
    ("*", "role", "岗位 id；all 为合计", "id of the role; all is the margin"),
    ("*", "level", "等级 id；none 为无等级；all 为合计", "id of the level; none: no levels; all is the margin"),
    (
        "*",
        "n",
        "学员数；空白为不公布（人数少，或会泄露别的数）；all 行为合计；没有的行为 0",
        "learners; empty: withheld (few, or would give others away); rows of all are margins; no row means 0",
    ),
    (
        "progress.csv",
        "stage",
        "学员到达的最远一步：" + "、".join(STAGES),
        "the furthest stage of a learner: " + ", ".join(STAGES),
    ),
    (
        "matched.csv",
        "centre",
        "试点单位；只计前后测都完成的学员（progress 的 finished 与 passed）",
        "centre; learners with both tests only (finished and passed in progress)",
    ),
    ("respondents.csv", "aspect", "调查的问题", "question of the survey"),
    ("respondents.csv", "response", "所选答案的键", "key of the answer chosen"),
    ("ratings.csv", "work", "工作内容 id", "id of the work"),
    ("ratings.csv", "aspect", "importance 重要程度、frequency 频次、own-ability 自评能力", "aspect rated"),
)


def write_open_data(folder: Path, tables: Tables, threshold: int) -> None:
    """Write `open/*.csv` and `open/dictionary.csv` below `folder`: UTF-8 with BOM, so that Excel reads the Chinese."""
    hidden = tables.suppressed(threshold)
    for one in _TABLES:
        rows = _rows(one, {key: cell.n for key, cell in tables.cells.items() if key[0] == one.table}, hidden)
        _write(folder / "open" / one.file, ("map", "role", "level", *one.dimensions, "n"), rows)
    _write(folder / "open" / "dictionary.csv", ("file", "column", "zh", "en"), _DICTIONARY)


def _rows(one: _OpenTable, counts: Mapping[Key, int], hidden: frozenset[Key]) -> Iterable[tuple[str, ...]]:
    for key, n in sorted(counts.items()):
        if n == 0:
            continue
        _, map_, role, level, *places = key
        if places == [ALL] and len(one.dimensions) > 1:
            places = [ALL] * len(one.dimensions)
        yield map_, role, level or NO_LEVEL, *places, _SUPPRESSED if key in hidden else str(n)


def _write(path: Path, header: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([_harmless(field) for field in row] for row in rows)
    write_bytes(path, text.getvalue().encode("utf-8-sig"))


def _harmless(field: str) -> str:
    """Return a field that a spreadsheet does not run as a formula."""
    return f"'{field}" if field[:1] in ("=", "+", "-", "@", "\t", "\r") else field
