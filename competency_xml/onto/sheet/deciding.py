"""What an editor decided in a 对照 sheet, checked against the two maps: decisions, and findings at their cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import cast

from competency_xml.onto.sheet.form import CHOICES, Choice, PairRow
from competency_xml.onto.sheet.reading import PairsSheet, WrittenRow
from competency_xml.onto.task import Task
from foundation.findings import Finding
from foundation.text import both


@dataclass
class Decided:
    """What a sheet says of a re-import.

    Attributes:
        decisions: id in the source → old id, or None where the part is new.
        rows: pair of ids → the row about it.
        findings: what is wrong with the sheet, at its cells.
        is_stale: whether it is of other maps, so that nothing in it was applied.
    """

    decisions: dict[str, str | None] = field(default_factory=dict)
    rows: dict[tuple[str, str], WrittenRow] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    is_stale: bool = False


def decided(sheet: PairsSheet, task: Task, hashes: tuple[str, str]) -> Decided:
    """Return what a sheet decides; `hashes` are the SHA-256 of old map and source. A stale sheet decides nothing."""
    if (sheet.old_sha256, sheet.new_sha256) != hashes:
        return Decided(findings=[_stale(sheet)], is_stale=True)
    return _Judge(sheet, task).decided()


def with_choices(rows: Iterable[PairRow], sheet: PairsSheet, made: Decided) -> Iterator[PairRow]:
    """Yield rows with what the sheet says about them: of a stale one, where old part and both texts are the same."""
    by_text = {(row["old_id"], row["old_text"], row["new_text"]): row for row in sheet.rows}
    for row in rows:
        written = by_text.get(_about(row)) if made.is_stale else made.rows.get((row.old_id, row.new_id))
        yield row if written is None else _as_written(row, written)


class _Judge:
    def __init__(self, sheet: PairsSheet, task: Task) -> None:
        self._sheet = sheet
        self._task = task
        self._made = Decided()
        self._claimed: dict[str, WrittenRow] = {}
        self._said: dict[str, tuple[str | None, WrittenRow]] = {}

    def decided(self) -> Decided:
        for row in self._sheet.rows:
            if self._is_known(row):
                self._made.rows[row["old_id"], row["new_id"]] = row
                self._read(row)
        self._made.decisions.update((new, old) for new, (old, _) in self._said.items())
        return self._made

    def _is_known(self, row: WrittenRow) -> bool:
        olds = row["old_id"] in self._task.olds
        if not olds:
            self._unknown(row, "old_id")
        if row["new_id"] not in self._task.news:
            self._unknown(row, "new_id")
            return False
        return olds

    def _read(self, row: WrittenRow) -> None:
        choice = CHOICES.value_of(row["choice"]) if row["choice"] else "other" if row["other"] else ""
        if choice is None:
            self._wrong(row, "choice", f"看不懂“{row['choice']}”", f"{row['choice']} is no decision")
        elif choice == "new":
            self._say(row, None)
        elif choice == "same":
            if row["other"] and row["other"] != row["old_id"]:
                self._wrong(row, "other", "决定为同一项，却写了另一旧项", "It says same, and names another old one")
            else:
                self._claim(row, "old_id")
        elif choice == "other":
            self._claim(row, "other")

    def _claim(self, row: WrittenRow, key: str) -> None:
        """Give the new part of a row the old one that stands in `key`."""
        old_id = row[key]
        old = self._task.olds.get(old_id)
        if not old_id:
            self._wrong(row, key, "没有写另一旧项的标识", "The id of the other old one is missing")
        elif old is None:
            self._unknown(row, key)
        elif old.type != self._task.news[row["new_id"]].type:
            self._wrong(row, key, f"{old_id} 不是同一类", f"{old_id} is of another type")
        elif old_id in self._claimed and self._claimed[old_id]["new_id"] != row["new_id"]:
            self._conflict(row, key, self._claimed[old_id])
        else:
            self._claimed[old_id] = row
            self._say(row, old_id)

    def _say(self, row: WrittenRow, old_id: str | None) -> None:
        """Note a decision. Of several rows about one new part, one may name the old one; the others then say no."""
        before, first = self._said.get(row["new_id"], (None, row))
        if before is not None and old_id is not None and before != old_id:
            self._conflict(row, "choice", first)
        elif before is None:
            self._said[row["new_id"]] = (old_id, row)

    def _unknown(self, row: WrittenRow, key: str) -> None:
        message = both(f"没有这个标识：{row[key] or '（空）'}", f"There is no such id: {row[key] or '(blank)'}")
        remedy = both("恢复原来的标识", "Restore the id that was there")
        self._add("MAP-ONTO-UNKNOWN", row.place(key), message, remedy)

    def _wrong(self, row: WrittenRow, key: str, zh: str, en: str) -> None:
        remedy = both("从列表中选择", "Choose from the list")
        self._add("MAP-ONTO-DECISION", row.place(key), both(zh, en), remedy)

    def _conflict(self, row: WrittenRow, key: str, first: WrittenRow) -> None:
        message = both(
            f"与 {first.place('choice')} 的决定矛盾", f"It contradicts the decision at {first.place('choice')}"
        )
        remedy = both("一旧项只能对一新项", "One old part can be one new part only")
        self._add("MAP-ONTO-CONFLICT", row.place(key), message, remedy)

    def _add(self, finding_id: str, place: str, message: str, remedy: str) -> None:
        self._made.findings.append(
            Finding(
                id=finding_id,
                severity="error",
                file=self._sheet.file,
                place=place,
                message=message,
                remedy=remedy,
            )
        )


def _stale(sheet: PairsSheet) -> Finding:
    return Finding(
        id="MAP-ONTO-STALE",
        severity="error",
        file=sheet.file,
        place=sheet.place,
        message=both(
            "这份对照表属于另一份图谱或另一次来源，没有采用", "This sheet is of another map or source; it was not used"
        ),
        remedy=both(
            "用这次写出的对照表；旧决定还适用的已填好", "Use the sheet written now; what still holds is filled in"
        ),
    )


def _about(row: PairRow) -> tuple[str, str, str]:
    old_id, old_text, new_text = row.about
    return old_id.strip(), old_text.strip(), new_text.strip()


def _as_written(row: PairRow, written: WrittenRow) -> PairRow:
    choice = CHOICES.value_of(written["choice"]) if written["choice"] else None
    return replace(row, choice=cast("Choice | None", choice), other=written["other"], comment=written["comment"])
