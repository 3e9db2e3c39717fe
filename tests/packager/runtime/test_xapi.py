"""What the player says to an LRS, and what it does when the LRS or the line misbehaves."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest

from tests.packager.courses import make_course
from tests.packager.runtime.conftest import data_of
from tests.packager.xapi.statement_rules import statement_violations

pytestmark = pytest.mark.browser

Run = Callable[..., Any]


@pytest.fixture
def run(run_xapi: Run) -> Run:
    return run_xapi


# ---- ids and times


@pytest.mark.parametrize("name", ["", "a", "x" * 55, "x" * 56, "质量 pre.pre-a.q1.1.1 1764000000000", "长" * 5000])
def test_an_id_is_the_uuid_of_its_name_as_everybody_makes_it(run: Run, name: str) -> None:
    space = "8b2d3b0e-9c6f-4e0c-9b9b-5d3f0f6a1c11"
    assert run("return cb.uuid.named(space, name);", space=space, name=name) == str(uuid.uuid5(uuid.UUID(space), name))


def test_a_random_id_is_a_uuid_of_version_4(run: Run) -> None:
    first, second = run("return [cb.uuid.random(), cb.uuid.random()];")
    assert first != second
    assert uuid.UUID(first).version == 4
    assert uuid.UUID(first).variant == uuid.RFC_4122


@pytest.mark.parametrize(
    ("milliseconds", "text"),
    [(0, "PT0.00S"), (1234, "PT1.23S"), (59_999, "PT1M0.00S"), (3_600_000, "PT1H0.00S"), (90_061_010, "PT25H1M1.01S")],
)
def test_a_duration_is_that_of_iso_8601(run: Run, milliseconds: int, text: str) -> None:
    assert run("return cb.xapiStatements.duration(milliseconds);", milliseconds=milliseconds) == text


# ---- launches


def test_an_actor_of_old_launches_is_told_as_xapi_wants_it(run: Run) -> None:
    script = """
      const of = (actor) => {
        const query = { endpoint: "http://lrs/x", actor: JSON.stringify(actor), activity_id: "urn:a" };
        const launch = cb.xapiLaunch.tincan("?" + new URLSearchParams(query));
        return launch && [launch.actor, launch.endpoint];
      };
      return [of({ name: ["Li"], mbox: ["mailto:li@example.org"] }),
        of({ account: [{ accountServiceHomePage: "https://lms", accountName: "7" }] }),
        of({ account: { homePage: "https://lms", name: "7" } }), of({ name: "nobody" })];
    """
    account = {"objectType": "Agent", "account": {"homePage": "https://lms", "name": "7"}}
    assert run(script) == [
        [{"objectType": "Agent", "name": "Li", "mbox": "mailto:li@example.org"}, "http://lrs/x/"],
        [account, "http://lrs/x/"],
        [account, "http://lrs/x/"],
        None,
    ]


@pytest.mark.parametrize("missing", ["endpoint", "fetch", "actor", "registration", "activityId"])
def test_a_page_that_no_lms_launched_is_a_preview(run: Run, missing: str) -> None:
    script = """
      const query = { endpoint: "http://lrs/x/", fetch: "http://lms/f",
        actor: '{"account":{"homePage":"h","name":"n"}}', activityId: "urn:a",
        registration: "8b2d3b0e-9c6f-4e0c-9b9b-5d3f0f6a1c11" };
      const whole = cb.xapiLaunch.cmi5("?" + new URLSearchParams(query));
      delete query[missing];
      return [whole !== null, cb.xapiLaunch.cmi5("?" + new URLSearchParams(query))];
    """
    assert run(script, missing=missing) == [True, None]


# ---- statements


def test_the_template_of_the_lms_is_never_overwritten(run: Run) -> None:
    script = """
      const template = { platform: "LMS", registration: "8b2d3b0e-9c6f-4e0c-9b9b-5d3f0f6a1c11",
        contextActivities: { grouping: [{ id: "urn:g" }], category: { id: "urn:c" } },
        extensions: { [cb.vocabulary.extensions.course]: "theirs", "urn:e": 1 } };
      const { context } = statementsOf(data, {}, template).answered(interactionOf());
      return [context.platform, context.extensions[cb.vocabulary.extensions.course], context.extensions["urn:e"],
        context.contextActivities.grouping[0].id, context.contextActivities.category.map((one) => one.id),
        JSON.stringify(template).length];
    """
    found = run(script, data=data_of(make_course()))
    assert found[:5] == ["LMS", "theirs", 1, "urn:g", ["urn:c", "urn:x-coursebridge:xapi:profile"]]


@pytest.mark.parametrize("kind", ["choice", "multiple", "true-false"])
def test_an_answer_of_every_kind_is_a_sound_statement(run: Run, kind: str) -> None:
    keys = {"choice": "b", "multiple": "a,c", "true-false": "f"}
    script = "return statementsOf(data).answered(interactionOf({ response: keys, result: 'wrong' }));"
    statement = run(script, data=data_of(make_course(kinds=(kind,), per_work=1)), keys=keys[kind])
    assert statement_violations(statement) == []
    assert statement["result"]["response"] == {"choice": "b", "multiple": "a[,]c", "true-false": "false"}[kind]
    assert statement["result"]["score"] == {"scaled": 0, "raw": 0, "min": 0, "max": 1}


def test_a_question_that_this_version_of_the_course_does_not_ask_is_not_told(run: Run) -> None:
    script = """
      const statements = statementsOf(data);
      return [statements.answered(interactionOf({ id: "pre.pre-a.gone.1.1" })),
        statements.answered(interactionOf({ id: "survey.jobfit.gone.1.1" })), statements.experienced("gone", 1)];
    """
    assert run(script, data=data_of(make_course())) == [None, None, None]


def test_what_happened_before_this_session_is_told_within_it_and_says_when_it_was(run: Run) -> None:
    script = """
      const statements = statementsOf(data, { startedAt: 9000 });
      const late = statements.answered(interactionOf({ at: 5000 }));
      const now = statements.answered(interactionOf({ at: 9500 }));
      const again = statementsOf(data, { startedAt: 12000 }).answered(interactionOf({ at: 5000 }));
      const happened = cb.vocabulary.extensions.happened;
      return [late.timestamp, late.context.extensions[happened], now.timestamp, happened in now.context.extensions,
        late.id === again.id, late.id === now.id];
    """
    assert run(script, data=data_of(make_course())) == [
        *("1970-01-01T00:00:09.000Z", "1970-01-01T00:00:05.000Z", "1970-01-01T00:00:09.500Z", False, True, False)
    ]


def test_an_item_whose_id_is_no_part_of_an_iri_is_escaped_as_the_package_does(run: Run) -> None:
    from packager.iris import item_iri

    course = make_course()
    item = 'a<b>"{c}|\\^`d'
    assert run("return statementsOf(data).itemIri(item);", data=data_of(course), item=item) == item_iri(
        course.map, item
    )


def test_a_score_that_equals_the_mastery_score_is_not_below_it(run: Run) -> None:
    assert run("return [66.67, 33.33, 100, 0].map(cb.xapiStatements.scaledOf);") == [0.6667, 0.3333, 1, 0]


# ---- the outbox


def test_statements_go_together_in_order(run: Run) -> None:
    script = """
      const sent = scripted(200);
      const { box, taken } = boxOf(3);
      box.push({ id: "s2" });
      return [await box.drain(), idsOf(sent), taken, box.isEmpty, await box.drain(), sent.length];
    """
    assert run(script) == [True, [["POST", "s1+s2+s3"]], [1, 2, 3], True, True, 1]


@pytest.mark.parametrize("status", [0, 401, 404, 408, 429, 500, 503])
def test_a_line_that_is_down_keeps_everything_for_later(run: Run, status: int) -> None:
    script = """
      const sent = scripted(status, 200);
      const { box, taken } = boxOf(2);
      const first = await box.drain();
      return [first, taken.length, box.refused, await box.drain(), taken, idsOf(sent)];
    """
    assert run(script, status=status) == [False, 0, 0, True, [1, 2], [["POST", "s1+s2"], ["POST", "s1+s2"]]]


def test_what_the_lrs_has_already_is_not_sent_for_ever(run: Run) -> None:
    script = """
      const sent = scripted(409, 204, 409, 204);
      const { box, taken } = boxOf(3);
      return [await box.drain(), idsOf(sent), taken, box.refused];
    """
    assert run(script) == [True, [["POST", "s1+s2+s3"], ["POST", "s1"], ["POST", "s2"], ["POST", "s3"]], [1, 2, 3], 0]


def test_one_statement_that_is_refused_holds_up_no_other_and_is_counted(run: Run) -> None:
    script = """
      const sent = scripted(400, 204, 400, 204);
      const { box, taken } = boxOf(3);
      return [await box.drain(), taken, box.refused, box.isEmpty, sent.length];
    """
    assert run(script) == [True, [1, 3], 1, True, 4]


def test_a_forbidden_session_loses_nothing_and_a_forbidden_statement_holds_up_nothing(run: Run) -> None:
    script = """
      scripted(403);
      const over = boxOf(2);
      const session = [await over.box.drain(), over.box.refused, over.box.isEmpty];
      scripted(403, 204, 403);
      const one = boxOf(2);
      return [session, [await one.box.drain(), one.box.refused, one.taken]];
    """
    assert run(script) == [[False, 0, False], [True, 1, [1]]]


def test_many_statements_go_in_several_requests(run: Run) -> None:
    script = """
      const sent = scripted(200);
      await boxOf(60).box.drain();
      return sent.map(([, body]) => body.length);
    """
    assert run(script) == [25, 25, 10]


def test_the_last_request_holds_what_is_left_and_outlives_the_page(run: Run) -> None:
    script = """
      const sent = scripted(200);
      const { box, taken } = boxOf(2);
      const whole = await box.farewell([{ id: "end" }]);
      return [whole, idsOf(sent), sent[0][2].keepalive, taken];
    """
    assert run(script) == [True, [["POST", "s1+s2+end"]], True, [1, 2]]


def test_the_last_request_keeps_to_what_browsers_let_outlive_a_page(run: Run) -> None:
    script = """
      const sent = scripted(200);
      const box = new cb.XapiOutbox(clientOf());
      for (let n = 1; n <= 4; n += 1) box.push({ id: `s${n}`, text: "长".repeat(8000) });
      box.farewell([{ id: "end" }]);
      const [[, body, options]] = sent;
      return [body.map((one) => one.id), options.keepalive, options.body.length < 65536];
    """
    assert run(script) == [["s1", "s2", "end"], True, True]


def test_an_lrs_that_speaks_xapi_2_alone_is_spoken_to_in_it(run: Run) -> None:
    script = """
      const sent = scripted(400, 404, 204);
      const client = clientOf();
      const answer = await client.settleVersion(client.stateParams("x"));
      await client.send("POST", "statements", { body: "[]" });
      return [answer.status, sent.map(([, , { headers }]) => headers["X-Experience-API-Version"])];
    """
    assert run(script) == [404, ["1.0.3", "2.0.0", "2.0.0"]]
