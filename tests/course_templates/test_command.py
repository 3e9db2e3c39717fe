"""`coursebridge course` as scripts and people call it: JSON by contract, exit codes, nothing half-written."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from playwright.sync_api import Browser

from competency_xml.xml import write_map
from coursebridge.cli.course import command
from tests.course_templates.folders import COUNTING, CourseFolder
from tests.course_templates.maps import levelled_map, small_map


def _run(*arguments: object) -> Result:
    return CliRunner().invoke(command, [str(argument) for argument in arguments], catch_exceptions=False)


def _json(result: Result) -> dict[str, Any]:
    document = json.loads(result.stdout)
    assert isinstance(document, dict)
    return document


def test_check_reports_what_the_contract_lists(sound: CourseFolder) -> None:
    result = _run("check", sound.root, "--json")
    assert result.exit_code == 0
    report = _json(result)
    assert list(report) == [
        "lessons", "questions", "forms", "drafts", "blueprint", "coverage", "hours", "findings"
    ]  # fmt: skip
    assert report["lessons"][1] == {"id": "counting", "items": ["wh.a1-2-1", "wh.k1-2-1"]}
    assert report["questions"][0] == {
        "id": "pre-1",
        "version": 1,
        "item": "wh.a1-1-1",
        "bloom": "apply",
        "type": "choice",
        "key": "b",
        "text": "到货 120 箱，单据 118 箱，先做什么？",
    }
    assert report["forms"] == {
        "pre": {"questions": ["pre-1", "pre-2"]},
        "practice": {"questions": ["pr-1", "pr-2"]},
        "post": {"questions": ["post-1", "post-2"]},
    }
    assert (report["drafts"], report["findings"]) == ([], [])
    cell = {"item": "wh.w1-1", "bloom": None, "points": 1, "count": 1, "have": 1}
    assert report["blueprint"]["pre"] == {"total": 2, "cells": [cell, {**cell, "item": "wh.w1-2"}]}
    assert report["coverage"][0] == {
        "item": "wh.a1-1-1",
        "critical": True,
        "taught": 1,
        "practised": 0,
        "pre": 1,
        "post": 1,
        "exam": 0,
    }
    assert report["hours"] == {"required": None, "planned": 1.0}


def test_several_right_answers_are_one_key(sound: CourseFolder) -> None:
    bank = "questions/题库.yaml"
    sound.change(bank, "answer: [b]\n  - id: pre-2", "answer: [c, a]\n    type: multiple\n  - id: pre-2")
    question = _json(_run("check", sound.root, "--json"))["questions"][0]
    assert (question["type"], question["key"]) == ("multiple", "a,c")


def test_a_broken_folder_exits_with_one_and_has_every_key(sound: CourseFolder) -> None:
    (sound.root / "course.yaml").write_text("id: [", encoding="utf-8")
    result = _run("check", sound.root, "--json")
    assert result.exit_code == 1
    report = _json(result)
    assert {"lessons", "questions", "forms", "drafts", "blueprint", "coverage", "hours"} < set(report)
    (finding,) = report["findings"]
    assert (finding["id"], finding["file"]) == ("CT-YAML", str(sound.root / "course.yaml"))
    assert result.stderr.count("CT-YAML") == 1


def test_warnings_do_not_fail_a_check(sound: CourseFolder) -> None:
    sound.write("assets/old.png", b"x")
    result = _run("check", sound.root)
    assert result.exit_code == 0
    assert "CT-ASSET-UNUSED" in result.stderr


def test_check_writes_the_audit_where_it_is_told(sound: CourseFolder, tmp_path: Path) -> None:
    assert _run("check", sound.root, "-o", tmp_path / "审查 结果").exit_code == 0
    assert sorted(path.name for path in (tmp_path / "审查 结果").iterdir()) == ["coverage.html", "coverage.xlsx"]


def test_check_says_that_a_map_is_illustrative(sound: CourseFolder) -> None:
    assert "不是任何标准的内容" in _run("check", sound.root).stdout


def test_new_makes_a_folder_that_checks(tmp_path: Path) -> None:
    write_map(levelled_map(), tmp_path / "图谱.xml")
    folder = tmp_path / "新 课程"
    made = _run("new", "--map", tmp_path / "图谱.xml", "--role", "仓储管理人员", "--level", "初级", folder, "--json")
    assert made.exit_code == 0
    assert _json(made)["findings"] == []
    report = _json(_run("check", folder, "--json"))
    assert report["findings"] == []
    assert len(report["drafts"]) == len(report["lessons"]) + len(report["questions"])
    assert report["hours"] == {"required": 40.0, "planned": 40.0}


def test_new_writes_nothing_when_it_cannot(tmp_path: Path) -> None:
    write_map(small_map(), tmp_path / "map.xml")
    (tmp_path / "bad.xml").write_text("<competencyMap", encoding="utf-8")
    assert _run("new", "--map", tmp_path / "map.xml", "--role", "无此岗位", tmp_path / "c").exit_code == 2
    assert _run("new", "--map", tmp_path / "bad.xml", "--role", "warehousing", tmp_path / "c").exit_code == 1
    assert _run("new", "--map", tmp_path / "no.xml", "--role", "warehousing", tmp_path / "c").exit_code == 1
    assert _run("new", "--map", tmp_path / "map.xml", "--role", "warehousing", tmp_path / "map.xml").exit_code == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.xml", "map.xml"]


def test_preview_of_a_broken_course_says_what_is_wrong(sound: CourseFolder) -> None:
    sound.change(COUNTING, "  - wh.k1-2-1", "  - nowhere")
    result = _run("preview", sound.root, "--json")
    assert result.exit_code == 1
    assert [finding["id"] for finding in _json(result)["findings"]] == ["CT-REF-ITEM"]


@pytest.mark.browser
def test_preview_opens_the_course_drafts_included_and_leaves_nothing(
    tmp_path: Path, sound: CourseFolder, chromium: Browser
) -> None:
    sound.change(COUNTING, "practice: [pr-2]", "practice: [pr-2]\ndraft: true")
    temporary = tmp_path / "temp"
    temporary.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-m", "coursebridge", "course", "preview", str(sound.root)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "TMPDIR": str(temporary)},
    )
    try:
        assert process.stdout is not None
        url = json.loads(process.stdout.readline())["url"]
        page = chromium.new_page()
        page.goto(url)
        page.frame_locator("iframe").get_by_role("heading", name="仓储数字化").first.wait_for()
        page.close()
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()
    assert list(temporary.iterdir()) == []
