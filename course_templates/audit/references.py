"""What the ids in a course folder may refer to, and findings for those that lead nowhere."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator
from typing import Any

from competency_xml.model import CompetencyMap
from course_templates.folder.placed import Placed
from course_templates.folder.reading import Folder
from course_templates.model import Question
from course_templates.scope import Scope
from foundation.findings import Finding

_HINT_CHARS = 200
_MAX_HINTS = 100


class References:
    """The works and items of the course's scope, and the questions of its bank.

    Without a scope (there is no map, or no such role in it) works and items are not judged.
    """

    def __init__(self, folder: Folder, course_map: CompetencyMap | None, scope: Scope | None) -> None:
        self._scope = scope
        self._map = course_map
        self.works = {work.id for work in scope.works} if scope else set()
        self.work_of = {item.id: item.work for item in scope.objectives} if scope else {}
        self.questions: dict[str, Question] = {part.value.id: part.value for part in reversed(folder.questions)}
        self._known_questions = self.questions.keys() | folder.broken
        self._hints_left = _MAX_HINTS
        self._all_questions_read = "questions" not in folder.unread

    def work(self, part: Placed[Any], work_id: str, *sub: str | int) -> Iterator[Finding]:
        """Yield a finding when the course's role and level have no such work."""
        if self._scope is None or work_id in self.works:
            return
        hint_zh, hint_en = self._hint(work_id, self.works)
        zh, en = f"没有工作内容 {work_id}{hint_zh}", f"There is no work {work_id}{hint_en}"
        yield part.finding("CT-REF-WORK", zh, en, *sub)

    def item(self, part: Placed[Any], item_id: str, *sub: str | int) -> Iterator[Finding]:
        """Yield a finding when the course's role and level have no such item, or it is retired."""
        if self._scope is None or self._map is None or item_id in self.work_of:
            return
        for item in self._map.items():
            if item.id == item_id:
                yield _known_elsewhere(part, item_id, item.status, item.replaced_by, *sub)
                return
        if item_id in self.works:
            zh, en = f"{item_id} 是工作内容，不是能力项", f"{item_id} is a work, not an item"
        else:
            hint_zh, hint_en = self._hint(item_id, self.work_of)
            zh, en = f"没有能力项 {item_id}{hint_zh}", f"There is no item {item_id}{hint_en}"
        yield part.finding("CT-REF-ITEM", zh, en, *sub)

    def work_or_item(self, part: Placed[Any], part_id: str, *sub: str | int) -> Iterator[Finding]:
        """Yield a finding when an id is neither a work nor an item of the course."""
        if part_id not in self.works:
            yield from self.item(part, part_id, *sub)

    def question(self, part: Placed[Any], question_id: str, *sub: str | int) -> Iterator[Finding]:
        """Yield a finding when the bank has no such question."""
        if self._all_questions_read and question_id not in self._known_questions:
            hint_zh, hint_en = self._hint(question_id, self._known_questions)
            zh, en = f"没有题目 {question_id}{hint_zh}", f"There is no question {question_id}{hint_en}"
            yield part.finding("CT-REF-QUESTION", zh, en, *sub)

    def _hint(self, wrong: str, known: Collection[str]) -> tuple[str, str]:
        if self._hints_left <= 0 or len(wrong) > _HINT_CHARS:
            return "", ""
        self._hints_left -= 1
        close = difflib.get_close_matches(wrong, known, n=1, cutoff=0.75)
        return (f"，是不是 {close[0]}？", f"; did you mean {close[0]}?") if close else ("", "")


def _known_elsewhere(
    part: Placed[Any], item_id: str, status: str, replaced_by: tuple[str, ...], *sub: str | int
) -> Finding:
    if status == "retired":
        instead = "、".join(replaced_by) or "—"
        zh, en = f"能力项 {item_id} 已停用，替代：{instead}", f"The item {item_id} is retired; replaced by: {instead}"
        return part.finding("CT-RETIRED", zh, en, *sub)
    zh, en = f"能力项 {item_id} 属于其他岗位或等级", f"The item {item_id} belongs to another role or level"
    return part.finding("CT-REF-ITEM", zh, en, *sub)
