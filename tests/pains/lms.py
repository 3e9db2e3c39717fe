"""An LMS on pages that a browser is given by route: scorm-again's run-time judges, every call of the course is noted.

It keeps what was committed and nothing else, gives it back at the next launch as the specification says, and answers
what a test asks of it. No server: one browser context holds the LMS and the course, each on a site of its own choice.
"""

from __future__ import annotations

import json
import mimetypes
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Frame, Page, Route, expect

from tests.conftest import ROOT

SITE = "http://lms.example"
OTHER_SITE = "http://cdn.example"
_PAGE = Path(__file__).with_name("lms.html")
_RUNTIMES = {"1.2": "scorm12.min.js", "2004": "scorm2004.min.js"}
_PATIENCE_MS = 15_000
_FOLDER = ROOT / "lms_bridge/sandbox/_vendor"
#: What an LMS says of a learner who comes for the first time, per version.
_FIRST = {
    "1.2": {"cmi.core.lesson_status": "not attempted", "cmi.core.entry": "ab-initio", "cmi.core.credit": "credit"},
    "2004": {"cmi.completion_status": "unknown", "cmi.entry": "ab-initio", "cmi.credit": "credit"},
}
#: Elements that a course may write and never read back: no part of what the next launch is given.
_WRITE_ONLY = ("session_time", "exit", "student_response", "learner_response", "pattern", "latency", "weighting")
_IS_KEPT = ("cmi.core.", "cmi.suspend_data", "cmi.completion_status", "cmi.success_status", "cmi.location")


@dataclass(frozen=True)
class Launched:
    """A course that runs: the LMS's page and the course's frame in it."""

    page: Page
    frame: Frame

    @property
    def calls(self) -> list[list[str]]:
        """What the course said: ["set", element, value, result, error], ["commit", …], ["finish", …], in order."""
        return list(self.page.evaluate("calls"))

    @property
    def refused(self) -> list[list[str]]:
        """Calls that the run-time answered with false."""
        return [call for call in self.calls if call[-2] != "true"]

    @property
    def kept(self) -> dict[str, str]:
        """What the LMS would know if its power failed now."""
        return dict(self.page.evaluate("committed"))

    def value(self, element: str) -> str:
        """Return what the run-time holds of an element, also of one that it judged itself."""
        return str(self.page.evaluate(f"core.{element}"))

    def count(self, name: str) -> int:
        """Return how often a function was called."""
        return sum(call[0] == name for call in self.calls)

    def leave(self) -> None:
        """Go away as an LMS does when its learner does: the frame loads another page."""
        with self.page.expect_response(f"{SITE}/left.html"):
            self.page.evaluate("document.getElementById('sco').src = '/left.html'")
        self.page.frame_locator("#sco").locator("#left").wait_for()


class Lms:
    """Launches one package again and again for one learner; `pages` are more pages, by address."""

    def __init__(self, context: BrowserContext, package: Path, version: str = "1.2") -> None:
        self.pages: dict[str, str] = {f"{SITE}/left.html": "<p id='left'>left</p>"}
        self.requests: list[str] = []
        self._context = context
        self._version = version
        self.use(package)
        context.unroute_all()
        context.route("**/*", self._answer)

    def use(self, package: Path) -> None:
        """Put a package in the place of the one before: launches to come are launches of it."""
        with zipfile.ZipFile(package) as archive:
            self._members = {info.filename: archive.read(info) for info in archive.infolist()}

    def text(self, path: str) -> str:
        """Return a page of the package."""
        return self._members[path].decode()

    def launch(
        self,
        after: Launched | None = None,
        *,
        given: Mapping[str, str] | None = None,
        lacks: Sequence[str] = (),
        href: str = "index.html",
        size: tuple[int, int] = (1000, 700),
        ends_frame: bool = False,
    ) -> Launched:
        """Launch in a frame: for the first time, or `after` another launch, on another machine.

        `lacks` are elements that the LMS does not have; `ends_frame`: it removes the frame as soon as the course ends.
        """
        if after is not None:
            after.page.evaluate("localStorage.clear()")
        state = {**_FIRST[self._version], **(self._next(after) if after else {}), **(given or {})}
        options = {"given": state, "lacks": list(lacks), "src": f"/x/{href}", "endsFrame": ends_frame}
        page = self.open(options | {"width": size[0], "height": size[1]})
        element = page.wait_for_selector("#sco")
        frame = element.content_frame() if element else None
        assert frame is not None
        expect(frame.locator("[data-cb-action]:visible").first).to_be_visible(timeout=_PATIENCE_MS)
        return Launched(page, frame)

    def open(self, options: Mapping[str, Any]) -> Page:
        """Open the LMS's page, with no course in it unless the options name a `src`."""
        self.pages[f"{SITE}/"] = self.html(options)
        return self.page_of(f"{SITE}/")

    def page_of(self, address: str) -> Page:
        """Open another page than the LMS's."""
        page = self._context.new_page()
        page.goto(address)
        return page

    def html(self, options: Mapping[str, Any]) -> str:
        """Return the LMS's page."""
        known = {"version": self._version, "given": _FIRST[self._version], "lacks": [], "src": "", "endsFrame": False}
        return _PAGE.read_text(encoding="utf-8").replace("__OPTIONS__", json.dumps({**known, **options}))

    def _next(self, before: Launched) -> dict[str, str]:
        """Return what the next launch is given, by the book: all of a suspended attempt. Spec: SCORM 1.2 RTE 3.4.2."""
        kept = before.kept
        core = "cmi.core." if self._version == "1.2" else "cmi."
        if kept.get(f"{core}exit") != "suspend":
            return {}
        back = {
            element: value
            for element, value in kept.items()
            if element.startswith(_IS_KEPT) and not element.endswith(_WRITE_ONLY)
        }
        return {**back, f"{core}entry": "resume"}

    def _answer(self, route: Route) -> None:
        url = route.request.url.split("?")[0].split("#")[0]
        self.requests.append(route.request.url)
        path = url.split("/", 3)[3] if url.count("/") > 2 else ""
        if url in self.pages:
            route.fulfill(body=self.pages[url], content_type="text/html; charset=utf-8")
        elif path == "scorm-again.js":
            route.fulfill(body=(_FOLDER / _RUNTIMES[self._version]).read_bytes(), content_type="text/javascript")
        elif path.startswith("x/") and path[2:] in self._members:
            kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
            route.fulfill(body=self._members[path[2:]], content_type=kind)
        else:
            route.fulfill(status=404)
