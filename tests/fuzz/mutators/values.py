"""Texts and numbers that have broken readers elsewhere."""

from __future__ import annotations

from random import Random

TEXTS = (
    *("", " ", "\u3000", "\n", "\t", "—", "-", "0", "1", "-1", "100", "101", "１０", "1.1", "1.10", "1.1.1", "1．1．1"),
    *("1..2", "1.1.1.1.1.1.1.1", "1.", ".1", "一、", "（1）", "①", "1、能编制", "1.1.1 能编制质量计划", "1.1.2能在"),
    *("能", "能在", "能编制，", "初级", "三级/高级工", "职业方向：甲", "职业功能", "工作内容", "专业能力要求", "合计"),
    *("注：略", "100%", "5 %", "1e309", "NaN", "Infinity", "-0", "1e-400", "9" * 400, "0x10", "true", "null", "None"),
    *("1900-01-00", "2026-02-30", "2026-04-10T09:00:00", "2026-04-10T24:00:00+99:99", "0000-00-00", "9999-12-31"),
    *("#REF!", "#N/A", "=1+1", "=HYPERLINK(1)", "A1", "A0", "XFD1048576", "A1:XFD1048576", "ZZZZ1", "A1:A1:A1", "$A$1"),
    *("../../etc/passwd", "file:///etc/passwd", "http://example.org/", "urn:x:", "%2C", "%", "\\", "/", "//", "C:\\x"),
    *("<a/>", "&amp;", "&lt;!DOCTYPE x&gt;", "]]>", "_x0000_", "_xD800_", "_x005F_", "'\"", "a\x00b", "\x1b[0m"),
    *(
        "\ufeff",
        "\ufffe",
        "\u202e反",
        "e\u0301",
        "\u200b",
        "\U0001f600",
        "\U00020000",
        "\ud800",
        "x" * 300,
        "能" * 4_000,
    ),
    *("00000000-0000-0000-0000-000000000000", "urn:uuid:0", "{}", "[]", '{"a":', "zh-CN", "en", "x-klingon"),
)
NUMBERS = (0, -1, 1, 2, 10**6, 2**31, 2**63, 2**64, 10**400, -(2**63), 0.1, -0.0, 1e308, float("inf"), float("nan"))


def text(random: Random) -> str:
    """Return one of the texts, now and then two in a row."""
    first = random.choice(TEXTS)
    return first + random.choice(TEXTS) if random.random() < 0.1 else first


def writable(value: str) -> str:
    """Return a text without what XML cannot hold."""
    return "".join(one for one in value if one in "\t\n\r" or "\x20" <= one < "\ud800" or "\ue000" <= one < "\ufffe")
