"""`package check` and `package inspect`: what anybody's package is, and whether an LMS will take it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from foundation.errors import CourseBridgeError
from foundation.findings import Finding, has_errors
from packager.check import kinds_files, kinds_manifest
from packager.check.reader import FormatName, OpenPackage, open_package
from packager.check.runtime_use import calls_runtime
from packager.check.scorm12 import check_tree, is_sco, launched_resources

_MEGABYTE = 1_000_000
_USUAL_UPLOAD_BYTES = 50 * _MEGABYTE

#: Errors that break a rule of the specification, though LMSs import the package all the same.
_IMPORTS_ALL_THE_SAME = frozenset(
    {"PK-ELEMENT", "PK-TITLE-LENGTH", "PK-IDENTIFIER", "PK-MASTERY-SCORE", "PK-TIME-ALLOWED", "PK-TIME-ACTION"}
    | {"PK-LAUNCH-DATA", "PK-PREREQUISITES", "PK-PREREQUISITES-TYPE", "PK-RESOURCE-TYPE", "PK-FILE-MISSING"}
)


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
    if package.format != "scorm12" or package.tree is None or package.manifest is None:
        return _unjudged(package)
    launched = launched_resources(package.manifest)
    reports = any(is_sco(resource) for resource in launched) and calls_runtime(package.archive)
    findings = [*package.findings, *check_tree(package.tree, package.archive.paths, file=package.file)]
    if any(is_sco(resource) for resource in launched) and not reports:
        findings.append(kinds_files.NO_RUNTIME.at(None).model_copy(update={"file": package.file}))
    if (size_bytes := path.stat().st_size) > _USUAL_UPLOAD_BYTES:
        note = kinds_files.UPLOAD_SIZE.at(None, size=size_bytes // _MEGABYTE)
        findings.append(note.model_copy(update={"file": package.file}))
    imports = _imports(findings)
    return PackageReport(
        format=package.format,
        valid=not has_errors(findings),
        will_import=imports,
        will_report=imports and reports,
        findings=tuple(findings),
    )


def _imports(findings: Sequence[Finding]) -> bool:
    fatal = [each for each in findings if each.severity == "error" and each.id not in _IMPORTS_ALL_THE_SAME]
    return not fatal


def _unjudged(package: OpenPackage) -> PackageReport:
    """Return the report of a format whose rules are not known here."""
    kind = kinds_manifest.UNKNOWN_FORMAT if package.format == "unknown" else kinds_manifest.NOT_CHECKED
    extra = kind.at(None, format=package.format).model_copy(update={"file": package.file})
    findings = (*package.findings, extra)
    judged = False if has_errors(findings) else None
    return PackageReport(format=package.format, valid=judged, will_import=judged, will_report=judged, findings=findings)
