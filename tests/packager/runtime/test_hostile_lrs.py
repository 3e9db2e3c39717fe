"""LRSs that answer what is no answer, or too late, or not at all: nothing is believed that was not said."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.browser

Run = Callable[..., Any]

_LOGIN = {"status": 200, "text": "<!DOCTYPE html><title>登录</title>", "type": "text/html; charset=utf-8"}


@pytest.fixture
def run(run_xapi: Run) -> Run:
    return run_xapi


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(_LOGIN, id="a login page"),
        pytest.param({"status": 200, "text": "<html>", "type": None}, id="a page that does not say so"),
        pytest.param({"status": 200, "text": "", "type": "application/json", "redirected": True}, id="led elsewhere"),
        pytest.param({"status": 200, "text": '{"error": "expired"}', "type": "application/json"}, id="an error as 200"),
        pytest.param({"status": 200, "text": '["s1"', "type": "application/json", "breaks": True}, id="a broken line"),
    ],
)
def test_statements_that_nobody_says_to_have_taken_are_sent_again(run: Run, answer: dict[str, Any]) -> None:
    script = """
      const sent = scripted(answer, { status: 200, text: '["s1","s2"]', type: "application/json" });
      const { box, taken } = boxOf(2);
      const first = [await box.drain(), taken.length, box.refused];
      return [first, await box.drain(), taken, idsOf(sent)];
    """
    assert run(script, answer=answer) == [[False, 0, 0], True, [1, 2], [["POST", "s1+s2"], ["POST", "s1+s2"]]]


def test_an_answer_that_does_not_come_is_waited_for_20_seconds_and_its_statements_kept(run: Run) -> None:
    script = """
      const waited = hurried();
      scripted({ status: 200, hangs: true });
      const { box, taken } = boxOf(1);
      const sent = await box.drain();
      calm();
      return [sent, taken.length, waited];
    """
    assert run(script) == [False, 0, [20000]]


@pytest.mark.parametrize(("status", "is_out"), [(401, True), (403, True), (500, False), (0, False)])
def test_an_lrs_that_lets_nobody_in_any_more_is_told_from_one_that_is_down(run: Run, status: int, is_out: bool) -> None:
    script = """
      scripted(status);
      const { box } = boxOf(1);
      await box.drain();
      const during = [box.isLockedOut, box.isEmpty];
      scripted(200);
      return [during, await box.drain(), box.isLockedOut];
    """
    assert run(script, status=status) == [[is_out, False], True, False]


@pytest.mark.parametrize(("verb", "is_result"), [("answered", False), ("completed", True), ("passed", True)])
def test_a_result_that_the_lrs_will_never_take_is_told_as_such(run: Run, verb: str, is_result: bool) -> None:
    script = """
      scripted(400);
      const box = new cb.XapiOutbox(clientOf());
      box.push({ id: "s1", verb: cb.vocabulary.verbs[verb] });
      return [await box.drain(), box.refused, box.refusesResult];
    """
    assert run(script, verb=verb) == [True, 1, is_result]


_TIN_CAN = """
  const query = { endpoint: "http://lrs/x", activity_id: "urn:a", actor: '{"mbox":"mailto:a@example.org"}' };
  const launched = () => cb.adapters.xapi.connect({ location: { search: "?" + new URLSearchParams(query) } });
  const context = { course: { data: { id: "q", map: {} } }, stopwatch: { elapsed: () => 0 } };
"""


@pytest.mark.parametrize("answer", [{"status": 0}, {"status": 401}, {"status": 503}, _LOGIN], ids=lambda a: a["status"])
def test_what_an_lrs_has_and_cannot_say_now_is_not_written_over(run: Run, answer: dict[str, Any]) -> None:
    script = (
        _TIN_CAN
        + """
      hurried();
      const sent = scripted(answer);
      const adapter = launched();
      const { recorded, notice } = await adapter.open(context);
      calm();
      adapter.place("post", "{}", 1000, 0.5);
      return [recorded, notice, adapter.commit(), sent.map(([method]) => method)];
    """
    )
    assert run(script, answer=answer) == [False, "unreached", False, ["GET"] * 3]


def test_an_lrs_that_can_say_it_a_moment_later_is_asked_again(run: Run) -> None:
    script = (
        _TIN_CAN
        + """
      hurried();
      const kept = JSON.stringify({ v: 1, bookmark: "post", suspend: "kept" });
      scripted(503, { status: 200, text: kept, type: "application/json" }, 200);
      const { recorded, state, location } = await launched().open(context);
      calm();
      return [recorded, state, location];
    """
    )
    assert run(script) == [True, "kept", "post"]


def test_the_last_state_goes_before_the_word_that_the_session_is_over(run: Run) -> None:
    script = (
        _TIN_CAN
        + """
      const sent = scripted(404, 200);
      const adapter = launched();
      await adapter.open(context);
      sent.length = 0;
      adapter.place("post", "{}", 1000, 0.5);
      adapter.close();
      return sent.map(([method, , { keepalive }, url]) => [method, url.split("?")[0], keepalive]);
    """
    )
    assert run(script) == [["PUT", "http://lrs/x/activities/state", True], ["POST", "http://lrs/x/statements", True]]


@pytest.mark.parametrize("status", [409, 412])
def test_a_state_that_somebody_else_changed_is_read_again_and_written(run: Run, status: int) -> None:
    script = (
        _TIN_CAN
        + """
      const sent = scripted(404, 200, status, 404, 204);
      const adapter = launched();
      await adapter.open(context);
      adapter.place("post", "{}", 1000, 0.5);
      return [await adapter.commit(), sent.slice(2).map(([method]) => method)];
    """
    )
    assert run(script, status=status) == [True, ["PUT", "GET", "PUT"]]


def test_the_same_answer_has_the_same_id_in_every_session(run: Run) -> None:
    script = """
      const data = { id: "q", version: "1", role: "r", simulated: false, map: { iri: "urn:m:" }, forms: {}, title: {},
        survey: null };
      const told = () => {
        const launch = { actor: { mbox: "mailto:a@example.org" }, activityId: "urn:a", startedAt: Date.now(),
          registration: "8b2d3b0e-9c6f-4e0c-9b9b-5d3f0f6a1c11" };
        const course = { data, item: () => null };
        const statements = new cb.xapiStatements.Statements(course, launch, {});
        return statements.scored({ id: "pre.i", raw: 50, passed: false, at: 5 });
      };
      return told().id === told().id;
    """
    assert run(script) is True


@pytest.mark.parametrize(
    ("first", "told"),
    [
        pytest.param({"status": 200, "hangs": True}, {"token": "t"}, id="it hangs"),
        pytest.param({"status": 503}, {"token": "t"}, id="it is down"),
        pytest.param(
            {"status": 200, "text": '{"error-code":"1","error-text":"used"}'}, {"problem": "refused"}, id="used"
        ),
        pytest.param(_LOGIN, {"problem": "refused"}, id="a login page"),
    ],
)
def test_a_token_is_asked_for_again_only_where_the_lms_did_not_answer(
    run: Run, first: dict[str, Any], told: dict[str, str]
) -> None:
    script = """
      hurried();
      scripted(first, { status: 200, text: '{"auth-token":"t"}' });
      const once = await cb.xapiClient.fetchToken("http://lms/f");
      const found = once.problem === "network" ? await cb.xapiClient.fetchToken("http://lms/f") : once;
      calm();
      return found;
    """
    assert run(script, first=first) == told


@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("kind", ["cmi5", "tincan"])
def test_a_chinese_name_arrives_however_often_the_lms_encoded_it(run: Run, kind: str, times: int) -> None:
    script = """
      const actor = { account: { homePage: "https://lms", name: "学号 7" }, name: "王小明" };
      let text = JSON.stringify(actor);
      for (let n = 1; n < times; n += 1) text = encodeURIComponent(text);
      const query = { endpoint: "http://lrs/x", fetch: "http://lms/f", actor: text, activityId: "urn:a",
        activity_id: "urn:a", registration: "8b2d3b0e-9c6f-4e0c-9b9b-5d3f0f6a1c11" };
      const launch = cb.xapiLaunch[kind]("?" + new URLSearchParams(query));
      return launch && cb.xapiLaunch.personOf(launch);
    """
    account = {"id": "学号 7", "home_page": "https://lms"}
    person = {"name": "王小明", "account": account, "registration": "8b2d3b0e-9c6f-4e0c-9b9b-5d3f0f6a1c11"}
    assert run(script, kind=kind, times=times) == person
