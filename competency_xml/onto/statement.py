"""What the new map says of itself: title, standard, status, and the version, which moves on when anything else does."""

from __future__ import annotations

from typing import Any

from competency_xml.model import CompetencyMap, InspiredBy, MapStatus, Standard
from competency_xml.onto.notes import Notes
from competency_xml.onto.parts import PartLaying
from competency_xml.onto.task import Task
from competency_xml.onto.texts import is_changed, laid_over
from foundation.text import LangText


class StatementLaying:
    """Works out the fields of the map itself. Base and IRIs are those of the old map."""

    def __init__(self, task: Task, parts: PartLaying, notes: Notes) -> None:
        self._task = task
        self._parts = parts
        self._notes = notes

    def stated(self, laid: CompetencyMap) -> CompetencyMap:
        """Return the map, whose parts stand already, with all that it says of itself."""
        old, new = self._task.old, self._task.new
        fields: dict[str, Any] = {
            "title": self._title(),
            "status": self._status(),
            "standard": self._standard(),
            "inspired_by": self._inspired_by(),
            "foreign": self._parts.foreign(old.foreign, new.foreign) if self._task.carries else new.foreign,
        }
        return self._versioned(laid.model_copy(update=fields))

    def _title(self) -> LangText:
        """Return the title: the old one, unless it was the name of standard or role, or of illustrative content."""
        old, new = self._task.old, self._task.new
        if not self._task.carries or self._task.replaces_illustrative:
            return new.title or old.title
        named = [old.standard.title] if old.standard is not None else []
        named += [role.label for role in old.roles[:1]]
        derived = any(name and not is_changed(name, old.title) for name in named)
        return laid_over(old.title, new.title) if derived or not old.title else old.title

    def _status(self) -> MapStatus:
        if self._task.options.status is not None:
            return self._task.options.status
        if not self._task.carries:
            return self._task.new.status
        return "draft" if self._task.replaces_illustrative else self._task.old.status

    def _standard(self) -> Standard | None:
        old, new = self._task.old.standard, self._task.new.standard
        if not self._task.carries or old is None or new is None:
            return new if not self._task.carries else new or old
        if old.number != new.number:
            self._notes.other_standard(old.number, new.number)
            return new
        return Standard(
            number=old.number,
            title=laid_over(old.title, new.title),
            version=new.version or old.version,
            publisher=laid_over(old.publisher, new.publisher),
        )

    def _inspired_by(self) -> InspiredBy | None:
        old, new = self._task.old.inspired_by, self._task.new.inspired_by
        if not self._task.carries or self._task.replaces_illustrative or old is None:
            return new
        if new is None:
            return old
        return InspiredBy(title=laid_over(old.title, new.title), note=laid_over(old.note, new.note))

    def _versioned(self, laid: CompetencyMap) -> CompetencyMap:
        """Return the map under its version; what has not changed keeps version and time."""
        old, new, wanted = self._task.old, self._task.new, self._task.options.version
        if laid == old:
            return old if wanted is None else old.model_copy(update={"version": wanted})
        if wanted is None and not self._task.carries and new.version != old.version:
            wanted = new.version
        version = wanted or next_minor(old.version)
        if version == old.version:
            self._notes.same_version(version, replaced=self._task.replaces_illustrative)
        return laid.model_copy(update={"version": version, "modified": new.modified})


def next_minor(version: str) -> str:
    """Return the version after this one: 1.0.0 gives 1.1.0, 2025 gives 2025.1."""
    first, *rest = version.split(".")
    if not rest or not rest[0].isdecimal():
        return f"{version}.1"
    return ".".join([first, str(int(rest[0]) + 1), *("0" if one.isdecimal() else one for one in rest[1:])])
