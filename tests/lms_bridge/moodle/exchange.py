"""One recorded exchange with a real Moodle: what was asked, what it answered; nothing secret and nobody's name."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from pydantic import BaseModel, ConfigDict

RECORDINGS = Path(__file__).parent / "recordings"
_SECRET_FIELDS = frozenset({"wstoken", "token", "moodlewsrestformat"})
_FILE_NAME = re.compile(rb'name="file"; filename="([^"]*)"')
_PART = re.compile(rb'name="([a-z]+)"\r\n\r\n([^\r]*)\r\n')
#: Where PHP puts what is uploaded.
_UPLOADED = re.compile(r"/[a-z]+/php[A-Za-z0-9]{6}\b")
#: Keys of answers that hold who somebody is, or what gives access.
_PERSONAL = {
    "fullname": "学员",
    "firstname": "学",
    "lastname": "员",
    "email": "someone@example.cn",
    "username": "someone",
    "userfullname": "学员",
    "userprivateaccesskey": "0" * 32,
    "sitename": "试点平台",
    "site_name": "试点平台",
    "privatetoken": "",
    "customfields": [],
    "userpictureurl": "",
    "profileimageurl": "",
    "profileimageurlsmall": "",
    "lastip": "",
    "author": "学员",
}


class Exchange(BaseModel):
    """A request (path, function, fields without the token) and its answer. `answer` is JSON, `text` what is none.

    `lost`: the site did what it was asked, and its answer never arrived.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    release: str
    database: str
    scene: str
    function: str
    path: str
    fields: dict[str, str]
    status: int
    content_type: str
    answer: Any = None
    text: str | None = None
    lost: bool = False

    @property
    def key(self) -> str:
        """What a request must be equal in to be answered by this exchange."""
        return request_key(self.path, self.fields)

    @property
    def body(self) -> bytes:
        """The bytes that are answered."""
        return self.text.encode() if self.text is not None else json.dumps(self.answer, ensure_ascii=False).encode()


def request_key(path: str, fields: dict[str, str]) -> str:
    """Return one text for equal requests."""
    return json.dumps([path, sorted(fields.items())], ensure_ascii=False)


def request_fields(content_type: str, body: bytes) -> dict[str, str]:
    """Return the fields of a form, without token and format; of an upload also the file's name."""
    if content_type.startswith("multipart/"):
        fields = {name.decode(): value.decode() for name, value in _PART.findall(body[:10_000])}
        found = _FILE_NAME.search(body[:10_000])
        fields["file"] = found[1].decode() if found else ""
    else:
        fields = dict(parse_qsl(body.decode(), keep_blank_values=True))
    return {name: value for name, value in fields.items() if name not in _SECRET_FIELDS}


def recorded(*scenes: str) -> Iterator[Exchange]:
    """Yield the exchanges of scenes, in the order they were made."""
    for file in sorted(RECORDINGS.glob("*.json")):
        exchange = Exchange.model_validate_json(file.read_bytes())
        if exchange.scene in scenes:
            yield exchange


def scrubbed(value: Any, hidden: dict[str, str]) -> Any:
    """Return an answer without names, and with every text in `hidden` replaced."""
    if isinstance(value, dict):
        return {
            key: _PERSONAL[key] if key in _PERSONAL and _is_person(value) else scrubbed(part, hidden)
            for key, part in value.items()
        }
    if isinstance(value, list):
        return [scrubbed(part, hidden) for part in value]
    return scrub_text(value, hidden) if isinstance(value, str) else value


def scrub_text(text: str, hidden: dict[str, str]) -> str:
    """Return a text with every text in `hidden` replaced."""
    text = _UPLOADED.sub("/uploaded", text)
    for secret, shown in hidden.items():
        text = text.replace(secret, shown).replace(secret.replace("/", "\\/"), shown)
    return text


def _is_person(value: dict[str, Any]) -> bool:
    """A course has a `fullname` too; a person has one of these besides, or is the site's own answer."""
    return not {"categoryid", "shortname", "displayname"} & set(value)
