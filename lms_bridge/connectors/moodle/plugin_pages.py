"""A page of the plugin's harvest as it comes: what it says, and the lines in it. Spec: docs/moodle-protocol.md 9."""

from __future__ import annotations

import base64
import zlib
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from foundation.text import both
from lms_bridge.connectors.moodle.site import PLUGIN_PREFIX
from lms_bridge.errors import FatalSourceError, PageLoopError

#: A page is 8 MiB and one row at most; more than these is no page of the plugin.
_MAX_PAGE_BYTES = 64 << 20
_MAX_PAGE_LINES = 200_000
#: Seconds since 1970, up to the year 9999.
_Moment = Annotated[int, Field(ge=0, lt=253_402_300_800)]


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class CourseRow(_Answer):
    """A course that rows of this page are of."""

    id: int
    idnumber: str


class Card(_Answer):
    """A course's card, and since when it holds."""

    course: int
    since: int = 0
    sha256: str = ""
    json_: str = ""

    model_config = ConfigDict(frozen=True, extra="ignore", alias_generator=lambda name: name.rstrip("_"))


class Page(_Answer):
    """One answer of the plugin's harvest."""

    rows: str
    cursor: str
    more: bool
    now: _Moment
    encoding: str = "plain"
    courses: tuple[CourseRow, ...] = ()
    cards: tuple[Card, ...] = ()
    missing: tuple[str, ...] = ()
    future_rows: int = 0


PAGE = TypeAdapter(Page)


def lines_of(page: Page) -> bytes:
    """Return the lines of a page, one row each.

    Raises:
        FatalSourceError: they cannot be unpacked, or are more than a page may have.
    """
    content = _unpacked(page)
    if content.count(b"\n") > _MAX_PAGE_LINES:
        raise _damaged_page()
    return content


def pages_repeat(mode: str) -> PageLoopError:
    """Return the error that a site gives the same page again and again."""
    return PageLoopError(
        both("平台的分页兜圈子：同一页再次出现", "The LMS's pages go round in circles"),
        place=f"{PLUGIN_PREFIX}harvest ({mode})",
        remedy=both("请报告给平台管理员；已收到的数据有效", "Tell the site's administrator; what arrived is good"),
    )


def _unpacked(page: Page) -> bytes:
    if page.encoding != "gzip":
        return page.rows.encode()
    inflate = zlib.decompressobj(wbits=31)
    try:
        content = inflate.decompress(base64.b64decode(page.rows, validate=True), _MAX_PAGE_BYTES)
    except (ValueError, zlib.error) as error:
        raise _damaged_page() from error
    if not inflate.eof:
        raise _damaged_page()
    return content


def _damaged_page() -> FatalSourceError:
    return FatalSourceError(
        both("平台给的一页数据已损坏", "A page of the site's answer is damaged"),
        place=f"{PLUGIN_PREFIX}harvest",
        remedy=both("更新插件或 coursebridge", "Update the plugin or coursebridge"),
    )
