"""A Moodle that refuses, is down, lies or is being mended: the reader is told what to do, and no token is shown."""

from __future__ import annotations

import logging
import re
from pathlib import Path

import pytest
from pydantic import JsonValue, TypeAdapter

from lms_bridge.connectors.moodle.arguments import MAX_FIELDS, chunks, form_fields
from lms_bridge.connectors.moodle.faults import MoodleFatalError, UnknownFunctionError
from lms_bridge.connectors.moodle.rest import MoodleRest
from lms_bridge.connectors.moodle.site import site_info
from lms_bridge.errors import FatalSourceError, RetriableSourceError, SourceError
from lms_bridge.http import HttpSession, RetryPolicy
from tests.lms_bridge.moodle.exchange import RECORDINGS, Exchange, recorded
from tests.lms_bridge.moodle.standin import StandIn, standing_in
from tests.lms_bridge.stub import Answer

TOKEN = "5ecre7" + "ab" * 13
ANY: TypeAdapter[JsonValue] = TypeAdapter(JsonValue)


def rest(site: StandIn, waits: list[float] | None = None, tries: int = 5) -> MoodleRest:
    sleep = (waits if waits is not None else []).append
    return MoodleRest(HttpSession(site.url, policy=RetryPolicy(tries=tries), sleep=sleep), TOKEN)


def refusal(function: str, number: int = 0) -> list[Exchange]:
    return [[one for one in recorded("refusals45") if one.function == function][number]]


@pytest.mark.parametrize(
    ("function", "arguments", "code", "word"),
    [
        ("core_course_get_categories", {}, "invalidtoken", "Manage tokens"),
        ("core_webservice_get_site_info", {}, "accessexception", "External services"),
        ("core_enrol_get_enrolled_users", {"courseid": 1}, "", "Define roles"),
        ("core_course_get_courses_by_field", {"field": "nonsense", "value": "x"}, "invalidparameter", "administrator"),
    ],
)
def test_a_refusal_inside_http_200_is_told_with_its_menu(
    function: str, arguments: dict[str, str | int], code: str, word: str
) -> None:
    with standing_in(refusal(function)) as site, pytest.raises(MoodleFatalError) as caught:
        rest(site).call(function, ANY, arguments)
    assert (code or caught.value.code) == caught.value.code
    assert word in caught.value.remedy
    assert "/ " in caught.value.message, "both languages"
    assert len(site.asked) == 1, "what asking again cannot mend is asked once"


def test_a_category_that_the_site_lacks_is_told_as_a_setting_to_mend() -> None:
    wanted = {"courses": [{"fullname": "x", "shortname": "x", "categoryid": 99999}]}
    function = "core_course_create_courses"
    with standing_in(refusal(function, 1)) as site, pytest.raises(MoodleFatalError) as caught:
        rest(site).call(function, ANY, wanted)
    assert "category" in caught.value.remedy


def test_a_function_that_the_site_lacks_is_known_as_such() -> None:
    with standing_in(refusal("core_course_no_such_function")) as site, pytest.raises(UnknownFunctionError) as caught:
        rest(site).call("core_course_no_such_function", ANY)
    assert "local_coursebridge" in caught.value.remedy


def test_a_missing_file_and_a_refused_download_are_errors_not_files() -> None:
    path = "/1/mod_scorm/content/0/coursebridge.json"
    with standing_in(recorded("refusals45")) as site:
        with pytest.raises(FatalSourceError) as caught:
            rest(site).download(path, len)
        assert caught.value.status == 404
        with pytest.raises(MoodleFatalError, match="invalidtoken"):
            rest(site).download(path, len)


def test_an_upload_that_failed_inside_the_list_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "a.zip"
    file.write_bytes(b"PK\x05\x06" + bytes(18))
    with standing_in(recorded("uploads45")) as site:
        draft = rest(site).upload(file, "a.zip")
        assert draft > 0
        with pytest.raises(MoodleFatalError, match="filenameexist"):
            rest(site).upload(file, "a.zip", draft)


def test_a_large_file_is_sent_whole_and_again_after_a_fault(tmp_path: Path) -> None:
    file = tmp_path / "课程.zip"
    file.write_bytes(bytes(range(256)) * 1000)
    with standing_in(
        [one.model_copy(update={"fields": {**one.fields, "file": "b.zip"}}) for one in _uploads()]
    ) as site:
        site.faults[0] = Answer(status=503)
        assert rest(site).upload(file, "b.zip") > 0
        assert len(site.asked) == 2


def _uploads() -> list[Exchange]:
    return [one for one in recorded("uploads45") if one.fields["itemid"] == "0" and isinstance(one.answer, list)]


@pytest.mark.parametrize(
    "fault",
    [
        Answer.of({"exception": "core\\exception\\moodle_exception", "errorcode": "sitemaintenance", "message": "…"}),
        Answer.of({"exception": "moodle_exception", "errorcode": "upgraderunning", "message": "…"}),
        Answer.of({"exception": "dml_read_exception", "errorcode": "dmlreadexception", "message": "…"}),
        Answer(body=b'{"courses":[{"id":', headers={"Content-Type": "application/json"}),
        Answer(body=b'{"courses":[]', announced=999),
        Answer(status=503, body=b"<html>maintenance</html>", headers={"Content-Type": "text/html"}),
        Answer(status=429, headers={"Retry-After": "2"}),
        Answer(status=502),
        Answer(hang_up=True),
    ],
    ids=["maintenance", "upgrade", "database", "truncated", "cut off", "maintenance page", "429", "502", "hung up"],
)
def test_what_passes_is_waited_for(fault: Answer) -> None:
    waits: list[float] = []
    with standing_in(recorded("probe45")) as site:
        site.faults = {0: fault, 1: fault}
        assert site_info(rest(site, waits)).release.startswith("4.5")
    assert len(waits) == 2


def test_a_page_for_data_is_told_at_once() -> None:
    with standing_in(recorded("probe45")) as site, pytest.raises(FatalSourceError, match="web page"):
        site.faults[0] = Answer(body=b"<!DOCTYPE html><title>Log in</title>", headers={"Content-Type": "text/html"})
        site_info(rest(site))


def test_a_call_that_may_not_be_repeated_is_sent_once() -> None:
    with standing_in(recorded("probe45")) as site, pytest.raises(RetriableSourceError):
        site.faults[0] = Answer(status=502)
        rest(site).call("core_webservice_get_site_info", ANY, repeatable=False)
    assert len(site.asked) == 1


def test_the_token_is_in_no_address_message_or_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with standing_in(refusal("core_course_get_categories")) as site, pytest.raises(SourceError) as caught:
        client = rest(site)
        client.call("core_course_get_categories", ANY)
    shown = f"{caught.value!r} {caught.value.finding()} {client!r} {caplog.text} {caught.value.__context__!r}"
    assert TOKEN not in shown
    assert "core_course_get_categories" in shown


def test_moodles_own_words_which_may_hold_names_are_not_passed_on() -> None:
    with standing_in(recorded("probe45")) as site, pytest.raises(SourceError) as caught:
        site.faults[0] = Answer.of({"exception": "x", "errorcode": "usernotfound", "message": "欧阳质检 is not here"})
        site_info(rest(site))
    assert "欧阳" not in str(caught.value.finding())


def test_arguments_are_what_php_reads() -> None:
    fields = form_fields({"users": [{"id": 5, "on": True}, {"id": 6, "off": False}], "none": None, "text": "质 量"})
    assert fields == {
        "users[0][id]": "5",
        "users[0][on]": "1",
        "users[1][id]": "6",
        "users[1][off]": "0",
        "text": "质 量",
    }


def test_long_lists_are_cut_so_that_php_drops_nothing() -> None:
    users = [{"roleid": 5, "userid": n, "courseid": 2, "timestart": 0, "timeend": 0, "suspend": 0} for n in range(1000)]
    sent = list(chunks(users, fields_each=6))
    assert [user for chunk in sent for user in chunk] == users
    assert max(len(form_fields({"enrolments": chunk})) for chunk in sent) <= MAX_FIELDS


def test_a_request_that_php_would_cut_is_never_sent() -> None:
    with standing_in(recorded("probe45")) as site, pytest.raises(FatalSourceError, match="cut them off"):
        rest(site).call("core_user_get_users_by_field", ANY, {"field": "id", "values": list(range(MAX_FIELDS))})
    assert site.asked == []


def test_recordings_name_release_and_function_and_hold_no_token_host_or_name() -> None:
    files = sorted(RECORDINGS.glob("*.json"))
    assert files
    for file in files:
        text = file.read_text(encoding="utf-8")
        exchange = Exchange.model_validate_json(text)
        assert exchange.release
        assert exchange.function
        assert not re.search(r"127\.0\.0\.1|localhost|Service User|@example\.org", text), file.name
        assert not re.search(r'"(wstoken|token)"\s*:', text), file.name
