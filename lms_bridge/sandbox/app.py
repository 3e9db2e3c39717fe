"""The sandbox as an ASGI application: desk and stage behind one guard."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from foundation.errors import CourseBridgeError
from foundation.text import both
from lms_bridge.sandbox import api, pages, play
from lms_bridge.sandbox.answers import failure
from lms_bridge.sandbox.desk import Desk
from lms_bridge.sandbox.errors import NoSuchRecordError, SandboxError
from lms_bridge.sandbox.guard import Guard
from lms_bridge.sandbox.runtime import SCORM12, SCORM2004, require_runtime

_STATIC = Path(__file__).parent / "static"
_NOT_FOUND = 404
_Handler = Callable[[Request, Exception], Response | Awaitable[Response]]


def create_app(desk: Desk) -> Starlette:
    """Return the application that serves one desk."""
    handlers: dict[type[Exception], _Handler] = {CourseBridgeError: _explain, HTTPException: _explain_status}
    app = Starlette(
        routes=[
            *pages.ROUTES,
            *play.ROUTES,
            Mount("/api", routes=api.ROUTES),
            Route("/runtime/scorm12.js", _runtime(SCORM12)),
            Route("/runtime/scorm2004.js", _runtime(SCORM2004)),
            Mount("/static", StaticFiles(directory=_STATIC)),
        ],
        middleware=[Middleware(Guard, origins=desk.origins)],
        exception_handlers=handlers,
    )
    app.state.desk = desk
    return app


def _runtime(path: Path) -> Callable[[Request], Response]:
    def runtime(_request: Request) -> Response:
        return FileResponse(require_runtime(path), media_type="text/javascript")

    return runtime


def _explain(request: Request, error: Exception) -> Response:
    assert isinstance(error, CourseBridgeError)
    wants_page = request.method == "GET" and not request.url.path.startswith("/api/")
    wants_page = wants_page or request.url.path in ("/learn", "/restart")
    return pages.error_page(request, error) if wants_page else failure(error)


def _explain_status(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    found: SandboxError = NoSuchRecordError(both("没有此地址", "There is no such address"))
    if error.status_code != _NOT_FOUND:
        found = SandboxError(both("不能这样请求此地址", "This address cannot be asked in this way"))
        found.status = error.status_code
    return _explain(request, found)
