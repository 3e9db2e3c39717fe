"""`package check` and `package inspect`: what anybody's package is, and whether an LMS will take it."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict

from foundation.errors import CourseBridgeError
from foundation.findings import Finding, has_errors
from packager.check import kinds_manifest
from packager.check.judges import judge_of
from packager.check.reader import OpenPackage, open_package
from packager.check.recognition import FormatName
from packager.check.upload import upload_notes


class PackageReport(BaseModel):
    """What a check says. None means that this version cannot tell for this format.

    `valid`: no rule is broken. `will_import`: an LMS that takes the format will import it and open its first page.
    `will_report`: it will tell the LMS that a learner completed it.
    """

    model_config = ConfigDict(frozen=True)

    format: FormatName
    valid: bool | None
    will_import: bool | None
    will_report: bool | None
    findings: tuple[Finding, ...]


def check_package(path: Path) -> PackageReport:
    """Judge anybody's package. A file that is hostile, damaged or missing is reported, not raised."""
    try:
        with open_package(path) as package:
            return _judge(package, path)
    except CourseBridgeError as error:
        return PackageReport(
            format="unknown", valid=False, will_import=False, will_report=False, findings=error.findings()
        )


def _judge(package: OpenPackage, path: Path) -> PackageReport:
    judge = judge_of(package.format)
    if judge is None:
        return _unjudged(package)
    verdict = judge(package)
    archive = package.archive
    sizes = [(each, archive.size_bytes(each)) for each in archive.paths]
    findings = [*package.findings, *verdict.findings, *upload_notes(path.stat().st_size, sizes)]
    will_import = verdict.will_import and not has_errors(package.findings)
    return PackageReport(
        format=package.format,
        valid=not has_errors(findings),
        will_import=will_import,
        will_report=verdict.will_report if will_import else False,
        findings=tuple(each.model_copy(update={"file": package.file}) for each in findings),
    )


def _unjudged(package: OpenPackage) -> PackageReport:
    """Return the report of what is no package that we know, or one whose rules we do not know."""
    if any(each.id == kinds_manifest.NOT_JUDGED.id for each in package.findings):
        return PackageReport(
            format="unknown", valid=None, will_import=None, will_report=None, findings=package.findings
        )
    extra = kinds_manifest.UNKNOWN_FORMAT.at(None).model_copy(update={"file": package.file})
    findings = (*package.findings, extra)
    return PackageReport(format="unknown", valid=False, will_import=False, will_report=False, findings=findings)
