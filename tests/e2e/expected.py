"""What an LMS must have of a learner, worked out from course and answers: the tests' own marking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from course_templates.model import Course, Phase


def objectives(course: Course, answers: Mapping[str, Sequence[str]]) -> dict[str, tuple[float, str]]:
    """Return score and status per objective id, `phase.item`."""
    found: dict[str, tuple[float, str]] = {}
    post = course.form("post")
    mark = 100 * float(post.passing_scaled if post and post.passing_scaled is not None else 0.6)
    for phase in ("pre", "practice", "post"):
        form = course.form(phase)
        asked = [course.question(question) for question in (form.questions if form else ())]
        for item in dict.fromkeys(question.item for question in asked):
            mine = [question for question in asked if question.item == item]
            won = sum(q.points for q in mine if set(answers[q.id]) == set(q.answer))
            score = round(100 * won / sum(q.points for q in mine), 2)
            found[f"{phase}.{item}"] = (score, "passed" if score >= mark else "failed")
    return found


def interaction_ids(course: Course, *, tries: Mapping[str, int] | None = None) -> list[str]:
    """Return the ids of every answer of one whole way through, in the player's order; `tries` by phase."""
    numbers = tries or {}
    lessons = [question for lesson in course.lessons() for question in lesson.practice]
    ids = _of_phase(course, "pre", numbers.get("pre", 1))
    form = course.form("practice")
    ids += [f"practice.{form.id if form else 'practice'}.{q}.{course.question(q).version}.1" for q in lessons]
    ids += _of_phase(course, "post", numbers.get("post", 1))
    survey = course.survey
    ids += [f"survey.{survey.id}.{q.id}.{q.version}.1" for q in survey.questions] if survey else []
    return ids


def _of_phase(course: Course, phase: Phase, attempt: int) -> list[str]:
    form = course.form(phase)
    questions = form.questions if form else ()
    return [f"{phase}.{form.id}.{q}.{course.question(q).version}.{attempt}" for q in questions if form]


def grouped(cmi: Mapping[str, str], kind: str) -> list[dict[str, str]]:
    """Return `cmi.<kind>.n.*` as one mapping per n, in order; `kind` is interactions or objectives."""
    rows: dict[int, dict[str, str]] = {}
    for element, value in cmi.items():
        parts = element.split(".", 3)
        if parts[:2] == ["cmi", kind] and len(parts) == 4 and parts[2].isdigit():
            rows.setdefault(int(parts[2]), {})[parts[3]] = value
    return [rows[n] for n in sorted(rows)]


def arrived_ids(cmi: Mapping[str, str]) -> list[str]:
    """Return the ids of the interactions that an LMS has, in order; "" of one whose id is still on its way."""
    return [row.get("id", "") for row in grouped(cmi, "interactions")]
