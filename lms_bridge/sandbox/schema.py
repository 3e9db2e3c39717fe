"""The tables of a sandbox's database."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from lms_bridge.sqltypes import UtcTime

#: Written to `PRAGMA user_version`; a database of another one is refused.
SCHEMA_VERSION = 1

metadata = MetaData()


#: The one sequence of changes: its last number.
sequence = Table("sequence", metadata, Column("last", Integer, nullable=False))

packages = Table(
    "packages",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("identifier", String, nullable=False, unique=True),
)

versions = Table(
    "package_versions",
    metadata,
    Column("package_id", ForeignKey("packages.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("title", String, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("size_bytes", Integer, nullable=False),
    Column("course", String),
    Column("course_version", String),
    Column("simulated", Boolean, nullable=False),
    Column("card", Text),
    Column("scos", Text, nullable=False),
    Column("added_at", UtcTime, nullable=False),
)

learners = Table(
    "learners",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String, nullable=False),
    Column("added_at", UtcTime, nullable=False),
)

enrolments = Table(
    "enrolments",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("package_id", Integer, nullable=False),
    Column("package_version", Integer, nullable=False),
    Column("learner_id", ForeignKey("learners.id"), nullable=False),
    Column("modified_at", UtcTime, nullable=False),
    Column("seq", Integer, nullable=False, unique=True),
    Column("deleted", Boolean, nullable=False, default=False),
    UniqueConstraint("package_id", "learner_id"),
    ForeignKeyConstraint(
        ["package_id", "package_version"], ["package_versions.package_id", "package_versions.version"]
    ),
)

attempts = Table(
    "attempts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("token", String, nullable=False, unique=True),
    Column("package_id", Integer, nullable=False),
    Column("package_version", Integer, nullable=False),
    Column("learner_id", ForeignKey("learners.id"), nullable=False),
    Column("sco", String, nullable=False),
    Column("number", Integer, nullable=False),
    Column("started_at", UtcTime, nullable=False),
    Column("finished_at", UtcTime),
    Column("modified_at", UtcTime, nullable=False),
    Column("seq", Integer, nullable=False, unique=True),
    Column("deleted", Boolean, nullable=False, default=False),
    UniqueConstraint("package_id", "learner_id", "sco", "number"),
    ForeignKeyConstraint(
        ["package_id", "package_version"], ["package_versions.package_id", "package_versions.version"]
    ),
    Index("attempts_by_learner", "learner_id"),
)

#: How far a learner is in the sequencing of a SCORM 2004 package, as the run-time wrote it.
sequencing_states = Table(
    "sequencing_states",
    metadata,
    Column("package_id", ForeignKey("packages.id"), primary_key=True),
    Column("learner_id", ForeignKey("learners.id"), primary_key=True),
    Column("package_version", Integer, nullable=False),
    Column("state", Text, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("attempt_id", ForeignKey("attempts.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("started_at", UtcTime, nullable=False),
    Column("finished_at", UtcTime),
    Column("session_time_cs", Integer, nullable=False, default=0),
    Column("exit", String, nullable=False, default=""),
    Column("commits", Integer, nullable=False, default=0),
)

cmi_values = Table(
    "cmi_values",
    metadata,
    Column("attempt_id", ForeignKey("attempts.id"), primary_key=True),
    Column("element", String, primary_key=True),
    Column("value", Text, nullable=False),
    Column("set_at", UtcTime, nullable=False),
    sqlite_with_rowid=False,
)
