"""Learning records as an Arrow table."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from lms_bridge.normalise.schema import RECORD_SCHEMA
from lms_bridge.records import LearningRecord


def records_table(records: Sequence[LearningRecord]) -> pa.Table:
    """Return records as a table with the columns of the store, in the order given."""
    columns = [
        pa.array([getattr(record, field.name) for record in records], type=field.type) for field in RECORD_SCHEMA
    ]
    return pa.Table.from_arrays(columns, schema=RECORD_SCHEMA)
