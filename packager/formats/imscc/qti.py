"""Questions and tests as QTI 1.2.1 in the profile of Common Cartridge.

Spec: IMS CC 1.1 Profile of QTI 1.2.1. Profiles of items: cc.multiple_choice, cc.multiple_response, cc.true_false.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from lxml import etree

from course_templates.model import Question
from foundation.text import EN, ZH, LangText
from foundation.xml import serialise_xml
from packager.formats.imscc.versions import QTI, CartridgeVersion
from packager.formats.imsmanifest import XSI, add

_RESPONSE = "response"
_MAX_TITLE_CHARACTERS = 80
#: Spec: cc_weighting; Moodle takes 0 to 99.
_MAX_WEIGHTING = 99
_TRUE_FALSE = {"t": "true", "f": "false", "1": "true", "0": "false"}


_NOTHING = LangText()


@dataclass(frozen=True)
class Test:
    """An assessment: `phase` and `form` become part of its questions' ids, `part` of its own where a form has several.

    `attempts` None means as many as wanted.
    """

    phase: str
    form: str
    title: LangText
    questions: tuple[Question, ...]
    attempts: int | None
    feedback: bool
    rubric: LangText = _NOTHING
    part: str = ""

    @property
    def name(self) -> str:
        """The assessment's own id, no other's in the cartridge: LMSs know by it what they imported before."""
        return ".".join(word for word in (self.phase, self.form, self.part) if word)

    def ident(self, question: Question) -> str:
        """Return the id under which a question's answers come back: phase.form.question.version."""
        return f"{self.phase}.{self.form}.{question.id}.{question.version}"


def assessment(test: Test, version: CartridgeVersion) -> bytes:
    """Return an assessment: one section with its questions."""
    root = _root(version)
    element = add(root, _q("assessment"), ident=test.name, title=_title(test.title))
    _fields(
        element,
        cc_profile="cc.exam.v0p1",
        qmd_assessmenttype="Examination",
        qmd_scoretype="Percentage",
        qmd_feedbackpermitted="Yes" if test.feedback else "No",
        qmd_hintspermitted="No",
        qmd_solutionspermitted="No",
        cc_maxattempts="unlimited" if test.attempts is None else str(test.attempts),
    )
    if test.rubric:
        _material(add(element, _q("rubric")), _html(test.rubric))
    section = add(element, _q("section"), ident="root_section")
    for question in test.questions:
        _item(section, question, test.ident(question), with_feedback=test.feedback)
    return serialise_xml(root)


def question_bank(ident: str, questions: Iterable[Question], version: CartridgeVersion) -> bytes:
    """Return questions that no test of the cartridge asks, for teachers to take."""
    root = _root(version)
    bank = add(root, _q("objectbank"), ident=ident)
    for question in questions:
        _item(bank, question, f"bank.{question.id}.{question.version}", with_feedback=True)
    return serialise_xml(root)


def profile_of(question: Question) -> str:
    """Return the item profile of a question. A true-false one whose keys are not t/f or 1/0 is a choice of two."""
    if question.type == "multiple":
        return "cc.multiple_response.v0p1"
    if question.type == "true-false" and sorted(_TRUE_FALSE.get(each.key, "") for each in question.choices) == [
        "false",
        "true",
    ]:
        return "cc.true_false.v0p1"
    return "cc.multiple_choice.v0p1"


def _q(name: str) -> str:
    return f"{{{QTI}}}{name}"


def _root(version: CartridgeVersion) -> etree._Element:
    nsmap: dict[Any, str] = {None: QTI, "xsi": XSI}
    root = etree.Element(_q("questestinterop"), nsmap=nsmap)
    root.set(f"{{{XSI}}}schemaLocation", version.qti_location)
    return root


def _item(parent: etree._Element, question: Question, ident: str, *, with_feedback: bool) -> None:
    profile = profile_of(question)
    item = add(parent, _q("item"), ident=ident, title=_title(question.stem))
    weighting = str(min(question.points, _MAX_WEIGHTING))
    _fields(add(item, _q("itemmetadata")), cc_profile=profile, cc_weighting=weighting)
    names = {each.key: _TRUE_FALSE[each.key] if "true_false" in profile else each.key for each in question.choices}
    _presentation(item, question, names)
    told = [each.key for each in question.choices if with_feedback and each.feedback]
    _processing(item, question, names, told)
    for choice in question.choices:
        if choice.key in told:
            feedback = add(item, _q("itemfeedback"), ident=f"{names[choice.key]}_fb")
            _material(add(feedback, _q("flow_mat")), _html(choice.feedback))


def _presentation(item: etree._Element, question: Question, names: dict[str, str]) -> None:
    presentation = add(item, _q("presentation"))
    _material(presentation, _html(question.stem))
    cardinality = "Multiple" if question.type == "multiple" else "Single"
    response = add(presentation, _q("response_lid"), ident=_RESPONSE, rcardinality=cardinality)
    choices = add(response, _q("render_choice"))
    for choice in question.choices:
        label = add(choices, _q("response_label"), ident=names[choice.key])
        _material(label, _inline(choice.text))


def _processing(item: etree._Element, question: Question, names: dict[str, str], told: Sequence[str]) -> None:
    """Say what is right first, then what is told: a condition that ends the processing must not come before."""
    processing = add(item, _q("resprocessing"))
    outcomes = add(processing, _q("outcomes"))
    add(outcomes, _q("decvar"), maxvalue="100", minvalue="0", varname="SCORE", vartype="Decimal")
    if question.type == "multiple":
        _multiple_is_right(processing, question)
    for choice in question.choices:
        is_right = question.type != "multiple" and choice.key in question.answer
        if not is_right and choice.key not in told:
            continue
        # Not "Yes": Moodle takes what such a condition tells for the feedback of the whole question.
        condition = add(processing, _q("respcondition"), **{"continue": "No"})
        _equal(add(condition, _q("conditionvar")), names[choice.key])
        if is_right:
            add(condition, _q("setvar"), "100", action="Set", varname="SCORE")
        if choice.key in told:
            add(condition, _q("displayfeedback"), feedbacktype="Response", linkrefid=f"{names[choice.key]}_fb")


def _multiple_is_right(processing: etree._Element, question: Question) -> None:
    condition = add(processing, _q("respcondition"), **{"continue": "Yes"})
    both = add(add(condition, _q("conditionvar")), _q("and"))
    for choice in question.choices:
        _equal(both if choice.key in question.answer else add(both, _q("not")), choice.key)
    add(condition, _q("setvar"), "100", action="Set", varname="SCORE")


def _equal(parent: etree._Element, value: str) -> None:
    add(parent, _q("varequal"), value, case="Yes", respident=_RESPONSE)


def _fields(parent: etree._Element, **fields: str) -> None:
    metadata = add(parent, _q("qtimetadata"))
    for label, value in fields.items():
        field = add(metadata, _q("qtimetadatafield"))
        add(field, _q("fieldlabel"), label)
        add(field, _q("fieldentry"), value)


def _material(parent: etree._Element, html: str) -> None:
    add(add(parent, _q("material")), _q("mattext"), html, texttype="text/html")


def _html(text: LangText) -> str:
    return "".join(f'<p lang="{tag}">{_escaped(words)}</p>' for tag, words in _shown(text))


def _inline(text: LangText) -> str:
    return " / ".join(f'<span lang="{tag}">{_escaped(words)}</span>' for tag, words in _shown(text))


def _shown(text: LangText) -> list[tuple[str, str]]:
    """Return the languages to show: a second one that says the same is left out."""
    first: dict[str, str] = {}
    for tag, words in text.root:
        if words:
            first.setdefault(words, tag)
    return [(tag, words) for words, tag in first.items()]


def _escaped(words: str) -> str:
    return escape(words, quote=False).replace("\n", "<br>")


def _title(text: LangText) -> str:
    flat = " ".join(text.best(ZH, EN).split())
    return flat if len(flat) <= _MAX_TITLE_CHARACTERS else flat[: _MAX_TITLE_CHARACTERS - 1] + "…"
