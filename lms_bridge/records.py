"""LearningRecord: the one form in which completion data travels.

Columns, types and units are documented in `docs/records.md`; a test keeps the two in step.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

RecordKind = Literal["enrolment", "completion", "attempt", "response", "rating", "comment"]
Marker = Literal["lms", "package"]
Delivery = Literal["lms", "learner"]
#: A number that fits its column: what an LMS makes up is refused row by row, before it meets the file.
Int32 = Annotated[int, Field(ge=-(2**31), lt=2**31)]


class LearningRecord(BaseModel):
    """One fact about one pseudonymous learner. Column order is that of the Parquet files."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    record_id: str
    revision: str
    kind: RecordKind
    deleted: bool = False
    source: str
    centre: str
    learner: str
    key_id: str
    simulated: bool = False
    delivered_by: Delivery = "lms"
    role: str | None = None
    level: str | None = None
    map: str | None = None
    map_version: str | None = None
    course: str | None = None
    course_version: str | None = None
    phase: str | None = None
    form: str | None = None
    form_version: Int32 | None = None
    question: str | None = None
    question_version: Int32 | None = None
    activity: str | None = None
    item: str | None = None
    work: str | None = None
    aspect: str | None = None
    attempt: Int32 | None = None
    response: str | None = None
    value: float | None = None
    score_scaled: float | None = None
    success: bool | None = None
    completed: bool | None = None
    marked_by: Marker | None = None
    duration_s: float | None = None
    occurred_at: datetime | None = None
    stored_at: datetime
