"""The rules of an Open edX problem: something is asked, and something is right. Spec: OLX, problem."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from foundation.findings import Finding
from packager.check import kinds_olx as kinds
from packager.check.walk import below, local

_CHOICES = frozenset({"multiplechoiceresponse", "choiceresponse", "truefalseresponse"})
_ANSWERED = frozenset({"numericalresponse", "stringresponse", "formularesponse"})
_OPTION = "optionresponse"
_NUMBERS = ("max_attempts", "weight")


def check_problem(problem: etree._Element, place: str) -> Iterator[Finding]:
    """Yield what is wrong with a problem; responses that run code of their own are taken as they are."""
    for name in _NUMBERS:
        value = problem.get(name)
        if value is not None and not _is_number(value):
            yield kinds.OLX_ATTEMPTS.at(place, name=name, value=value)
    responses = [each for each in problem.iter(etree.Element) if local(each).endswith("response")]
    # A problem without elements is written in Markdown, or its file is HTML that a template fills.
    if not responses:
        yield kinds.OLX_PROBLEM.at(place)
    if any(not _has_answer(each) for each in responses):
        yield kinds.OLX_ANSWER.at(place)


def _has_answer(response: etree._Element) -> bool:
    kind = local(response)
    if kind == "choiceresponse":
        # "None of these" is right where no box is to be ticked: a choice must be there, but need not be right.
        return any(True for _ in below(response, "choice"))
    if kind in _CHOICES:
        return any(_is_true(each.get("correct")) for each in below(response, "choice"))
    if kind == _OPTION:
        inputs = list(below(response, "optioninput"))
        right = [
            bool(each.get("correct")) or any(_is_true(o.get("correct")) for o in below(each, "option"))
            for each in inputs
        ]
        return bool(right) and all(right)
    return bool(response.get("answer")) if kind in _ANSWERED else True


def _is_true(value: str | None) -> bool:
    return (value or "").lower() in ("true", "partial")


def _is_number(value: str) -> bool:
    """Return whether a value is a number not below 0; Studio writes `null` and nothing for "no limit"."""
    try:
        return value in ("", "null") or float(value) >= 0
    except ValueError:
        return False
