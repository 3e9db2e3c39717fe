"""From a map to a course folder that an author can fill: modules, lessons, question bank, forms, survey."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

from competency_xml.model import CompetencyMap, Item, Work
from competency_xml.xml import map_bytes, read_map
from course_templates.blueprint import apportion, largest_remainder
from course_templates.coverage import MINUTES_PER_HOUR
from course_templates.folder.writer import segment, write_course
from course_templates.model import Course, Lesson, Module, Objective, WorkRef
from course_templates.scope import Scope, scope_of
from course_templates.skeleton.bank import Bank, draft_bank
from course_templates.skeleton.survey import job_fit_survey
from course_templates.skeleton.texts import (
    BASIC_TITLE,
    course_description,
    course_title,
    lesson_body,
    part_title,
    work_title,
)
from course_templates.weights import work_targets
from foundation.digest import sha256_hex
from foundation.text import EN, ZH, LangText

_ABILITIES_PER_LESSON = 6
_BASIC = "basic"


def new_course(map_path: Path, role: str, level: str | None, folder: Path) -> Course:
    """Write the skeleton of a course for a role and level of a map, and return it.

    Raises:
        UnknownRoleError: the map has no such role or level, or has several levels and none is named.
        BlueprintError: the role and level have no works.
        TargetExistsError: the folder is there and not empty.
        CourseBridgeError: the map cannot be read.
    """
    competency_map = read_map(map_path)
    course = course_skeleton(competency_map, role, level)
    write_course(course, map_bytes(competency_map), folder)
    return course


def course_skeleton(competency_map: CompetencyMap, role: str, level: str | None) -> Course:
    """Return the skeleton of a course: everything there, every lesson and question a draft, the survey ready.

    Equal maps give equal skeletons. Raises as `new_course`, but for the folder.
    """
    scope = scope_of(competency_map, sha256_hex(map_bytes(competency_map)), role, level)
    names = _short_names(scope.works)
    bank = draft_bank(scope, names)
    modules = _with_minutes(list(_modules(scope, names)), scope)
    return Course(
        id=segment(scope.level.id if scope.level.is_named else scope.role.id) or "course",
        version="1.0.0",
        title=course_title(scope),
        description=course_description(scope),
        map=scope.pin,
        role=scope.role.id,
        role_label=scope.role.label,
        level=scope.level_id,
        level_label=scope.level_label,
        languages=(ZH, EN),
        works=scope.works,
        objectives=scope.objectives,
        modules=_with_practice(modules, bank),
        questions=bank.questions,
        forms=bank.forms,
        survey=job_fit_survey(scope, names),
        hours_required=scope.hours_required,
    )


def _short_names(works: Iterable[WorkRef]) -> dict[str, str]:
    """Return a short unique name for every work, made of its code (w1-1); '' names the basic requirements."""
    names = {"": _BASIC}
    for number, work in enumerate(works, start=1):
        wanted = f"w{segment(work.code or '', 20) or number}"
        taken = set(names.values())
        copies = (wanted if copy == 1 else f"{wanted}-{copy}" for copy in range(1, len(taken) + 2))
        names[work.id] = next(name for name in copies if name not in taken)
    return names


def _modules(scope: Scope, names: Mapping[str, str]) -> Iterator[Module]:
    basic = [objective for objective in scope.objectives if objective.work is None]
    if basic:
        yield Module(id=_BASIC, title=BASIC_TITLE, lessons=(_lesson(_BASIC, BASIC_TITLE, basic),))
    works = {work.id: work for work in scope.level.works()}
    for work in scope.works:
        objectives = [objective for objective in scope.objectives if objective.work == work.id]
        title, name = work_title(work), names[work.id]
        groups = _groups(objectives, works[work.id])
        lessons = tuple(
            _lesson(name if len(groups) == 1 else f"{name}-part{number}", part_title(title, number, len(groups)), group)
            for number, group in enumerate(groups, start=1)
        )
        yield Module(id=name, title=title, works=(work.id,), lessons=lessons)


def _lesson(lesson_id: str, title: LangText, objectives: Sequence[Objective]) -> Lesson:
    abilities = [objective for objective in objectives if objective.kind == "ability"]
    others = [objective for objective in objectives if objective.kind != "ability"]
    items = tuple(objective.id for objective in objectives)
    return Lesson(id=lesson_id, title=title, items=items, body=lesson_body(title, abilities, others), draft=True)


def _groups(objectives: Sequence[Objective], work: Work) -> list[list[Objective]]:
    """Share a work's items among lessons of few abilities; the rest goes where it supports one, else to the first."""
    abilities = [objective for objective in objectives if objective.kind == "ability"]
    parts = max(1, -(-len(abilities) // _ABILITIES_PER_LESSON))
    groups: list[list[Objective]] = []
    start = 0
    for size in largest_remainder([1] * parts, len(abilities)):
        groups.append(abilities[start : start + size])
        start += size
    items = {item.id: item for item in work.items}
    for objective in objectives:
        if objective.kind != "ability":
            _supported(groups, items[objective.id]).append(objective)
    return groups


def _supported(groups: list[list[Objective]], item: Item) -> list[Objective]:
    return next((group for group in groups if any(part.id in item.supports for part in group)), groups[0])


def _with_minutes(modules: Sequence[Module], scope: Scope) -> list[Module]:
    """Share the standard's training hours among the lessons: by the weight of their works, where all have one."""
    if not scope.hours_required:
        return list(modules)
    weights = {target.item: target.weight for target in work_targets(scope.level)}
    by_module = [sum((weights.get(part, Fraction(0)) for part in _parts(module)), Fraction(0)) for module in modules]
    if not all(by_module):
        by_module = [Fraction(len(module.lessons)) for module in modules]
    by_lesson = [
        weight / len(module.lessons) for module, weight in zip(modules, by_module, strict=True) for _ in module.lessons
    ]
    total = max(int(scope.hours_required * MINUTES_PER_HOUR), len(by_lesson))
    minutes = iter(apportion(by_lesson, total, 1))
    return [_each_lesson(module, lambda _: {"minutes": next(minutes)}) for module in modules]


def _with_practice(modules: Sequence[Module], bank: Bank) -> tuple[Module, ...]:
    """Give each practice question to the lesson that teaches its item."""
    items = {question.id: question.item for question in bank.questions}
    asked = [question for form in bank.forms if form.phase == "practice" for question in form.questions]
    return tuple(
        _each_lesson(module, lambda lesson: {"practice": tuple(q for q in asked if items[q] in lesson.items)})
        for module in modules
    )


def _each_lesson(module: Module, change: Callable[[Lesson], dict[str, object]]) -> Module:
    lessons = tuple(lesson.model_copy(update=change(lesson)) for lesson in module.lessons)
    return module.model_copy(update={"lessons": lessons})


def _parts(module: Module) -> Iterator[str]:
    yield from module.works
    if not module.works:
        yield from (item for lesson in module.lessons for item in lesson.items)
