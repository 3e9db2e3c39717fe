"""Questions of a course as Moodle's own types, one function per type, in one table.

The answers keep the author's order, and each carries its key in the page (`data-cb-choice`), so that what a learner
chose is told by key whatever order Moodle shows. A native true/false question shows words of its own: its stem carries
the keys of true and false (`data-cb-choices`). Whether a key is right stays on the server.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from course_templates.model import Choice, Question, QuestionType
from course_templates.moodle_text import inline
from foundation.text import LangText
from packager.formats.mbz.tree import Node, listed, node

_HTML = 1
_RIGHT = Decimal(1)
_WRONG = Decimal(0)
#: What a native true/false question says by itself, per side; choices that say more keep their own words.
_NATIVE = {
    True: ({"t", "1"}, {"对", "正确", "是", "true", "yes", "correct", "right", "√"}),
    False: ({"f", "0"}, {"错", "错误", "否", "不正确", "不对", "false", "no", "incorrect", "wrong", "×"}),
}


@dataclass(frozen=True)
class TypedQuestion:
    """A question's type in Moodle, the element that the type's restore reads, and marks that go with the stem."""

    qtype: str
    body: Node
    marks_html: str = ""


def typed(question: Question, first_answer: int) -> TypedQuestion:
    """Return a question in its Moodle type; its answers are numbered from `first_answer`."""
    return _TYPES[question.type](question, first_answer)


def _single(question: Question, first: int) -> TypedQuestion:
    return _multichoice(question, first, single=True, wrong=_WRONG)


def _multiple(question: Question, first: int) -> TypedQuestion:
    """A wrong choice takes away everything: choosing all of them earns nothing, as in the player."""
    return _multichoice(question, first, single=False, wrong=-_RIGHT)


def _true_false(question: Question, first: int) -> TypedQuestion:
    sides = _sides(question)
    if sides is None:
        return _single(question, first)
    answers = [
        _answer(first + place, "True" if side else "False", _is_right(question, choice) * _RIGHT, choice.feedback)
        for place, (side, choice) in enumerate(sides)
    ]
    body = node(
        "plugin_qtype_truefalse_question",
        listed("answers", answers),
        node("truefalse", id_=first, trueanswer=first, falseanswer=first + 1, showstandardinstruction=0),
    )
    true, false = (choice.key for _, choice in sides)
    return TypedQuestion("truefalse", body, f'<span data-cb-choices="{true} {false}"></span>')


def _sides(question: Question) -> list[tuple[bool, Choice]] | None:
    """Return the true choice and the false one, if they say no more than that."""
    found = []
    for side, (keys, words) in _NATIVE.items():
        for choice in question.choices:
            said = {text.strip().casefold().rstrip("。.") for _, text in choice.text.root if text.strip()}
            if choice.key in keys and said <= words:
                found.append((side, choice))
    return found if len(found) == len(question.choices) == 2 and found[0][0] is not found[1][0] else None


_TYPES: dict[QuestionType, Callable[[Question, int], TypedQuestion]] = {
    "choice": _single,
    "multiple": _multiple,
    "true-false": _true_false,
}


def _multichoice(question: Question, first: int, *, single: bool, wrong: Decimal) -> TypedQuestion:
    right = _RIGHT if single else (_RIGHT / len(question.answer)).quantize(Decimal("0.0000001"))
    answers = [
        _answer(first + place, _marked(choice), right if _is_right(question, choice) else wrong, choice.feedback)
        for place, choice in enumerate(question.choices)
    ]
    settings = node(
        "multichoice",
        id_=first,
        layout=0,
        single=int(single),
        shuffleanswers=0,
        **_no_feedback(("correct", "partiallycorrect", "incorrect")),
        answernumbering="ABCD",
        shownumcorrect=0,
        showstandardinstruction=1,
    )
    body = node("plugin_qtype_multichoice_question", listed("answers", answers), settings)
    return TypedQuestion("multichoice", body)


def _no_feedback(names: Sequence[str]) -> dict[str, str | int]:
    fields: dict[str, str | int] = {}
    for each in names:
        fields |= {f"{each}feedback": "", f"{each}feedbackformat": _HTML}
    return fields


def _is_right(question: Question, choice: Choice) -> bool:
    return choice.key in question.answer


def _marked(choice: Choice) -> str:
    return f'<span data-cb-choice="{choice.key}">{inline(choice.text)}</span>'


def _answer(number: int, html: str, fraction: Decimal, feedback: LangText) -> Node:
    return node(
        "answer",
        id_=number,
        answertext=html,
        answerformat=_HTML if html.startswith("<") else 0,
        fraction=f"{fraction:.7f}",
        feedback=inline(feedback),
        feedbackformat=_HTML,
    )
