"""What a learner did is kept as a SCORM 1.2 LMS should, whatever happens in between."""

from __future__ import annotations

from pathlib import Path

import pytest

from lms_bridge.sandbox.errors import NoSuchRecordError, SandboxDataError, SandboxInputError, SessionClosedError
from lms_bridge.sandbox.model import Attempt, Turn
from lms_bridge.sandbox.store import SandboxStore
from tests.lms_bridge.sandbox.samples import AT, carded_package, later, package_bytes, write

STATUS, EXIT = "cmi.core.lesson_status", "cmi.core.exit"


@pytest.fixture
def learning(store: SandboxStore, tmp_path: Path) -> Attempt:
    """Give the first attempt of a learner, in its first session; package, learner and attempt have id 1."""
    store.add_package(write(tmp_path, carded_package()), AT)
    store.add_learner("王小明", AT)
    return store.launch(1, 1, AT)


def values(attempt: Attempt) -> dict[str, str]:
    return {element: found.value for element, found in attempt.cmi.items()}


def test_posting_equal_bytes_again_changes_nothing(store: SandboxStore, tmp_path: Path) -> None:
    package = write(tmp_path, carded_package())
    first, second = store.add_package(package, AT), store.add_package(package, later(60))
    assert (first.changed, second.changed) == (True, False)
    assert second == first.model_copy(update={"changed": False})
    assert len(store.versions(first.id)) == 1


def test_other_bytes_make_the_next_version_and_attempts_stay_where_they_began(
    store: SandboxStore, tmp_path: Path, learning: Attempt
) -> None:
    store.commit(learning.id, {STATUS: "incomplete", EXIT: "suspend"}, later(1), False)
    second = store.add_package(write(tmp_path, carded_package("1.1.0")), later(2))
    assert (second.id, second.version, second.course_version, second.changed) == (1, 2, "1.1.0", True)

    resumed = store.launch(1, 1, later(3))
    assert (resumed.id, resumed.package_version, resumed.value(STATUS)) == (learning.id, 1, "incomplete")
    assert store.content_folder(1, 1).joinpath("index.html").is_file()
    newcomer = store.launch(1, store.add_learner("李雷", later(4)), later(4))
    assert newcomer.package_version == 2
    assert [version.version for version in store.versions(1)] == [2, 1]


def test_going_back_to_the_first_bytes_is_a_new_version(store: SandboxStore, tmp_path: Path) -> None:
    for course_version in ("1.0.0", "1.1.0", "1.0.0"):
        newest = store.add_package(write(tmp_path, carded_package(course_version)), AT)
    assert (newest.version, newest.course_version) == (3, "1.0.0")


def test_another_identifier_is_another_package(store: SandboxStore, tmp_path: Path) -> None:
    store.add_package(write(tmp_path, package_bytes("a")), AT)
    store.add_package(write(tmp_path, package_bytes("b")), AT)
    assert [(package.id, package.identifier) for package in store.packages()] == [(1, "a"), (2, "b")]


def test_the_course_card_comes_back_as_it_was_packed(store: SandboxStore, tmp_path: Path) -> None:
    ours = store.add_package(write(tmp_path, carded_package()), AT)
    foreign = store.add_package(write(tmp_path, package_bytes("foreign")), AT)
    card = store.card(ours.id, 1)
    assert card is not None
    assert (card.id, card.version, card.title.best()) == ("quality-course", "1.0.0", "质量管理课程")
    assert store.card(foreign.id, 1) is None
    assert (foreign.title, foreign.course) == ("质量管理 & 数字化", None)
    with pytest.raises(NoSuchRecordError):
        store.card(ours.id, 2)


def test_a_value_that_stays_the_same_keeps_its_time(store: SandboxStore, learning: Attempt) -> None:
    store.commit(learning.id, {STATUS: "incomplete", "cmi.core.lesson_location": "1"}, later(1), False)
    store.commit(learning.id, {STATUS: "incomplete", "cmi.core.lesson_location": "2"}, later(2), False)
    cmi = store.attempt(learning.id).cmi
    assert cmi[STATUS].set_at == later(1)
    assert (cmi["cmi.core.lesson_location"].value, cmi["cmi.core.lesson_location"].set_at) == ("2", later(2))


def test_session_times_add_up_over_sessions_and_the_last_of_each_counts(store: SandboxStore, learning: Attempt) -> None:
    for spent in ("0000:00:30.00", "0000:10:00.50"):
        store.commit(learning.id, {"cmi.core.session_time": spent, EXIT: "suspend"}, later(1), False)
    store.launch(1, 1, later(2))
    store.commit(learning.id, {"cmi.core.session_time": "01:00:00.75"}, later(3), False)
    assert store.attempt(learning.id).value("cmi.core.total_time") == "0001:10:01.25"


def test_a_suspended_attempt_resumes_and_a_finished_one_is_over(store: SandboxStore, learning: Attempt) -> None:
    store.commit(learning.id, {STATUS: "incomplete", EXIT: "suspend"}, later(1), True)
    session = store.begin_session(store.open_attempt(1, 1, later(2)).id, later(2))
    assert (session.attempt.id, session.number, session.entry) == (learning.id, 2, "resume")

    store.commit(learning.id, {STATUS: "passed", EXIT: ""}, later(3), True)
    assert store.attempt(learning.id).finished_at == later(3)
    with pytest.raises(SessionClosedError):
        store.begin_session(learning.id, later(4))
    again = store.launch(1, 1, later(5))
    assert (again.number, again.cmi) == (2, {})


def test_a_first_session_begins_anew_and_one_after_a_crash_resumes(store: SandboxStore, learning: Attempt) -> None:
    fresh = store.begin_session(learning.id, later(1))
    assert (fresh.entry, fresh.total_time) == ("ab-initio", "0000:00:00.00")
    store.commit(learning.id, {"cmi.suspend_data": "第二页"}, later(2), False)
    assert store.begin_session(learning.id, later(3)).entry == "resume"


def test_a_session_that_ended_normally_but_unfinished_is_continued_without_resume(
    store: SandboxStore, learning: Attempt
) -> None:
    store.commit(learning.id, {STATUS: "incomplete"}, later(1), True)
    assert store.begin_session(learning.id, later(2)).entry == ""


def test_starting_over_begins_a_new_attempt_and_keeps_the_old_one(store: SandboxStore, learning: Attempt) -> None:
    store.commit(learning.id, {STATUS: "incomplete", EXIT: "suspend"}, later(1), False)
    new = store.open_attempt(1, 1, later(2), restart=True)
    assert new.number == 2
    old = store.attempt(learning.id)
    assert (old.finished_at, old.value(STATUS)) == (later(2), "incomplete")


def test_what_a_session_sends_after_its_end_is_refused(store: SandboxStore, learning: Attempt) -> None:
    store.commit(learning.id, {EXIT: "suspend"}, later(1), True)
    with pytest.raises(SessionClosedError):
        store.commit(learning.id, {STATUS: "passed"}, later(2), False)
    assert store.attempt(learning.id).value(STATUS) is None


def test_an_older_windows_commit_is_refused(store: SandboxStore, learning: Attempt) -> None:
    store.begin_session(learning.id, later(1))
    with pytest.raises(SessionClosedError):
        store.commit(learning.id, {STATUS: "passed"}, later(2), False, turn=Turn(session=1, commit=1))
    assert store.attempt(learning.id).value(STATUS) is None


def test_a_commit_that_a_later_one_overtook_does_not_undo_it(store: SandboxStore, learning: Attempt) -> None:
    store.commit(learning.id, {"cmi.core.lesson_location": "9"}, later(2), False, turn=Turn(session=1, commit=3))
    store.commit(learning.id, {"cmi.core.lesson_location": "7"}, later(3), False, turn=Turn(session=1, commit=1))
    store.commit(learning.id, {"cmi.core.lesson_location": "8"}, later(3), False, turn=Turn(session=1, commit=2))
    assert store.attempt(learning.id).value("cmi.core.lesson_location") == "9"


@pytest.mark.parametrize(
    "bad",
    [
        {"cmi.core.student_name": "别人"},
        {"cmi.core.total_time": "0000:00:00.00"},
        {"cmi.core.credit": "no-credit"},
        {"cmi.interactions._count": "3"},
        {"cmi.completion_status": "completed"},
        {"cmi.core.lesson_location": "x" * 256},
        {"cmi.suspend_data": "x" * 4097},
        {"cmi.core.session_time": "PT1H"},
    ],
    ids=lambda bad: next(iter(bad)),
)
def test_a_commit_with_one_bad_value_keeps_nothing(store: SandboxStore, learning: Attempt, bad: dict[str, str]) -> None:
    with pytest.raises(SandboxInputError):
        store.commit(learning.id, {STATUS: "passed", **bad}, later(1), False)
    assert store.attempt(learning.id).cmi == {}


def test_elements_come_in_the_order_a_reader_counts(store: SandboxStore, learning: Attempt) -> None:
    store.commit(learning.id, {f"cmi.interactions.{n}.id": f"q{n}" for n in (10, 2, 0)}, later(1), False)
    names = [element for element in store.attempt(learning.id).cmi if "interactions" in element]
    assert names == ["cmi.interactions.0.id", "cmi.interactions.2.id", "cmi.interactions.10.id"]


def test_a_deleted_attempt_leaves_no_value_behind(store: SandboxStore, learning: Attempt) -> None:
    store.commit(learning.id, {"cmi.comments": "秘密"}, later(1), False)
    store.delete_attempt(learning.id, later(2))
    assert store.attempts() == []
    (_, change) = store.changes(0).rows
    assert (change.deleted, change.cmi, change.native_id) == (True, {}, "attempt-1")
    with pytest.raises(NoSuchRecordError):
        store.commit(learning.id, {STATUS: "passed"}, later(3), False)
    assert store.launch(1, 1, later(4)).number == 2


@pytest.mark.parametrize("name", ["", "   ", "x" * 101, "一\n二", "a\x00"])
def test_a_name_that_is_none_is_refused(store: SandboxStore, name: str) -> None:
    with pytest.raises(SandboxInputError):
        store.add_learner(name, AT)
    assert store.learners() == []


def test_what_is_not_there_is_said_to_be_missing(store: SandboxStore, tmp_path: Path) -> None:
    store.add_package(write(tmp_path, package_bytes()), AT)
    for ask in (
        lambda: store.launch(9, 1, AT),
        lambda: store.launch(1, 9, AT),
        lambda: store.enrol(1, 9, AT),
        lambda: store.attempt(9),
        lambda: store.commit(9, {}, AT, False),
        lambda: store.withdraw(1, 9, AT),
        lambda: store.played("guess"),
    ):
        with pytest.raises(NoSuchRecordError):
            ask()
    assert store.changes(0).rows == ()


def test_everything_is_there_after_opening_the_folder_again(
    store: SandboxStore, tmp_path: Path, learning: Attempt
) -> None:
    store.commit(learning.id, {STATUS: "incomplete"}, later(1), False)
    before = (store.attempts(), store.packages(), store.learners(), store.changes(0))
    store.close()
    with SandboxStore(store.data) as again:
        assert (again.attempts(), again.packages(), again.learners(), again.changes(0)) == before


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "sandbox.db").write_bytes(b"this is not a database, it is a letter" * 40)
    with pytest.raises(SandboxDataError) as caught:
        SandboxStore(tmp_path)
    assert caught.value.file == str(tmp_path)
    assert caught.value.remedy


def test_a_folder_of_another_version_is_left_alone(store: SandboxStore) -> None:
    import sqlite3

    store.close()
    connection = sqlite3.connect(store.data / "sandbox.db")
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(SandboxDataError, match="99"):
        SandboxStore(store.data)
