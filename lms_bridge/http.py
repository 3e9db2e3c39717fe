"""The one HTTP session: time-outs, retries of what may be repeated, bounded answers, nothing secret in messages."""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

import requests
from pydantic import TypeAdapter, ValidationError

from foundation.errors import SettingsError
from foundation.text import both
from lms_bridge.errors import FatalSourceError, RetriableSourceError, SourceError

Model = TypeVar("Model")

MAX_ANSWER_BYTES = 64 << 20
_CHUNK_BYTES = 1 << 16
_RETRIABLE = frozenset({408, 425, 429})
_REFUSED = frozenset({401, 403})
_CUT_OFF = (
    requests.exceptions.Timeout,
    requests.exceptions.ConnectionError,
    requests.exceptions.ChunkedEncodingError,
    requests.exceptions.ContentDecodingError,
)


@dataclass(frozen=True)
class RetryPolicy:
    """How long to wait for an answer, and how often to ask again. All times in seconds.

    Waits double from `backoff_s`. A Retry-After above `longest_wait_s` is not waited for: the run ends and says so.
    """

    tries: int = 5
    connect_timeout_s: float = 10.0
    read_timeout_s: float = 60.0
    backoff_s: float = 0.5
    longest_wait_s: float = 60.0

    def wait_s(self, tried: int, retry_after_s: float | None) -> float | None:
        """Return how long to wait after the `tried`-th try; None: do not try again."""
        wait = self.backoff_s * 2 ** (tried - 1) if retry_after_s is None else retry_after_s
        return wait if tried < self.tries and wait <= self.longest_wait_s else None


@dataclass(frozen=True)
class _Call:
    method: str
    path: str
    params: Mapping[str, str | int] = field(default_factory=dict)
    file: Path | None = None
    content_type: str | None = None
    repeatable: bool = True


class HttpSession:
    """Speaks to one site. The token travels in the Authorization header, to this site alone."""

    def __init__(
        self,
        base_url: str,
        *,
        token: str | None = None,
        policy: RetryPolicy | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Make a session; nothing is sent yet.

        Raises:
            SettingsError: the address is none, or is plain http to another machine.
        """
        self._base = _checked_address(base_url)
        self._policy = policy or RetryPolicy()
        self._sleep = sleep
        self._session = requests.Session()
        self._session.trust_env = not _is_loopback(self._base)  # no proxy for this machine itself
        self._session.headers["User-Agent"] = "coursebridge"
        self._token = token

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def __repr__(self) -> str:
        return f"HttpSession({self._base})"

    def get(self, path: str, model: TypeAdapter[Model], params: Mapping[str, str | int] | None = None) -> Model:
        """Return what a GET answers, as a model.

        Raises:
            FatalSourceError: refused, not found, moved, or the answer is not what was asked for.
            RetriableSourceError: down, busy, or cut off, after all tries.
        """
        return self._ask(_Call("GET", path, params or {}), model)

    def post_file(self, path: str, file: Path, content_type: str, model: TypeAdapter[Model]) -> Model:
        """Return what a POST of a file answers; for calls that may be repeated. Raises as `get`."""
        return self._ask(_Call("POST", path, file=file, content_type=content_type), model)

    def _ask(self, call: _Call, model: TypeAdapter[Model]) -> Model:
        tried = 0
        while True:
            tried += 1
            try:
                return self._once(call, model)
            except RetriableSourceError as error:
                wait_s = self._policy.wait_s(tried, error.retry_after_s) if call.repeatable else None
                if wait_s is None:
                    raise
            self._sleep(wait_s)

    def _once(self, call: _Call, model: TypeAdapter[Model]) -> Model:
        where = f"{call.method} {self._base}/{call.path}"
        try:
            with self._send(call) as response:
                _refuse_status(response, where)
                body = _bounded_body(response, where)
                is_page = "html" in response.headers.get("Content-Type", "")
        except requests.exceptions.SSLError as error:
            raise _fatal(where, both("安全证书无法验证", "The TLS certificate cannot be verified")) from error
        except _CUT_OFF as error:
            raise RetriableSourceError(
                both(f"连接失败或中断（{type(error).__name__}）", f"Not connected or cut off ({type(error).__name__})"),
                place=where,
            ) from error
        except requests.exceptions.RequestException as error:
            raise _fatal(where, both("无法发出请求", "The request cannot be sent")) from error
        return _parsed(body, model, where, is_page=is_page)

    def _send(self, call: _Call) -> requests.Response:
        with ExitStack() as opened:
            stream = opened.enter_context(call.file.open("rb")) if call.file else None
            return self._session.request(
                call.method,
                f"{self._base}/{call.path}",
                params=dict(call.params),
                data=stream,
                headers=self._headers(call),
                timeout=(self._policy.connect_timeout_s, self._policy.read_timeout_s),
                allow_redirects=False,
                stream=True,
                auth=_NoNetrc(),
            )

    def _headers(self, call: _Call) -> dict[str, str]:
        headers = {} if self._token is None else {"Authorization": f"Bearer {self._token}"}
        if call.content_type is not None:
            headers["Content-Type"] = call.content_type
        return headers


class _NoNetrc(requests.auth.AuthBase):
    """Keeps requests from sending what a .netrc file holds."""

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        return request


def _refuse_status(response: requests.Response, where: str) -> None:
    status = response.status_code
    if 200 <= status < 300:
        return
    if status in _RETRIABLE or status >= 500:
        raise RetriableSourceError(
            both(f"平台暂时不可用（HTTP {status}）", f"The LMS is busy or down (HTTP {status})"),
            place=where,
            status=status,
            retry_after_s=_retry_after_s(response.headers.get("Retry-After")),
        )
    raise _status_error(status, where)


def _status_error(status: int, where: str) -> SourceError:
    if status in _REFUSED:
        message = both(f"平台拒绝访问（HTTP {status}）", f"The LMS refuses access (HTTP {status})")
        remedy = both("检查令牌是否有效、权限是否足够", "Check that the token is valid and may do this")
    elif 300 <= status < 400:
        message = both(f"网址已迁移（HTTP {status}）", f"The site has moved (HTTP {status})")
        remedy = both("在设置的 url 中写新网址", "Write its new address into `url` in the settings")
    else:
        message = both(f"平台不接受此请求（HTTP {status}）", f"The LMS does not take this request (HTTP {status})")
        remedy = both("检查设置中的 url 与平台版本", "Check `url` in the settings, and the LMS's version")
    return FatalSourceError(message, remedy=remedy, place=where, status=status)


def _retry_after_s(value: str | None) -> float | None:
    if value is None:
        return None
    if value.strip().isdigit():
        return float(value)
    try:
        until = parsedate_to_datetime(value)
    except ValueError:
        return None
    return max(0.0, (until.astimezone(UTC) - datetime.now(UTC)).total_seconds())


def _bounded_body(response: requests.Response, where: str) -> bytes:
    body = bytearray()
    for chunk in response.iter_content(_CHUNK_BYTES):
        body += chunk
        if len(body) > MAX_ANSWER_BYTES:
            raise _fatal(where, both("回答过长", "The answer is too long"))
    return bytes(body)


def _parsed(body: bytes, model: TypeAdapter[Model], where: str, *, is_page: bool) -> Model:
    if is_page:
        raise _fatal(where, both("回答是网页而不是数据", "The answer is a web page, not data"))
    try:
        return model.validate_json(body)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        if first["type"] == "json_invalid":
            raise RetriableSourceError(both("回答不完整", "The answer is cut short or broken"), place=where) from error
        field = ".".join(str(part) for part in first["loc"])
        raise _fatal(where, both(f"回答中的“{field}”不合约定", f"{field!r} in the answer is not as agreed")) from error


def _fatal(where: str, message: str) -> FatalSourceError:
    remedy = both("检查设置中的 url 与平台版本", "Check `url` in the settings, and the LMS's version")
    return FatalSourceError(message, remedy=remedy, place=where)


def _checked_address(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise _address_error("…", both("不是有效的网址", "It is no web address")) from error
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query or parts.fragment:
        raise _address_error(url, both("不是有效的网址", "It is no web address"))
    if parts.scheme == "http" and not _is_loopback(url):
        raise _address_error(url, both("除本机外必须用 https", "Other machines are spoken to by https alone"))
    return url.rstrip("/")


def _is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _address_error(url: str, message: str) -> SettingsError:
    shown = urlsplit(url)._replace(query="", fragment="").geturl() if "@" not in url else "…"
    remedy = both("改正设置中的 url", "Mend `url` in the settings")
    return SettingsError(message, place=f"url = {shown}", remedy=remedy)
