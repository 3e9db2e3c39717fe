"""The Parquet columns of the record store, in the order of LearningRecord."""

from __future__ import annotations

import pyarrow as pa

_UTC = pa.timestamp("us", tz="UTC")

RECORD_SCHEMA = pa.schema(
    [
        pa.field("record_id", pa.string(), nullable=False),
        pa.field("revision", pa.string(), nullable=False),
        pa.field("kind", pa.string(), nullable=False),
        pa.field("deleted", pa.bool_(), nullable=False),
        pa.field("source", pa.string(), nullable=False),
        pa.field("centre", pa.string(), nullable=False),
        pa.field("learner", pa.string(), nullable=False),
        pa.field("key_id", pa.string(), nullable=False),
        pa.field("simulated", pa.bool_(), nullable=False),
        pa.field("delivered_by", pa.string(), nullable=False),
        *(pa.field(name, pa.string()) for name in ("role", "level", "map", "map_version", "course", "course_version")),
        pa.field("phase", pa.string()),
        pa.field("form", pa.string()),
        pa.field("form_version", pa.int32()),
        pa.field("question", pa.string()),
        pa.field("question_version", pa.int32()),
        *(pa.field(name, pa.string()) for name in ("activity", "item", "work", "aspect")),
        pa.field("attempt", pa.int32()),
        pa.field("response", pa.string()),
        pa.field("value", pa.float64()),
        pa.field("score_scaled", pa.float64()),
        pa.field("success", pa.bool_()),
        pa.field("completed", pa.bool_()),
        pa.field("marked_by", pa.string()),
        pa.field("duration_s", pa.float64()),
        pa.field("occurred_at", _UTC),
        pa.field("stored_at", _UTC, nullable=False),
    ]
)
