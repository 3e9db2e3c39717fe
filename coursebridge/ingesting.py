"""Whose the files are that are taken in: a source's accounts, and a source beside it for the rows."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from course_templates.card import CourseCard, course_card
from course_templates.source import read_course
from coursebridge.settings import Settings
from foundation.errors import UnreadableFileError
from foundation.text import both
from lms_bridge.connectors.result_file import NAME
from lms_bridge.endpoints import Source
from lms_bridge.errors import UnknownNameError
from lms_bridge.ingest.run import IngestPlan
from lms_bridge.package_file import read_package_card

_SUFFIX = "-files"
_LONGEST_NAME = 40


def ingest_plan(settings: Settings, name: str | None) -> IngestPlan:
    """Return where files go: to the named source, the only one there is, or to the only centre.

    Rows of files about learners of an LMS go to a source of their own, named after it.

    Raises:
        UnknownNameError: there is no such source, or several and none is named.
    """
    accounts = settings.source(name) if name else _only(settings)
    source = accounts
    if accounts.connector != NAME:
        source = _files_of(accounts.name, accounts.centre, simulated=accounts.simulated)
    return IngestPlan(source=source, accounts=accounts, centre=settings.centre(source.centre))


def _only(settings: Settings) -> Source:
    if len(settings.sources) == 1:
        return settings.sources[0]
    if not settings.sources and len(settings.centres) == 1:
        return _files_of(settings.centres[0].name, settings.centres[0].name, simulated=False)
    have = ", ".join(source.name for source in settings.sources) or both("无", "none")
    raise UnknownNameError(
        both(f"请用 --source 指明学员属于哪个来源；已有：{have}", f"Name the learners' source; there is: {have}"),
        place="--source",
        remedy=both(
            '没有平台的，在设置中写 connector = "result-file" 的来源', "Without an LMS, define a source with it"
        ),
    )


def _files_of(name: str, centre: str, *, simulated: bool) -> Source:
    return Source(
        name=name[: _LONGEST_NAME - len(_SUFFIX)] + _SUFFIX, connector=NAME, centre=centre, simulated=simulated
    )


def course_cards(paths: Iterable[Path]) -> tuple[CourseCard, ...]:
    """Return the cards of packages and course folders.

    Raises:
        UnreadableFileError: a package is not one of ours.
    """
    return tuple(_card(path) for path in paths)


def _card(path: Path) -> CourseCard:
    found = course_card(read_course(path)) if path.is_dir() else read_package_card(path)
    if found is None:
        raise UnreadableFileError(
            both("课件包里没有课程卡片", "The package holds no course card"),
            file=path,
            remedy=both("给出本系统生成的课件包", "Give a package that this tool built"),
        )
    return found
