"""One learner in a real browser: what the LMS has of it and what its result file gives are the same records."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext

from course_templates.model import Course
from lms_bridge.sandbox.server import RunningSandbox, running_sandbox
from packager.build import build_package
from tests.e2e.driver import by_key, course_in, drive, right_answers, wrong_answers
from tests.lms_bridge.scenes import Site, newest
from tests.packager.courses import make_course

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

_AT = datetime(2026, 4, 10, 1, 0, tzinfo=UTC)
#: Of the source alone; times and durations are compared apart: a server's clock is not a browser's.
_OF_THE_SOURCE = {"record_id", "revision", "source", "delivered_by", "occurred_at", "stored_at"}


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


@pytest.fixture
def sandbox(site: Site) -> Iterator[RunningSandbox]:
    with running_sandbox(site.data) as running:
        yield running


def _key(row: dict[str, Any]) -> tuple[str, ...]:
    return tuple(str(row[name]) for name in ("kind", "phase", "form", "question", "attempt"))


@pytest.mark.parametrize("form", ["scorm12", "scorm2004"])
def test_a_result_file_gives_the_records_of_the_run_that_it_is_of(
    learner: BrowserContext, sandbox: RunningSandbox, site: Site, form: str
) -> None:
    course: Course = make_course(works=2, per_work=2)
    built = build_package(course, form, site.root / "课件")
    package = sandbox.store.add_package(built.path, _AT)
    person = sandbox.store.add_learner("王小明", _AT)
    page = learner.new_page()
    page.goto(f"{sandbox.url}/launch/{package.id}?learner={person}")
    frame = course_in(page, "#sco")
    wrong = wrong_answers(course)
    answers = right_answers(course) | {question: wrong[question] for question in ("pre1-1", "pos2-1")}
    drive(frame, by_key(answers))
    frame.locator(".cb-finished").wait_for()
    frame.locator("[data-cb-save]:visible").click()
    with page.expect_download() as download:
        frame.locator("[data-cb-download]").click()
    file = site.root / "result.json"
    download.value.save_as(file)
    page.wait_for_function("document.querySelector('#saved').textContent !== ''")
    page.goto("about:blank")

    site.harvest()
    done = site.command("harvest", "ingest", "--json", str(file))
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["findings"] == []
    rows = newest(site.home)
    of_lms, of_file = ({_key(row): row for row in rows if row["delivered_by"] == by} for by in ("lms", "learner"))
    assert of_lms.keys() == of_file.keys()
    assert len(of_lms) == len(rows) / 2
    for key, expected in of_lms.items():
        found = of_file[key]
        same = expected.keys() - _OF_THE_SOURCE - {"duration_s"}
        assert {name: found[name] for name in same} == {name: expected[name] for name in same}
        if expected["duration_s"] is not None:
            assert found["duration_s"] == pytest.approx(expected["duration_s"], abs=2)
        if key[0] != "enrolment":
            assert abs(found["occurred_at"] - expected["occurred_at"]) < timedelta(minutes=1)
