"""Levels and roles of the new map: entry conditions, hours, exams, duties, and the weights, which must still sum."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from competency_xml.check.weights import weight_doubts
from competency_xml.model import Entry, ExamPart, Item, Level, Role, Weights
from competency_xml.onto.minting import Identities
from competency_xml.onto.notes import Notes
from competency_xml.onto.task import Task
from competency_xml.onto.texts import laid_over, translated


class ConditionLaying:
    """Works out what levels and roles say beside their contents.

    Of an illustrative map none of this is carried over to a standard: that the standard asks for it, nobody has said.
    """

    def __init__(self, task: Task, identities: Identities, notes: Notes) -> None:
        self._task = task
        self._identities = identities
        self._notes = notes
        self._carries = task.carries and not task.replaces_illustrative

    def of_role(self, old: Role, new: Role) -> dict[str, Any]:
        """Return the fields of a role in which it differs from what was read."""
        if not self._task.carries:
            return {}
        if self._task.replaces_illustrative:
            self._notes.left_behind(new, [name for name in ("description", "duty") if getattr(old, name)])
        duty = tuple(translated(old.duty, new.duty)) if new.duty else old.duty if self._carries else ()
        return {"category": new.category or old.category, "duty": duty}

    def of_level(self, old: Level, new: Level) -> dict[str, Any]:
        """Return the fields of a level in which it differs from what was read; its weights come later."""
        if not self._task.carries:
            return {}
        direction = laid_over(old.direction, new.direction)
        if self._task.replaces_illustrative:
            told = ("description", "entry", "hours", "exams", "weights")
            self._notes.left_behind(new, [name for name in told if getattr(old, name)])
            return {"direction": direction}
        return {
            "direction": direction,
            "entry": tuple(_entries(old.entry, new.entry)) if new.entry else old.entry,
            "hours": new.hours or old.hours,
            "exams": tuple(_exams(old.exams, new.exams)) if new.exams else old.exams,
        }

    def weights(self, old: Level | None, new: Level, level: Level, basic: Sequence[Item]) -> tuple[Weights, ...]:
        """Return the weight tables of a level of the new map, whose contents stand already.

        Tables of exam parts that the source does not weigh are carried over, unless they no longer fit.
        """
        said = tuple(self._renamed(table) for table in new.weights)
        parts = {table.part for table in said}
        olds = old.weights if old is not None and self._carries else ()
        carried = tuple(table for table in olds if table.part not in parts)
        if not carried:
            return said
        kept = level.model_copy(update={"weights": (*said, *carried)})
        if not _resolve(carried, level, basic) or any(
            doubt.severity == "error" for doubt in weight_doubts(kept, basic)
        ):
            self._notes.weights_dropped(new, [table.part for table in carried])
            return said
        self._notes.weights_kept(new, _unweighed(carried, level))
        return kept.weights

    def _renamed(self, table: Weights) -> Weights:
        ids = self._identities.ids
        changed = tuple(one.model_copy(update={"ref": ids.get(one.ref, one.ref)}) for one in table.weights)
        return table.model_copy(update={"weights": changed})


def _entries(olds: Sequence[Entry], news: Sequence[Entry]) -> Iterable[Entry]:
    texts = translated([one.text for one in olds], [one.text for one in news])
    return (new.model_copy(update={"text": text}) for new, text in zip(news, texts, strict=True))


def _exams(olds: Sequence[ExamPart], news: Sequence[ExamPart]) -> Iterable[ExamPart]:
    known = {one.part: one for one in olds}
    for new in news:
        old = known.get(new.part)
        if old is None:
            yield new
            continue
        missing = {name for name in ("minutes", "maximum", "passing") if getattr(new, name) is None}
        changes = {name: getattr(old, name) for name in missing}
        yield new.model_copy(update={"label": laid_over(old.label, new.label), **changes})


def _resolve(tables: Iterable[Weights], level: Level, basic: Sequence[Item]) -> bool:
    """Whether all that is weighed is in use, in this level or among the basic requirements."""
    works = list(level.works())
    parts = (*basic, *level.functions, *works, *(item for work in works for item in work.items))
    in_use = {part.id for part in parts if part.status == "active"}
    return all(weight.ref in in_use for table in tables for weight in table.weights)


def _unweighed(tables: Iterable[Weights], level: Level) -> list[str]:
    """Return the functions that no table weighs, where the tables weigh functions."""
    refs = {weight.ref for table in tables for weight in table.weights}
    functions = [function for function in level.functions if function.status == "active"]
    missing = [function for function in functions if function.id not in refs]
    return [function.code or function.id for function in missing] if len(missing) < len(functions) else []
