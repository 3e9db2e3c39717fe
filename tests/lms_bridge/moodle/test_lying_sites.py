"""Sites that lie: pages that never end, rows that are none, answers of another form; what is good is kept, and told."""

from __future__ import annotations

import base64
import gzip
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.lms_bridge.moodle.exchange import Exchange, recorded
from tests.lms_bridge.moodle.home import Workplace
from tests.lms_bridge.moodle.mutations import mutated
from tests.lms_bridge.moodle.scenes_harvest import OPTIONS
from tests.lms_bridge.moodle.standin import StandIn, standing_in
from tests.lms_bridge.scenes import multiset, newest
from tests.lms_bridge.stub import Answer

HARVEST = "local_coursebridge_harvest"
#: One site under whatever port, so that pseudonyms are the same.
ONE_SITE: dict[str, object] = {**OPTIONS, "home_page": "https://lms.example.cn"}


@pytest.fixture(scope="module")
def first() -> Exchange:
    """Return the first page that a real site gave."""
    return next(one for one in recorded("pluginharvest45") if one.function == HARVEST)


@pytest.fixture
def site() -> Iterator[StandIn]:
    with standing_in(recorded("pluginharvest45")) as site:
        yield site


@pytest.fixture
def work(tmp_path: Path, site: StandIn) -> Workplace:
    return Workplace(tmp_path, {"box": site.url}, ONE_SITE)


def rows_of(page: Exchange) -> list[str]:
    return gzip.decompress(base64.b64decode(page.answer["rows"])).decode().splitlines()


def plain(page: Exchange, rows: list[str], **changes: object) -> Answer:
    """Return a page with other rows."""
    return Answer.of({**page.answer, "rows": "".join(f"{row}\n" for row in rows), "encoding": "plain", **changes})


def packed(content: bytes) -> str:
    return base64.b64encode(gzip.compress(content)).decode()


@pytest.fixture(scope="module")
def truth(tmp_path_factory: pytest.TempPathFactory) -> Counter[str]:
    """Return the records that the site gives while it tells the truth."""
    with standing_in(recorded("pluginharvest45")) as truthful:
        work = Workplace(tmp_path_factory.mktemp("truthful"), {"box": truthful.url}, ONE_SITE)
        assert work.harvest()[0] == 0
        return multiset(work.home)


def test_the_same_page_under_ever_new_cursors_ends_with_what_arrived(
    work: Workplace, site: StandIn, first: Exchange
) -> None:
    site.by_function[HARVEST] += [plain(first, rows_of(first), more=True, cursor=f"c{n}") for n in range(9)]
    code, told = work.harvest()
    (error,) = [one for one in told["findings"] if one["severity"] == "error"]
    assert (code, error["id"], site.asked.count(HARVEST)) == (3, "BRIDGE-SOURCE-LOOP", 2)
    assert HARVEST in error["place"]
    assert told["sources"][0]["records"] > 0


@pytest.mark.parametrize(
    "change",
    [
        {"rows": 7},
        {"rows": None},
        {"now": -1},
        {"now": 10**400},
        {"more": "perhaps"},
        {"courses": {"id": 1}},
        {"encoding": "gzip", "rows": "rows"},
        {"encoding": "gzip", "rows": packed(b"{}")[:-8]},
        {"encoding": "gzip", "rows": packed(bytes(65 << 20))},
        {"encoding": "gzip", "rows": packed(b"\n" * 300_000)},
        [],
        "text",
        None,
        {"rows": "", "encoding": "plain", "cursor": None},
    ],
    ids=lambda change: str(change)[:40],
)
def test_an_answer_of_another_form_is_told_with_its_function_and_leaves_no_trace(
    work: Workplace, site: StandIn, first: Exchange, truth: Counter[str], change: Any
) -> None:
    lie = {**first.answer, **change} if isinstance(change, dict) else change
    site.by_function[HARVEST].append(Answer.of(lie))
    code, told = work.harvest()
    (error,) = told["findings"]
    assert (code, error["id"], told["sources"][0]["rows"]) == (3, "BRIDGE-SOURCE-FATAL", 0)
    assert HARVEST in error["place"]
    assert error["remedy"]
    (state,) = json.loads(work.command("harvest", "status", "--json").stdout)["sources"]
    assert (state["cursor"], state["remedy"]) == (None, error["remedy"])
    assert work.harvest()[0] == 0
    assert multiset(work.home) == truth


_FAR = 10**14
NO_ROWS = [
    "",
    "null",
    "7",
    '{"kind":"erasure"',
    '{"kind":"erasure"}',
    '{"kind":"erasure","id":1,"modified":"x"}',
    f'{{"kind":"enrolment","id":"late","modified":{_FAR},"userid":7}}',
    f'{{"kind":"enrolment","id":"late","modified":{_FAR},"deleted":true}}',
    f'{{"kind":"enrolment","id":"later","modified":{10**40},"userid":7,"course":1}}',
    '{"kind":"quiz_attempt","id":"q","modified":1700000000,"userid":7,"attempt":1,"state":"x","timestart":"²"}',
    json.dumps({"kind": "x" * 100_000, "id": "long", "modified": []}),
]


def test_lines_that_are_no_rows_are_told_and_hold_up_no_other(
    work: Workplace, site: StandIn, first: Exchange, truth: Counter[str]
) -> None:
    site.by_function[HARVEST].append(plain(first, [*NO_ROWS, *rows_of(first)]))
    code, told = work.harvest()
    assert code == 0
    assert [one["id"] for one in told["findings"] if one["id"] != "BRIDGE-CLOCK"] == ["BRIDGE-ROW"] * len(NO_ROWS)
    assert all(len(one["place"] or "") < 200 for one in told["findings"])
    assert multiset(work.home) == truth


def test_a_site_that_gives_nothing_but_rubbish_is_told_in_a_few_lines(
    work: Workplace, site: StandIn, first: Exchange
) -> None:
    site.by_function[HARVEST].append(plain(first, ["rubbish"] * 5000))
    code, told = work.harvest()
    rows = [one for one in told["findings"] if one["id"] == "BRIDGE-ROW"]
    assert (code, len(rows)) == (0, 51)
    assert "不再逐行列出" in rows[-1]["message"]


def test_rows_given_twice_count_once(work: Workplace, site: StandIn, first: Exchange, truth: Counter[str]) -> None:
    rows = rows_of(first)
    site.by_function[HARVEST].append(plain(first, [*rows, *rows[::-1], rows[0]]))
    assert work.harvest()[0] == 0
    assert multiset(work.home) == truth


def test_a_number_that_no_column_holds_is_refused_with_its_row_and_stops_no_later_harvest(
    work: Workplace, site: StandIn, first: Exchange
) -> None:
    pages = (one for one in recorded("pluginharvest45") if one.function == HARVEST)
    rows = (json.loads(row) for page in pages for row in rows_of(page))
    far = next(row for row in rows if row["kind"] == "scorm_attempt")
    site.by_function[HARVEST].append(plain(first, [json.dumps({**far, "attempt": 10**30})]))
    code, told = work.harvest()
    assert (code, told["sources"][0]["refused"] > 0) == (0, True)
    assert "BRIDGE-REFUSED" in [one["id"] for one in told["findings"]]
    assert work.harvest()[0] == 0


def test_a_comment_that_looks_like_a_choice_is_kept_as_it_was_written(
    work: Workplace, site: StandIn, first: Exchange
) -> None:
    pages = [one for one in recorded("pluginharvest45") if one.function == HARVEST]
    rows = [json.loads(row) for page in pages for row in rows_of(page)]
    answer = next(row for row in rows if row["kind"] == "feedback_answer" and not row["keys"])
    words = "#太难,m²,#²,#" + "9" * 5000
    courses = next(page.answer for page in pages if page.answer["cards"])
    known = {"cards": courses["cards"], "courses": courses["courses"], "more": False}
    said = plain(first, [json.dumps({**answer, "value": words})], **known)
    site.by_function[HARVEST].append(said)
    code, told = work.harvest()
    assert (code, told["sources"][0]["refused"]) == (0, 0)
    assert words in [row["response"] for row in newest(work.home)]


@pytest.mark.parametrize("scene", ["pluginharvest45", "core45"])
@pytest.mark.parametrize("seed", range(12))
def test_an_answer_with_any_part_put_wrong_ends_in_a_finding_and_never_in_a_traceback(
    tmp_path: Path, scene: str, seed: int
) -> None:
    random = Random(f"{scene} {seed}")
    exchanges = list(recorded(scene))
    number = random.randrange(3 if scene == "pluginharvest45" else len(exchanges) // 2)
    exchanges[number] = mutated(exchanges[number], random)
    with standing_in(exchanges) as site:
        work = Workplace(tmp_path, {"box": site.url}, OPTIONS if scene == "pluginharvest45" else {})
        code, told = work.harvest()
        site.unrecorded.clear()  # a wrong id is asked for, and nobody recorded it
    assert code in (0, 3)
    assert all(one["remedy"] and one["place"] for one in told["findings"] if one["severity"] == "error")
