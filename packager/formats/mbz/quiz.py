"""A form as a native quiz (mod_quiz): its slots point into the question bank, so no key ever travels to a browser."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from course_templates.model import Course, Form, Question
from packager.formats.mbz import identity
from packager.formats.mbz.activity import EVIDENCE, NO_OUTCOME, Activity, Completion, GradeItem, Place
from packager.formats.mbz.bank import Bank
from packager.formats.mbz.tree import Node, listed, node

#: When something is shown to learners, as bits of a review setting.
_DURING, _AT_ONCE, _LATER, _CLOSED = 0x10000, 0x1000, 0x100, 0x10
_AFTERWARDS = _AT_ONCE | _LATER | _CLOSED
_QUESTIONS_PER_PAGE = 5
_HIGHEST = 1


def quiz_activity(
    course: Course, form: Form, bank: Bank, title: str, place: Place, requires: tuple[int, ...]
) -> Activity:
    """Return the quiz of a form, graded in points. Pre-test and exam are taken once, the post-test until passed."""
    questions = [course.question(each) for each in form.questions]
    total = Decimal(sum(question.points for question in questions))
    passing = None if form.passing_scaled is None else form.passing_scaled * total
    return Activity(
        kind="quiz",
        place=place,
        idnumber=identity.quiz_idnumber(course, form),
        title=title,
        body=_quiz(form, questions, bank, title, place, total),
        completion=Completion(on_grade=True, on_pass=passing is not None and form.phase != "pre"),
        requires=requires,
        items=tuple(dict.fromkeys(question.item for question in questions)),
        outcome=NO_OUTCOME if form.phase == "pre" else EVIDENCE,
        grade=GradeItem(maximum=total, passing=passing or Decimal(0), counts=form.phase != "pre"),
        categories=bank.category_numbers,
    )


def _quiz(form: Form, questions: Sequence[Question], bank: Bank, title: str, place: Place, total: Decimal) -> Node:
    return node(
        "quiz",
        node("quiz_grade_items"),
        listed("question_instances", (_slot(n, each, bank, place) for n, each in enumerate(questions, start=1))),
        listed("sections", [_whole(place)]),
        *(node(empty) for empty in ("feedbacks", "overrides", "grades", "attempts")),
        id_=place.module_id,
        name=title,
        intro="",
        introformat=1,
        timeopen=0,
        timeclose=0,
        timelimit=0,
        overduehandling="autosubmit",
        graceperiod=0,
        preferredbehaviour="deferredfeedback",
        canredoquestions=0,
        attempts_number=0 if form.phase == "post" and form.passing_scaled is not None else 1,
        attemptonlast=0,
        grademethod=_HIGHEST,
        decimalpoints=2,
        questiondecimalpoints=-1,
        **_review(),
        questionsperpage=_QUESTIONS_PER_PAGE,
        navmethod="free",
        shuffleanswers=0,
        sumgrades=total,
        grade=total,
        timecreated=0,
        timemodified=0,
        password="",
        subnet="",
        browsersecurity="-",
        delay1=0,
        delay2=0,
        showuserpicture=0,
        showblocks=0,
        completionattemptsexhausted=0,
        completionminattempts=0,
        allowofflineattempts=0,
    )


def _review() -> dict[str, int]:
    """Learners see the score afterwards and nothing else: right answers would be handed on to those who come later."""
    hidden = ("correctness", "specificfeedback", "generalfeedback", "rightanswer")
    return {
        "reviewattempt": _DURING,
        "reviewmaxmarks": _DURING | _AFTERWARDS,
        "reviewmarks": _AFTERWARDS,
        **{f"review{part}": 0 for part in hidden},
        "reviewoverallfeedback": _AFTERWARDS,
    }


def _slot(number: int, question: Question, bank: Bank, place: Place) -> Node:
    slot_id = 1000 * place.module_id + number
    return node(
        "question_instance",
        node(
            "question_reference",
            id_=slot_id,
            usingcontextid=identity.module_context(place.module_id),
            component="mod_quiz",
            questionarea="slot",
            questionbankentryid=bank.number_of(question.id),
            version=None,
        ),
        id_=slot_id,
        quizid=place.module_id,
        slot=number,
        page=1 + (number - 1) // _QUESTIONS_PER_PAGE,
        displaynumber=None,
        requireprevious=0,
        maxmark=Decimal(question.points),
        quizgradeitemid=None,
    )


def _whole(place: Place) -> Node:
    return node("section", id_=place.module_id, firstslot=1, heading="", shufflequestions=0)
