"""Pages that were made elsewhere, in a package: a learner sees them run, and the LMS hears that they are done."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from packager.build import build_package
from packager.web.reading import load_web
from tests.e2e.driver import by_key, drive

pytestmark = pytest.mark.browser

_API = """
window.told = {};
window.API = {
  LMSInitialize: () => "true", LMSFinish: () => "true", LMSCommit: () => "true",
  LMSGetValue: (name) => window.told[name] || "", LMSGetLastError: () => "0", LMSGetErrorString: () => "",
  LMSGetDiagnostic: () => "", LMSSetValue: (name, value) => { window.told[name] = value; return "true"; },
};
"""


def test_a_page_runs_in_its_frame_and_completion_is_reported(learner: BrowserContext, work: Path) -> None:
    pages = work / "pages"
    pages.mkdir()
    (pages / "index.html").write_text(
        '<meta charset="utf-8"><title>叉车</title><h1>叉车安全</h1><script>document.title = "ran"</script>',
        encoding="utf-8",
    )
    course, _ = load_web(pages)
    assert course is not None
    with zipfile.ZipFile(build_package(course, "scorm12", work).path) as archive:
        archive.extractall(work / "x")
    page = learner.new_page()
    page.add_init_script(f"if (window.parent === window) {{ {_API} }}")
    page.goto((work / "x/index.html").as_uri())
    shown: list[str] = []

    def look(screen: object) -> bool:
        frame = page.frame_locator("iframe.cb-web").locator("h1")
        if page.locator("iframe.cb-web").count():
            shown.append(frame.inner_text())
        return False

    drive(page, by_key({}), until=look)
    assert "叉车安全" in shown
    assert page.evaluate("window.told['cmi.core.lesson_status']") == "completed"
