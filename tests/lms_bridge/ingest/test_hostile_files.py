"""Whatever somebody sends as a result file: refused with a reason, at once, with no traceback and nothing written."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.digest import canonical_json, sha256_hex
from lms_bridge.ingest.result_file import MAX_BYTES, Result, ResultFileError, document_of, result_of
from tests.lms_bridge.ingest.results import document, pre_test, result
from tests.lms_bridge.scenes import Site, card, newest

_OUTSIDE = {"id": "../x", "version": "1", "card": "0" * 64, "title": ""}
_START = '{"format": "coursebridge-result", "version": 1, "sha256": "'
_BROKEN = "BRIDGE-INGEST-BROKEN"


def _with(**changes: Any) -> bytes:
    return json.dumps(document(result(pre_test(1)) | changes)).encode()


def _answer(**changes: Any) -> bytes:
    first, *rest = pre_test(1)
    return json.dumps(document(result([first | changes, *rest], last_at="2026-04-28T01:01:00Z"))).encode()


def _version(number: object) -> bytes:
    return json.dumps(document(result(pre_test(1)), version=number)).encode()


_FILES: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "BRIDGE-INGEST-FORM"),
    "a zip": (b"PK\x03\x04" + bytes(100), "BRIDGE-INGEST-FORM"),
    "another JSON": (b'{"format": "other"}', "BRIDGE-INGEST-FORM"),
    "cut short": (_with()[:900], _BROKEN),
    "too large": (_with() + b" " * MAX_BYTES, _BROKEN),
    "too deep": ((_START + '", "result": ' + "[" * 100_000).encode(), _BROKEN),
    "a list": (b'["coursebridge-result"]', _BROKEN),
    "a number of 10,000 digits": ((_START + '", "result": ' + "9" * 10_000 + "}").encode(), _BROKEN),
    "not a number": ((_START + '", "result": NaN}').encode(), _BROKEN),
    "half a character": ((_START + '", "result": "\\ud800"}').encode(), _BROKEN),
    "no UTF-8": (_with().replace(b"abcd1234", b"abcd12\xff4"), _BROKEN),
    "a later version": (_version(2), "BRIDGE-INGEST-VERSION"),
    "a version that is no number": (_version(True), "BRIDGE-INGEST-VERSION"),
    "something more": (_with(more="x"), _BROKEN),
    "something less": (_with(interactions=None), _BROKEN),
    "a number as text": (_with(duration_ms="180000"), _BROKEN),
    "a course that leaves its folder": (
        _with(course=_OUTSIDE),
        _BROKEN,
    ),
    "a score over the highest": (_with(score={"raw": 101, "scaled": 1, "at": "2026-04-28T01:00:00Z"}), _BROKEN),
    "a time without a zone": (_with(started_at="2026-04-28T01:00:00"), _BROKEN),
    "a time of another age": (_with(started_at="0001-01-01T00:00:00Z"), _BROKEN),
    "a response without end": (_answer(response="a" * 2000), _BROKEN),
    "a result that is none": (_answer(result="perfect"), _BROKEN),
    "a negative time": (_answer(latency_ms=-1), _BROKEN),
    "no learner": (_with(learner={"id": "", "name": "", "home_page": None, "entered": True}), _BROKEN),
    "an attempt with a path": (_with(attempt="../../a"), _BROKEN),
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    site = Site(tmp_path_factory.mktemp("site"))
    site.store.enrol(site.add_package(card()), site.store.add_learner("欧阳质检", site.at()), site.at())
    site.harvest()
    return site


@pytest.mark.parametrize("name", _FILES)
def test_a_hostile_file_is_refused_with_its_reason(site: Site, tmp_path: Path, name: str) -> None:
    content, finding = _FILES[name]
    (tmp_path / "x.json").write_bytes(content)
    done = site.command("harvest", "ingest", "--json", str(tmp_path / "x.json"))
    told = json.loads(done.stdout)
    assert [each["id"] for each in told["findings"]] == [finding]
    assert done.returncode == 1
    assert told["files"] == [{"path": str(tmp_path / "x.json"), "rows": 1, "new": 0, "unchanged": 0, "refused": 1}]
    assert [row for row in newest(site.home) if row["delivered_by"] == "learner"] == []


def test_a_file_that_is_not_there_is_refused_and_the_others_are_taken(site: Site, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_bytes(_with(attempt="taken000"))
    done = site.command("harvest", "ingest", "--json", str(tmp_path / "nowhere.json"), str(tmp_path / "x.json"))
    assert [file["new"] for file in json.loads(done.stdout)["files"]] == [0, 1]
    assert done.returncode == 1


def test_questions_of_another_course_are_refused_and_the_rest_is_taken(site: Site, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_bytes(_answer(id="not one of ours"))
    done = site.command("harvest", "ingest", "--json", str(tmp_path / "x.json"))
    assert "BRIDGE-REFUSED" in [each["id"] for each in json.loads(done.stdout)["findings"]]
    assert done.returncode == 0


@pytest.mark.parametrize("spoil", [lambda d: d.update(sha256="0" * 64), lambda d: d["result"].update(duration_ms=1)])
def test_one_changed_byte_is_found(site: Site, tmp_path: Path, spoil: Callable[[dict[str, Any]], None]) -> None:
    found = document(result(pre_test(1), attempt="spoiled0"))
    spoil(found)
    (tmp_path / "x.json").write_text(json.dumps(found), encoding="utf-8")
    done = site.command("harvest", "ingest", "--json", str(tmp_path / "x.json"))
    assert [each["id"] for each in json.loads(done.stdout)["findings"]] == ["BRIDGE-INGEST-EDITED"]


def test_the_digest_is_of_sorted_keys_without_spaces() -> None:
    found = result(pre_test(1))
    assert document(found)["sha256"] == sha256_hex(canonical_json(dict(reversed(found.items()))))


_SOUND = json.dumps(document(result(pre_test(1)))).encode()


@given(edits=st.lists(st.tuples(st.integers(0, len(_SOUND) - 1), st.integers(0, 255)), min_size=1, max_size=6))
def test_whatever_bytes_are_changed_it_is_a_result_or_a_reason(edits: list[tuple[int, int]]) -> None:
    content = bytearray(_SOUND)
    for place, byte in edits:
        content[place] = byte
    with contextlib.suppress(ResultFileError):
        assert isinstance(result_of(document_of(bytes(content))), Result)
