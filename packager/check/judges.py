"""Who judges which format."""

from __future__ import annotations

from packager.check import kinds_cartridge, kinds_files
from packager.check.cartridge import assessments, check_cartridge_tree, minor_of
from packager.check.reader import FormatName, OpenPackage
from packager.check.runtime_use import calls_runtime
from packager.check.scorm12 import check_tree, is_sco, launched_resources
from packager.check.verdict import Judge, Verdict, imports, reader_of

#: Errors that break a rule of SCORM 1.2, though LMSs import the package all the same.
_SCORM_HARMLESS = frozenset(
    {"PK-ELEMENT", "PK-TITLE-LENGTH", "PK-IDENTIFIER", "PK-MASTERY-SCORE", "PK-TIME-ALLOWED", "PK-TIME-ACTION"}
    | {"PK-LAUNCH-DATA", "PK-PREREQUISITES", "PK-PREREQUISITES-TYPE", "PK-RESOURCE-TYPE", "PK-FILE-MISSING"}
)
#: The same for cartridges: an LMS leaves out the part concerned and imports the rest.
_CARTRIDGE_HARMLESS = frozenset(
    {"PK-IDENTIFIER", "PK-FILE-MISSING", "PK-CC-ROOT-ITEM", "PK-CC-RESOURCE-TYPE", "PK-CC-HREF", "PK-CC-ONE-FILE"}
    | {"PK-CC-DEPENDENCY", "PK-CC-INTENDED-USE", "PK-CC-ROLE", "PK-CC-STANDARDS", "PK-CC-STANDARDS-EARLY"}
    | {"PK-CC-VARIANT", "PK-CC-BANKS", "PK-CC-XML", "PK-CC-ROOT", "PK-CC-WEB-LINK", "PK-CC-TOPIC"}
    | {"PK-QTI-CONTENT", "PK-QTI-SECTION", "PK-QTI-EXAM", "PK-QTI-EMPTY", "PK-QTI-IDENT", "PK-QTI-PROFILE"}
    | {"PK-QTI-RESPONSE", "PK-QTI-ANSWER", "PK-QTI-LABEL", "PK-QTI-FEEDBACK", "PK-QTI-SCORE"}
)


def judge_of(form: FormatName) -> Judge | None:
    """Return who judges a format, or None where its rules are not known here."""
    return _JUDGES.get(form)


def _scorm12(package: OpenPackage) -> Verdict:
    assert package.tree is not None
    assert package.manifest is not None
    launched = launched_resources(package.manifest)
    has_sco = any(is_sco(resource) for resource in launched)
    reports = has_sco and calls_runtime(package.archive)
    findings = check_tree(package.tree, package.archive.paths, file=package.file)
    if has_sco and not reports:
        findings.append(kinds_files.NO_RUNTIME.at(None))
    return Verdict(findings, imports(findings, _SCORM_HARMLESS), reports)


def _cartridge(package: OpenPackage) -> Verdict:
    assert package.tree is not None
    assert package.manifest is not None
    read = reader_of(package.archive)
    findings = check_cartridge_tree(package.tree, package.manifest, package.archive.paths, read, file=package.file)
    minor = minor_of(package.manifest)
    if minor is not None and minor > 1:
        findings.append(kinds_cartridge.CC_MOODLE.at(None, version=package.manifest.schema_version))
    has_test = assessments(package.manifest) > 0
    if not has_test:
        findings.append(kinds_cartridge.CC_NO_TEST.at(None))
    return Verdict(findings, imports(findings, _CARTRIDGE_HARMLESS), has_test)


_JUDGES: dict[FormatName, Judge] = {
    "scorm12": _scorm12,
    "imscc": _cartridge,
    "imscc12": _cartridge,
    "imscc13": _cartridge,
}
