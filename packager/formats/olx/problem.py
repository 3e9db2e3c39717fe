"""Questions as Open edX problems, marked by the platform. Spec: OLX, problem."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from course_templates.model import Choice, Question
from foundation.text import EN, ZH, LangText
from packager.formats.imsmanifest import add


@dataclass(frozen=True)
class Rules:
    """How the questions of one test behave. `attempts` None means as many as wanted."""

    phase: str
    form: str
    attempts: int | None
    explains: bool

    def url_name(self, question: Question) -> str:
        """Return the id under which a question's answers come back: phase.form.question.version."""
        return f"{self.phase}.{self.form}.{question.id}.{question.version}"


def problem(question: Question, rules: Rules) -> etree._Element:
    """Return a question as a problem; what explains an answer is its hint, shown once it was submitted."""
    root = etree.Element("problem")
    root.set("display_name", name_of(question.stem))
    root.set("weight", str(question.points))
    root.set("showanswer", "attempted" if rules.explains else "never")
    root.set("rerandomize", "never")
    if rules.attempts is not None:
        root.set("max_attempts", str(rules.attempts))
    several = question.type == "multiple"
    response = add(root, "choiceresponse" if several else "multiplechoiceresponse")
    _words(add(response, "label"), question.stem)
    group = add(response, "checkboxgroup") if several else add(response, "choicegroup", type="MultipleChoice")
    for choice in question.choices:
        _choice(group, choice, is_right=choice.key in question.answer, several=several, explains=rules.explains)
    return root


def name_of(text: LangText) -> str:
    """Return a text as a name, on one line."""
    return " ".join(text.best(ZH, EN).split())


def _choice(group: etree._Element, choice: Choice, *, is_right: bool, several: bool, explains: bool) -> None:
    element = add(group, "choice", correct="true" if is_right else "false", name=choice.key)
    _words(element, choice.text)
    if explains and choice.feedback:
        hint = add(element, "choicehint", **({"selected": "true"} if several else {}))
        hint.text = _flat(choice.feedback)


def _words(element: etree._Element, text: LangText) -> None:
    """Write a text in each of its languages, every one on a line of its own."""
    for index, (tag, words) in enumerate(_shown(text)):
        if index:
            add(element, "br")
        add(element, "span", words, lang=tag)


def _flat(text: LangText) -> str:
    return " / ".join(words for _, words in _shown(text))


def _shown(text: LangText) -> list[tuple[str, str]]:
    first: dict[str, str] = {}
    for tag, words in text.root:
        if words:
            first.setdefault(words, tag)
    return [(tag, words) for words, tag in first.items()]
