"""`coursebridge demo --serve`: a person finds the way from the first page to their own record in the report."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from course_templates.source import read_course
from tests.e2e.driver import by_key, drive, right_answers

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


class Served:
    """A served demo, as its own process."""

    def __init__(self, root: Path) -> None:
        self.root = root
        command = [
            sys.executable,
            "-m",
            "coursebridge",
            "demo",
            "--serve",
            "-o",
            str(root),
            "--learners",
            "24",
            "--json",
        ]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        self.told: dict[str, Any] = json.loads(self.process.stdout.readline())

    def figures(self) -> list[dict[str, Any]]:
        figures: list[dict[str, Any]] = json.loads((self.root / "report/figures.json").read_text(encoding="utf-8"))
        return figures

    def end(self) -> tuple[int, str]:
        """Press Ctrl-C; return exit code and what was said last."""
        self.process.send_signal(signal.SIGINT)
        _, said = self.process.communicate(timeout=60)
        return self.process.returncode, said


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    demo = Served(tmp_path / "演示")
    yield demo
    if demo.process.poll() is None:
        demo.process.kill()
        demo.process.communicate()


def test_a_person_takes_the_course_and_is_in_the_next_report(chromium: Browser, served: Served) -> None:
    before = served.figures()
    context = chromium.new_context(locale="zh-CN")
    page = context.new_page()
    page.goto(served.told["url"])
    with context.expect_page() as opened:
        page.get_by_text("东海智造实训中心").click()
    _take_course(opened.value, served.root / "course")

    page.get_by_role("button", name="更新报告").click()
    page.get_by_text("报告已更新").wait_for()
    with context.expect_page() as report:
        page.get_by_text("打开报告").click()
    report.value.get_by_text("模拟数据").first.wait_for()
    context.close()

    after = served.figures()
    assert _matched(after) == _matched(before) + 1
    exit_code, said = served.end()
    assert exit_code == 0
    assert "没有新的学习记录" in said


def _take_course(page: Page, course: Path) -> None:
    page.locator("input[name=name]").first.fill("王小明")
    page.get_by_role("button", name="开始学习").first.click()
    frame = page.wait_for_selector("iframe#sco").content_frame()
    assert frame is not None
    drive(frame, by_key(right_answers(read_course(course))))
    page.close()


def _matched(figures: list[dict[str, Any]]) -> int:
    """Return with how many learners gain is computed over all."""
    counts = [figure["n"] for figure in figures if figure["measure"] == "gain_g" and figure["n"] is not None]
    return max(int(count) for count in counts)
