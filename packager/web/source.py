"""The small YAML file beside web pages: what they are called, and what they teach of a map."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from course_templates.model import SEGMENT_PATTERN
from foundation.text import LangText

#: It stands beside the start page, or takes the place of a zip file's ending.
SOURCE_FILE = "coursebridge.yaml"
#: A version becomes part of a file's name.
_VERSION = r"^[A-Za-z0-9][A-Za-z0-9._+-]{0,39}$"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class WebPage(_Part):
    """A page that a learner is led to, in order: its path in the folder, its title, and the items it teaches."""

    page: str
    title: LangText = LangText()
    items: tuple[str, ...] = ()
    minutes: int | None = Field(default=None, ge=1)


class WebSource(_Part):
    """All of it. `map` is the path of a map's XML, seen from the YAML file. Everything may be left out."""

    id: str | None = Field(default=None, pattern=SEGMENT_PATTERN)
    version: str = Field(default="1.0.0", pattern=_VERSION)
    title: LangText = LangText()
    description: LangText = LangText()
    map: str | None = None
    role: str | None = None
    level: str | None = None
    pages: tuple[WebPage, ...] = ()
