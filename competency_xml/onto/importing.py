"""`map import --onto`, from file to file: read, lay onto the old map, ask by a 对照 sheet, check, write."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from competency_xml.check import check_map, map_counts
from competency_xml.exchange.base import ImportOptions, MapReader
from competency_xml.exchange.registry import reader_for
from competency_xml.model import CompetencyMap
from competency_xml.onto import lay
from competency_xml.onto.model import Laid, Matched, OntoOptions, SourceTraits
from competency_xml.onto.sheet.asking import Asking
from competency_xml.onto.task import Task
from competency_xml.places import placed_parts
from competency_xml.xml import read_map, write_map
from foundation.findings import Finding, has_errors
from foundation.progress import Progress, silent
from foundation.text import both

_STEPS = (
    both("读取", "Reading"),
    both("对照旧图谱", "Matching with the old map"),
    both("检查并写出", "Checking and writing"),
)


class OntoRequest(BaseModel):
    """A re-import: which file onto which map, written where.

    `pairs` is the 对照 sheet, beside `output` by default; `format_name` that of the source, told by it by default.
    """

    model_config = ConfigDict(frozen=True)

    source: Path
    onto: Path
    output: Path
    pairs: Path | None = None
    format_name: str | None = None
    reading: ImportOptions = ImportOptions()
    options: OntoOptions = OntoOptions()


@dataclass(frozen=True)
class OntoOutcome:
    """What a re-import came to.

    Attributes:
        laid: the source laid onto the map; None when the source could not be read without error.
        counts: of the new map, or of the source as long as there is none.
        findings: everything found, each at its file.
        sheet: the 对照 sheet to be filled in; None when nothing is to be decided.
        map_path: the map that was written, or None.
    """

    laid: Laid | None
    counts: Mapping[str, int]
    findings: Sequence[Finding] = ()
    sheet: Path | None = None
    map_path: Path | None = None

    @property
    def matched(self) -> Matched:
        """How the parts were matched."""
        return Matched() if self.laid is None else self.laid.matched


@dataclass
class _Import:
    request: OntoRequest
    findings: list[Finding] = field(default_factory=list)

    def run(self, tell: Progress) -> OntoOutcome:
        tell(0, len(_STEPS), _STEPS[0])
        task = self._task()
        counts = map_counts(task.new)
        if has_errors(self.findings):
            return OntoOutcome(None, counts, self.findings)
        tell(1, len(_STEPS), _STEPS[1])
        asking = Asking(task, self.request.pairs or default_pairs(self.request.output), self._about())
        asking.read(is_asked_for=self.request.pairs is not None)
        laid = lay(replace(task, decisions=asking.decisions))
        self.findings += asking.findings
        if laid.doubtful or has_errors(asking.findings):
            sheet = asking.ask(laid)
            self.findings += asking.questions(laid)
            return OntoOutcome(laid, counts, self.findings, sheet=sheet)
        tell(2, len(_STEPS), _STEPS[2])
        return self._written(laid, counts)

    def _task(self) -> Task:
        request = self.request
        reader = reader_for(request.source, request.format_name)
        new, findings = reader.read(request.source, request.reading)
        self.findings += findings
        old = read_map(request.onto)
        self.findings += _unsound_ids(old, request.onto)
        return Task(old, new, traits_of(reader), request.options)

    def _about(self) -> tuple[str, str]:
        return self.request.onto.name, self.request.source.name

    def _written(self, laid: Laid, counts: Mapping[str, int]) -> OntoOutcome:
        self.findings += (finding.model_copy(update={"file": str(self.request.source)}) for finding in laid.findings)
        if laid.map is None:
            return OntoOutcome(laid, counts, self.findings)
        self.findings += self._new_errors(laid.map)
        counts = map_counts(laid.map)
        if has_errors(self.findings):
            return OntoOutcome(laid, counts, self.findings)
        write_map(laid.map, self.request.output)
        return OntoOutcome(laid, counts, self.findings, map_path=self.request.output)

    def _new_errors(self, competency_map: CompetencyMap) -> Iterable[Finding]:
        """Return the errors of the new map; the doubts about the source are told already, at their cells."""
        found = check_map(competency_map, file=self.request.output)
        return [finding for finding in found if finding.severity == "error"]


def import_onto(request: OntoRequest, tell: Progress = silent) -> OntoOutcome:
    """Import a file onto a map. The new map is written when nothing is doubtful and no finding is an error.

    Raises:
        CourseBridgeError: a file cannot be read or written, or is no map, no table, no 对照 sheet.
    """
    return _Import(request).run(tell)


def traits_of(reader: MapReader) -> SourceTraits:
    """Return what a format says of its files (see `competency_xml.exchange.base.MapReader`)."""
    return SourceTraits(
        keeps_ids=getattr(reader, "keeps_ids", False) is True, complete=getattr(reader, "complete", False) is True
    )


def default_pairs(output: Path) -> Path:
    """Return where the 对照 sheet of a map is: `map.xml` gives `map.对照.xlsx`."""
    return output.with_name(f"{output.stem}.对照.xlsx")


def _unsound_ids(old: CompetencyMap, path: Path) -> list[Finding]:
    """Return ids and UUIDs that the old map has twice: nothing can be laid onto that."""
    parts = [place.part for place in placed_parts(old)]
    named = Counter(part.id for part in parts) + Counter(str(part.uuid) for part in parts)
    return [
        Finding(
            id="MAP-ID-DUPLICATE",
            severity="error",
            file=str(path),
            message=both(f"标识 {name} 用了 {count} 次", f"{name} is used {count} times"),
            remedy=both("每个部分用自己的标识", "Give every part an id and a UUID of its own"),
        )
        for name, count in named.items()
        if count > 1
    ]
