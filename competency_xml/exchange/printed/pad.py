"""Where findings of one file are gathered while it is read."""

from __future__ import annotations

from foundation.findings import Finding, Severity


class NotePad:
    """Collects findings of one file, in reading order."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.findings: list[Finding] = []

    def _add(
        self, finding_id: str, place: str | None, message: str, remedy: str, severity: Severity = "warning"
    ) -> None:
        self.findings.append(
            Finding(id=finding_id, severity=severity, file=self.file, place=place, message=message, remedy=remedy)
        )
