"""An LMS that is slow, down, busy, lying or moved: nothing is lost, nothing secret told, and the reader knows why."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from pydantic import BaseModel, TypeAdapter

from foundation.errors import SettingsError
from lms_bridge.errors import FatalSourceError, PageLoopError, RetriableSourceError, SourceError
from lms_bridge.http import HttpSession, RetryPolicy
from lms_bridge.paging import pages
from tests.lms_bridge.stub import Answer, stub_site

TOKEN = "s3cret-token-张"


class _Told(BaseModel):
    n: int


TOLD = TypeAdapter(_Told)
OK = Answer.of({"n": 7})


def _session(url: str, waits: list[float] | None = None, policy: RetryPolicy | None = None) -> HttpSession:
    return HttpSession(url, policy=policy, sleep=(waits if waits is not None else []).append)


@pytest.mark.parametrize(
    "fault",
    [
        Answer(status=500),
        Answer(status=502),
        Answer(status=429),
        Answer(status=408),
        Answer(body=b'{"n": 7', announced=8),
        Answer(body=b'{"n": '),
        Answer(hang_up=True),
    ],
    ids=["500", "502", "429", "408", "cut off", "truncated JSON", "hung up"],
)
def test_a_passing_fault_is_asked_again(fault: Answer) -> None:
    waits: list[float] = []
    with stub_site(fault, fault, OK) as site:
        assert _session(site.url, waits).get("api/x", TOLD).n == 7
        assert len(site.asked) == 3
    assert waits == [0.5, 1.0]


def test_a_fault_that_stays_ends_as_retriable_after_the_last_try() -> None:
    waits: list[float] = []
    with stub_site(Answer(status=503)) as site, pytest.raises(RetriableSourceError) as caught:
        _session(site.url, waits, RetryPolicy(tries=3)).get("api/x", TOLD)
    assert len(site.asked) == 3
    assert (caught.value.status, caught.value.exit_code, len(waits)) == (503, 3, 2)


def test_retry_after_in_seconds_is_waited_for() -> None:
    waits: list[float] = []
    with stub_site(Answer(status=429, headers={"Retry-After": "7"}), OK) as site:
        _session(site.url, waits).get("api/x", TOLD)
    assert waits == [7.0]


def test_retry_after_as_a_date_is_waited_for() -> None:
    waits: list[float] = []
    until = format_datetime(datetime.now(UTC) + timedelta(seconds=40), usegmt=True)
    with stub_site(Answer(status=503, headers={"Retry-After": until}), OK) as site:
        _session(site.url, waits).get("api/x", TOLD)
    assert len(waits) == 1
    assert 0 < waits[0] <= 40


def test_a_long_retry_after_is_told_and_not_slept_through() -> None:
    waits: list[float] = []
    with (
        stub_site(Answer(status=429, headers={"Retry-After": "3600"})) as site,
        pytest.raises(RetriableSourceError) as caught,
    ):
        _session(site.url, waits).get("api/x", TOLD)
    assert (caught.value.retry_after_s, waits, len(site.asked)) == (3600.0, [], 1)


@pytest.mark.parametrize(
    ("fault", "word"),
    [
        (Answer(status=401), "token"),
        (Answer(status=403), "token"),
        (Answer(status=404), "url"),
        (Answer(status=301, headers={"Location": "http://elsewhere.example/"}), "moved"),
        (Answer(body=b"<html>maintenance</html>", headers={"Content-Type": "text/html"}), "web page"),
        (Answer.of({"m": 1}), "'n'"),
    ],
    ids=["401", "403", "404", "moved", "HTML for JSON", "other JSON"],
)
def test_what_trying_again_cannot_mend_is_told_at_once(fault: Answer, word: str) -> None:
    with stub_site(fault) as site, pytest.raises(FatalSourceError) as caught:
        _session(site.url).get("api/x", TOLD)
    assert len(site.asked) == 1
    assert word in f"{caught.value.message} {caught.value.remedy}"


@pytest.mark.parametrize(
    ("location", "word"),
    [
        ("https://new.example/moodle/api/x?token=s3cret", 'url = "https://new.example/moodle"'),
        ("https://user:s3cret@new.example/", 'url = "https://new.example"'),
        ("https://sso.example/login?back=s3cret", "single sign-on"),
        ("/login/index.php", "single sign-on"),
    ],
)
def test_a_redirect_tells_where_to_and_nothing_secret(location: str, word: str) -> None:
    moved = Answer(status=303, headers={"Location": location})
    with stub_site(moved) as site, pytest.raises(FatalSourceError) as caught:
        _session(site.url).get("api/x", TOLD)
    assert word in caught.value.remedy
    assert "s3cret" not in f"{caught.value.message} {caught.value.remedy}"


def test_a_host_that_nobody_knows_is_told_as_that() -> None:
    with pytest.raises(RetriableSourceError, match="host is not known") as caught:
        _session("https://no-such-host.invalid", [], RetryPolicy(tries=1)).get("api/x", TOLD)
    assert "DNS" in caught.value.remedy


def test_a_port_without_tls_is_not_called_a_bad_certificate() -> None:
    with stub_site(OK) as site, pytest.raises(FatalSourceError, match="https") as caught:
        _session(site.url.replace("http:", "https:"), [], RetryPolicy(tries=1)).get("api/x", TOLD)
    assert "certificate" not in caught.value.message


def test_a_refused_connection_is_retriable() -> None:
    with stub_site(OK) as site:
        url = site.url
    with pytest.raises(RetriableSourceError):
        _session(url, [], RetryPolicy(tries=2)).get("api/x", TOLD)


def test_an_answer_that_never_comes_ends_by_time_out() -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as listening:
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        policy = RetryPolicy(tries=1, read_timeout_s=0.05)
        with pytest.raises(RetriableSourceError, match="Timeout"):
            _session(url, [], policy).get("api/x", TOLD)


def test_an_endless_answer_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lms_bridge.http.MAX_ANSWER_BYTES", 1000)
    with stub_site(Answer(body=b" " * 200_000)) as site, pytest.raises(FatalSourceError, match="too long"):
        _session(site.url).get("api/x", TOLD)


def test_the_token_goes_to_the_site_and_into_no_message(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with stub_site(Answer(status=401)) as site, pytest.raises(SourceError) as caught:
        session = HttpSession(site.url, token="s3cret-token")
        session.get("api/x", TOLD, {"since": 3})
    assert site.headers[0]["Authorization"] == "Bearer s3cret-token"
    shown = f"{caught.value!r} {caught.value.finding()} {session!r} {caplog.text}"
    assert "s3cret" not in shown
    assert "since" not in caught.value.finding().model_dump_json()


def test_a_file_is_sent_whole_on_every_try(tmp_path: Path) -> None:
    file = tmp_path / "课程.zip"
    file.write_bytes(b"x" * 100_000)
    with stub_site(Answer(status=503), OK) as site:
        _session(site.url).post_file("api/packages", file, "application/zip", TOLD)
    assert [headers["Content-Length"] for headers in site.headers] == ["100000", "100000"]


@pytest.mark.parametrize(
    "url",
    [
        "http://lms.example.cn/moodle",
        "http://10.0.0.8",
        "http://127.0.0.1.example.cn",
        "ftp://127.0.0.1",
        "lms",
        "http://[::1",
    ],
)
def test_plain_http_to_another_machine_and_non_addresses_are_refused(url: str) -> None:
    with pytest.raises(SettingsError) as caught:
        HttpSession(url)
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    "url", ["http://localhost:8000", "http://127.0.0.1:8000/x/", "http://[::1]:8000", "https://lms.cn"]
)
def test_loopback_and_https_are_spoken_to(url: str) -> None:
    assert "HttpSession" in repr(HttpSession(url))


def test_an_address_with_a_password_is_refused_without_showing_it() -> None:
    with pytest.raises(SettingsError) as caught:
        HttpSession("https://admin:hunter2@lms.cn")
    assert "hunter2" not in caught.value.finding().model_dump_json()


def test_pages_that_lead_back_are_noticed() -> None:
    following = {1: 2, 2: 3, 3: 2}
    read: list[int] = []
    with pytest.raises(PageLoopError):
        read.extend(pages(lambda place: place, 1, lambda place: following[place]))
    assert list(pages(lambda place: place, 1, lambda place: place + 1 if place < 4 else None)) == [1, 2, 3, 4]
