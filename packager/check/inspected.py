"""What a package shows of itself, part by part."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class InspectedItem(_Part):
    """One item of the tree.

    `objectives` are ids of map items in a package of ours, else those of its sequencing, the taxa of its metadata, or
    the IRIs of its objectives. `rules` say when a unit of cmi5 is passed or done, as `name=value`.
    `prerequisites` is the AICC script of SCORM 1.2, or what the sequencing rules of SCORM 2004 say.
    """

    id: str | None
    title: str | None
    href: str | None
    objectives: tuple[str, ...]
    prerequisites: str | None
    rules: tuple[str, ...] = ()


class InspectedFile(_Part):
    """One file and its unpacked size."""

    path: str
    size_bytes: int


class InspectedPage(_Part):
    """One page that a learner sees. `type` is launch, lesson, pre, practice, post, survey, test, bank, link or page."""

    path: str
    type: str


@dataclass(frozen=True)
class Shown:
    """What a format's reader found: identifier, title, the tree, pages."""

    identifier: str | None
    title: str | None
    items: tuple[InspectedItem, ...]
    pages: tuple[InspectedPage, ...]
