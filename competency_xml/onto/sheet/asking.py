"""The conversation with an editor: decisions are read from a 对照 sheet, and open questions written to one."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from competency_xml.matching import Pair
from competency_xml.onto.model import Laid
from competency_xml.onto.notes import doubtful_finding
from competency_xml.onto.sheet.deciding import Decided, decided, with_choices
from competency_xml.onto.sheet.form import PairRow, SheetHead
from competency_xml.onto.sheet.reading import PairsSheet, read_pairs
from competency_xml.onto.sheet.rows import rows_of
from competency_xml.onto.sheet.writing import place_of, write_pairs
from competency_xml.onto.task import Decisions, Task
from competency_xml.xml import map_sha256
from foundation.findings import Finding


class Asking:
    """Reads a sheet if there is one, and writes one when there is something to ask. A file is never overwritten."""

    def __init__(self, task: Task, path: Path, about: tuple[str, str]) -> None:
        self._task = task
        self._path = path
        self._about = about
        self._sheet: PairsSheet | None = None
        self._decided = Decided()
        self._asked: list[PairRow] = []
        self._at = path
        self.findings: list[Finding] = []

    @property
    def decisions(self) -> Decisions:
        """What is decided, id in the source → id in the old map or None."""
        return self._decided.decisions

    def read(self, *, is_asked_for: bool) -> None:
        """Read the sheet, if there is one; beside the map, the last one that is of these maps."""
        sheets = [self._path] if is_asked_for else list(_numbered(self._path))
        for path in reversed([one for one in sheets if one.exists()]):
            self._sheet = read_pairs(path)
            self._decided = decided(self._sheet, self._task, self._hashes)
            self._at = path
            if not self._decided.is_stale:
                break
        if is_asked_for or not self._decided.is_stale:
            self.findings += self._decided.findings

    def ask(self, laid: Laid) -> Path | None:
        """Return the sheet in which all doubtful pairs stand; where there is none, it is written."""
        if not laid.doubtful:
            return None
        known = {_ids(pair) for pair in laid.doubtful} <= set(self._decided.rows)
        if self._sheet is None or not known:
            self._asked = self._rows(laid)
            self._at = next(path for path in _numbered(self._path) if not path.exists())
            write_pairs(self._at, self._head(), self._asked, laid.unmatched)
        return self._at

    def questions(self, laid: Laid) -> Iterator[Finding]:
        """Yield a finding for every doubtful pair, at the row where it is to be decided."""
        places = {ids: row.place("choice") for ids, row in self._decided.rows.items()}
        places |= {(row.old_id, row.new_id): place_of(number) for number, row in enumerate(self._asked)}
        for pair in laid.doubtful:
            yield doubtful_finding(pair, places[_ids(pair)]).model_copy(update={"file": str(self._at)})

    def _rows(self, laid: Laid) -> list[PairRow]:
        """Return what is asked: decisions that stand, then what is open."""
        rows = rows_of(self._task, laid.doubtful)
        if self._sheet is None:
            return rows
        return list(with_choices([*self._standing(laid), *rows], self._sheet, self._decided))

    def _standing(self, laid: Laid) -> list[PairRow]:
        is_open = {_ids(pair) for pair in laid.doubtful}
        standing = {ids: row for ids, row in self._decided.rows.items() if ids not in is_open}
        pairs = [
            Pair(self._task.olds[old], self._task.news[new], "settled", _number(row["score"]))
            for (old, new), row in standing.items()
        ]
        return rows_of(self._task, pairs)

    def _head(self) -> SheetHead:
        old, new = self._about
        return SheetHead(f"{old} {self._task.old.version}", self._hashes[0], new, self._hashes[1])

    @cached_property
    def _hashes(self) -> tuple[str, str]:
        """Hashes of both maps; status and version of the source come from options, which may differ each time."""
        plain = self._task.new.model_copy(update={"version": "1.0.0", "status": "draft"})
        return map_sha256(self._task.old), map_sha256(plain)


def _ids(pair: Pair) -> tuple[str, str]:
    return pair.old.id, pair.new.id


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 1.0


def _numbered(path: Path) -> Iterator[Path]:
    """Yield a path, then the same with -2, -3 … as long as the one before is there."""
    yield path
    found, number = path, 2
    while found.exists():
        found = path.with_name(f"{path.stem}-{number}{path.suffix}")
        number += 1
        yield found
