"""What tests of the pains share: one browser context per file, a new learner's storage for every launch."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from course_templates.model import Course
from packager.build import build_package
from packager.options import DEFAULT_OPTIONS, BuildOptions
from tests.pains.lms import SITE, Lms

#: Builds a course's package in a format and gives an LMS that holds it; storage is that of a new learner.
MakeLms = Callable[..., Lms]


@pytest.fixture(scope="module")
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """Give the one browser session of a file of tests."""
    context = chromium.new_context(locale="zh-CN")
    context.set_default_timeout(15_000)
    yield context
    context.close()


@pytest.fixture(scope="module")
def timed(chromium: Browser) -> Iterator[BrowserContext]:
    """Give a browser session whose clock a test may put forward."""
    context = chromium.new_context(locale="zh-CN")
    context.set_default_timeout(15_000)
    context.clock.install()
    yield context
    context.close()


@pytest.fixture
def make_lms(context: BrowserContext, tmp_path: Path) -> Iterator[MakeLms]:
    """Return a function that puts a course into an LMS, in this file's browser session or in another."""
    used = [context]

    def make(
        course: Course,
        form: str = "scorm12",
        options: BuildOptions = DEFAULT_OPTIONS,
        within: BrowserContext = context,
    ) -> Lms:
        used.append(within)
        built = build_package(course, form, tmp_path / form, options=options)
        return Lms(within, built.path, "1.2" if form == "scorm12" else "2004")

    yield make
    for page in [page for each in dict.fromkeys(used) for page in each.pages]:
        if page.url.startswith(SITE):
            page.evaluate("localStorage.clear()")
        page.close()
