"""A site that drips, unpacks to gigabytes, sends us on, or cannot prove who it is: soon told, nothing given away."""

from __future__ import annotations

import gzip
import logging
import ssl
import tracemalloc
import zlib
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from foundation.text import halves
from lms_bridge.errors import FatalSourceError, PageLoopError, RetriableSourceError, SourceError
from lms_bridge.http import HttpSession, RetryPolicy
from tests.lms_bridge.stub import Answer, stub_site

TOKEN = "s3cret-token"
ANY = TypeAdapter(dict[str, int])
OK = Answer.of({"n": 7})


def form(session: HttpSession) -> object:
    """Ask as a Moodle is asked: the token in the body."""
    return session.post_form("server.php", {"wstoken": TOKEN}, lambda body, _: ANY.validate_json(body), name="f")


@pytest.mark.parametrize("kind", [SourceError, FatalSourceError, RetriableSourceError, PageLoopError])
def test_no_error_of_a_site_leaves_its_reader_without_a_remedy(kind: type[SourceError]) -> None:
    zh, en = halves(kind("…").finding().remedy)
    assert zh
    assert en != zh


@pytest.mark.parametrize("part", ["head", "body"])
def test_a_site_that_sends_a_byte_now_and_then_is_left_in_bounded_time(part: str) -> None:
    waits: list[float] = []
    with stub_site(Answer.of({}, drips=part)) as site, pytest.raises(RetriableSourceError) as caught:
        policy = RetryPolicy(read_timeout_s=60, answer_timeout_s=0.3)
        HttpSession(site.url, policy=policy, sleep=waits.append).get("api/x", ANY)
    assert "太慢" in caught.value.message
    assert "page_rows" in caught.value.remedy
    assert (len(site.asked), waits) == (1, []), "what used up its time once is not asked five times"


def test_a_quick_answer_on_a_connection_that_was_used_before_has_all_its_time_again() -> None:
    with stub_site(OK) as site:
        session = HttpSession(site.url, policy=RetryPolicy(tries=1, answer_timeout_s=60))
        assert [session.get("api/x", ANY) for _ in range(3)] == [{"n": 7}] * 3


def _bomb(size_bytes: int) -> bytes:
    """Return `size_bytes` of blanks, packed twice over."""
    packer = zlib.compressobj(9, wbits=31)
    block = b" " * (1 << 20)
    packed = b"".join(packer.compress(block) for _ in range(size_bytes >> 20)) + packer.flush()
    return gzip.compress(packed)


def test_an_answer_that_unpacks_to_far_more_than_it_is_ends_at_the_limit() -> None:
    bomb = Answer(body=_bomb(256 << 20), headers={"Content-Encoding": "gzip, gzip"})
    assert len(bomb.body) < 1 << 20
    with stub_site(bomb) as site:
        session = HttpSession(site.url, policy=RetryPolicy(tries=1))
        tracemalloc.start()
        try:
            with pytest.raises(FatalSourceError, match="too long") as caught:
                session.get("api/x", ANY)
            _, peak_bytes = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert caught.value.remedy
    assert peak_bytes < 150 << 20


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_token_follows_no_redirect(status: int, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with stub_site(OK) as other:
        moved = Answer(status=status, headers={"Location": f"{other.url}/server.php"})
        with stub_site(moved) as site, pytest.raises(FatalSourceError) as caught:
            form(HttpSession(site.url, token=TOKEN))
    assert (len(site.asked), other.asked) == (1, [])
    assert other.url in caught.value.remedy, "the reader is told where the site is now"
    assert TOKEN not in f"{caught.value!r} {caught.value.finding()} {caplog.text}"


def test_a_site_whose_certificate_nobody_vouches_for_is_told_and_never_sees_the_token(
    nobodys: ssl.SSLContext, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with stub_site(OK, tls=nobodys) as site, pytest.raises(FatalSourceError) as caught:
        form(HttpSession(site.url, token=TOKEN))
    assert site.asked == []
    assert "证书" in caught.value.message
    assert "REQUESTS_CA_BUNDLE" in caught.value.remedy
    assert TOKEN not in f"{caught.value!r} {caught.value.finding()} {caplog.text}"


def test_a_certificate_of_ones_own_authority_is_taken_once_it_is_named(
    nobodys: ssl.SSLContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with stub_site(OK, tls=nobodys) as site:
        host, port = site.url.removeprefix("https://").split(":")
        bundle = tmp_path / "root.pem"
        bundle.write_text(ssl.get_server_certificate((host, int(port))), encoding="ascii")
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(bundle))
        assert form(HttpSession(site.url)) == {"n": 7}


@pytest.mark.parametrize(
    "headers",
    [
        {"Retry-After": "\xb2"},
        {"Retry-After": "9" * 400},
        {"Retry-After": "-5"},
        {"Retry-After": "Fri, 31 Dec 9999 23:59:59 -2359"},
        {"Retry-After": "Fri, 99 Foo 99999999999 99:99:99 GMT"},
        {"Retry-After": ""},
    ],
    ids=lambda headers: headers["Retry-After"][:20],
)
def test_a_time_to_wait_that_is_none_is_passed_over(headers: dict[str, str]) -> None:
    with stub_site(Answer(status=503, headers=headers), OK) as site:
        session = HttpSession(site.url, policy=RetryPolicy(tries=1), sleep=lambda _: None)
        with pytest.raises(RetriableSourceError) as caught:
            session.get("api/x", ANY)
    assert caught.value.status == 503


@pytest.mark.parametrize(
    "location",
    [
        "http://[::1",
        "//[",
        "http://\xe9\xff/",
        "http://a:b:c/",
        "\x01",
        "?",
        "",
        "javascript:alert(1)",
        "http://x:99999/",
    ],
)
def test_a_redirect_to_nowhere_is_told_as_a_redirect(location: str) -> None:
    with (
        stub_site(Answer(status=302, headers={"Location": location})) as site,
        pytest.raises(FatalSourceError, match=r"another page|moved to"),
    ):
        HttpSession(site.url, policy=RetryPolicy(tries=1)).get("api/x", ANY)


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Encoding": "gzip"},
        {"Content-Encoding": "gzip, gzip, gzip, gzip, gzip, gzip, gzip, gzip"},
        {"Content-Encoding": "deflate"},
        {"Transfer-Encoding": "chunked"},
        {"Content-Type": "application/json; charset=\xff"},
        {"Content-Length": "-1"},
        {"X": "y" * 70_000},
    ],
    ids=str,
)
def test_an_answer_that_is_not_packed_as_it_says_ends_in_a_finding(headers: dict[str, str]) -> None:
    with stub_site(Answer(body=b"\x1f\x8bxyz", headers=headers)) as site, pytest.raises(SourceError) as caught:
        HttpSession(site.url, policy=RetryPolicy(tries=1)).get("api/x", ANY)
    assert caught.value.remedy
