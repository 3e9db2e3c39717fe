"""Many sites: one that is down, slow or lying does not hold up the rest, and its state says what to do."""

from __future__ import annotations

import gzip
import json
import logging
import re
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from coursebridge.cli.status_lines import ago
from lms_bridge.http import HttpSession, RetryPolicy
from lms_bridge.pacing import Pace
from tests.lms_bridge.moodle.exchange import recorded
from tests.lms_bridge.moodle.home import Workplace
from tests.lms_bridge.moodle.standin import StandIn, standing_in
from tests.lms_bridge.scenes import newest, of_kind
from tests.lms_bridge.stub import Answer, stub_site


def _when_done(site: StandIn, requests: int, then: Callable[[], None]) -> None:
    """Call `then` once a site was asked so many times."""
    answer = site.answer

    def counted(path: str, fields: dict[str, str]) -> Answer:
        told = answer(path, fields)
        if len(site.asked) == requests:
            then()
        return told

    site.answer = counted  # type: ignore[method-assign]


def test_a_slow_site_holds_up_nobody(tmp_path: Path) -> None:
    """The slow site, first in the settings, answers only when the other was harvested to its end."""
    with standing_in(recorded("core45")) as slow, standing_in(recorded("core51")) as quick:
        slow.hold = threading.Event()
        requests = len(list(recorded("core51"))) // 2
        _when_done(quick, requests, slow.hold.set)
        code, told = Workplace(tmp_path, {"slow": slow.url, "quick": quick.url}).harvest()
    assert code == 0
    assert [(one["name"], one["rows"]) for one in told["sources"]] == [("slow", 43), ("quick", 43)]


def test_sites_that_are_down_or_lie_leave_the_others_whole(tmp_path: Path) -> None:
    page = Answer(body=b"<html>moved</html>", headers={"Content-Type": "text/html"})
    with (
        standing_in(recorded("core45")) as good,
        stub_site(Answer(status=503)) as down,
        stub_site(page) as lying,
        stub_site(Answer(body=b"[[[[")) as broken,
    ):
        urls = {"down": down.url, "lying": lying.url, "broken": broken.url, "good": good.url}
        work = Workplace(tmp_path, urls)
        code, told = work.harvest()
    assert code == 3
    assert {one["name"]: one["rows"] for one in told["sources"]} == {"down": 0, "lying": 0, "broken": 0, "good": 43}
    places = {one["place"].split()[0]: one["id"] for one in told["findings"] if one["severity"] == "error"}
    assert places == {
        "sources.down": "BRIDGE-SOURCE-DOWN",
        "sources.lying": "BRIDGE-SOURCE-FATAL",
        "sources.broken": "BRIDGE-SOURCE-DOWN",
    }
    states = {one["name"]: one for one in json.loads(work.command("harvest", "status", "--json").stdout)["sources"]}
    assert states["good"]["last_error"] is None
    assert states["good"]["lag_s"] >= 0
    for name in ("down", "lying", "broken"):
        assert states[name]["lag_s"] is None
        assert states[name]["remedy"]
    shown = work.command("harvest", "status").stdout.splitlines()
    assert [line.split(":")[0] for line in shown if not line.startswith("    ")] == [
        "✗ down",
        "✗ lying",
        "✗ broken",
        "✓ good",
        "4 个来源中有 3 个要处理：照箭头后的话做，再运行 coursebridge harvest run / 3 of 4 sources need you",
    ]
    assert shown[0] == f"✗ down: {urls['down']}", "who must see to it knows which site is meant"
    assert [line[4] for line in shown[1:5]] == ["还", "→", "n", "→"], "each language with its remedy"


GOOD = 12
#: What is wrong with a site → the finding it ends with, and what its remedy speaks of.
BAD = {
    "down": ("BRIDGE-SOURCE-DOWN", "稍后"),
    "drips": ("BRIDGE-SOURCE-DOWN", "稍后"),
    "shape": ("BRIDGE-SOURCE-FATAL", "url"),
    "stuck": ("BRIDGE-SOURCE-LOOP", "管理员"),
    "forged": ("BRIDGE-SOURCE-FATAL", "证书"),
    "moved": ("BRIDGE-SOURCE-FATAL", "url = "),
    "bomb": ("BRIDGE-SOURCE-FATAL", "url"),
}


def _page(**changes: object) -> Answer:
    first = next(one for one in recorded("pluginharvest45") if one.function == "local_coursebridge_harvest")
    return Answer.of({**first.answer, **changes})


def test_of_twenty_sites_one_down_slow_lying_forged_or_moved_holds_up_none_and_hears_no_token(
    tmp_path: Path, nobodys: ssl.SSLContext, caplog: pytest.LogCaptureFixture
) -> None:
    """The site that drips goes on until all good ones were harvested to their end."""
    caplog.set_level(logging.DEBUG)
    with ExitStack() as opened:
        other = opened.enter_context(stub_site(Answer.of({})))
        moved = Answer(status=307, headers={"Location": f"{other.url}/webservice/rest/server.php"})
        bomb = Answer(body=gzip.compress(b" " * (65 << 20)), headers={"Content-Encoding": "gzip"})
        bad = {
            "down": stub_site(Answer(status=503)),
            "drips": stub_site(Answer(drips="body"), Answer(hang_up=True)),
            "shape": stub_site(_page(rows={})),
            "stuck": stub_site(_page(more=True)),
            "forged": stub_site(_page(), tls=nobodys),
            "moved": stub_site(moved),
            "bomb": stub_site(bomb),
        }
        stubs = {name: opened.enter_context(site) for name, site in bad.items()}
        good = {f"good{n}": opened.enter_context(standing_in(recorded("pluginharvest45"))) for n in range(GOOD)}
        ahead = opened.enter_context(stub_site(_page(more=False, now=int(time.time()) + 259_200)))
        left = Countdown(GOOD, stubs["drips"].closing.set)
        for site in good.values():
            _when_answered(site, lambda page: page["more"] is False, left.one_less)
        urls = {name: site.url for name, site in {**stubs, **good, "ahead": ahead}.items()}
        work = Workplace(tmp_path, urls, {"courses": "harv1"})
        done = work.command("harvest", "run", "--json")
        shown = work.command("harvest", "status", "--json").stdout
    told = json.loads(done.stdout)
    assert (done.returncode, len(told["sources"])) == (3, 20)
    assert left.count <= 0, "all good ones were done while one dripped"
    rows = {one["name"]: one["rows"] for one in told["sources"]}
    assert len({rows[name] for name in good}) == 1
    assert rows["good0"] > 0 < rows["ahead"]
    errors = {one["place"].split()[0].removeprefix("sources."): one for one in told["findings"] if _is_error(one)}
    assert {name: one["id"] for name, one in errors.items()} == {name: wanted for name, (wanted, _) in BAD.items()}
    assert [name for name, (_, word) in BAD.items() if word not in errors[name]["remedy"]] == []
    noticed = {one["place"]: one for one in told["findings"] if one["id"] == "BRIDGE-CLOCK"}
    assert "快 3 天" in noticed["sources.ahead"]["message"], "of twenty clocks the one that is wrong is named"
    states = {one["name"]: one for one in json.loads(shown)["sources"]}
    assert {name for name, state in states.items() if state["last_error"]} == set(BAD)
    assert {name for name, state in states.items() if state["cursor"] is None} == set(BAD) - {"stuck"}
    assert (other.asked, stubs["forged"].asked) == ([], [])
    kept = b"".join(file.read_bytes() for file in work.home.rglob("*") if file.is_file())
    assert work.token not in f"{done.stdout} {done.stderr} {shown} {caplog.text}"
    assert work.token.encode() not in kept


def _is_error(finding: dict[str, Any]) -> bool:
    return bool(finding["severity"] == "error")


class Countdown:
    """Does something once it was counted down to nothing."""

    def __init__(self, count: int, then: Callable[[], None]) -> None:
        self.count = count
        self._then = then
        self._lock = threading.Lock()

    def one_less(self) -> None:
        """Count down."""
        with self._lock:
            self.count -= 1
            if self.count == 0:
                self._then()


def _when_answered(site: StandIn, last: Callable[[Any], bool], then: Callable[[], None]) -> None:
    """Call `then` with the answer of a site that is its last."""
    answer = site.answer

    def watched(path: str, fields: dict[str, str]) -> Answer:
        told = answer(path, fields)
        if last(json.loads(told.body)):
            then()
        return told

    site.answer = watched  # type: ignore[method-assign]


def test_a_site_that_went_down_is_told_with_how_old_its_data_are(tmp_path: Path) -> None:
    with standing_in(recorded("core45")) as good:
        work = Workplace(tmp_path, {"campus": good.url})
        assert "harvest run campus" in work.command("harvest", "status").stdout
        assert work.harvest()[0] == 0
    work.harvest()
    (state,) = json.loads(work.command("harvest", "status", "--json").stdout)["sources"]
    assert state["lag_s"] >= 0
    assert "ConnectionError" in state["last_error"]
    assert re.search(r"数据截至 \d+ 秒前；连接失败", work.command("harvest", "status").stdout)


@pytest.mark.parametrize(
    ("lag_s", "told"),
    [
        (0.4, "0 秒 / 0 s"),
        (119, "119 秒 / 119 s"),
        (120, "2 分钟 / 2 min"),
        (7200, "2 小时 / 2 h"),
        (4e5, "5 天 / 5 days"),
    ],
)
def test_an_age_is_told_in_a_unit_that_reads_well(lag_s: float, told: str) -> None:
    assert ago(lag_s) == told


def test_two_sites_harvested_side_by_side_give_what_each_gives_alone(tmp_path: Path) -> None:
    with standing_in(recorded("core45")) as one, standing_in(recorded("core51")) as other:
        both = Workplace(tmp_path / "both", {"a": one.url, "b": other.url})
        assert both.harvest()[0] == 0
        alone = [Workplace(tmp_path / name, {name: url}) for name, url in (("a", one.url), ("b", other.url))]
        assert [work.harvest()[0] for work in alone] == [0, 0]
    apart = [each for work in alone for each in _ids(work)]
    assert sorted(_ids(both)) == sorted(apart)
    assert len(of_kind(newest(both.home), "enrolment")) == 6


def _ids(work: Workplace) -> list[str]:
    return [f"{row['record_id']} {row['revision']}" for row in newest(work.home)]


def test_a_site_is_asked_no_faster_than_it_allows() -> None:
    pace = Pace()
    waits = [pace.wait_s(0.5, now) for now in (10.0, 10.0, 10.1, 12.0, 12.0)]
    assert waits == [0.0, 0.5, pytest.approx(0.9), 0.0, 0.5]


def test_the_pace_is_kept_between_requests() -> None:
    waits: list[float] = []
    with standing_in(recorded("probe45")) as site:
        session = HttpSession(site.url, policy=RetryPolicy(tries=1), interval_s=1000.0, sleep=waits.append)
        fields = {"wsfunction": "core_webservice_get_site_info", "moodlewsrestformat": "json"}
        for _ in range(3):
            session.post_form("webservice/rest/server.php", fields, lambda body, _: body)
    assert [round(wait) for wait in waits] == [1000, 2000]
