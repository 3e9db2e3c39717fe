"""What is told before a format's rules are asked: the archive, the encoding, what kind of package it is."""

from __future__ import annotations

from tests.packager.clauses.table import Sound
from tests.packager.foreign import FILES, MANIFEST

_S = Sound("scorm12", "imsmanifest.xml", {"imsmanifest.xml": MANIFEST, **FILES})
_GBK = MANIFEST.replace('encoding="UTF-8"', 'encoding="GBK"').encode("gbk")
_AICC = {"a.crs": b"", "a.au": b"", "a.des": b"", "a.cst": b""}


def _named(name: str) -> dict[str, bytes]:
    return {**_S.files, name: b""}


CLAUSES = (
    _S.other("CB-ARCHIVE", _named("../up.xsd"), _named("a..b/up.xsd")),
    _S.other("CB-ARCHIVE", _named("/etc/up.xsd"), _named("etc/up.xsd")),
    _S.other("CB-ARCHIVE", _named("C:/up.xsd")),
    _S.other("CB-ARCHIVE", _named("TWO/INDEX.HTML"), _named("TWO.xsd")),
    _S.other("CB-XML", {**_S.files, "imsmanifest.xml": MANIFEST[:-20].encode()}),
    _S.other(
        "PK-ENCODING", {**_S.files, "imsmanifest.xml": MANIFEST.encode("gbk")}, {**_S.files, "imsmanifest.xml": _GBK}
    ),
    _S.other(
        "PK-NOT-UTF8",
        {**_S.files, "imsmanifest.xml": _GBK},
        {**_S.files, "imsmanifest.xml": b"\xef\xbb\xbf" + MANIFEST.encode()},
    ),
    _S.other("PK-NO-MANIFEST", _S.without("imsmanifest.xml")),
    _S.other("PK-MANIFEST-DEEPER", {f"课/{path}": content for path, content in _S.files.items()}),
    _S.other("PK-UNKNOWN-FORMAT", {"readme.txt": b""}),
    _S.other(
        "PK-OTHER-PACKAGE",
        {**_S.files, "imsmanifest.xml": MANIFEST.replace("ADL SCORM", "IMS Content").replace("adlnet", "x").encode()},
        {**_S.files, "imsmanifest.xml": MANIFEST.replace("ADL SCORM", "IMS Content").encode()},
    ),
    _S.other("PK-NOT-JUDGED", _AICC),
    _S.other("PK-NOT-JUDGED", {"h5p.json": b"{}"}),
    _S.other("PK-UPLOAD-SIZE", _named("v.xsd") | {"v.xsd": bytes(50_100_000)}, _named("v.xsd")),
)
