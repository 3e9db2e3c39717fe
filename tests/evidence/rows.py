"""Learning records made by hand for tests, and a record store made of them."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from lms_bridge.normalise.schema import RECORD_SCHEMA
from lms_bridge.records import LearningRecord

START = datetime(2026, 4, 13, 1, 0, tzinfo=UTC)
MAP = "https://example.org/cm/quality/"
COURSE = {"role": "quality", "map": MAP, "map_version": "1.0.0", "course": "quality-course", "course_version": "1.0.0"}


def row(kind: str, learner: str, *native: object, minutes: float = 0, **columns: Any) -> LearningRecord:
    """Return a record; `native` tells it from the learner's others of that kind, `minutes` is when, after START."""
    at = START + timedelta(minutes=minutes)
    key = "|".join(str(part) for part in (kind, learner, *native))
    values = {
        "record_id": hashlib.sha256(key.encode()).hexdigest()[:32],
        "revision": f"{at.isoformat()}.{hashlib.sha256(repr(sorted(columns.items())).encode()).hexdigest()[:16]}",
        "kind": kind,
        "source": "moodle",
        "centre": "alpha",
        "learner": learner,
        "key_id": "k1",
        "occurred_at": at,
        "stored_at": at,
        **COURSE,
        **columns,
    }
    return LearningRecord.model_validate(values)


def tried(learner: str, phase: str, score: float | None, tries: int = 1, **columns: Any) -> LearningRecord:
    """Return the record of one form and try."""
    values = {"completed": True, "form": f"{phase}-1", "form_version": 1, "success": None, **columns}
    lms_attempt = values.pop("lms_attempt", 1)
    return row(
        "attempt", learner, phase, tries, lms_attempt, values["form"], values.get("course"),
        phase=phase, attempt=tries, score_scaled=score, marked_by="package", **values,
    )  # fmt: skip


def answered(learner: str, phase: str, question: str, score: float, tries: int = 1, **columns: Any) -> LearningRecord:
    """Return the record of one answered question."""
    values = {"form": f"{phase}-1", "form_version": 1, "question_version": 1, **columns}
    lms_attempt = values.pop("lms_attempt", 1)
    return row(
        "response", learner, phase, question, tries, lms_attempt, values["form"], values.get("course"),
        phase=phase, question=question, attempt=tries, score_scaled=score, success=score == 1, response="a", **values,
    )  # fmt: skip


def rated(learner: str, aspect: str, value: float | None, work: str | None = None, **columns: Any) -> LearningRecord:
    """Return the record of one survey answer with keys; a choice has no value, and its key in `response`."""
    given = {"phase": "survey", "form": "fit", "response": str(value), **columns}
    return row("rating", learner, aspect, work, given.get("course"), aspect=aspect, value=value, work=work, **given)


def write_store(home: Path, records: Iterable[LearningRecord]) -> Path:
    """Write records as the bridge does, one file per month and source, and return the home folder."""
    files: dict[tuple[str, str], list[LearningRecord]] = defaultdict(list)
    for record in records:
        files[record.stored_at.strftime("%Y-%m"), record.source].append(record)
    for (month, source), found in files.items():
        folder = home / "records" / f"month={month}" / f"source={source}"
        folder.mkdir(parents=True, exist_ok=True)
        serial = 1 + len(list(folder.glob("*.parquet")))
        table = pa.Table.from_pylist([record.model_dump() for record in found], RECORD_SCHEMA)
        pq.write_table(table, folder / f"{serial:08d}.parquet")
    return home
