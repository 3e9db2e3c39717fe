"""Which format a manifest is of: by its namespace, by what its metadata names, by whether it speaks of SCORM at all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from lxml import etree

from packager.check.manifest import Manifest

FormatName = Literal[
    "scorm12",
    "scorm2004",
    "scorm2004-3rd",
    "imscc",
    "imscc12",
    "imscc13",
    "cmi5",
    "xapi",
    "mbz",
    "olx",
    "html",
    "unknown",
]
#: What Moodle takes, 1.0 and 1.1, is plain imscc.
_CARTRIDGES: dict[str, FormatName] = {"1.2.0": "imscc12", "1.3.0": "imscc13"}
_SPEAKS_OF_SCORM = etree.XPath(
    "boolean(//@*[contains(namespace-uri(), 'adlnet')] | //*[contains(namespace-uri(), 'adlnet')])"
)
#: Course, assignable units, descriptors, structure.
_AICC_ENDINGS = frozenset({"crs", "au", "des", "cst"})
#: Resource types of exports that are built on IMS content packaging as SCORM is, and are none.
_OTHER_TYPES = ("x-bb-", "imsqti_", "imsldcontent", "learning-design")


def format_of(manifest: Manifest, tree: etree._Element) -> FormatName:
    """Return the format of a manifest; `unknown` for a package of IMS content packaging that is no SCORM."""
    version, namespace = (manifest.schema_version or "").lower(), manifest.namespace.lower()
    if "imscc" in namespace or "common cartridge" in (manifest.schema_name or "").lower():
        return _CARTRIDGES.get(version, "imscc")
    if other_kind(manifest, tree) is not None:
        return "unknown"
    if version == "2004 3rd edition":
        return "scorm2004-3rd"
    if "2004" in version or version in ("cam 1.3", "1.3") or namespace.endswith("imscp_v1p1"):
        return "scorm2004"
    return "scorm12"


def other_kind(manifest: Manifest, tree: etree._Element) -> str | None:
    """Return what a manifest is of that is neither SCORM nor a cartridge, in its own words; None where it is SCORM.

    Without a word of SCORM in it, a manifest is taken for SCORM that lacks its metadata, unless it names another
    schema or resources of another kind.
    """
    name = (manifest.schema_name or "").strip()
    if "scorm" in name.lower() or _SPEAKS_OF_SCORM(tree):
        return None
    kinds = (each.type or "" for each in manifest.resources)
    return name or next((kind for kind in kinds if any(mark in kind.lower() for mark in _OTHER_TYPES)), None)


def not_judged(paths: Sequence[str]) -> str | None:
    """Return what a package without a manifest is, if LMSs import it though no rules are known here; else None.

    Spec: AICC CMI001 6.0, a course's files lie beside each other; H5P, `h5p.json` at the root.
    """
    if "h5p.json" in paths:
        return "H5P"
    endings = {path.rpartition(".")[2].lower() for path in paths if "." in path}
    return "AICC" if endings >= _AICC_ENDINGS else None
