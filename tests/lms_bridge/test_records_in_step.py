"""The record's model, its Parquet columns and its documentation say the same; the documented SQL gives what it says."""

from __future__ import annotations

import re
import types
import typing
from pathlib import Path

import duckdb
import pytest

from lms_bridge.normalise.schema import RECORD_SCHEMA
from lms_bridge.records import LearningRecord, RecordKind
from tests.conftest import ROOT
from tests.lms_bridge.scenes import Site, card, newest, post_test, pre_test, records

DOCUMENT = (ROOT / "docs/records.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `(\w+)` \| ((?:string|bool|int32|double|timestamp)[^|]*?) \|([^|]*)\| ([^|]+) \|$", re.MULTILINE)


def _documented() -> dict[str, tuple[str, bool]]:
    columns = {
        name: (kind.removesuffix(", required"), kind.endswith("required")) for name, kind, _, _ in ROW.findall(DOCUMENT)
    }
    assert len(columns) == len(ROW.findall(DOCUMENT))
    return columns


def test_the_document_lists_every_column_in_order_with_its_type() -> None:
    in_files = {field.name: (str(field.type), not field.nullable) for field in RECORD_SCHEMA}
    assert list(_documented().items()) == list(in_files.items())


def test_the_model_has_the_same_fields_in_the_same_order_and_as_optional() -> None:
    assert list(LearningRecord.model_fields) == RECORD_SCHEMA.names
    for name, field in LearningRecord.model_fields.items():
        optional = typing.get_origin(field.annotation) in (types.UnionType, typing.Union)
        assert optional == RECORD_SCHEMA.field(name).nullable, name


def test_every_number_and_time_has_a_unit() -> None:
    units = {name: unit for name, _, unit, _ in ROW.findall(DOCUMENT)}
    measured = [f.name for f in RECORD_SCHEMA if str(f.type) == "double" or str(f.type).startswith("timestamp")]
    assert all(units[name].strip() for name in measured)


def test_every_kind_is_explained() -> None:
    explained = set(re.findall(r"^\| `(\w+)`[^|]*\| [^|]+ \| [^|]+ \|$", DOCUMENT, re.MULTILINE))
    assert explained == set(typing.get_args(RecordKind))


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(tmp_path)
    package = site.add_package(card())
    attempts = [site.learn(package, site.store.add_learner(n, site.at()), pre_test(1), finish=False) for n in "甲乙"]
    site.harvest()
    site.store.commit(attempts[0], post_test(2), site.at(), True)
    site.store.delete_attempt(attempts[1], site.at())
    site.harvest()
    return site


def test_the_documented_sql_gives_the_newest_revision_of_what_is_not_deleted(site: Site) -> None:
    (query,) = re.findall(r"```sql\n(.+?)```", DOCUMENT, re.DOTALL)
    with duckdb.connect() as connection:
        found = connection.sql(query.replace("home/records", str(site.home / "records"))).to_arrow_table()
    assert found.column_names == RECORD_SCHEMA.names
    shown = list(zip(*found.select(["record_id", "revision"]).to_pydict().values(), strict=True))
    assert sorted(shown) == sorted((row["record_id"], row["revision"]) for row in newest(site.home))
    assert 0 < len(shown) < len(records(site.home))
