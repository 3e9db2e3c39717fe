"""The one HTTP session: time-outs, retries of what may be repeated, bounded answers, nothing secret in messages."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import requests
from pydantic import TypeAdapter, ValidationError

from foundation.text import both
from lms_bridge.addresses import checked_address, is_loopback
from lms_bridge.answer_time import time_answers
from lms_bridge.errors import RetriableSourceError
from lms_bridge.http_errors import connection_error, not_as_agreed, not_sent, page_for_data, status_error
from lms_bridge.multipart import MultipartBody
from lms_bridge.pacing import keep_pace

Model = TypeVar("Model")

MAX_ANSWER_BYTES = 64 << 20
_CHUNK_BYTES = 1 << 16
#: Some sites label JSON as a web page; a body that begins so is read as JSON all the same.
_JSON_BEGINS = (b"{", b"[")
_NO_ANSWER = (
    requests.exceptions.SSLError,
    requests.exceptions.Timeout,
    requests.exceptions.ConnectionError,
    requests.exceptions.ChunkedEncodingError,
    requests.exceptions.ContentDecodingError,
)


@dataclass(frozen=True)
class RetryPolicy:
    """How long to wait for an answer (its next bytes; all of it), and how often to ask again. All times in seconds.

    Waits double from `backoff_s`. A Retry-After above `longest_wait_s` is not waited for: the run ends and says so.
    Nothing is asked again once `answer_timeout_s` have gone by: a site that drips would hold its source for an hour.
    """

    tries: int = 5
    connect_timeout_s: float = 10.0
    read_timeout_s: float = 60.0
    answer_timeout_s: float = 600.0
    backoff_s: float = 0.5
    longest_wait_s: float = 60.0

    def wait_s(self, tried: int, retry_after_s: float | None) -> float | None:
        """Return how long to wait after the `tried`-th try; None: do not try again."""
        wait = self.backoff_s * 2 ** (tried - 1) if retry_after_s is None else retry_after_s
        return wait if tried < self.tries and wait <= self.longest_wait_s else None


#: Makes a model of an answer's bytes; the text names the request for messages. Raises SourceError.
Reader = Callable[[bytes, str], Model]


@dataclass(frozen=True)
class _Call:
    """A request. `fields` go into the body, where no log of addresses shows them; with `file`, as multipart."""

    method: str
    path: str
    params: Mapping[str, str | int] = field(default_factory=dict)
    fields: Mapping[str, str] | None = None
    file: Path | None = None
    content_type: str | None = None
    repeatable: bool = True
    name: str = ""


class HttpSession:
    """Speaks to one site. The token travels in the Authorization header, to this site alone."""

    def __init__(
        self,
        base_url: str,
        *,
        token: str | None = None,
        policy: RetryPolicy | None = None,
        interval_s: float = 0.0,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Make a session; nothing is sent yet. Requests to one site begin at least `interval_s` seconds apart.

        Raises:
            SettingsError: the address is none, or is plain http to another machine.
        """
        self._base = checked_address(base_url)
        self._policy = policy or RetryPolicy()
        self._interval_s = interval_s
        self._sleep = sleep
        self._session = _StayingSession()
        if is_loopback(self._base):
            self._session.trust_env = False  # no proxy for this machine itself; certificates are judged as elsewhere
            self._session.verify = os.environ.get("REQUESTS_CA_BUNDLE") or True
        self._session.headers["User-Agent"] = "coursebridge"
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, _TimedAdapter(self._policy.answer_timeout_s))
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
        return self._ask(_Call("GET", path, params or {}), _reading(model))

    def post_file(self, path: str, file: Path, content_type: str, model: TypeAdapter[Model]) -> Model:
        """Return what a POST of a file answers; for calls that may be repeated. Raises as `get`."""
        return self._ask(_Call("POST", path, file=file, content_type=content_type), _reading(model))

    def post_form(
        self, path: str, fields: Mapping[str, str], read: Reader[Model], *, name: str = "", repeatable: bool = True
    ) -> Model:
        """Return what `read` makes of the answer to a form; `fields` may be secret, `name` is what messages say.

        A form that is not `repeatable` is sent once. Raises as `get`, and what `read` raises.
        """
        return self._ask(_Call("POST", path, fields=fields, name=name, repeatable=repeatable), read)

    def post_upload(
        self, path: str, fields: Mapping[str, str], file: Path, file_name: str, read: Reader[Model]
    ) -> Model:
        """Return what `read` makes of the answer to a form with a file, read while sent. Raises as `post_form`."""
        return self._ask(_Call("POST", path, fields=fields, file=file, name=file_name), read)

    def _ask(self, call: _Call, read: Reader[Model]) -> Model:
        tried, until = 0, time.monotonic() + self._policy.answer_timeout_s
        while True:
            tried += 1
            try:
                return self._once(call, read)
            except RetriableSourceError as error:
                again = call.repeatable and time.monotonic() < until
                wait_s = self._policy.wait_s(tried, error.retry_after_s) if again else None
                if wait_s is None:
                    raise
            self._sleep(wait_s)

    def _once(self, call: _Call, read: Reader[Model]) -> Model:
        where = f"{call.method} {self._base}/{call.path}" + (f" ({call.name})" if call.name else "")
        keep_pace(self._base, self._interval_s, self._sleep)
        try:
            with self._send(call) as response:
                refused = status_error(response.status_code, response.headers, where, call.path)
                if refused is not None:
                    raise refused
                body = _bounded_body(response, where)
                if "html" in response.headers.get("Content-Type", "") and body.lstrip()[:1] not in _JSON_BEGINS:
                    raise page_for_data(where)
        except _NO_ANSWER as error:
            raise connection_error(error, where) from error
        except requests.exceptions.RequestException as error:
            raise not_sent(where) from error
        return read(body, where)

    def _send(self, call: _Call) -> requests.Response:
        with ExitStack() as opened:
            body, content_type = _body(call, opened)
            return self._session.request(
                call.method,
                f"{self._base}/{call.path}",
                params=dict(call.params),
                data=body,
                headers=self._headers(content_type),
                timeout=(self._policy.connect_timeout_s, self._policy.read_timeout_s),
                allow_redirects=False,
                stream=True,
                auth=_NoNetrc(),
            )

    def _headers(self, content_type: str | None) -> dict[str, str]:
        headers = {} if self._token is None else {"Authorization": f"Bearer {self._token}"}
        if content_type is not None:
            headers["Content-Type"] = content_type
        return headers


def _body(call: _Call, opened: ExitStack) -> tuple[Any, str | None]:
    if call.file is None:
        return (None if call.fields is None else dict(call.fields)), None
    if call.fields is None:
        return opened.enter_context(call.file.open("rb")), call.content_type
    body = opened.enter_context(MultipartBody(call.fields, call.file, call.name))
    return body, body.content_type


class _TimedAdapter(requests.adapters.HTTPAdapter):
    """Speaks HTTP; every answer, its head included, comes within a time or is given up."""

    def __init__(self, answer_s: float) -> None:
        self._answer_s = answer_s
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        time_answers(self.poolmanager, self._answer_s)

    def proxy_manager_for(self, *args: Any, **kwargs: Any) -> Any:
        manager = super().proxy_manager_for(*args, **kwargs)
        time_answers(manager, self._answer_s)
        return manager


class _StayingSession(requests.Session):
    """Follows no redirect, and does not read where it leads: requests raises at what is no address."""

    def get_redirect_target(self, resp: requests.Response) -> None:
        return None


class _NoNetrc(requests.auth.AuthBase):
    """Keeps requests from sending what a .netrc file holds."""

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        return request


def _bounded_body(response: requests.Response, where: str) -> bytes:
    body = bytearray()
    for chunk in response.iter_content(_CHUNK_BYTES):
        body += chunk
        if len(body) > MAX_ANSWER_BYTES:
            raise not_as_agreed(where, both("回答过长", "The answer is too long"))
    return bytes(body)


def parsed(body: bytes, model: TypeAdapter[Model], where: str) -> Model:
    """Return an answer as a model.

    Raises:
        RetriableSourceError: it is cut short or no JSON.
        FatalSourceError: it is not what was asked for.
    """
    try:
        return model.validate_json(body)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        if first["type"] == "json_invalid":
            raise RetriableSourceError(both("回答不完整", "The answer is cut short or broken"), place=where) from None
        field = ".".join(str(part) for part in first["loc"])
        raise not_as_agreed(
            where, both(f"回答中的“{field}”不合约定", f"{field!r} in the answer is not as agreed")
        ) from None


def _reading(model: TypeAdapter[Model]) -> Reader[Model]:
    return lambda body, where: parsed(body, model, where)
