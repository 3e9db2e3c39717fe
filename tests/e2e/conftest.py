"""Fixtures of the browser tests: the test course's package, contexts with a learner's language."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from course_templates.model import Course
from packager.build import BuiltPackage, build_package
from tests.browser_sessions import forget, of_a_learner
from tests.packager.courses import make_course


@pytest.fixture(scope="session")
def course() -> Course:
    """Return a course with every kind of question: 2 works × 3 questions × 3 forms, and a survey."""
    return make_course(works=2, per_work=3)


@pytest.fixture(scope="session")
def package(course: Course, tmp_path_factory: pytest.TempPathFactory) -> BuiltPackage:
    """Return its SCORM 1.2 package."""
    return build_package(course, "scorm12", tmp_path_factory.mktemp("课件包"))


@pytest.fixture(scope="module")
def browser_session(chromium: Browser) -> Iterator[BrowserContext]:
    """Give the one browser session of a file of tests."""
    context = of_a_learner(chromium)
    yield context
    context.close()


@pytest.fixture
def learner(browser_session: BrowserContext) -> Iterator[BrowserContext]:
    """Give the browser of one learner, who was never here before."""
    yield browser_session
    forget(browser_session)


@pytest.fixture
def own_learner(chromium: Browser) -> Iterator[BrowserContext]:
    """Give a browser of its own to a test that changes what cannot be changed back."""
    context = of_a_learner(chromium)
    yield context
    context.close()


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """Return a folder with a Chinese name and a space."""
    folder = tmp_path / "测试 目录"
    folder.mkdir()
    return folder
