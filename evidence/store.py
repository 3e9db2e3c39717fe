"""The record store of a home folder, opened for evidence: sound files, newest revisions, one kind of learner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING

import ibis
import pyarrow as pa
import pyarrow.parquet as pq

from evidence.columns import READ, record_schema
from evidence.deliveries import has_brought, not_told_twice
from evidence.engines.base import Engine
from evidence.errors import (
    DamagedStoreError,
    EmptyStoreError,
    EngineError,
    ForeignStoreError,
    MixedStoreError,
    UnknownCentreError,
)
from evidence.maps import MapKeys
from foundation.text import both
from lms_bridge.normalise.schema import RECORD_SCHEMA

if TYPE_CHECKING:
    import ibis.expr.types as ir

#: Dates on the command line are days of the programme, which has one time zone.
PROGRAMME_TIME = timezone(timedelta(hours=8))


def record_files(home: Path, as_of: date | None = None) -> list[Path]:
    """Return the Parquet files of a home folder that may hold records stored up to the end of `as_of`.

    Raises:
        EmptyStoreError: there is none.
    """
    last_month = "9999-12" if as_of is None else end_of(as_of).strftime("%Y-%m")
    files = sorted(
        path
        for path in (home / "records").glob("month=*/source=*/*.parquet")
        if not path.name.startswith(".") and path.parent.parent.name.removeprefix("month=") <= last_month
    )
    if not files:
        raise _empty(home, as_of)
    return files


def end_of(day: date) -> datetime:
    """Return the first moment after a day of the programme, in UTC."""
    return datetime.combine(day + timedelta(days=1), time.min, PROGRAMME_TIME).astimezone(UTC)


def check_files(files: Sequence[Path]) -> None:
    """Look at the footer of every file: is it Parquet, and of learning records.

    Raises:
        DamagedStoreError: a file is no Parquet file, or is cut off.
        ForeignStoreError: a file has other columns.
    """
    for path in files:
        try:
            schema = pq.read_schema(path)
        except (pa.ArrowException, OSError) as error:
            raise _damaged(path) from error
        if schema.names != RECORD_SCHEMA.names or schema.types != RECORD_SCHEMA.types:
            raise ForeignStoreError(
                both("此文件的列与学习记录的约定不符", "The columns of this file are not those of learning records"),
                file=path,
                remedy=both("用本版本的工具重新收取数据", "Harvest again with this version"),
            )


def first_damaged(files: Sequence[Path]) -> Path | None:
    """Return the first file that cannot be read to its end, or None: an engine's own message may not name it."""
    for path in files:
        try:
            pq.ParquetFile(path).read()
        except (pa.ArrowException, OSError):
            return path
    return None


def newest(records: ir.Table) -> ir.Table:
    """Return the columns READ of the newest revision of every record that is not deleted.

    Revisions begin with the time at which the source stored that state and end in a hash of the values, so their
    text is a total order; two rows of one revision are equal. Most records have one revision, and counting rows is
    several times as fast as ranking them (3 M records with distinct ids on DuckDB: 1.9 s against 5.5 s), so those
    alone are ranked that have more.
    """
    counted = records.group_by("record_id").aggregate(revisions=records.count())
    revised = counted.filter(counted.revisions > 1).select("record_id")
    unrevised = records.anti_join(revised, "record_id")
    several = records.semi_join(revised, "record_id")
    order = [several.revision.desc(), several.stored_at.desc()]
    ranked = several.mutate(age=ibis.row_number().over(group_by=several.record_id, order_by=order))
    current = (
        unrevised.filter(~unrevised.deleted)
        .select(*READ)
        .union(ranked.filter(ranked.age == 0, ~ranked.deleted).select(*READ))
    )
    # A standard without levels has none here; an empty text joins and groups where NULL would not.
    return current.mutate(
        map=current["map"].fill_null(""), level=current.level.fill_null(""), attempt=current.attempt.fill_null(1)
    )


@dataclass(frozen=True)
class Store:
    """An opened record store: its newest records, and whether they are simulated."""

    records: ir.Table
    simulated: bool


def open_store(
    engine: Engine, home: Path, as_of: date | None = None, centre: str | None = None, keys: MapKeys | None = None
) -> Store:
    """Return the newest records of a home folder, worked out once, of one centre or of all.

    `map` holds the key of a map's version where `keys` has one, else the map's IRI.

    Raises:
        EmptyStoreError: no file, or no record stored up to `as_of`.
        DamagedStoreError: a file cannot be read.
        ForeignStoreError: a file has other columns.
        MixedStoreError: simulated and real records lie together.
        UnknownCentreError: there is nothing of `centre`.
        EngineError: the engine gave up for another reason.
    """
    files = record_files(home, as_of)
    check_files(files)
    try:
        stored = engine.read_parquet("stored_records", files, record_schema())
        known = stored if as_of is None else stored.filter(stored.stored_at < ibis.literal(end_of(as_of)))
        simulated = _simulated(engine, home, known, as_of)
        if centre is not None:
            _refuse_unknown(engine, known, centre)
            known = known.filter(known.centre == centre)
        current = newest(known)
        if has_brought(engine, known):
            current = not_told_twice(current)
        return Store(engine.keep("records", _with_keys(current, keys or {})), simulated)
    except EngineError as error:
        damaged = first_damaged(files)
        if damaged is None:
            raise
        raise _damaged(damaged) from error


def _with_keys(records: ir.Table, keys: MapKeys) -> ir.Table:
    if not keys:
        return records
    cases = [((records["map"] == iri) & (records.map_version == version), key) for (iri, version), key in keys.items()]
    return records.mutate(map=ibis.cases(*cases, else_=records["map"]))


def _simulated(engine: Engine, home: Path, known: ir.Table, as_of: date | None) -> bool:
    sources: dict[bool, list[str]] = {}
    for row in engine.execute(known.select("simulated", "source").distinct()).to_pylist():
        sources.setdefault(row["simulated"], []).append(row["source"])
    if not sources:
        raise _empty(home, as_of)
    if len(sources) > 1:
        simulated, real = (", ".join(sorted(sources[kind])) for kind in (True, False))
        raise MixedStoreError(
            both(
                f"模拟记录（来源 {simulated}）与真实记录（来源 {real}）混在一起",
                f"Simulated records (of {simulated}) and real ones (of {real}) lie together",
            ),
            file=home / "records",
            remedy=both("把演示数据放在另一个 --home 文件夹", "Keep demo data in another --home folder"),
        )
    return True in sources


def _refuse_unknown(engine: Engine, known: ir.Table, centre: str) -> None:
    centres = sorted(engine.execute(known.select("centre").distinct())["centre"].to_pylist())
    if centre not in centres:
        names = ", ".join(centres)
        raise UnknownCentreError(
            both(f"没有试点单位 {centre} 的记录", f"There is no record of the centre {centre}"),
            remedy=both(f"有记录的单位：{names}", f"There are records of: {names}"),
        )


def _damaged(path: Path) -> DamagedStoreError:
    return DamagedStoreError(
        both("学习记录文件已损坏", "A file of learning records is damaged"),
        file=path,
        remedy=both(
            "删除此文件后再运行 coursebridge harvest run，会由原始数据重建",
            "Delete this file and run coursebridge harvest run: it is made again from the raw data",
        ),
    )


def _empty(home: Path, as_of: date | None) -> EmptyStoreError:
    when = "" if as_of is None else f"（截至 {as_of}）"
    until = "" if as_of is None else f" up to {as_of}"
    return EmptyStoreError(
        both(f"还没有学习记录{when}", f"There are no learning records yet{until}"),
        file=home / "records",
        remedy=both("先运行 coursebridge harvest run，或检查 --home", "Run coursebridge harvest run, or check --home"),
    )
