"""`report build`: a record store in, a folder with page, Word document, figures, workbook and open tables out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from evidence.collect import Evidence, collect
from evidence.counts import Tables, bodies
from evidence.engines.base import EngineSettings
from evidence.engines.registry import DEFAULT, open_engine
from evidence.figures import Figures
from evidence.labels import Labels
from evidence.maps import map_keys
from evidence.privacy import DEFAULT_THRESHOLD
from evidence.publish import Audience, Basis, publish
from evidence.report.model import Body
from evidence.report.open_data import write_open_data
from evidence.report.output import report_folder
from evidence.report.page import report_page
from evidence.report.subject import Subject
from evidence.report.word import write_word
from evidence.report.workbook import write_workbook
from evidence.store import PROGRAMME_TIME
from foundation.files import write_text
from foundation.findings import Finding
from foundation.progress import Progress, silent
from foundation.text import LangText, both
from lms_bridge.catalogue import read_cards


class ReportRequest(BaseModel):
    """What to report. `centre` asks for a centre's own copy, which is internal like `internal` itself.

    `as_of` is a day of the programme (UTC+8), None for all that is stored. `centre_titles` name centres by id.
    """

    model_config = ConfigDict(frozen=True)

    home: Path
    out: Path
    as_of: date | None = None
    centre: str | None = None
    internal: bool = False
    threshold: int = Field(default=DEFAULT_THRESHOLD, ge=2)
    engine: str = DEFAULT
    engine_settings: EngineSettings = EngineSettings()
    centre_titles: tuple[tuple[str, LangText], ...] = ()

    @property
    def audience(self) -> Audience:
        """Who may read this copy."""
        return Audience(internal=self.internal or self.centre is not None, threshold=self.threshold)


class BuiltReport(BaseModel):
    """What was written: the folder, its page, how many records and figures, and findings on the evidence."""

    model_config = ConfigDict(frozen=True)

    out: Path
    index: Path
    records: int
    figures: int
    suppressed: int
    simulated: bool
    findings: tuple[Finding, ...] = ()


def build_report(request: ReportRequest, tell: Progress = silent) -> BuiltReport:
    """Write the report to `request.out`, whole or not at all; an earlier report there is replaced.

    Equal records give equal bytes: nothing in it depends on the clock.

    Raises:
        EvidenceError: as `collect`, or the engine is unknown.
        TargetExistsError: `out` holds something else than a report.
    """
    with report_folder(request.out) as part:
        evidence = _collected(request, tell)
        tell(4, 5, both("写报告", "Writing the report"))
        subject = _subject(request, evidence)
        write_text(part / "figures.json", _figures_json(subject.figures))
        write_workbook(part / "tables.xlsx", subject)
        write_word(part / "report.zh.docx", subject)
        write_open_data(part, Tables(evidence), request.threshold)
        write_text(part / "index.html", report_page(subject))
    return BuiltReport(
        out=request.out,
        index=request.out / "index.html",
        records=evidence.extent.records,
        figures=len(subject.figures),
        suppressed=sum(figure.suppressed for figure in subject.figures),
        simulated=evidence.simulated,
        findings=tuple(_findings(evidence, subject)),
    )


def _collected(request: ReportRequest, tell: Progress) -> Evidence:
    with open_engine(request.engine, request.engine_settings) as engine:
        keys = map_keys(read_cards(request.home))
        return collect(engine, request.home, as_of=request.as_of, centre=request.centre, keys=keys, tell=tell)


def _subject(request: ReportRequest, evidence: Evidence) -> Subject:
    labels = Labels(read_cards(request.home), request.centre_titles)
    audience = request.audience
    found = bodies(evidence)
    several_maps = len({map_ for map_, _, _ in found}) > 1
    basis = Basis(labels, {role: map_ for map_, role, _ in found}, simulated=evidence.simulated)
    figures = publish(evidence, audience, basis)
    return Subject(
        figures=figures,
        labels=labels,
        bodies=tuple(
            Body(map_, role, level, figures, labels, audience.internal, several_maps)
            for map_, role, levels in found
            for level in levels
        ),
        audience=audience,
        simulated=evidence.simulated,
        as_of=request.as_of or evidence.extent.until.astimezone(PROGRAMME_TIME).date(),
        extent=evidence.extent,
        versions=evidence.versions,
        sources=evidence.sources,
        centres=evidence.centres,
        comments=evidence.comments if audience.internal else (),
        centre=None if request.centre is None else labels.centre(request.centre),
    )


def _figures_json(figures: Figures) -> str:
    return json.dumps([figure.model_dump() for figure in figures], ensure_ascii=False, indent=1) + "\n"


def _findings(evidence: Evidence, subject: Subject) -> Iterator[Finding]:
    if evidence.extent.unattributed:
        yield Finding(
            id="EV-NO-ROLE",
            severity="note",
            message=both(
                f"{evidence.extent.unattributed} 条记录不属于任何岗位（别家的课件包），未计入",
                f"{evidence.extent.unattributed} records belong to no role (packages of others) and are left out",
            ),
        )
    known = {(card.id, card.version) for card in subject.labels.cards}
    for version in evidence.versions:
        if (version.course, version.course_version or "") not in known:
            yield Finding(
                id="EV-NO-CARD",
                severity="warning",
                place=f"{version.course} {version.course_version}",
                message=both(
                    "没有这门课程的卡片，报告中只有 id", "There is no card of this course: ids stand for names"
                ),
                remedy=both("运行 coursebridge harvest run", "Run coursebridge harvest run"),
            )
