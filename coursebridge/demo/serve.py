"""Show a finished demo on loopback: both LMSs, the report, and a page from which a person joins the learners."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

import uvicorn
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from coursebridge.demo.errors import NoDemoError
from coursebridge.demo.layout import DemoFolder
from coursebridge.demo.refresh import Refreshed, bring_up_to_date
from coursebridge.demo.world import CENTRES
from foundation.errors import CourseBridgeError
from foundation.text import both
from lms_bridge.sandbox.server import running_sandbox

_SEE_OTHER = 303
_FORBIDDEN = 403

_environment = Environment(
    loader=PackageLoader("coursebridge.demo"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)


@dataclass(frozen=True)
class Place:
    """Where a person can take the course."""

    title: str
    english: str
    url: str


@dataclass(frozen=True)
class Showing:
    """A demo that is shown: the page to begin with, and the LMSs."""

    url: str
    places: tuple[Place, ...]


@dataclass
class DemoDesk:
    """The page's state: the folder, the LMSs, and what the last refresh brought."""

    folder: DemoFolder
    own: str
    places: tuple[Place, ...]
    news: str = ""
    trouble: bool = False
    refreshed: bool = False
    lock: Lock = field(default_factory=Lock)

    def refresh(self) -> None:
        """Harvest and build the report, one at a time; say how it went."""
        with self.lock:
            try:
                brought = bring_up_to_date(self.folder)
            except CourseBridgeError as error:
                self.news, self.trouble = error.message, True
                return
            self.news, self.trouble, self.refreshed = news_of(brought), False, True


def serve_demo(root: Path, ready: Callable[[Showing], None]) -> Refreshed:
    """Show a demo until Ctrl-C; then bring it up to date once more and return what that brought.

    `ready` is called once everything answers.

    Raises:
        NoDemoError: no demo was made in `root`.
        SandboxError: an LMS cannot be started.
    """
    folder = DemoFolder(root)
    if not folder.is_finished:
        raise NoDemoError(
            both("此处没有做好的演示", "There is no finished demo here"),
            file=root,
            remedy=both("先运行 coursebridge demo -o 新文件夹", "First run coursebridge demo -o NEW-FOLDER"),
        )
    with ExitStack() as stack:
        places = tuple(
            Place(
                title=centre.title.best(),
                english=centre.title.best("en"),
                url=stack.enter_context(running_sandbox(folder.lms(centre.id), simulated=True)).url,
            )
            for centre in CENTRES
        )
        listening = stack.enter_context(closing(socket.create_server(("127.0.0.1", 0))))
        own = f"http://127.0.0.1:{listening.getsockname()[1]}"
        desk = DemoDesk(folder=folder, own=own, places=places)
        _run(desk, listening, lambda: ready(Showing(url=own, places=places)))
    return bring_up_to_date(folder)


def demo_app(desk: DemoDesk) -> Starlette:
    """Return the application: the page, the report's files, and the button that brings the report up to date."""

    def home(_request: Request) -> Response:
        html = _environment.get_template("desk.html").render(
            places=desk.places, root=desk.folder.root, news=desk.news, trouble=desk.trouble, fresh=desk.refreshed
        )
        return HTMLResponse(html)

    def refresh(request: Request) -> Response:
        if request.headers.get("origin", desk.own) != desk.own:
            return PlainTextResponse(both("请求来自别的网页，已拒绝", "A foreign page made this request"), _FORBIDDEN)
        desk.refresh()
        return RedirectResponse("/", _SEE_OTHER)

    return Starlette(
        routes=[
            Route("/", home),
            Route("/refresh", refresh, methods=["POST"]),
            Mount("/report", StaticFiles(directory=desk.folder.report, html=True, check_dir=False)),
            Mount("/internal", StaticFiles(directory=desk.folder.internal_report, html=True, check_dir=False)),
        ],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1"])],
    )


def news_of(brought: Refreshed) -> str:
    """Return what a refresh brought, for a person to read."""
    if brought.records == 0:
        return both("报告已是最新：没有新的学习记录。", "The report is up to date: nothing new was learned.")
    zh = f"报告已更新：收回 {brought.records} 条新的学习记录。"
    return both(zh, f"The report is up to date: {brought.records} new records were harvested.")


def _run(desk: DemoDesk, listening: socket.socket, ready: Callable[[], None]) -> None:
    config = uvicorn.Config(demo_app(desk), log_level="warning", access_log=False, lifespan="off")
    server = _ToldServer(config)
    server.ready = ready
    try:
        server.run(sockets=[listening])
    except KeyboardInterrupt:
        return


class _ToldServer(uvicorn.Server):
    """A uvicorn server that tells when it answers."""

    ready: Callable[[], None]

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then tell."""
        await super().startup(sockets)
        if self.started:
            self.ready()
