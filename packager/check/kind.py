"""What a kind of finding is: words in both languages, severity, remedy, clause."""

from __future__ import annotations

from dataclasses import dataclass

from foundation.findings import Finding, Severity
from foundation.text import both


@dataclass(frozen=True)
class Kind:
    """A kind of finding: id, severity, message and remedy in both languages with `{named}` parts, and clause."""

    id: str
    severity: Severity
    zh: str
    en: str
    remedy_zh: str
    remedy_en: str
    clause: str | None = None

    def at(self, place: str | None, **parts: object) -> Finding:
        """Return a finding of this kind at a place in the package."""
        return Finding(
            id=self.id,
            severity=self.severity,
            place=place,
            message=both(self.zh.format(**parts), self.en.format(**parts)),
            remedy=both(self.remedy_zh.format(**parts), self.remedy_en.format(**parts)),
            clause=self.clause,
        )


#: Clauses are cited as `CAM + "2.3.4"`.
CAM = "SCORM 1.2 CAM "
