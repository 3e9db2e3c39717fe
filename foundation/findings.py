"""What a check found: one problem of content, at a place, with a remedy."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from pydantic import BaseModel, ConfigDict

Severity = Literal["error", "warning", "note"]


class Finding(BaseModel):
    """One problem. Its `id` is stable, documented in `docs/findings/` and never reused.

    `place` is `Sheet!A1`, `line:col`, a path in an archive, or an item id. `message` and `remedy` are
    bilingual (see `foundation.text.both`). `clause` cites the specification that asks for it.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    severity: Severity
    file: str | None = None
    place: str | None = None
    message: str
    remedy: str = ""
    clause: str | None = None


def has_errors(findings: Iterable[Finding]) -> bool:
    """Return whether any finding is an error, which makes a command exit with 1."""
    return any(finding.severity == "error" for finding in findings)
