"""Who may ask what: two origins on one port, so that a course's scripts cannot reach the sandbox's own pages.

The desk (`127.0.0.1`) has the pages and the API; the stage (`localhost`) plays one attempt per secret address and
has nothing else. To a browser they are two sites: a course that runs on the stage can neither read the desk nor, as
its requests carry a foreign `Origin`, change anything there. Any other host name (DNS rebinding) is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from foundation.text import both
from lms_bridge.sandbox.answers import failure
from lms_bridge.sandbox.errors import ForbiddenRequestError, MisdirectedRequestError

_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_OWN_SITES = frozenset({"same-origin", "none"})
_STAGE_PATH = "/play/"
_API_PATH = "/api/"
_SHARED_PATHS = ("/static/", "/runtime/")
_DEFAULT_PORT = 80


@dataclass(frozen=True)
class Origins:
    """The two origins of a sandbox on one port."""

    port: int

    @property
    def desk(self) -> str:
        """Origin of the pages and the API, without a slash at the end."""
        return f"http://127.0.0.1{self._suffix}"

    @property
    def stage(self) -> str:
        """Origin under which courses are played."""
        return f"http://localhost{self._suffix}"

    @property
    def _suffix(self) -> str:
        return "" if self.port == _DEFAULT_PORT else f":{self.port}"


class Guard:
    """ASGI middleware: checks host and origin of every request, and puts security headers on every answer."""

    def __init__(self, app: ASGIApp, origins: Origins) -> None:
        self._app = app
        self._origins = origins
        self._headers = {
            "x-content-type-options": "nosniff",
            "referrer-policy": "same-origin",
            "cross-origin-opener-policy": "same-origin",
            "cross-origin-resource-policy": "same-origin",
            "content-security-policy": desk_policy(origins),
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        app = self._instead(scope) or self._app
        await app(scope, receive, _with_headers(send, self._headers))

    def _instead(self, scope: Scope) -> Response | None:
        """Return what is answered in place of the application, or None."""
        headers = Headers(scope=scope)
        origin = f"http://{headers.get('host', '')}"
        if origin not in (self._origins.desk, self._origins.stage):
            return failure(MisdirectedRequestError(both("主机名不属于此沙箱", "The host name is not this sandbox's")))
        if not scope["path"].startswith(_SHARED_PATHS):
            belongs = self._origins.stage if scope["path"].startswith(_STAGE_PATH) else self._origins.desk
            if origin != belongs:
                return self._elsewhere(scope, belongs)
        if scope["method"] not in _SAFE_METHODS and not _from_itself(headers, origin):
            return failure(ForbiddenRequestError(both("请求来自别的网页，已拒绝", "A foreign page made this request")))
        return None

    def _elsewhere(self, scope: Scope, origin: str) -> Response:
        """Send a reader who typed the other name to the right one; refuse everything else."""
        if scope["method"] == "GET" and not scope["path"].startswith(_API_PATH):
            query = scope["query_string"].decode("ascii", "replace")
            return RedirectResponse(f"{origin}{quote(scope['path'])}{'?' if query else ''}{query}")
        remedy = both(f"请用 {origin}", f"Use {origin}")
        return failure(MisdirectedRequestError(both("此地址不在这里", "This address is not here"), remedy=remedy))


def asked_by_another_site(headers: Headers) -> bool:
    """Return whether a browser says that another site's page made it ask."""
    return headers.get("sec-fetch-site", "none") not in _OWN_SITES


def desk_policy(origins: Origins) -> str:
    """Return the content security policy of the desk's pages and of the launch page around a course."""
    return (
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; "
        f"form-action 'self' {origins.stage}"
    )


#: Of what a package brings: its scripts run as authors wrote them, media may come from anywhere, but scripts and
#: forms reach nothing but the stage.
CONTENT_POLICY = (
    "default-src 'self' data: blob: 'unsafe-inline' 'unsafe-eval'; img-src 'self' data: blob: https:; "
    "media-src 'self' data: blob: https:; style-src 'self' 'unsafe-inline' https:; font-src 'self' data: https:; "
    "frame-src 'self' data: blob: https:; connect-src 'self' data: blob:; object-src 'self'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'self'"
)


def _from_itself(headers: Headers, own: str) -> bool:
    stated = headers.get("origin")
    return stated == own if stated is not None else not asked_by_another_site(headers)


def _with_headers(send: Send, more: Mapping[str, str]) -> Send:
    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in more.items():
                headers.setdefault(name, value)
        await send(message)

    return send_with_headers
