"""Maps to look at, and pages opened in a browser in which nothing may go wrong unseen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from competency_xml.maps import starter_maps
from competency_xml.model import CompetencyMap
from competency_xml.view import view_maps
from competency_xml.xml import read_map

OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def starters() -> dict[str, CompetencyMap]:
    return {role: read_map(path) for role, path in starter_maps().items()}


@pytest.fixture(scope="module")
def browser_session(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context()
    yield context
    context.close()


@pytest.fixture
def open_page(browser_session: BrowserContext, tmp_path: Path) -> Iterator[OpenPage]:
    """Give what opens the picture of maps in a window of a size; a script error or a request fails the test."""
    opened: list[Page] = []
    trouble: list[str] = []

    def opening(maps: Sequence[CompetencyMap], size: tuple[int, int] = (1280, 800), address: str = "") -> Page:
        path = tmp_path / f"图谱 {len(opened)}.html"
        path.write_text(view_maps(maps).page, encoding="utf-8")
        page = browser_session.new_page()
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.on("console", lambda message: trouble.append(message.text))
        page.on("dialog", lambda dialog: (trouble.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: None if request.url.startswith("file:") else trouble.append(request.url))
        page.goto(path.as_uri() + address)
        opened.append(page)
        return page

    yield opening
    for page in opened:
        page.close()
    assert trouble == []
