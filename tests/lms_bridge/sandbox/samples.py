"""Small SCORM 1.2 packages, made by hand, for tests of the sandbox."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from course_templates.card import CARD_NAME, CourseCard
from course_templates.model import MapPin
from foundation.digest import canonical_json
from foundation.text import LangText
from lms_bridge.sandbox.guard import Origins

#: Of applications that are asked in process.
ORIGINS = Origins(8765)
AT = datetime(2026, 5, 1, 8, 0, tzinfo=UTC)

MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="{identifier}" version="1.0" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
          xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
  <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
  <organizations default="org">
    <organization identifier="org">
      <title>质量管理 &amp; 数字化</title>
      <item identifier="sco-1" identifierref="res-1"><title>第一课</title>
        <adlcp:masteryscore>60</adlcp:masteryscore></item>
    </organization>
  </organizations>
  <resources>
    <resource identifier="res-1" type="webcontent" adlcp:scormtype="sco" href="{href}"><file href="{href}"/></resource>
  </resources>
</manifest>
"""
PAGE = "<!doctype html><meta charset=utf-8><title>课</title><p id=hello>你好</p>"


def later(seconds: float) -> datetime:
    """Return a time so many seconds after AT."""
    return AT + timedelta(seconds=seconds)


def manifest(identifier: str = "quality", href: str = "index.html") -> bytes:
    """Return a manifest with one SCO."""
    return MANIFEST.format(identifier=identifier, href=href).encode()


def zip_bytes(files: dict[str, bytes | str]) -> bytes:
    """Return a zip file as its author's tool would write it, unchecked."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(zipfile.ZipInfo(path), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def package_bytes(identifier: str = "quality", page: str = PAGE, **more: bytes | str) -> bytes:
    """Return a sound package: manifest, start page, and more files."""
    return zip_bytes({"imsmanifest.xml": manifest(identifier), "index.html": page, **more})


def write(folder: Path, content: bytes, name: str = "课件.zip") -> Path:
    """Write bytes to a file with a Chinese name and return its path."""
    path = folder / name
    path.write_bytes(content)
    return path


def card(version: str = "1.0.0", *, simulated: bool = False) -> CourseCard:
    """Return a course card without works or questions."""
    return CourseCard(
        id="quality-course",
        version=version,
        title=LangText.of("质量管理课程", "Quality course"),
        map=MapPin(iri="https://example.org/map", version="1", sha256="0" * 64, status="illustrative"),
        role="quality",
        role_label=LangText.of("质量管理人员", "Quality"),
        simulated=simulated,
    )


def carded_package(version: str = "1.0.0", *, simulated: bool = False, page: str = PAGE) -> bytes:
    """Return a package of ours: it carries a course card."""
    content = canonical_json(card(version, simulated=simulated).model_dump(mode="json"))
    return package_bytes(page=page, **{CARD_NAME: content})
