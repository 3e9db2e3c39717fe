"""The job-fit survey as feedback (mod_feedback) with names: who answered is needed to join a person's records.

Each item's label is the question's id and version, so answers are told apart whatever their wording. Ratings of one
work stand under a line that names the work.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from course_templates.model import Course, Survey, SurveyOption, SurveyQuestion
from course_templates.moodle_text import block, inline, label
from foundation.text import LangText
from packager.formats.mbz import identity
from packager.formats.mbz.activity import Activity, Completion, Place
from packager.formats.mbz.tree import Node, Value, listed, node

_NOT_ANONYMOUS = 2
_RADIO = "r>>>>>"
_HIDE_NOT_SELECTED = "h"
_TEXT_AREA = "60|4"
_THANKS = LangText.of("谢谢，您的回答已提交。", "Thank you, your answers have been submitted.")


def feedback_activity(course: Course, survey: Survey, title: str, place: Place) -> Activity:
    """Return the activity that the survey becomes. It is voluntary: nothing waits for it."""
    return Activity(
        kind="feedback",
        place=place,
        idnumber=identity.survey_idnumber(course, survey.id),
        title=title,
        body=_feedback(course, survey, title, place),
        completion=Completion(),
    )


def _feedback(course: Course, survey: Survey, title: str, place: Place) -> Node:
    return node(
        "feedback",
        listed("items", (_item(n, fields) for n, fields in enumerate(_items(course, survey), start=1))),
        node("completeds"),
        id_=place.module_id,
        name=title,
        intro=block(survey.intro),
        introformat=1,
        anonymous=_NOT_ANONYMOUS,
        email_notification=0,
        multiple_submit=0,
        autonumbering=0,
        site_after_submit="",
        page_after_submit=block(_THANKS),
        page_after_submitformat=1,
        publish_stats=0,
        timeopen=0,
        timeclose=0,
        timemodified=0,
        completionsubmit=1,
    )


def _items(course: Course, survey: Survey) -> Iterator[dict[str, Value]]:
    works = {work.id: work.label for work in course.works}
    above: str | None = None
    for question in survey.questions:
        if question.work is not None and question.work != above:
            heading = inline(works.get(question.work, LangText.of(question.work)))
            yield {"name": "label", "label": "", "presentation": f"<h4>{heading}</h4>", "typ": "label", "hasvalue": 0}
        above = question.work
        yield _asked(question)


def _asked(question: SurveyQuestion) -> dict[str, Value]:
    typ, presentation = _KINDS[question.kind](question)
    return {
        "name": label(question.prompt) or question.id,
        "label": f"{question.id}.{question.version}",
        "presentation": presentation,
        "typ": typ,
        "hasvalue": 1,
        "options": "" if typ == "textarea" else _HIDE_NOT_SELECTED,
    }


def _rating(question: SurveyQuestion) -> tuple[str, str]:
    lines = (f"{_value(n, each)}####{_option(each)}" for n, each in enumerate(question.options, start=1))
    return "multichoicerated", _RADIO + "|".join(lines)


def _choice(question: SurveyQuestion) -> tuple[str, str]:
    return "multichoice", _RADIO + "|".join(_option(each) for each in question.options)


def _text(_question: SurveyQuestion) -> tuple[str, str]:
    return "textarea", _TEXT_AREA


_KINDS = {"rating": _rating, "choice": _choice, "text": _text}


def _value(position: int, option: SurveyOption) -> int:
    return position if option.value is None else option.value


def _option(option: SurveyOption) -> str:
    """Return an option's words, without the marks by which Moodle takes the list apart."""
    words = " / ".join(dict.fromkeys(" ".join(text.split()) for _, text in option.text.root if text.strip()))
    return escape(words, quote=False).replace("|", "&#124;").replace("#", "&#35;")


def _item(number: int, fields: dict[str, Value]) -> Node:
    ending: dict[str, Value] = {"dependitem": 0, "dependvalue": "", "options": fields.pop("options", "")}
    return node("item", id_=number, template=0, **fields, position=number, required=0, **ending)
