"""The columns of the record store as Ibis knows them, and the keys that evidence is grouped by."""

from __future__ import annotations

import ibis
import pyarrow as pa

from lms_bridge.normalise.schema import RECORD_SCHEMA

#: What one body of evidence is about. Maps are never pooled: an illustrative map is not the standard it is inspired by.
COHORT = ("map", "role", "level")
#: One learner's way through one course of a cohort.
TRAIL = (*COHORT, "centre", "learner", "course")
#: What tells two of these apart: a pseudonym belongs to one centre, a course to one role and level.
TRAIL_KEY = ("learner", "course", "map")

#: Columns that measures read; the others only say which revision is the newest.
READ = (
    *("record_id", "kind", "source", "centre", "learner", *COHORT, "map_version", "course", "course_version"),
    *("phase", "form", "form_version", "question", "question_version", "item", "work", "aspect", "attempt"),
    *("response", "value", "score_scaled", "success", "completed", "occurred_at", "stored_at"),
    "delivered_by",
)

# Not `ibis.Schema.from_pyarrow`: it needs pyarrow_hotfix, which nothing else of ours does.
_IBIS_TYPES = {
    pa.string(): "string",
    pa.bool_(): "boolean",
    pa.int32(): "int32",
    pa.float64(): "float64",
    pa.timestamp("us", tz="UTC"): "timestamp('UTC', 6)",
}


def record_schema() -> ibis.Schema:
    """Return the schema of the record store's Parquet files, in column order."""
    return ibis.schema({field.name: _IBIS_TYPES[field.type] for field in RECORD_SCHEMA})
