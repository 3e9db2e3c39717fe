"""Which map formats there are: ours in a tuple, those of others by entry point `coursebridge.map_formats`."""

from __future__ import annotations

from functools import cache
from importlib.metadata import entry_points
from pathlib import Path

from competency_xml.errors import UnknownMapFormatError
from competency_xml.exchange.base import MapReader, MapWriter
from competency_xml.exchange.case import Case10Format, CaseFormat
from competency_xml.exchange.map_xml import MapXmlFormat
from competency_xml.exchange.moodle_csv import MoodleCsvFormat
from competency_xml.exchange.printed import PrintedFormat
from competency_xml.exchange.rdceo import RdceoFormat
from competency_xml.exchange.workbook import WorkbookFormat
from foundation.errors import UnreadableFileError
from foundation.text import both

ENTRY_POINTS = "coursebridge.map_formats"
_BUILT_IN: tuple[MapReader | MapWriter, ...] = (
    WorkbookFormat(),
    PrintedFormat(),
    CaseFormat(),
    Case10Format(),
    MoodleCsvFormat(),
    RdceoFormat(),
    MapXmlFormat(),
)


@cache
def map_formats() -> tuple[MapReader | MapWriter, ...]:
    """Return every format, ours first; an entry point names a class or function that gives a format."""
    return (*_BUILT_IN, *(point.load()() for point in entry_points(group=ENTRY_POINTS)))


def reader_for(path: Path, name: str | None = None) -> MapReader:
    """Return the format that reads a file: the one with this name or, without one, the first that knows the file.

    Raises:
        UnreadableFileError: there is no such file.
        UnknownMapFormatError: no format knows it, or none of that name can be imported.
    """
    if not path.is_file():
        raise UnreadableFileError(
            both("找不到文件", "There is no such file"), file=path, remedy=both("检查路径是否写对", "Check the path")
        )
    readers = [known for known in map_formats() if isinstance(known, MapReader)]
    for reader in readers:
        if reader.name == name or (name is None and reader.recognises(path)):
            return reader
    known = [ending for reader in readers for ending in reader.endings]
    raise UnknownMapFormatError(path, known if name is None else [reader.name for reader in readers])


def writer_named(name: str) -> MapWriter:
    """Return the format with this name that can be exported.

    Raises:
        UnknownMapFormatError: there is none.
    """
    writers = [known for known in map_formats() if isinstance(known, MapWriter)]
    for writer in writers:
        if writer.name == name:
            return writer
    raise UnknownMapFormatError(name, [writer.name for writer in writers])
