"""Texts keep their wording and order, hashes their value: evidence is traced by them."""

from __future__ import annotations

import hashlib
import json
import uuid
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, ValidationError

from foundation.digest import canonical_json, sha256_and_sha1, sha256_file, sha256_hex, uuid8
from foundation.errors import CourseBridgeError, MalformedXmlError
from foundation.findings import Finding, has_errors
from foundation.text import LangText, both

_TAGS = st.sampled_from(["zh-CN", "en", "de", "zh-TW", "ar"])
_TEXTS = st.dictionaries(_TAGS, st.text(max_size=8), max_size=5)


class _Holder(BaseModel):
    model_config = ConfigDict(frozen=True)
    text: LangText = LangText()


@given(_TEXTS, st.randoms())
def test_equal_texts_have_equal_bytes_whatever_order_they_came_in(texts: dict[str, str], random: object) -> None:
    pairs = list(texts.items())
    random.shuffle(pairs)  # type: ignore[attr-defined]
    one, other = LangText(tuple(pairs)), LangText.model_validate(texts)
    assert one == other
    assert hash(one) == hash(other)
    assert one.model_dump_json() == other.model_dump_json()


@given(_TEXTS)
def test_a_text_survives_json(texts: dict[str, str]) -> None:
    holder = _Holder(text=texts)  # type: ignore[arg-type]
    assert _Holder.model_validate_json(holder.model_dump_json()) == holder
    assert json.loads(holder.model_dump_json())["text"] == texts


def test_a_plain_text_is_chinese_and_full_width_stays() -> None:
    text = LangText.model_validate("１．１　质量（ISO）")
    assert text.get("zh-CN") == "１．１　质量（ISO）"
    assert text.languages == ("zh-CN",)
    assert not LangText.model_validate("")


def test_the_reader_gets_the_best_language_there_is() -> None:
    text = LangText.of("质量", "Quality")
    assert (text.best(), text.best("en"), text.best("fr", "en"), text.best("fr")) == (
        "质量",
        "Quality",
        "Quality",
        "质量",
    )
    assert LangText().best() == ""
    assert LangText.of(en="only").best() == "only"


def test_one_language_twice_is_refused() -> None:
    with pytest.raises(ValidationError):
        LangText((("en", "a"), ("en", "b")))


def test_a_message_has_chinese_first() -> None:
    assert both("找不到", "Not found") == "找不到 / Not found"


def test_canonical_json_does_not_depend_on_the_order_of_keys() -> None:
    assert canonical_json({"b": 1, "a": "质"}) == canonical_json({"a": "质", "b": 1}) == '{"a":"质","b":1}'.encode()


def test_a_file_hashes_as_its_bytes(tmp_path: Path) -> None:
    content = bytes(range(256)) * 10_000
    (tmp_path / "a").write_bytes(content)
    assert sha256_file(tmp_path / "a") == sha256_hex(content) == hashlib.sha256(content).hexdigest()
    both = (hashlib.sha256(content).hexdigest(), hashlib.sha1(content, usedforsecurity=False).hexdigest())
    assert sha256_and_sha1(tmp_path / "a") == both


@given(st.binary(max_size=40))
def test_a_uuid8_is_one_and_keeps_122_bits_of_the_hash(content: bytes) -> None:
    made = uuid8(content)
    assert made.version == 8
    assert made.variant == uuid.RFC_4122
    digest = int.from_bytes(hashlib.sha256(content).digest()[:16], "big")
    free = ~(0xF << 76) & ~(0x3 << 62)
    assert made.int & free == digest & free


def test_an_error_is_reported_as_one_finding_with_all_it_knows() -> None:
    error = MalformedXmlError("坏了 / Broken", file=Path("a.xml"), place="3:4", remedy="修 / Mend", clause="XML 1.0 s2")
    expected = ("CB-XML", "error", "a.xml", "3:4", "坏了 / Broken", "修 / Mend", "XML 1.0 s2")
    finding = error.finding()
    assert tuple(finding.model_dump().values()) == expected
    assert isinstance(error, CourseBridgeError)
    assert has_errors([finding])
    assert not has_errors([Finding(id="X", severity="warning", message="m")])
