"""What the files of a course folder hold, file by file, before the map is looked at."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from course_templates.model import SEGMENT_PATTERN
from foundation.text import LangText

COURSE_FILE = "course.yaml"
MAP_FILE = "map.xml"
MODULE_FILE = "module.yaml"
FORMS_FILE = "forms.yaml"
SURVEY_FILE = "survey.yaml"
MODULES_FOLDER = "modules"
QUESTIONS_FOLDER = "questions"
ASSETS_FOLDER = "assets"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PinFile(_Part):
    """The map of a course: its IRI, version, and the SHA-256 of map.xml in lower-case hex."""

    iri: str
    version: str
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


class CourseFile(_Part):
    """course.yaml."""

    id: str = Field(pattern=SEGMENT_PATTERN)
    version: str = Field(pattern=r"^[0-9A-Za-z][0-9A-Za-z.+-]{0,31}$")
    title: LangText
    description: LangText = LangText()
    role: str
    level: str | None = None
    languages: tuple[str, ...] = Field(default=("zh-CN",), min_length=1)
    simulated: bool = False
    released: date | None = Field(default=None, ge=date(2000, 1, 1), lt=date(2100, 1, 1))
    map: PinFile


class ModuleFile(_Part):
    """modules/…/module.yaml."""

    id: str = Field(pattern=SEGMENT_PATTERN)
    title: LangText
    works: tuple[str, ...] = ()


class LessonFront(_Part):
    """The front matter of a lesson."""

    id: str = Field(pattern=SEGMENT_PATTERN)
    title: LangText
    items: tuple[str, ...] = ()
    practice: tuple[str, ...] = ()
    minutes: int | None = Field(default=None, ge=1, le=6000)
    draft: bool = False


class TranslationFront(_Part):
    """The optional front matter of a lesson's translation."""

    title: str | None = None
