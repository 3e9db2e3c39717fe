"""Calling a Moodle's functions over REST and uploading files to it; errors in HTTP 200 are found here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from foundation.text import both
from lms_bridge.connectors.moodle.arguments import MAX_FIELDS, Argument, form_fields
from lms_bridge.connectors.moodle.faults import (
    WEB_SERVICES_OFF,
    WEB_SERVICES_REMEDY,
    MoodleFatalError,
    MoodleFault,
    source_error,
    unknown_function,
)
from lms_bridge.connectors.moodle.remedies import INPUT_VARS
from lms_bridge.errors import FatalSourceError
from lms_bridge.http import HttpSession, parsed

Model = TypeVar("Model")

REST = "webservice/rest/server.php"
UPLOAD = "webservice/upload.php"
DOWNLOAD = "webservice/pluginfile.php"
_SITE_INFO = "core_webservice_get_site_info"
_FORBIDDEN = 403
_SOME_RECORD = "invalidrecordunknown"
#: Longest answer in which a fault is looked for; faults are short.
_MAX_FAULT_BYTES = 1 << 16


#: Token and format end every request: one that PHP cuts is refused, in Moodle's own format, and never half done.
_XML = b"<?xml"


class UploadedFile(BaseModel):
    """A file in a draft area of the service account."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    itemid: int
    filename: str


class _Function(BaseModel):
    name: str


class _Held(BaseModel):
    functions: tuple[_Function, ...] = ()


_HELD = TypeAdapter(_Held)
_UPLOADED = TypeAdapter(list[UploadedFile])
_FAULTS = TypeAdapter(MoodleFault | list[MoodleFault])


class MoodleRest:
    """A Moodle by its REST protocol. The token travels in the body of requests, never in an address."""

    def __init__(self, session: HttpSession, token: str, most_fields: int = MAX_FIELDS) -> None:
        self._session = session
        self._token = token
        self.most_fields = most_fields
        self._functions: frozenset[str] | None = None

    def __repr__(self) -> str:
        return f"MoodleRest({self._session!r})"

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def call(
        self,
        function: str,
        model: TypeAdapter[Model],
        arguments: Mapping[str, Argument] | None = None,
        *,
        repeatable: bool = True,
    ) -> Model:
        """Return what a function answers, as a model. One that is not `repeatable` is called once.

        Raises:
            RetriableSourceError: the site is down, busy, in maintenance or being upgraded, after all tries.
            UnknownFunctionError: the site does not know the function.
            MoodleFatalError: it refuses the call; `code` says why.
            FatalSourceError: the answer is not what was asked for.
        """
        fields = form_fields(arguments or {})
        if len(fields) > self.most_fields:
            raise FatalSourceError(
                both(f"请求含 {len(fields)} 个字段，平台会截断", f"{len(fields)} fields: the site would cut them off"),
                place=function,
                remedy=INPUT_VARS,
            )
        form = {**fields, "wstoken": self._token, "wsfunction": function, "moodlewsrestformat": "json"}
        try:
            return self._session.post_form(REST, form, _reader(model), name=function, repeatable=repeatable)
        except MoodleFatalError as error:
            if error.code == _SOME_RECORD and function != _SITE_INFO and not self._holds(function):
                raise unknown_function(error.code, error.place or function) from error
            raise
        except FatalSourceError as error:
            if error.status != _FORBIDDEN:
                raise
            raise FatalSourceError(
                WEB_SERVICES_OFF, remedy=WEB_SERVICES_REMEDY, place=error.place, status=error.status
            ) from error

    def _holds(self, function: str) -> bool:
        """Return whether the token's service holds a function: 5.x does not say which record it did not find."""
        if self._functions is None:
            self._functions = frozenset(one.name for one in self.call(_SITE_INFO, _HELD).functions)
        return function in self._functions

    def takes_uploads(self) -> bool:
        """Return whether the site takes the token for uploads; nothing is uploaded.

        Uploads ask for token, service and user, but not for the right to use REST.
        """
        try:
            self._session.post_form(UPLOAD, {"token": self._token, "filearea": "draft"}, _reader(_UPLOADED))
        except FatalSourceError:
            return False
        return True

    def upload(self, file: Path, file_name: str, draft: int = 0) -> int:
        """Put a file into a draft area (0: a new one) and return the area's id. Raises as `call`.

        A file of the same name there is an error of the site: names must be the caller's own.
        """
        fields = {"token": self._token, "filearea": "draft", "itemid": str(draft)}
        uploaded = self._session.post_upload(UPLOAD, fields, file, file_name, _reader(_UPLOADED))
        if len(uploaded) != 1:
            raise FatalSourceError(
                both("平台没有收下文件", "The site did not take the file"), place=f"{UPLOAD} {file_name}"
            )
        return uploaded[0].itemid

    def download(self, path: str, read: Callable[[bytes], Model]) -> Model:
        """Return what `read` makes of a file of the site (`/CONTEXT/COMPONENT/AREA/…`). Raises as `call`."""

        def checked(body: bytes, where: str) -> Model:
            _raise_fault(body, where)
            return read(body)

        return self._session.post_form(DOWNLOAD + path, {"token": self._token}, checked, name="pluginfile")


def _reader(model: TypeAdapter[Model]) -> Callable[[bytes, str], Model]:
    def read(body: bytes, where: str) -> Model:
        _raise_fault(body, where)
        return parsed(body, model, where)

    return read


def _raise_fault(body: bytes, where: str) -> None:
    if body.lstrip()[:5] == _XML:
        message = both("平台截断了请求，没有执行", "The site cut the request off and did nothing")
        raise FatalSourceError(message, remedy=INPUT_VARS, place=where)
    if len(body) > _MAX_FAULT_BYTES or not (b'"exception"' in body or b'"error"' in body or b'"errortype"' in body):
        return
    try:
        found = _FAULTS.validate_json(body)
    except ValidationError:
        return
    for fault in found if isinstance(found, list) else [found]:
        if fault.is_fault:
            raise source_error(fault, where)
