"""How the sandbox answers: JSON of models, and errors as findings with the status that stands for them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from foundation.errors import CourseBridgeError
from foundation.text import both
from lms_bridge.sandbox.errors import NoSuchRecordError, SandboxError, SandboxInputError

_UNPROCESSABLE = 422
_MAX_JSON_BYTES = 2 << 20
_Model = TypeVar("_Model", bound=BaseModel)


class Utf8Json(JSONResponse):
    """JSON with Chinese text readable as it is."""

    def render(self, content: Any) -> bytes:
        """Return the body."""
        return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def answer(content: BaseModel | Sequence[BaseModel], status: int = 200) -> Response:
    """Return a model, or a list of models, as JSON."""
    if isinstance(content, BaseModel):
        return Utf8Json(content.model_dump(mode="json"), status)
    return Utf8Json([model.model_dump(mode="json") for model in content], status)


def failure(error: CourseBridgeError) -> Response:
    """Return an error as JSON: `{findings: [...]}`."""
    findings = [finding.model_dump(mode="json") for finding in error.findings()]
    return Utf8Json({"findings": findings}, status_of(error))


def status_of(error: CourseBridgeError) -> int:
    """Return the HTTP status that stands for an error."""
    return error.status if isinstance(error, SandboxError) else _UNPROCESSABLE


async def json_body(request: Request, *, empty: Any = None) -> Any:
    """Return the request's body as what its JSON says; where `empty` is given, it stands for no body at all.

    Raises:
        SandboxInputError: it is too long or no JSON.
    """
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MAX_JSON_BYTES:
            raise SandboxInputError(both(f"请求超过 {_MAX_JSON_BYTES} 字节", f"Over {_MAX_JSON_BYTES} bytes were sent"))
    if not body and empty is not None:
        return empty
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise SandboxInputError(both("请求不是有效的 JSON", "The request is not valid JSON")) from error


def parsed(model: type[_Model], content: Any) -> _Model:
    """Return what a request asks for.

    Raises:
        SandboxInputError: it is not of the form that is wanted; the fields are named, their values are not.
    """
    try:
        return model.model_validate(content)
    except ValidationError as error:
        places = ", ".join(".".join(str(part) for part in problem["loc"]) or "body" for problem in error.errors())
        raise SandboxInputError(
            both(f"请求的字段有误：{places}", f"Fields of the request are wrong: {places}"), place=places
        ) from error


def number(text: str | None, place: str) -> int | None:
    """Return a whole number from a query or path; None and '' give None.

    Raises:
        SandboxInputError: it is no whole number of reasonable size.
    """
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise SandboxInputError(both("应为整数", "A whole number is wanted"), place=place)
    return int(text)


def not_found(_request: Request, _error: Exception) -> Response:
    """Answer a request for an address that is not there."""
    return failure(NoSuchRecordError(both("没有此地址", "There is no such address")))
