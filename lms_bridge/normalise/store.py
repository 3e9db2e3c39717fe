"""The record store's files: a batch's new records into one Parquet file per month, each written whole or not at all.

A record's month is that of `stored_at`, which belongs to its revision and so never changes: a revision is always
looked for in one month alone, and `report --as-of` reads no later month.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from foundation.files import atomic_path
from foundation.text import both
from lms_bridge.errors import DamagedSegmentError
from lms_bridge.home import Home
from lms_bridge.normalise.table import records_table
from lms_bridge.records import LearningRecord
from lms_bridge.steps import reached

_NEW_ROWS = """
    SELECT min(incoming.row) FROM incoming ANTI JOIN kept USING (record_id, revision)
    GROUP BY record_id, revision ORDER BY record_id, revision
"""


def month_of(record: LearningRecord) -> str:
    """Return the month (`YYYY-MM`, UTC) that a record is filed under."""
    return record.stored_at.strftime("%Y-%m")


def keep_new(home: Home, source: str, serial: int, records: Sequence[LearningRecord]) -> dict[str, int]:
    """Write those records of a batch that no other batch has brought; return how many, per month with a file.

    Doing it again gives the same files. Files that an earlier try left under this batch's name are replaced.

    Raises:
        DamagedSegmentError: a Parquet file of the source cannot be read.
    """
    by_month: dict[str, list[LearningRecord]] = defaultdict(list)
    for record in records:
        by_month[month_of(record)].append(record)
    for stale in home.records.glob(f"month=*/source={source}/{serial:08d}.parquet"):
        if stale.parent.parent.name.removeprefix("month=") not in by_month:
            stale.unlink()
    kept: dict[str, int] = {}
    for month, found in sorted(by_month.items()):
        file = home.records_file(source, month, serial)
        table = _new_rows(records_table(found), _other_files(file))
        if table.num_rows:
            kept[month] = table.num_rows
            write_records(file, table)
            reached("records-written")
        else:
            file.unlink(missing_ok=True)
    return kept


def write_records(file: Path, table: pa.Table) -> None:
    """Write a Parquet file of records atomically: equal tables give equal bytes."""
    with atomic_path(file) as part:
        pq.write_table(table, part, compression="zstd")


def read_records(file: Path) -> pa.Table:
    """Return the records of a Parquet file. Raises DamagedSegmentError."""
    try:
        return pq.ParquetFile(file).read()
    except (pa.ArrowException, OSError) as error:
        raise damaged(file) from error


def erase_records(home: Home, learners: Collection[str]) -> int:
    """Rewrite the Parquet files that hold records of these learners; return how many records went.

    Raises:
        DamagedSegmentError: a file cannot be read.
    """
    erased = 0
    for file in sorted(home.records.glob("month=*/source=*/*.parquet")):
        table = read_records(file)
        theirs = pc.is_in(table["learner"], value_set=pa.array(sorted(learners), type=pa.string()))
        found = pc.sum(theirs).as_py() or 0
        if found:
            write_records(file, table.filter(pc.invert(theirs)))
            erased += found
    return erased


def damaged(file: Path) -> DamagedSegmentError:
    """Return the error that says a Parquet file cannot be read, and how it is made again."""
    return DamagedSegmentError(
        both("学习记录文件已损坏", "A file of learning records is damaged"),
        file=file,
        remedy=both(
            "删除此文件后再运行 coursebridge harvest run，会由原始数据重建",
            "Delete this file and run coursebridge harvest run: it is made again from the raw data",
        ),
    )


def _other_files(file: Path) -> list[Path]:
    return sorted(path for path in file.parent.glob("*.parquet") if path != file)


def _new_rows(table: pa.Table, others: Sequence[Path]) -> pa.Table:
    row = pa.array(range(table.num_rows), type=pa.int64())
    incoming = table.select(["record_id", "revision"]).append_column("row", row)
    with duckdb.connect(config={"autoinstall_known_extensions": "false"}) as connection:
        connection.register("incoming", incoming)
        connection.execute("CREATE TEMP TABLE kept (record_id VARCHAR, revision VARCHAR)")
        if others:
            _read_keys(connection, others)
        new = [row for (row,) in connection.execute(_NEW_ROWS).fetchall()]
    return table.take(pa.array(new, type=pa.int64()))


def _read_keys(connection: duckdb.DuckDBPyConnection, others: Sequence[Path]) -> None:
    query = "INSERT INTO kept SELECT record_id, revision FROM read_parquet(?, hive_partitioning = false)"
    try:
        connection.execute(query, [[str(path) for path in others]])
    except duckdb.Error as error:
        raise damaged(_first_damaged(others)) from error


def _first_damaged(files: Sequence[Path]) -> Path:
    for file in files:
        try:
            pq.read_metadata(file)
        except (pa.ArrowException, OSError):
            return file
    return files[0].parent
