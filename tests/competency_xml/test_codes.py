"""Codes are told from texts, whatever their width and signs."""

from __future__ import annotations

import pytest

from competency_xml.codes import dotted, parts_of, split_code, strip_ordinal


@pytest.mark.parametrize(
    ("text", "depth", "code", "rest"),
    [
        ("1.1.1 能编制", 3, "1.1.1", "能编制"),
        ("1.1.1能编制", 3, "1.1.1", "能编制"),
        ("１．１．１　能编制", 3, "1.1.1", "能编制"),
        ("1.1.1、能编制", 3, "1.1.1", "能编制"),
        ("1.1.1. 能编制", 3, "1.1.1", "能编制"),
        ("1.1.10", 3, "1.1.10", ""),
        ("1.1 能编制", 3, "1.1", "能编制"),
        ("2.0时代", 3, None, "2.0时代"),
        ("1.1.1 2.0时代", 3, "1.1.1", "2.0时代"),
        ("1. 质量", 1, "1", "质量"),
        ("1、质量", 1, "1", "质量"),
        ("1质量", 1, "1", "质量"),
        ("3D打印", 1, None, "3D打印"),
        ("2025年规划", 1, None, "2025年规划"),
        ("2个车间", 1, None, "2个车间"),
        ("一、质量", 1, "一", "质量"),
        ("（十二）质量", 1, "十二", "质量"),
        ("一体化", 1, None, "一体化"),
        ("质量 1.1", 2, None, "质量 1.1"),
        ("", 2, None, ""),
    ],
)
def test_code_is_split_from_the_text(text: str, depth: int, code: str | None, rest: str) -> None:
    found, left = split_code(text, depth)
    assert (found.printed if found else None, left) == (code, rest)


@pytest.mark.parametrize(
    ("code", "parts"),
    [
        ("1", (1,)),
        ("1.10", (1, 10)),
        ("十", (10,)),
        ("十二", (12,)),
        ("二十", (20,)),
        ("二十三", (23,)),
        ("A.1", None),
        ("1..2", None),
        ("²", None),
        ("", None),
        (None, None),
        ("1" * 5000, None),
    ],
)
def test_numbers_of_a_stored_code(code: str | None, parts: tuple[int, ...] | None) -> None:
    assert parts_of(code) == parts


def test_numbers_become_a_code_again() -> None:
    assert dotted((1, 10)) == "1.10"


@pytest.mark.parametrize("text", ["（1）计划", "(1) 计划", "1、计划", "1) 计划", "①计划", "1. 计划"])
def test_local_ordinal_is_no_part_of_the_text(text: str) -> None:
    assert strip_ordinal(text) == (True, "计划")


@pytest.mark.parametrize("text", ["1.5倍", "3D建模", "计划（1）"])
def test_what_only_looks_like_an_ordinal_stays(text: str) -> None:
    assert strip_ordinal(text) == (False, text)
