"""The record store's files: a batch's new records into one Parquet file per month, each written whole or not at all.

A record's month is that of `stored_at`, which belongs to its revision and so never changes: a revision is always
looked for in one month alone, and `report --as-of` reads no later month.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Self

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from foundation.files import atomic_path
from foundation.text import both
from lms_bridge.errors import DamagedSegmentError
from lms_bridge.home import Home
from lms_bridge.normalise.states import States
from lms_bridge.normalise.table import records_table
from lms_bridge.records import LearningRecord
from lms_bridge.steps import reached

_KEPT = "CREATE TABLE kept (month VARCHAR, serial BIGINT, record_id VARCHAR, revision VARCHAR)"
_READ_KEYS = r"""
    INSERT INTO kept SELECT ?, regexp_extract(filename, '(\d+)\.parquet$', 1)::BIGINT, record_id, revision
    FROM read_parquet(?, filename = true, hive_partitioning = false)
"""
_FORGET = "DELETE FROM kept WHERE month = ? AND serial = ?"
_KNOWN = """
    SELECT record_id, revision, serial FROM kept
    SEMI JOIN incoming USING (record_id) WHERE month = ? ORDER BY serial, revision
"""
_REMEMBER = "INSERT INTO kept SELECT ?, ?, record_id, revision FROM written"


def month_of(record: LearningRecord) -> str:
    """Return the month (`YYYY-MM`, UTC) that a record is filed under."""
    return record.stored_at.strftime("%Y-%m")


class RecordFiles:
    """The Parquet files of one source; the keys of each month that is written to are read once."""

    def __init__(self, home: Home, source: str) -> None:
        self._home = home
        self._source = source
        self._connection = duckdb.connect(config={"autoinstall_known_extensions": "false"})
        self._connection.execute(_KEPT)
        self._months: set[str] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def keep_new(self, serial: int, records: Sequence[LearningRecord]) -> dict[str, int]:
        """Write those records of a batch that no other batch has brought; return how many, per month with a file.

        Doing it again gives the same files: those that an earlier try left under this batch's name are replaced.

        Raises:
            DamagedSegmentError: a Parquet file of the source cannot be read.
        """
        by_month: dict[str, list[LearningRecord]] = defaultdict(list)
        for record in records:
            by_month[month_of(record)].append(record)
        for file in self._home.records.glob(f"month=*/source={self._source}/{serial:08d}.parquet"):
            by_month.setdefault(file.parent.parent.name.removeprefix("month="), [])
        kept = {month: self._keep(serial, month, found) for month, found in sorted(by_month.items())}
        return {month: count for month, count in kept.items() if count}

    def _keep(self, serial: int, month: str, records: Sequence[LearningRecord]) -> int:
        file = self._home.records_file(self._source, month, serial)
        new = records_table(self._new(serial, month, records))
        self._connection.register("written", new.select(["record_id", "revision"]))
        self._connection.execute(_REMEMBER, [month, serial])
        if new.num_rows:
            write_records(file, new)
            reached("records-written")
        else:
            file.unlink(missing_ok=True)
        return int(new.num_rows)

    def _new(self, serial: int, month: str, records: Sequence[LearningRecord]) -> list[LearningRecord]:
        """Return the states that earlier batches, and this one, end in no more or never had, in a total order."""
        self._read_keys(month)
        self._connection.execute(_FORGET, [month, serial])
        ids = pa.array([record.record_id for record in records], type=pa.string())
        self._connection.register("incoming", pa.table({"record_id": ids}))
        before, after = States(), set[tuple[str, str]]()
        for record_id, revision, kept_by in self._connection.execute(_KNOWN, [month]).fetchall():
            if kept_by < serial:
                before.note(record_id, revision)
            else:
                after.add((record_id, revision))
        new = [told for record in records if (told := before.told(record)) is not None]
        fresh = (record for record in new if (record.record_id, record.revision) not in after)
        return sorted(fresh, key=lambda record: (record.record_id, record.revision))

    def _read_keys(self, month: str) -> None:
        if month in self._months:
            return
        self._months.add(month)
        files = sorted(self._home.records_folder(self._source, month).glob("*.parquet"))
        if not files:
            return
        try:
            self._connection.execute(_READ_KEYS, [month, [str(file) for file in files]])
        except duckdb.Error as error:
            raise damaged(_first_damaged(files)) from error


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


def _first_damaged(files: Sequence[Path]) -> Path:
    for file in files:
        try:
            pq.read_metadata(file)
        except (pa.ArrowException, OSError):
            return file
    return files[0].parent
