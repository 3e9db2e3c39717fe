"""Bring a demo up to date: harvest both LMSs, then build the report from all records there are."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from coursebridge.demo.layout import DemoFolder
from coursebridge.settings import read_settings
from evidence.report.build import ReportRequest, build_report
from foundation.findings import Finding
from foundation.text import LangText
from lms_bridge.harvest import HarvestPlan, harvest


class Refreshed(BaseModel):
    """What a refresh brought: new records, and what was noticed."""

    model_config = ConfigDict(frozen=True)

    records: int
    findings: tuple[Finding, ...] = ()


def bring_up_to_date(folder: DemoFolder) -> Refreshed:
    """Harvest what is new, and build both copies of the report anew.

    Raises:
        BusyError: another process works on the demo's home folder.
        CourseBridgeError: the report could not be built.
    """
    settings = read_settings(folder.settings, {})
    sources = tuple((source, settings.centre(source.centre)) for source in settings.sources)
    results = harvest(folder.home, HarvestPlan(sources=sources))
    titles = tuple((centre.name, LangText.of(centre.title)) for centre in settings.centres)
    request = ReportRequest(home=folder.home, out=folder.report, centre_titles=titles)
    report = build_report(request)
    build_report(request.model_copy(update={"out": folder.internal_report, "internal": True}))
    findings = (finding for result in results for finding in result.findings)
    return Refreshed(records=sum(result.records for result in results), findings=(*findings, *report.findings))
