"""The draft question bank and forms of a skeleton: enough for pre-test, post-test and practice by one blueprint."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from competency_xml.model import Bloom, Level
from course_templates.blueprint import Target, make_cells, parallel_forms, points_of_questions
from course_templates.model import Cell, Choice, Form, Objective, Question
from course_templates.scope import Scope
from course_templates.skeleton.texts import right_choice, stem, wrong_choice
from course_templates.weights import work_targets
from foundation.text import LangText

_QUESTIONS_AT_LEAST = 8
_QUESTIONS_PER_TARGET = 2
_POINTS = 100
_PASSING_SCALED = Decimal("0.6")
_KEY_ORDERS = tuple(itertools.permutations("abcd"))
_TITLES = {
    "pre": LangText.of("前测", "Pre-test"),
    "practice": LangText.of("练习", "Practice"),
    "post": LangText.of("后测", "Post-test"),
}


@dataclass(frozen=True)
class Bank:
    """The questions and the three forms made of them."""

    questions: tuple[Question, ...]
    forms: tuple[Form, ...]


@dataclass(frozen=True)
class _Slot:
    """A question to be written: which item it is about, and the points it gives."""

    id: str
    item: str
    bloom: Bloom
    points: int
    number: int
    is_practice: bool


def draft_bank(scope: Scope, names: Mapping[str, str]) -> Bank:
    """Return a bank of drafts by the level's weights; `names` gives each work's short name within ids.

    Raises:
        BlueprintError: the role and level have no works.
    """
    cells = default_cells(scope)
    work_of = {objective.id: objective.work for objective in scope.objectives}
    slots = list(_slots(cells, scope, names))
    pre, post = parallel_forms([slot for slot in slots if not slot.is_practice], cells, work_of)
    practice = tuple(slot.id for slot in slots if slot.is_practice)
    keys = dict(itertools.chain(_keyed(pre, 1), _keyed(practice, 2), _keyed(post, 3)))
    objectives = {objective.id: objective for objective in scope.objectives}
    return Bank(
        questions=tuple(_question(slot, objectives[slot.item], keys[slot.id]) for slot in slots),
        forms=(
            Form(id="pre", phase="pre", title=_TITLES["pre"], questions=pre, cells=cells),
            Form(id="practice", phase="practice", title=_TITLES["practice"], questions=practice, cells=cells),
            _post_form(post, cells),
        ),
    )


def default_cells(scope: Scope) -> tuple[Cell, ...]:
    """Return the blueprint of a test: a hundred points by weight, two questions per work and eight at least."""
    known = {work.id for work in scope.works} | {objective.id for objective in scope.objectives}
    targets = [target for target in _testable(scope, scope.level) if target.item in known]
    questions = max(_QUESTIONS_AT_LEAST, _QUESTIONS_PER_TARGET * len(targets))
    hundreds = -(-questions // _POINTS)
    return make_cells(targets, questions, _POINTS * hundreds)


def _testable(scope: Scope, level: Level) -> Iterator[Target]:
    with_items = {objective.work for objective in scope.objectives} | {objective.id for objective in scope.objectives}
    return (target for target in work_targets(level) if target.item in with_items)


def _post_form(questions: tuple[str, ...], cells: tuple[Cell, ...]) -> Form:
    return Form(
        id="post",
        phase="post",
        title=_TITLES["post"],
        questions=questions,
        cells=cells,
        passing_scaled=_PASSING_SCALED,
    )


def _slots(cells: Sequence[Cell], scope: Scope, names: Mapping[str, str]) -> Iterator[_Slot]:
    """Yield what each cell needs: twins for pre-test and post-test, and as many questions to practise."""
    levels = {item.id: item.bloom for item in scope.level.items()}
    numbers: Counter[str] = Counter()
    for cell in cells:
        items = _items_to_test(cell, scope.objectives)
        name = names.get(cell.item, names[""])
        for index, points in enumerate(points_of_questions(cell)):
            for turn, is_practice in ((index, False), (index, False), (index + cell.count, True)):
                item = items[turn % len(items)]
                numbers[name] += 1
                yield _Slot(
                    id=f"{name}-{numbers[name]:02d}",
                    item=item.id,
                    bloom=levels.get(item.id) or _bloom_of(item),
                    points=points,
                    number=numbers[name],
                    is_practice=is_practice,
                )


def _items_to_test(cell: Cell, objectives: Sequence[Objective]) -> list[Objective]:
    """Return the items of a cell, abilities alone where there are any, critical ones first."""
    inside = [objective for objective in objectives if cell.item in (objective.id, objective.work)]
    abilities = [objective for objective in inside if objective.kind == "ability"]
    return sorted(abilities or inside, key=lambda objective: not objective.critical)


def _bloom_of(objective: Objective) -> Bloom:
    return "apply" if objective.kind == "ability" else "understand"


def _keyed(questions: Sequence[str], seed: int) -> Iterator[tuple[str, str]]:
    """Yield each question with its right key: every four questions use each key once, in changing order."""
    for index, question in enumerate(questions):
        block, place = divmod(index, len("abcd"))
        yield question, _KEY_ORDERS[(7 * block + 5 * seed) % len(_KEY_ORDERS)][place]


def _question(slot: _Slot, objective: Objective, key: str) -> Question:
    numbers = itertools.count(1)
    choices = []
    for letter in "abcd":
        text, feedback = right_choice() if letter == key else wrong_choice(next(numbers))
        choices.append(Choice(key=letter, text=text, feedback=feedback))
    return Question(
        id=slot.id,
        item=slot.item,
        bloom=slot.bloom,
        stem=stem(objective, slot.bloom, slot.number),
        choices=tuple(choices),
        answer=(key,),
        points=slot.points,
        draft=True,
    )
