"""Packages as other authors make them: a small valid one, and the ways to break it."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="MAN-1" version="1.1"
  xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
  xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
  <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
  <organizations default="ORG-1">
    <organization identifier="ORG-1">
      <title>仓储安全</title>
      <item identifier="ITEM-1" identifierref="RES-1">
        <title>第一课</title>
        <adlcp:maxtimeallowed>00:30:00</adlcp:maxtimeallowed>
        <adlcp:timelimitaction>exit,no message</adlcp:timelimitaction>
        <adlcp:datafromlms>start=1</adlcp:datafromlms>
        <adlcp:masteryscore>80</adlcp:masteryscore>
      </item>
      <item identifier="ITEM-2" identifierref="RES-2">
        <title>第二课</title>
        <adlcp:prerequisites type="aicc_script">ITEM-1 &amp; (2*{ITEM-1, ITEM-2} | ITEM-1="passed")
        </adlcp:prerequisites>
      </item>
    </organization>
  </organizations>
  <resources>
    <resource identifier="RES-1" type="webcontent" adlcp:scormtype="sco" href="one/index.html?lang=zh">
      <file href="one/index.html"/>
      <file href="one/a%20b.png"/>
      <dependency identifierref="RES-3"/>
    </resource>
    <resource identifier="RES-2" type="webcontent" adlcp:scormtype="sco" href="two/index.html">
      <file href="two/index.html"/>
    </resource>
    <resource identifier="RES-3" type="webcontent" adlcp:scormtype="asset">
      <file href="shared/api.js"/>
    </resource>
  </resources>
</manifest>
"""
FILES: dict[str, bytes] = {
    "one/index.html": b"<script src='../shared/api.js'></script>",
    "one/a b.png": b"\x89PNG",
    "two/index.html": b"<p>two</p>",
    "shared/api.js": b"API.LMSInitialize('');",
}


def write(folder: Path, manifest: str | bytes | None = MANIFEST, files: Mapping[str, bytes] = FILES) -> Path:
    """Write a package; without a manifest there is none."""
    path = folder / "别人的课件.zip"
    with zipfile.ZipFile(path, "w") as archive:
        if manifest is not None:
            archive.writestr("imsmanifest.xml", manifest.encode() if isinstance(manifest, str) else manifest)
        for name, content in files.items():
            archive.writestr(name, content)
    return path
