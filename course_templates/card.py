"""The course card: what a package and the central aggregation must know of a course, without its texts.

It travels in every package as `coursebridge.json`, is kept by the bridge in the home folder, and turns raw LMS
rows (which hold ids alone) into learning records that name role, work, item and versions.
"""

from __future__ import annotations

from decimal import Decimal

from pydantic import BaseModel, ConfigDict, Field

from course_templates.model import SEGMENT_PATTERN, Course, MapPin, Objective, Phase, SurveyAspect, SurveyKind, WorkRef
from foundation.text import LangText

CARD_NAME = "coursebridge.json"
#: A card comes from whoever made the package, and its version becomes a file's name: nothing that leaves a folder.
_VERSION_PATTERN = r"^[^./\\:*?\"<>|\x00-\x1f][^/\\:*?\"<>|\x00-\x1f]{0,39}$"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class QuestionCard(_Part):
    """A question: version, the item it tests, the points it gives."""

    id: str
    version: int
    item: str
    points: int


class FormCard(_Part):
    """A form: its phase, version, question ids, and pass mark from 0 to 1 (None: it has none)."""

    id: str
    phase: Phase
    version: int
    questions: tuple[str, ...]
    passing_scaled: Decimal | None = None


class SurveyQuestionCard(_Part):
    """A survey question: what it asks about, and the number behind each option key of a rating."""

    id: str
    version: int
    aspect: SurveyAspect
    kind: SurveyKind
    work: str | None = None
    values: dict[str, int] = {}
    labels: dict[str, LangText] = {}


class CourseCard(_Part):
    """Ids, versions and labels of one course version. Serialised with sorted keys: equal cards, equal bytes."""

    schema_version: int = 1
    id: str = Field(pattern=SEGMENT_PATTERN)
    version: str = Field(pattern=_VERSION_PATTERN)
    title: LangText
    map: MapPin
    role: str
    role_label: LangText
    level: str | None = None
    level_label: LangText = LangText()
    works: tuple[WorkRef, ...] = ()
    objectives: tuple[Objective, ...] = ()
    lessons: tuple[str, ...] = ()
    questions: tuple[QuestionCard, ...] = ()
    forms: tuple[FormCard, ...] = ()
    survey: str | None = None
    survey_questions: tuple[SurveyQuestionCard, ...] = ()
    simulated: bool = False


def course_card(course: Course) -> CourseCard:
    """Return the card of a course."""
    survey = course.survey
    return CourseCard(
        id=course.id,
        version=course.version,
        title=course.title,
        map=course.map,
        role=course.role,
        role_label=course.role_label,
        level=course.level,
        level_label=course.level_label,
        works=course.works,
        objectives=course.objectives,
        lessons=tuple(lesson.id for lesson in course.lessons()),
        questions=tuple(
            QuestionCard(id=q.id, version=q.version, item=q.item, points=q.points) for q in course.questions
        ),
        forms=tuple(
            FormCard(id=f.id, phase=f.phase, version=f.version, questions=f.questions, passing_scaled=f.passing_scaled)
            for f in course.forms
        ),
        survey=survey.id if survey else None,
        survey_questions=tuple(
            SurveyQuestionCard(
                id=q.id,
                version=q.version,
                aspect=q.aspect,
                kind=q.kind,
                work=q.work,
                values={o.key: o.value for o in q.options if o.value is not None},
                labels={o.key: o.text for o in q.options},
            )
            for q in (survey.questions if survey else ())
        ),
        simulated=course.simulated,
    )
