"""Whether a cartridge with these findings is imported: most LMSs leave out what they cannot read, Moodle stops.

What Moodle 4.5 did with a cartridge that breaks the rule, one rule at a time; it takes 1.0 and 1.1 alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from foundation.findings import Finding
from packager.check.cartridge import minor_of
from packager.check.manifest import Manifest, archive_path
from packager.check.verdict import imports

#: Errors for which an LMS leaves out the part concerned and imports the rest.
_HARMLESS = frozenset(
    {"PK-IDENTIFIER", "PK-FILE-MISSING", "PK-ITEM-REFERENCE", "PK-DEPENDENCY", "PK-CC-ROOT-ITEM", "PK-CC-ITEM-TITLE"}
    | {"PK-CC-RESOURCE-TYPE", "PK-CC-HREF", "PK-CC-ONE-FILE", "PK-CC-DEPENDENCY", "PK-CC-INTENDED-USE", "PK-CC-ROLE"}
    | {"PK-CC-STANDARDS", "PK-CC-STANDARDS-EARLY", "PK-CC-VARIANT", "PK-CC-BANKS", "PK-CC-XML", "PK-CC-ROOT"}
    | {"PK-CC-WEB-LINK", "PK-CC-TOPIC", "PK-CC-LTI"}
    | {"PK-QTI-CONTENT", "PK-QTI-SECTION", "PK-QTI-EXAM", "PK-QTI-EMPTY", "PK-QTI-IDENT", "PK-QTI-PROFILE"}
    | {"PK-QTI-RESPONSE", "PK-QTI-ANSWER", "PK-QTI-LABEL", "PK-QTI-FEEDBACK", "PK-QTI-SCORE"}
)
#: Errors in a manifest for which Moodle's schemas of 1.0 and 1.1 refuse the whole cartridge.
_REFUSED = frozenset(
    {"PK-CC-ROOT-ITEM", "PK-CC-ITEM-TITLE", "PK-IDENTIFIER", "PK-CC-RESOURCE-TYPE", "PK-CC-INTENDED-USE"}
    | {"PK-CC-ROLE", "PK-CC-STANDARDS-EARLY"}
)
#: What makes Moodle's import break off in a test or bank: no question that it knows, or one that it cannot read.
_BREAKING = frozenset({"PK-CC-XML", "PK-CC-ROOT", "PK-QTI-CONTENT", "PK-QTI-EMPTY", "PK-QTI-TRUE-FALSE"})
_MOODLES_NEWEST = 1


def imports_cartridge(findings: Sequence[Finding], manifest: Manifest) -> bool:
    """Return whether an LMS imports a cartridge; of 1.0 and 1.1, which Moodle takes, whether Moodle does."""
    minor = minor_of(manifest)
    if minor is not None and minor <= _MOODLES_NEWEST and _stops_moodle(findings, manifest):
        return False
    return imports(findings, _HARMLESS)


def _stops_moodle(findings: Sequence[Finding], manifest: Manifest) -> bool:
    tests = {
        archive_path(file)
        for resource in manifest.resources
        if (resource.type or "").startswith("imsqti_")
        for file in resource.files[:1]
    }
    return any(
        each.id in _REFUSED or (each.id in _BREAKING and (each.place or "").partition("#")[0] in tests)
        for each in findings
    )
