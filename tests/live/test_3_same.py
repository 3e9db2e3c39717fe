"""One learner's work, three ways: native quizzes, packages in Moodle, the sandbox. The records are the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from course_templates.card import course_card
from foundation.progress import silent
from lms_bridge.connectors.base import PackageFile
from lms_bridge.connectors.moodle.plugin_push import PluginPush
from lms_bridge.connectors.moodle.wired import Document, Fields, Wired, WiredFile
from lms_bridge.package_file import read_package_file
from lms_bridge.sandbox.server import running_sandbox
from packager.build import build_package
from tests.e2e.driver import by_key, drive, right_answers
from tests.live.browser import learner_at
from tests.live.conftest import Run
from tests.live.expected import facts

pytestmark = [pytest.mark.live, pytest.mark.timeout(300), pytest.mark.browser]

_FORMATS = ("scorm12", "scorm2004")
#: A final exam is never in a package: its keys would travel to the browser.
_PHASES = ("pre", "practice", "post", "survey")


def test_same_records_by_quiz_package_and_sandbox(run: Run, chromium: Browser, figure: Callable[[str], None]) -> None:
    """A trainer's SCORM 1.2 and 2004 packages and the sandbox, with the answers given to Moodle's own quizzes."""
    native = facts(run.work.records_of(run.learners["passes"]), *_PHASES)
    packages = _packages_in_moodle(run, chromium)
    _take_in_sandbox(run, chromium)
    told = run.work.run("harvest", "run", "live", "box").sound()
    figure(f"{sum(native.values())} facts each, {1 + len(_FORMATS) + 1} ways")
    assert [source["refused"] for source in told["sources"]] == [0, 0]
    assert sum(native.values()) == 18 + 3 + 9
    box = [row for row in run.work.records() if row["source"] == "box"]
    assert facts(box, *_PHASES) == native
    for name in _FORMATS:
        learner = run.learners[name]
        assert facts(run.work.records_of(learner), *_PHASES) == native, name
    assert packages == list(_FORMATS)


def _packages_in_moodle(run: Run, chromium: Browser) -> list[str]:
    """Put the whole course into Moodle as packages alone, and let one learner take each."""
    course_id = f"{run.name}-p"
    files = {name: read_package_file(_built(run, name)) for name in _FORMATS}
    receipt = PluginPush(run.site.rest, run.site.plugin, "live").apply(_document(run, course_id, files), (), silent)
    assert not receipt.failed, receipt.findings
    cm = run.site.modules(course_id)
    right = right_answers(run.course)
    for name in _FORMATS:
        learner = run.learners[name] = run.site.add_learner(f"{run.name}-{name}")
        run.site.enrol(run.site.course_id(course_id), [learner])
        with learner_at(chromium, run.site, learner) as at:
            at.take_scorm(cm[f"scorm.{name}"], right)
    return list(files)


def _built(run: Run, name: str) -> Path:
    folder = run.work.root / name
    folder.mkdir()
    return build_package(run.course, name, folder).path


def _document(run: Run, course_id: str, files: dict[str, PackageFile]) -> Document:
    card: Fields = course_card(run.course).model_dump(mode="json")
    section = f"{course_id}.section.1"
    whole: Fields = {"fullname": course_id, "shortname": course_id, "version": run.course.version, "card": card}
    objects = [
        Wired("course", course_id, whole),
        Wired("section", section, {"name": "课件包", "position": 1}),
    ]
    for name, package in files.items():
        file = WiredFile(package.path, package.sha256, package.path.stat().st_size, ".zip")
        fields: Fields = {"section": section, "name": name, "package": file.told, "scos": list(package.scos)}
        objects.append(Wired("scorm", f"{course_id}.scorm.{name}", fields, (file,)))
    return Document("course", course_id, tuple(objects))


def _take_in_sandbox(run: Run, chromium: Browser) -> None:
    package = run.work.root / "scorm12"
    (built,) = package.glob("*.zip")
    run.work.run("push", "apply", str(built), "--target", "box").sound()
    with running_sandbox(run.work.root / "sandbox") as sandbox:
        learner = sandbox.store.add_learner("学员", datetime.now(UTC))
        context = chromium.new_context(locale="zh-CN")
        page = context.new_page()
        page.goto(f"{sandbox.url}/launch/1?learner={learner}")
        page.frame_locator("#sco").locator("[data-cb-action]:visible").first.wait_for()
        drive(page.frames[1], by_key(right_answers(run.course)))
        page.get_by_text("本次学习已结束").wait_for()
        context.close()
