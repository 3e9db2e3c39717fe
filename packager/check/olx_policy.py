"""The rules of what Open edX keeps beside the tree: settings and grading. Spec: OLX, policies."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from foundation.findings import Finding
from foundation.text import both
from packager.check import kinds_olx as kinds

Read = Callable[[str], bytes | None]
_TOLERANCE = 1e-6


def check_policies(root: str, run: str, formats: set[str], read: Read) -> Iterator[Finding]:
    """Yield what is wrong with the policies of a course whose graded parts are of these formats."""
    folder = f"{root}policies/{run}"
    settings = _json(read(f"{folder}/policy.json"))
    if not isinstance(settings, dict) or f"course/{run}" not in settings:
        yield kinds.OLX_POLICY.at(f"{folder}/policy.json", run=run)
    place = f"{folder}/grading_policy.json"
    grading = _json(read(place))
    problem = _grading_problem(grading)
    if problem is not None:
        yield kinds.OLX_GRADING.at(place, problem=problem)
        return
    total = sum(each["weight"] for each in grading["GRADER"])
    if grading["GRADER"] and abs(total - 1) > _TOLERANCE:
        yield kinds.OLX_WEIGHTS.at(place, total=f"{total:g}")
    types = {str(each.get("type")) for each in grading["GRADER"]}
    for name in sorted(formats):
        if name not in types:
            yield kinds.OLX_FORMAT.at(place, value=name)
    if not formats:
        yield kinds.OLX_NO_GRADE.at(None)


def _json(content: bytes | None) -> Any:
    try:
        return None if content is None else json.loads(content)
    except (ValueError, RecursionError):
        return None


def _grading_problem(grading: Any) -> str | None:
    """Return what is wrong with a grading policy, or None."""
    if not isinstance(grading, dict):
        return both("没有或不是 JSON", "missing, or no JSON")
    graders, cutoffs = grading.get("GRADER"), grading.get("GRADE_CUTOFFS")
    if not isinstance(graders, list) or not all(isinstance(each, dict) and each.get("type") for each in graders):
        return both("GRADER 应为作业类型的列表", "GRADER must list assignment types")
    weights = [each.get("weight") for each in graders]
    if not all(isinstance(each, int | float) and each >= 0 for each in weights):
        return both("每种作业要有权重", "every assignment type needs a weight")
    if not isinstance(cutoffs, dict) or not cutoffs:
        return both("没有 GRADE_CUTOFFS", "there are no GRADE_CUTOFFS")
    if not all(isinstance(each, int | float) and 0 < each <= 1 for each in cutoffs.values()):
        return both("合格线应在 0 和 1 之间", "cutoffs must be between 0 and 1")
    return None
