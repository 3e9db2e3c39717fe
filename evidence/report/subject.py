"""What a report is about: the figures an audience may read, and where they come from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from evidence.collect import Extent, VersionRow
from evidence.figures import Figures
from evidence.labels import Labels
from evidence.measures.comments import Comment
from evidence.publish import Audience
from evidence.report.model import Body
from foundation.text import LangText


@dataclass(frozen=True)
class Subject:
    """Everything that a page, a workbook and open tables are made of; suppressed numbers are not in it.

    `comments` is empty but in internal copies. `centre` is set in a centre's own copy.
    """

    figures: Figures
    labels: Labels
    bodies: tuple[Body, ...]
    audience: Audience
    simulated: bool
    as_of: date
    extent: Extent
    versions: tuple[VersionRow, ...]
    sources: tuple[str, ...]
    centres: tuple[str, ...]
    comments: tuple[Comment, ...]
    centre: LangText | None = None
