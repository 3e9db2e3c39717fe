"""Who judges which format."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from foundation.findings import Finding
from packager.check import (
    kinds_2004,
    kinds_cartridge,
    kinds_cmi5,
    kinds_files,
    kinds_olx,
    kinds_site,
    kinds_tincan,
    scorm12,
    scorm2004,
)
from packager.check.cartridge import assessments, check_cartridge_tree, minor_of
from packager.check.cartridge_import import imports_cartridge
from packager.check.cmi5 import check_structure
from packager.check.imscp import is_sco, launched_resources
from packager.check.kind import Kind
from packager.check.mbz import check_contents, check_mbz, reports
from packager.check.olx import check_olx, is_graded, read_olx
from packager.check.reader import OpenPackage
from packager.check.recognition import FormatName
from packager.check.runtime_use import names_in_scripts
from packager.check.site import check_site
from packager.check.tincan import check_activities, launched
from packager.check.verdict import Judge, Verdict, imports, reader_of

#: Errors that break a rule of SCORM, though LMSs import the package all the same.
_SCORM_HARMLESS = frozenset(
    {"PK-ELEMENT", "PK-TITLE-LENGTH", "PK-IDENTIFIER", "PK-MASTERY-SCORE", "PK-TIME-ALLOWED", "PK-TIME-ACTION"}
    | {"PK-2004-SCORM-TYPE", "PK-2004-THRESHOLD", "PK-2004-HIDE-UI", "PK-SEQ-ELEMENT", "PK-SEQ-WORD", "PK-SEQ-NUMBER"}
    | {"PK-SEQ-OBJECTIVE", "PK-SEQ-OBJECTIVE-TWICE", "PK-SEQ-NO-OBJECTIVE-ID", "PK-SEQ-MAP-WRITES", "PK-SEQ-MAP-READS"}
    | {
        "PK-DEFAULT-ORGANIZATION",
        "PK-LAUNCH-DATA",
        "PK-SCORM-TYPE",
        "PK-PREREQUISITES",
        "PK-PREREQUISITES-LENGTH",
        "PK-PREREQUISITES-NEVER",
        "PK-PREREQUISITES-TYPE",
        "PK-RESOURCE-TYPE",
        "PK-FILE-MISSING",
    }
)
_CMI5_HARMLESS = frozenset({"PK-CMI5-ACTIVITY-TYPE"})
_TINCAN_HARMLESS = frozenset({"PK-TINCAN-LANGUAGE", "PK-TINCAN-INTERACTION"})
#: A restore tells of contents that it lacks, and goes on. Moodle: restore_dbops::send_files_to_pool
_BACKUP_HARMLESS = frozenset({"PK-MBZ-CONTENT-MISSING", "PK-MBZ-CONTENT-CHANGED"})
_PAGES = (".html", ".htm", ".xhtml")
#: Errors of an Open edX course that Studio's import survives.
_OLX_HARMLESS = frozenset(
    {"PK-OLX-MISSING", "PK-OLX-NESTING", "PK-OLX-NAME-TWICE", "PK-OLX-STATIC", "PK-OLX-POLICY", "PK-OLX-FORMAT"}
    | {"PK-OLX-PROBLEM", "PK-OLX-ANSWER", "PK-OLX-ATTEMPTS", "PK-OLX-GRADING"}
)


def judge_of(form: FormatName) -> Judge | None:
    """Return who judges a format, or None where its rules are not known here."""
    return _JUDGES.get(form)


@dataclass(frozen=True)
class _Scorm:
    """A judge of SCORM: its rules, the name by which scripts reach the run-time, and what is said where none does."""

    check: Callable[..., list[Finding]]
    runtime: bytes
    missing: Kind

    def __call__(self, package: OpenPackage) -> Verdict:
        assert package.tree is not None
        assert package.manifest is not None
        has_sco = any(is_sco(resource) for resource in launched_resources(package.manifest))
        reports = has_sco and names_in_scripts(package.archive, self.runtime)
        findings = self.check(package.tree, package.archive.paths, file=package.file)
        if has_sco and not reports:
            findings.append(self.missing.at(None))
        return Verdict(findings, imports(findings, _SCORM_HARMLESS), reports)


def _cartridge(package: OpenPackage) -> Verdict:
    assert package.tree is not None
    assert package.manifest is not None
    read = reader_of(package.archive)
    findings = check_cartridge_tree(package.tree, package.manifest, package.archive.paths, read, file=package.file)
    will_import = imports_cartridge(findings, package.manifest)
    minor = minor_of(package.manifest)
    if minor is not None and minor > 1:
        findings.append(kinds_cartridge.CC_MOODLE.at(None, version=package.manifest.schema_version))
    has_test = assessments(package.manifest) > 0
    if not has_test:
        findings.append(kinds_cartridge.CC_NO_TEST.at(None))
    return Verdict(findings, will_import, has_test)


def _olx(package: OpenPackage) -> Verdict:
    read = reader_of(package.archive)
    findings = check_olx(package.archive.paths, read, file=package.file)
    # Without a sound policy of its own a course gets Studio's, whose assignment types are others.
    has_policy = all(each.id != kinds_olx.OLX_GRADING.id for each in findings)
    reports = has_policy and is_graded(read_olx(package.archive.paths, read))
    return Verdict(findings, imports(findings, _OLX_HARMLESS), reports)


def _site(package: OpenPackage) -> Verdict:
    """A site opens, but no LMS imports it, and nothing reports."""
    findings = check_site(package.archive.paths, reader_of(package.archive), file=package.file)
    return Verdict([*findings, kinds_site.SITE_ONLY.at(None)], will_import=False, will_report=False)


def _cmi5(package: OpenPackage) -> Verdict:
    """Judge a course structure; pages elsewhere cannot be asked whether they report."""
    assert package.tree is not None
    findings = check_structure(package.tree, None if package.is_lone else package.archive.paths, file=package.file)
    will_import = imports(findings, _CMI5_HARMLESS)
    if not any(path.lower().endswith(_PAGES) for path in package.archive.paths):
        return Verdict(findings, will_import, None)
    reports = names_in_scripts(package.archive, b"auth-token", b"LMS.LaunchData")
    if not reports:
        findings.append(kinds_cmi5.NO_RUNTIME.at(None))
    return Verdict(findings, will_import, reports)


def _tincan(package: OpenPackage) -> Verdict:
    assert package.tree is not None
    findings = check_activities(package.tree, package.archive.paths, file=package.file)
    can_launch = bool(launched(package.tree))
    reports = can_launch and names_in_scripts(package.archive, b"X-Experience-API-Version")
    if can_launch and not reports:
        findings.append(kinds_tincan.NO_RUNTIME.at(None))
    return Verdict(findings, imports(findings, _TINCAN_HARMLESS), reports)


def _backup(package: OpenPackage) -> Verdict:
    """Judge a Moodle backup; what reports is Moodle itself, of the activities that it tracks."""
    findings = check_mbz(package.archive, file=package.file)
    findings += check_contents(package.archive, file=package.file)
    return Verdict(findings, imports(findings, _BACKUP_HARMLESS), reports(package.archive))


_SCORM_2004 = _Scorm(scorm2004.check_tree, b"API_1484_11", kinds_2004.NO_RUNTIME)
_JUDGES: dict[FormatName, Judge] = {
    "scorm12": _Scorm(scorm12.check_tree, b"LMSInitialize", kinds_files.NO_RUNTIME),
    "scorm2004": _SCORM_2004,
    "scorm2004-3rd": _SCORM_2004,
    "cmi5": _cmi5,
    "xapi": _tincan,
    "imscc": _cartridge,
    "imscc12": _cartridge,
    "imscc13": _cartridge,
    "olx": _olx,
    "mbz": _backup,
    "html": _site,
}
