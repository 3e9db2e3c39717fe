"""Sites of pages. Spec: HTML, WCAG 2.1."""

from __future__ import annotations

from tests.packager.clauses.table import Sound
from tests.packager.foreign import FILES, MANIFEST

_S = Sound(
    "html",
    "index.html",
    {
        "index.html": (
            '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>仓储</title></head><body>'
            '<img src="fig.png" alt="图"><a href="two/">二</a></body></html>'
        ),
        "two/index.html": '<html lang="en"><head><title>2</title></head></html>',
        "fig.png": "PNG",
        "coursebridge.json": "{}",
    },
)
_PACKAGE = {"imsmanifest.xml": MANIFEST.encode(), **FILES}

CLAUSES = (
    _S.other("PK-SITE-ONLY", _S.files, _PACKAGE),
    _S.clause("PK-SITE-LINK", "fig.png", "no.png", "fig.png?x#y"),
    _S.clause("PK-SITE-LINK", "two/", "../two/", "./two/index.html"),
    _S.clause("PK-SITE-CASE", "fig.png", "Fig.png", "./fig.png"),
    _S.clause("PK-SITE-ABSOLUTE", "fig.png", "/fig.png", "two/../fig.png"),
    _S.clause("PK-SITE-EXTERNAL", "fig.png", "//example.org/fig.png", "data:,"),
    _S.clause("PK-SITE-CHARSET", '<meta charset="utf-8">', "", '<meta charset="UTF-8">'),
    _S.clause("PK-SITE-LANG", ' lang="zh-CN"', "", ' lang="zh"'),
    _S.clause("PK-SITE-TITLE", "<title>仓储</title>", "<title> </title>"),
    _S.clause("PK-SITE-ALT", ' alt="图"', "", ' alt=""'),
)
