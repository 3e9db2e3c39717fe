"""Rows → a tree by parent ID numbers: what Moodle would lose on the way is kept, and told by cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from competency_xml.exchange.framework.notes import FrameworkNotes, Remark
from competency_xml.exchange.moodle_csv.rows import CompetencyRow, ReadRow
from competency_xml.exchange.moodle_csv.takes import MAX_CHARACTERS, is_number
from foundation.text import both


@dataclass
class Branch:
    """A competency and those below it, in file order. `key` is its ID number, or its row where it has none."""

    read: ReadRow
    key: str
    children: list[Branch] = field(default_factory=list)

    @property
    def row(self) -> CompetencyRow:
        """Its cells."""
        return self.read.row


def tree_of(rows: Sequence[ReadRow], notes: FrameworkNotes) -> list[Branch]:
    """Return the roots of the tree of competencies."""
    teller = _Teller(notes)
    branches: dict[str, Branch] = {}
    for read in rows:
        teller.row(read)
        key = read.row.idnumber if read.row.idnumber not in ("", "0") else f"#{read.number}"
        if key in branches:
            teller.duplicate(branches[key].read, read)
        branches[key] = Branch(read, key)
    teller.numbers(branches.values())
    parents = {key: branch.row.parent for key, branch in branches.items() if branch.row.parent in branches}
    for key in _circles(branches, parents):
        teller.circle(branches[key].read)
        del parents[key]
    roots: list[Branch] = []
    for key, branch in _ordered(branches):
        if key in parents:
            branches[parents[key]].children.append(branch)
            continue
        if branch.row.parent and branch.row.parent not in branches:
            teller.orphan(branch.read)
        roots.append(branch)
    return roots


def walk(roots: Sequence[Branch]) -> Iterator[tuple[Branch, Branch | None, int]]:
    """Yield every branch in reading order with the one above it and its depth from 1, however deep the tree."""
    stack: list[tuple[Branch, Branch | None, int]] = []
    stack.extend((root, None, 1) for root in reversed(roots))
    while stack:
        branch, parent, depth = stack.pop()
        yield branch, parent, depth
        stack.extend((child, branch, depth + 1) for child in reversed(branch.children))


def _ordered(branches: dict[str, Branch]) -> list[tuple[str, Branch]]:
    """Return branches in file order or, in a file that Moodle exported, in the order in which they came to be.

    Moodle exports in no order of its own; databases sort by ID number as a rule.
    """
    if any(branch.read.exported is None for branch in branches.values()):
        return list(branches.items())
    return sorted(branches.items(), key=lambda pair: pair[1].read.exported or 0)


def _circles(keys: Iterable[str], parents: dict[str, str]) -> list[str]:
    """Return the first key of every circle."""
    order = {key: number for number, key in enumerate(keys)}
    done: set[str] = set()
    found: list[str] = []
    for start in order:
        path: dict[str, None] = {}
        key: str | None = start
        while key is not None and key not in done and key not in path:
            path[key] = None
            key = parents.get(key)
        if key is not None and key in path:
            steps = list(path)
            found.append(min(steps[steps.index(key) :], key=order.__getitem__))
        done.update(path)
    return found


class _Teller:
    """Tells what Moodle would do with a row."""

    def __init__(self, notes: FrameworkNotes) -> None:
        self._notes = notes

    def row(self, read: ReadRow) -> None:
        """Tell what is wrong with a row by itself."""
        for column in ("idnumber", "shortname"):
            value = getattr(read.row, column)
            if value in ("", "0"):
                message = both(
                    "标识或简称为空或为 0，Moodle 会丢掉此行及其下级",
                    "The ID number or short name is empty or 0; Moodle drops the row and all below it",
                )
                self._add("MAP-MOODLE-DROPPED", message, both("请填写", "Fill it in"), read, column)
            elif len(value) > MAX_CHARACTERS:
                message = both(
                    f"超过 {MAX_CHARACTERS} 个字符，Moodle 会截断，下级也会丢失",
                    f"Over {MAX_CHARACTERS} characters: Moodle cuts it, and loses what is below",
                )
                self._add("MAP-MOODLE-LONG", message, both("请缩短", "Shorten it"), read, column)

    def duplicate(self, first: ReadRow, second: ReadRow) -> None:
        """Tell that a row overwrites another."""
        message = both(
            f"标识 {first.row.idnumber} 又出现在第 {second.number} 行，此行被覆盖，没有导入",
            f"The ID number {first.row.idnumber} is in row {second.number} again, which overwrites this one",
        )
        self._add("MAP-MOODLE-DUPLICATE", message, both("请改用不同的标识", "Give each its own"), first, "idnumber")

    def numbers(self, branches: Iterable[Branch]) -> None:
        """Tell ID numbers that PHP takes for the same number, such as 1.1 and 1.10."""
        seen: dict[float, ReadRow] = {}
        for branch in branches:
            idnumber = branch.row.idnumber
            if not is_number(idnumber):
                continue
            other = seen.setdefault(float(idnumber), branch.read)
            if other is not branch.read:
                message = both(
                    f"Moodle 把 {other.row.idnumber} 和 {idnumber} 当成同一个数，下级会挂错",
                    f"Moodle takes {other.row.idnumber} and {idnumber} for one number and mixes up what is below",
                )
                remedy = both("请在标识前加字母", "Put a letter before them")
                self._add("MAP-MOODLE-NUMBER", message, remedy, branch.read, "idnumber")

    def circle(self, read: ReadRow) -> None:
        """Tell a row that stands below itself."""
        message = both(
            "上级成环，Moodle 会丢掉；已作为顶层导入", "The parents form a circle, which Moodle drops; a root here"
        )
        self._add("MAP-MOODLE-CYCLE", message, both("请更正上级", "Correct the parent"), read, "parent")

    def orphan(self, read: ReadRow) -> None:
        """Tell a row whose parent is not there."""
        message = both(
            f"上级 {read.row.parent[:60]} 不存在，Moodle 会丢掉此行；已作为顶层导入",
            f"There is no parent {read.row.parent[:60]}; Moodle drops the row, imported as a root here",
        )
        self._add("MAP-MOODLE-PARENT", message, both("请更正上级", "Correct the parent"), read, "parent")

    def _add(self, finding_id: str, message: str, remedy: str, read: ReadRow, column: str) -> None:
        self._notes.add(Remark(finding_id, message, remedy), read.place(self._notes.file_stem, column))
