"""Both data models are kept as they are written, and read in the same words afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest

from lms_bridge.sandbox.as12 import as_12
from lms_bridge.sandbox.datamodel import data_model, interval, interval_centiseconds
from lms_bridge.sandbox.errors import SandboxInputError
from lms_bridge.sandbox.model import CmiValue
from lms_bridge.sandbox.sequencing import read_activity_tree
from lms_bridge.sandbox.store import SandboxStore
from packager.build import build_package
from tests.lms_bridge.sandbox.samples import AT, later
from tests.packager.courses import make_course
from tests.packager.foreign2004 import MANIFEST


@pytest.mark.parametrize(
    ("text", "centis"),
    [("PT0S", 0), ("PT1H2M3.45S", 372345), ("P1DT1S", 8640100), ("PT4.5S", 450), ("PT90M", 540000)],
)
def test_an_interval_is_read_to_the_hundredth(text: str, centis: int) -> None:
    assert interval_centiseconds(text) == centis
    assert interval_centiseconds(interval(centis)) == centis


@pytest.mark.parametrize(
    "text", ["", "P", "PT", "P1Y", "0001:00:00", "PT1.234S", "PT-1S", "P1DT", "P9999999999999999999D"]
)
def test_what_is_no_interval_is_refused(text: str) -> None:
    with pytest.raises(SandboxInputError):
        interval_centiseconds(text)


@pytest.mark.parametrize(
    ("element", "value"),
    [
        ("cmi.core.lesson_status", "passed"),
        ("cmi.total_time", "PT1S"),
        ("cmi.mode", "review"),
        ("cmi.suspend_data", "x" * 64_001),
        ("cmi.interactions.0.student_response", "a"),
    ],
)
def test_a_2004_sco_sets_what_2004_lets_it_set(element: str, value: str) -> None:
    with pytest.raises(SandboxInputError):
        data_model("2004").check({element: value})
    data_model("2004").check({"cmi.suspend_data": "x" * 64_000, "cmi.interactions.0.learner_response": "a[,]b"})


def test_a_2004_attempt_adds_up_its_sessions_and_ends_when_it_is_complete_and_not_suspended(tmp_path: Path) -> None:
    with SandboxStore(tmp_path / "平台") as store:
        store.add_package(build_package(make_course(), "scorm2004", tmp_path).path, AT)
        store.add_learner("王小明", AT)
        first = store.launch(1, 1, AT)
        store.commit(first.id, {"cmi.session_time": "PT1M", "cmi.exit": "suspend"}, later(60), finished=True)
        again = store.launch(1, 1, later(90))
        assert again.id == first.id
        done = {"cmi.session_time": "PT30.5S", "cmi.exit": "normal", "cmi.completion_status": "completed"}
        store.commit(again.id, done, later(120), finished=True)
        attempt = store.attempt(first.id)
        assert (attempt.value("cmi.total_time"), attempt.finished_at) == ("PT1M30.5S", later(120))
        assert store.launch(1, 1, later(150)).number == 2


def _told(**values: str) -> dict[str, str]:
    cmi = {f"cmi.{key.replace('__', '.')}": CmiValue(value=value, set_at=AT) for key, value in values.items()}
    return {element: found.value for element, found in as_12(cmi).items()}


@pytest.mark.parametrize(
    ("completion", "success", "status"),
    [
        ("completed", "passed", "passed"),
        ("completed", "failed", "failed"),
        ("completed", "unknown", "completed"),
        ("incomplete", "failed", "incomplete"),
        ("incomplete", "passed", "passed"),
    ],
)
def test_completion_and_success_become_one_status(completion: str, success: str, status: str) -> None:
    assert _told(completion_status=completion, success_status=success)["cmi.core.lesson_status"] == status


def test_answers_scores_and_times_of_2004_are_read_as_those_of_1_2() -> None:
    told = _told(
        completion_status="completed",
        score__scaled="0.8",
        total_time="PT1H2M3S",
        interactions__0__type="choice",
        interactions__0__learner_response="a[,]c",
        interactions__0__result="incorrect",
        interactions__0__latency="PT4.5S",
        interactions__1__type="true-false",
        interactions__1__learner_response="false",
        interactions__2__type="fill-in",
        interactions__2__learner_response="甲[,]乙",
        objectives__0__success_status="passed",
    )
    assert told == {
        "cmi.core.lesson_status": "completed",
        "cmi.core.score.raw": "0.8",
        "cmi.core.score.min": "0",
        "cmi.core.score.max": "1",
        "cmi.core.total_time": "0001:02:03.00",
        "cmi.interactions.0.type": "choice",
        "cmi.interactions.0.student_response": "a,c",
        "cmi.interactions.0.result": "wrong",
        "cmi.interactions.0.latency": "0000:00:04.50",
        "cmi.interactions.1.type": "true-false",
        "cmi.interactions.1.student_response": "f",
        "cmi.interactions.2.type": "fill-in",
        "cmi.interactions.2.student_response": "甲[,]乙",
        "cmi.objectives.0.status": "passed",
    }


def test_the_sequencing_of_another_authors_manifest_reaches_the_run_time() -> None:
    tree = read_activity_tree(MANIFEST.encode())
    cluster, quiz = tree["children"]
    (lesson,) = cluster["children"]
    assert cluster["sequencingControls"] == {"choice": False, "flow": True, "objectiveMeasureWeight": 0.5}
    assert cluster["rollupRules"]["rules"][0]["minimumPercent"] == 0.5
    assert lesson["deliveryControls"] == {"completionSetByContent": True, "objectiveSetByContent": True}
    assert lesson["primaryObjective"]["minNormalizedMeasure"] == 0.6
    assert lesson["completionThreshold"] == {
        "completedByMeasure": True,
        "minProgressMeasure": 0.8,
        "progressWeight": 1.0,
    }
    assert lesson["hideLmsUi"] == ["previous"]
    assert quiz["attemptLimit"] == 3
    assert quiz["sequencingRules"]["preConditionRules"][0]["conditions"] == [
        {"condition": "satisfied", "operator": "not", "referencedObjective": "before"}
    ]
    assert [objective["objectiveID"] for objective in quiz["objectives"]] == ["before", "own"]
