"""Reading page after page, without going round in circles."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from typing import TypeVar

from foundation.text import both
from lms_bridge.errors import PageLoopError

Page = TypeVar("Page")
Place = TypeVar("Place", bound=Hashable)


def pages(fetch: Callable[[Place], Page], start: Place, next_of: Callable[[Page], Place | None]) -> Iterator[Page]:
    """Yield the page at `start` and those that follow it; `next_of` gives None for the last one.

    Raises:
        PageLoopError: a page leads back to one that was read.
    """
    seen = {start}
    place: Place | None = start
    while place is not None:
        page = fetch(place)
        yield page
        place = next_of(page)
        if place is not None and place in seen:
            raise PageLoopError(
                both("平台的分页兜圈子：同一页再次出现", "The LMS's pages go round in circles"),
                place=str(place),
                remedy=both(
                    "请报告给平台管理员；已收到的数据有效", "Tell the LMS's administrator; what has arrived is good"
                ),
            )
        if place is not None:
            seen.add(place)
