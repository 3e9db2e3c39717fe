"""A course of which the account may not enter every part: the rest is harvested, what is left out is told and not lost.

Recorded three times over: the account may not pass restricted access, nor see answers to the survey; it may, but not
enter the pre-test; it may do all it needs.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.lms_bridge.moodle.exchange import Exchange, recorded
from tests.lms_bridge.moodle.home import Workplace
from tests.lms_bridge.moodle.standin import StandIn, standing_in
from tests.lms_bridge.scenes import newest, of_kind
from tests.lms_bridge.stub import Answer

WITHHELD = "BRIDGE-ACTIVITY-WITHHELD"
RENUMBERED = "BRIDGE-RENUMBERED"
OPTIONS: dict[str, object] = {"courses": "out4-e", "plugin": "never"}


@pytest.fixture
def site(release: str) -> Iterator[StandIn]:
    with standing_in(recorded(f"withheld{release}")) as site:
        yield site


@pytest.fixture
def work(tmp_path: Path, site: StandIn) -> Workplace:
    return Workplace(tmp_path, {"box": site.url}, OPTIONS)


def test_what_the_account_may_not_enter_is_told_by_name_and_the_rest_is_harvested(work: Workplace) -> None:
    code, told = work.harvest()
    closed, blind, waiting = _withheld(told)
    assert (code, closed["place"].split()[-1], closed["severity"]) == (0, "out4-e", "warning")
    zh, _, en = closed["message"].partition(" / ")
    assert "“后测”" in zh
    assert '"Post-test"' in en
    for half in closed["remedy"].split(" / "):
        assert "moodle/course:ignoreavailabilityrestrictions" in half
        assert "mod/quiz:view" in half
    assert '"Job-fit survey"' in blind["message"]
    assert "mod/feedback:viewreports" in blind["remedy"]
    rows = newest(work.home)
    assert len(of_kind(rows, "enrolment")) == 2
    assert len(of_kind(rows, "completion")) == 1, "the pre-test can be entered"
    assert '"Pre-test"' in waiting["message"], "without the package its questions are not known"
    assert of_kind(rows, "response") == of_kind(rows, "attempt") == of_kind(rows, "rating") == []


def test_an_activity_that_vanishes_from_the_account_s_sight_is_told_as_hidden_not_as_deleted(
    work: Workplace, site: StandIn
) -> None:
    number = _pre_test(site)[0].answer["cm"]["id"]
    work.harvest()
    code, told = work.harvest()
    (closed,) = _withheld(told)
    assert code == 0
    for half in closed["message"].split(" / "):
        assert str(number) in half


def test_what_was_left_out_is_fetched_whole_once_it_is_allowed(work: Workplace, site: StandIn) -> None:
    first = [work.harvest()[1] for _ in range(3)]
    assert [len(_withheld(told)) for told in first] == [3, 1, 0]
    assert _same(newest(work.home)) == _same(_all_allowed(work.root / "whole", site))


@pytest.mark.parametrize("arguments", [(), ("--sweep",)], ids=["due", "asked for"])
def test_a_run_over_everything_does_not_take_for_deleted_what_it_may_not_see(
    work: Workplace, site: StandIn, arguments: tuple[str, ...]
) -> None:
    listed, entered = _contents(site)[1], _pre_test(site)[1]
    before = _all_allowed(work.root, site)
    site.by_function["core_course_get_contents"].append(Answer.of(listed.answer))
    site.answers[entered.key] = [entered]
    work.options = {**OPTIONS, "sweep_days": 0.000001}
    work.write()
    code, told = work.harvest(*arguments)
    assert (code, len(_withheld(told))) == (0, 1)
    assert newest(work.home) == before


def test_a_course_that_cannot_be_entered_does_not_hold_up_another_and_keeps_its_place(
    work: Workplace, site: StandIn, release: str
) -> None:
    shell = _of(site, "core_course_get_courses_by_field")[0]
    twice = {**shell.answer, "courses": shell.answer["courses"] * 2}
    closed = next(
        one for one in recorded(f"courses-closed{release}") if "errorcoursecontextnotvalid" in str(one.answer)
    )
    site.by_function["core_course_get_courses_by_field"].append(Answer.of(twice))
    _last_alone(site)
    site.by_function["core_course_get_contents"].append(Answer.of(closed.answer))
    code, told = work.harvest()
    (finding,) = [one for one in told["findings"] if one["id"] == "BRIDGE-ROW"]
    assert (code, finding["place"].split()[-1]) == (0, "out4-e")
    assert "errorcoursecontextnotvalid" in finding["message"]
    assert "moodle/course:view" in finding["remedy"]
    assert newest(work.home)


def test_a_course_that_is_deleted_while_it_is_looked_for_does_not_hold_up_the_others(
    work: Workplace, site: StandIn, release: str
) -> None:
    _last_alone(site)
    every = _of(site, "core_course_get_courses_by_field")[0].answer
    other = {**every["courses"][0], "id": 99_999_999, "idnumber": "gone"}
    answer = Answer.of({**every, "courses": [other, *every["courses"]]})
    site.by_function["core_course_get_courses_by_field"].append(answer)
    gone, *asked_then = recorded(f"coursegone{release}")
    site.answers |= {one.key: [one] for one in asked_then}
    site.by_function["core_course_get_contents"].append(Answer.of(gone.answer))
    work.options = {"courses": "", "plugin": "never"}
    work.write()
    code, told = work.harvest()
    assert (code, [one["id"] for one in told["findings"]]) == (0, ["BRIDGE-ROW"])
    assert told["findings"][0]["place"].split()[-1] == "gone"
    assert _same(newest(work.home)) == _same(_all_allowed(work.root / "whole", site))


def test_an_account_that_can_enter_no_course_at_all_is_an_error(work: Workplace, site: StandIn) -> None:
    site.by_function["core_course_get_contents"].append(Answer.of(_pre_test(site)[1].answer))
    code, told = work.harvest()
    assert code == 3
    assert "requireloginerror" in str([one["message"] for one in told["findings"] if one["severity"] == "error"])


def test_renumbered_activities_are_known_by_what_they_hold_and_a_page_by_an_earlier_run(
    work: Workplace, site: StandIn, release: str
) -> None:
    before = _all_allowed(work.root, site)
    site.answers |= {one.key: [one] for one in recorded(f"renumbered{release}")}
    work.options = {**OPTIONS, "sweep_days": 0.000001}
    work.write()
    code, told = work.harvest()
    found = [one for one in told["findings"] if one["id"] == RENUMBERED]
    assert (code, len(found)) == (0, 4)
    numbers = ("page.control-chart", "scorm.CB-out4-e", "post.post", "survey.fit")
    for finding, number in zip(found, numbers, strict=True):
        for half in (*finding["message"].split(" / "), *finding["remedy"].split(" / ")):
            assert f"out4-e.{number}" in half
    assert '"Post-test" was changed to teacher-9' in found[2]["message"]
    assert newest(work.home) == before, "nothing is lost, nothing comes twice"


def test_a_home_that_never_saw_the_old_numbers_leaves_out_what_it_cannot_tell(
    work: Workplace, site: StandIn, release: str
) -> None:
    whole = _all_allowed(work.root / "whole", site)
    site.answers |= {one.key: [one] for one in recorded(f"renumbered{release}")}
    code, told = work.harvest()
    unknown = next(one for one in told["findings"] if one["id"] == RENUMBERED)
    assert code == 0
    for half in (*unknown["message"].split(" / "), *unknown["remedy"].split(" / ")):
        assert "out4-e.page.control-chart" in half
    assert '"The point after the wheel was dressed" is mine' in unknown["message"]
    page = {row["record_id"] for row in whole if row["activity"] == "page.control-chart"}
    assert page
    assert _same(newest(work.home)) == _same([row for row in whole if row["record_id"] not in page])


def test_a_teacher_s_own_test_is_not_taken_for_one_that_is_missing(
    work: Workplace, site: StandIn, release: str
) -> None:
    """Its pages are none of ours: the post-test's, without the marks that ours bear."""
    _last_alone(site)
    site.answers |= {one.key: [one] for one in recorded(f"renumbered{release}")}
    for key, (one, *_) in list(site.answers.items()):
        if one.function == "mod_quiz_get_attempt_review" and one.answer.get("questions"):
            own = [{**asked, "html": asked["html"].replace("data-cb-", "data-x-")} for asked in one.answer["questions"]]
            site.answers[key] = [one.model_copy(update={"answer": {**one.answer, "questions": own}})]
    code, told = work.harvest()
    assert code == 0
    assert "Post-test" not in str([one["message"] for one in told["findings"]])
    assert "teacher-9" in {row["activity"] for row in newest(work.home)}


def _withheld(told: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for one in told["findings"] if one["id"] == WITHHELD]


def _of(site: StandIn, function: str) -> list[Exchange]:
    return [one for found in site.answers.values() for one in found if one.function == function]


def _contents(site: StandIn) -> list[Exchange]:
    return _of(site, "core_course_get_contents")


def _pre_test(site: StandIn) -> list[Exchange]:
    """Return what the account was told of the pre-test: what it is, that it may not enter, what it is."""
    (found,) = [
        kept
        for kept in site.answers.values()
        if kept[0].function == "core_course_get_course_module"
        and [one.answer.get("errorcode") for one in kept][1:2] == ["requireloginerror"]
    ]
    return found


def _last_alone(site: StandIn) -> None:
    """Have the site answer as it did at last."""
    site.answers = {key: found[-1:] for key, found in site.answers.items()}


def _all_allowed(root: Path, site: StandIn) -> list[dict[str, Any]]:
    _last_alone(site)
    whole = Workplace(root, {"box": site.url}, OPTIONS)
    assert whole.harvest()[0] == 0
    return newest(whole.home)


def _same(rows: list[dict[str, Any]]) -> list[str]:
    return sorted(str({name: value for name, value in row.items() if name != "revision"}) for row in rows)
