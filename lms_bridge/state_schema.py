"""The tables of `state.db`: sources with their cursors, batches, runs, known and erased learners."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Integer, MetaData, String, Table, Text

from lms_bridge.sqltypes import UtcTime

#: Kept in the table `bridge`; a database of another version is refused.
SCHEMA_VERSION = 1

metadata = MetaData()

bridge = Table("bridge", metadata, Column("schema_version", Integer, primary_key=True))

#: A source without `cursor` is read from its beginning.
sources = Table(
    "sources",
    metadata,
    Column("name", String, primary_key=True),
    Column("cursor", Text),
    Column("last_serial", Integer, nullable=False, default=0),
)

#: One row per raw segment. `records`, `refused` and `months` (comma-separated) are null until it is normalised.
batches = Table(
    "batches",
    metadata,
    Column("source", String, primary_key=True),
    Column("serial", Integer, primary_key=True),
    Column("sha256", String(64), nullable=False),
    Column("rows", Integer, nullable=False),
    Column("landed_at", UtcTime, nullable=False),
    Column("records", Integer),
    Column("refused", Integer),
    Column("months", Text),
    Column("abandoned", Boolean, nullable=False, default=False),
)

#: One row per harvest of a source. A run without `finished_at` was killed; `error_id` is that of its error.
runs = Table(
    "runs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source", String, nullable=False, index=True),
    Column("started_at", UtcTime, nullable=False),
    Column("finished_at", UtcTime),
    Column("error_id", String),
    Column("error", Text),
    Column("remedy", Text),
)

#: Pseudonyms in use, so that a learner keeps one when a key is rotated.
learners = Table(
    "learners",
    metadata,
    Column("centre", String, primary_key=True),
    Column("learner", String, primary_key=True),
    Column("key_id", String, nullable=False),
)

#: Pseudonyms whose data was erased and must not come back; `done` once every segment was rewritten.
erasures = Table(
    "erasures",
    metadata,
    Column("learner", String, primary_key=True),
    Column("asked_at", UtcTime, nullable=False),
    Column("done", Boolean, nullable=False),
)
