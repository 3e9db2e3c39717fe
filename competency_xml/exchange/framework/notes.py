"""What reading or writing a foreign framework finds: one finding per place, or one for many places of a kind."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from foundation.findings import Finding, Severity
from foundation.text import both

#: So many places of one kind are told one by one; the rest is counted.
MAX_PLACES = 100


@dataclass(frozen=True)
class Remark:
    """What is to be said of one place."""

    id: str
    message: str
    remedy: str = ""
    severity: Severity = "warning"
    clause: str | None = None


@dataclass
class _Group:
    remark: Remark
    place: str | None
    count: int = 1


@dataclass
class FrameworkNotes:
    """Collects findings of one file, in the order in which things were first noticed."""

    file: Path | str | None = None
    _single: dict[str, list[Finding]] = field(default_factory=dict)
    _left_out: dict[str, int] = field(default_factory=dict)
    _groups: dict[tuple[str, str], _Group] = field(default_factory=dict)
    _topics: dict[str, int] = field(default_factory=dict)

    @property
    def file_stem(self) -> str:
        """Name of the file without its ending."""
        return Path(self.file).stem if self.file is not None else ""

    def add(self, remark: Remark, place: str | None) -> None:
        """Note one place."""
        told = self._single.setdefault(remark.id, [])
        if len(told) < MAX_PLACES:
            told.append(self._finding(remark, place))
        else:
            self._left_out[remark.id] = self._left_out.get(remark.id, 0) + 1

    def count(self, topic: str, remark: Remark, place: str | None) -> None:
        """Note a place that is told together with all others of its topic: the first one, and how many there are.

        Of more topics than anybody reads, places are told one by one, and soon only counted.
        """
        group = self._groups.get((remark.id, topic))
        if group is not None:
            group.count += 1
        elif self._topics.get(remark.id, 0) < MAX_PLACES:
            self._topics[remark.id] = self._topics.get(remark.id, 0) + 1
            self._groups[remark.id, topic] = _Group(remark, place)
        else:
            self.add(remark, place)

    @property
    def findings(self) -> list[Finding]:
        """Everything noted so far."""
        found = [self._grouped(group) for group in self._groups.values()]
        for finding_id, findings in self._single.items():
            found.extend(findings)
            more = self._left_out.get(finding_id, 0)
            if more:
                message = both(f"还有 {more} 处同类问题未列出", f"{more} more problems of this kind are not listed")
                found.append(findings[-1].model_copy(update={"message": message, "place": None}))
        return found

    def _grouped(self, group: _Group) -> Finding:
        finding = self._finding(group.remark, group.place)
        if group.count == 1:
            return finding
        more = both(f"共 {group.count} 处，此为第一处", f"{group.count} places, this is the first")
        return finding.model_copy(update={"message": f"{finding.message}（{more}）"})

    def _finding(self, remark: Remark, place: str | None) -> Finding:
        return Finding(
            id=remark.id,
            severity=remark.severity,
            file=None if self.file is None else str(self.file),
            place=place,
            message=remark.message,
            remedy=remark.remedy,
            clause=remark.clause,
        )
