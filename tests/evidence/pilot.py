"""A pilot programme made up for tests: course cards, and learners who answer from ability and difficulty. Seeded."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import exp
from pathlib import Path
from typing import Any

from course_templates.card import CourseCard, FormCard, QuestionCard, SurveyQuestionCard
from course_templates.model import MapPin, Objective, WorkRef
from foundation.text import LangText
from lms_bridge.catalogue import write_card
from lms_bridge.records import LearningRecord
from tests.evidence.rows import row, write_store

PER_WORK = 3
_EMPLOYERS = (
    ("整机、主机制造企业", "Manufacturers of machines and plant"),
    ("零部件、材料制造企业", "Manufacturers of parts and materials"),
    ("软件、自动化、检测或咨询服务企业", "Software, automation, testing or consulting"),
    ("学校、科研院所或培训机构", "Schools, institutes, training providers"),
    ("在校学生或尚未就业", "Students, not yet employed"),
)
_YEARS = (("不足 1 年", "Under 1 year"), ("1–3 年", "1–3 years"), ("3–5 年", "3–5 years"), ("5 年以上", "Over 5 years"))
_EXISTS = (
    ("有，专人专岗", "Yes, a post of its own"),
    ("没有专岗，由其他岗位兼做", "No, others do it"),
    ("没有", "No"),
)
_COMMENTS = ("缺少“供应商质量数据对接”", "建议补充视觉检测", "没有提到与 MES 的接口", "希望增加数据治理内容")
_QUALITY_WORKS = (
    ("1.1", "过程数据采集与监控", "Collecting and monitoring process data"),
    ("1.2", "质量数据分析与改进", "Analysing and improving quality"),
    ("2.1", "质量追溯与召回支持", "Tracing quality and supporting recalls"),
)


@dataclass(frozen=True)
class Plan:
    """One course to be gone through: its cohort and, per centre, how many learners."""

    card: CourseCard
    centres: dict[str, int]
    seed: int = 7
    simulated: bool = True
    items: bool = True
    lift: float = 1.25
    shares: dict[str, float] = field(default_factory=lambda: {"start": 0.93, "pre": 0.95, "post": 0.85, "survey": 0.8})


def quality_card(version: str = "1.0.0") -> CourseCard:
    """Return the card of a course of three works like the shipped example."""
    pin = MapPin(
        iri="urn:x-competency-map:quality:",
        version="1.0.0",
        sha256="b1a99aceab8dc6c7df37a1a7d4b702b7da401e77d13bcabfb0aa9a6cb969c3c0",
        status="illustrative",
        title=LangText.of("质量管理人员", "Quality"),
        inspired_by=LangText.of("智能制造数字应用人员能力评价规范"),
    )
    return card("quality", "quality-example", pin, _QUALITY_WORKS, version=version)


def card(role: str, course: str, pin: MapPin, works: tuple[tuple[str, str, str], ...], **values: Any) -> CourseCard:
    """Return the card of a course with PER_WORK questions per work and form."""
    label = values.pop("role_label", LangText.of("质量管理人员", "Quality staff"))
    refs = tuple(
        WorkRef(id=f"{role}.w{code.replace('.', '-')}", code=code, label=LangText.of(zh, en)) for code, zh, en in works
    )
    items = tuple(
        Objective(id=ref.id.replace(".w", ".a") + "-1", kind="ability", label=ref.label, work=ref.id) for ref in refs
    )
    questions = [
        QuestionCard(id=f"{phase}-{number}-{place}", version=1, item=item.id, points=1)
        for phase in ("pre", "post")
        for place, item in enumerate(items)
        for number in range(PER_WORK)
    ]
    forms = tuple(
        FormCard(
            id=f"{phase}-a",
            phase=phase,
            version=1,
            passing_scaled=None,
            questions=tuple(q.id for q in questions if q.id.startswith(f"{phase}-")),
        )
        for phase in ("pre", "post")
    )
    return CourseCard(
        **{"version": "1.0.0", **values},
        id=course,
        title=LangText.of("质量数据三件事（示例课程）", "Three jobs with quality data"),
        map=pin,
        role=role,
        role_label=label,
        works=refs,
        objectives=items,
        questions=tuple(questions),
        forms=forms,
        survey="fit",
        survey_questions=(
            _choice("employer-kind", _EMPLOYERS),
            _choice("experience-years", _YEARS),
            _choice("role-exists", _EXISTS),
        ),
    )


def pilot_home(home: Path, *plans: Plan) -> Path:
    """Write the records and the cards of plans, and return the home folder."""
    for plan in plans:
        write_card(home, plan.card)
    return write_store(home, (record for plan in plans for record in pilot_records(plan)))


def pilot_records(plan: Plan) -> Iterator[LearningRecord]:
    """Yield the records of all learners of a plan."""
    for centre, size in plan.centres.items():
        for number in range(size):
            learner = f"{centre}-{plan.card.id}-{number:03d}"
            yield from _Learner(plan, centre, learner).records()


def _choice(aspect: Any, words: tuple[tuple[str, str], ...]) -> SurveyQuestionCard:
    labels = {"abcdefgh"[place]: LangText.of(zh, en) for place, (zh, en) in enumerate(words)}
    return SurveyQuestionCard(id=aspect, version=1, aspect=aspect, kind="choice", labels=labels)


class _Learner:
    def __init__(self, plan: Plan, centre: str, learner: str) -> None:
        self._plan = plan
        self._random = random.Random(f"{plan.seed}/{learner}")
        self._learner = learner
        self._minutes = self._random.uniform(0, 60 * 24 * 25)
        card = plan.card
        self._common = {
            "centre": centre, "source": f"lms-{centre}", "simulated": plan.simulated, "role": card.role,
            "level": card.level, "map": card.map.iri, "map_version": card.map.version, "course": card.id,
            "course_version": card.version,
        }  # fmt: skip
        self._ability = self._random.gauss(-0.4, 0.8)

    def records(self) -> Iterator[LearningRecord]:
        yield self._row("enrolment")
        if not self._happens("start"):
            return
        if not self._plan.items:
            yield self._row("completion", completed=True, success=self._random.random() < 0.8, marked_by="lms")
            return
        yield self._row("attempt", attempt=1)
        if not self._happens("pre"):
            return
        yield from self._form("pre", 0.0)
        if not self._happens("post"):
            return
        passed = yield from self._form("post", self._plan.lift)
        yield self._row("completion", completed=True, success=passed, marked_by="package")
        if self._happens("survey"):
            yield from self._survey()

    def _form(self, phase: str, lift: float) -> Any:
        scores = []
        for question in self._plan.card.questions:
            if not question.id.startswith(f"{phase}-"):
                continue
            place = int(question.id[-1])
            chance = 1 / (1 + exp(-(self._ability + lift * (1.2 - 0.3 * place) - 0.25 * place + 0.2)))
            right = self._random.random() < chance
            scores.append(float(right))
            item = next(one for one in self._plan.card.objectives if one.id == question.item)
            yield self._row(
                "response", question.id, phase=phase, form=f"{phase}-a", form_version=1, question=question.id,
                question_version=1, item=item.id, work=item.work, attempt=1, response="a", success=right,
                score_scaled=float(right),
            )  # fmt: skip
        score = sum(scores) / len(scores)
        passed = score >= 0.6
        yield self._row(
            "attempt", phase, phase=phase, form=f"{phase}-a", form_version=1, attempt=1, score_scaled=score,
            success=passed, completed=True, marked_by="package",
        )  # fmt: skip
        return passed

    def _survey(self) -> Iterator[LearningRecord]:
        for place, work in enumerate(self._plan.card.works):
            for aspect, middle in (("importance", 4.4 - 0.3 * place), ("frequency", 3.6 - 0.7 * place),
                                   ("own-ability", 3.1 - 0.2 * place)):  # fmt: skip
                value = float(min(5, max(1, round(self._random.gauss(middle, 0.8)))))
                yield self._answer(aspect, str(int(value)), value, work.id)
        for aspect, weights in (("employer-kind", (30, 40, 14, 10, 6)), ("experience-years", (10, 35, 30, 25)),
                                ("role-exists", (35, 50, 15))):  # fmt: skip
            key = self._random.choices("abcde"[: len(weights)], weights)[0]
            yield self._answer(aspect, key, None, None)
        if self._random.random() < 0.3:
            yield self._row("comment", "missing", phase="survey", form="fit", aspect="missing",
                            response=self._random.choice(_COMMENTS))  # fmt: skip

    def _answer(self, aspect: str, key: str, value: float | None, work: str | None) -> LearningRecord:
        about = {"phase": "survey", "form": "fit", "question": f"{work or ''}{aspect}", "question_version": 1}
        return self._row("rating", aspect, work, aspect=aspect, work=work, response=key, value=value, **about)

    def _row(self, kind: str, *native: object, **columns: Any) -> LearningRecord:
        self._minutes += self._random.uniform(0.5, 3)
        return row(kind, self._learner, *native, minutes=self._minutes, **self._common, **columns)

    def _happens(self, what: str) -> bool:
        return self._random.random() < self._plan.shares[what]
