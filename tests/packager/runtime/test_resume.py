"""Resume data fits SCORM 1.2's 4,096 characters whatever the course, and survives a new version of the course."""

from __future__ import annotations

import json
from typing import Any

import pytest

from course_templates.model import Course
from tests.packager.courses import make_course
from tests.packager.runtime.conftest import Run, data_of

pytestmark = pytest.mark.browser

_WALKED = """
  const walk = sessionOf(data);
  walkTo(walk, "result", () => true);
  const packed = cb.resume.pack(walk.session.state, walk.course.tags);
"""


def _walked(run: Run, course: Course) -> Any:
    script = (
        _WALKED
        + """
      const back = cb.resume.unpack(packed.text, walk.course.tags);
      return { text: packed.text, level: packed.level, answers: back.answers.size, all: walk.session.state.answers.size,
        same: JSON.stringify(Array.from(back.answers)) === JSON.stringify(Array.from(walk.session.state.answers)) };
    """
    )
    return run(script, data=data_of(course))


def _bytes(text: str) -> int:
    return len(text.encode("utf-8"))


@pytest.mark.parametrize(
    ("works", "per_work"),
    [(3, 3), (15, 2), (15, 3), (40, 2)],
    ids=["3 works", "15 works, 90 questions", "15 works, 135 questions", "40 works, 240 questions"],
)
def test_every_answer_of_a_whole_course_comes_back(run: Run, works: int, per_work: int) -> None:
    found = _walked(run, make_course(works=works, per_work=per_work))
    assert _bytes(found["text"]) <= 4096
    # Open texts may be left out; what was chosen may not.
    assert found["level"] <= 1
    assert found["answers"] == found["all"]
    assert found["same"] == (found["level"] == 0)


def test_a_course_of_300_questions_and_100_lessons_keeps_every_answer(run: Run) -> None:
    found = _walked(run, make_course(works=100, per_work=1, kinds=("choice",), with_survey=False))
    assert _bytes(found["text"]) <= 4096
    assert found["level"] == 0
    assert found["same"]


def test_a_course_that_is_too_long_says_so_and_keeps_place_and_scores(run: Run) -> None:
    script = (
        _WALKED
        + """
      const back = cb.resume.unpack(packed.text, walk.course.tags);
      const again = sessionOf(data, {}, back);
      return { level: packed.level, bytes: cb.resume.sizeBytes(packed.text), where: again.session.current.id,
        pre: again.session.isPhaseDone("pre"), practice: again.session.isPhaseDone("practice"),
        outcome: again.session.outcome(), post: again.session.total("post") };
    """
    )
    found = run(script, data=data_of(make_course(works=120, per_work=3, kinds=("choice",))))
    assert found["bytes"] <= 4096
    assert found["level"] >= 2
    assert (found["where"], found["pre"], found["practice"]) == ("result", True, True)
    assert (found["outcome"], found["post"]) == ("passed", {"won": 360, "max": 360})


def test_beyond_all_measure_the_bookmark_alone_is_kept(run: Run) -> None:
    script = _WALKED + "return [packed.level, cb.resume.sizeBytes(packed.text), JSON.parse(packed.text).b];"
    level, size_bytes, bookmark = run(script, data=data_of(make_course(works=500, per_work=1, with_survey=False)))
    assert level == 5
    assert size_bytes <= 4096
    assert bookmark == "result"


def test_resume_data_is_ascii_but_for_open_text(run: Run) -> None:
    found = _walked(run, make_course(with_survey=False))
    assert found["text"].isascii()
    assert set(json.loads(found["text"])) == {"v", "c", "b", "n", "r", "t", "s", "a", "p"}


def test_a_new_version_of_the_course_keeps_the_answers_to_unchanged_questions(run: Run) -> None:
    old = make_course(works=3, per_work=2)
    changed = old.questions[0].model_copy(update={"version": 2})
    new = old.model_copy(
        update={"version": "1.1.0", "questions": (changed, *old.questions[1:]), "modules": old.modules[:2]}
    )
    script = (
        _WALKED
        + """
      const fresh = new cb.CourseIndex(newer);
      const back = cb.resume.unpack(packed.text, fresh.tags);
      return { lost: Array.from(walk.session.state.answers.keys()).filter((name) => !back.answers.has(name)),
        seen: Array.from(back.seen), version: back.version };
    """
    )
    found = run(script, data=data_of(old), newer=data_of(new))
    assert found["lost"] == ["pre/pre1-1/1"]
    assert found["seen"] == ["l1", "l2"]
    assert found["version"] == "1.0.0"


@pytest.mark.parametrize(
    "text",
    ["", "null", "42", "[]", "{}", '{"v":2}', "not json", '{"v":1', '{"v":1,"a":7,"s":null,"p":"x","x":{},"n":-3}'],
)
def test_foreign_or_broken_resume_data_does_no_harm(run: Run, text: str) -> None:
    script = """
      const { course } = sessionOf(data);
      const back = cb.resume.unpack(text, course.tags);
      return back === null ? null : [back.answers.size, back.seen.size, back.written];
    """
    assert run(script, data=data_of(make_course()), text=text) in (None, [0, 0, 0])


def test_tags_are_unique_in_a_large_course_and_the_same_every_time(run: Run) -> None:
    script = """
      const tags = () => Array.from(new cb.CourseIndex(data).tags.byName.values());
      return [tags().length, new Set(tags()).size, tags().join() === tags().join()];
    """
    total, distinct, same = run(script, data=data_of(make_course(works=100, per_work=3, with_survey=False)))
    assert total == distinct == 100 * 3 * 3 + 100
    assert same
