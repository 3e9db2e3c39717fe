"""How a course is to be packaged, decided once at the front door and handed to every format's plan."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from foundation.findings import Finding
from foundation.text import both

#: Whether a course becomes one launchable unit (SCO, AU, …) or one per test, module and survey.
Division = Literal["single", "multi"]


class BuildOptions(BaseModel):
    """What whoever builds may choose. `division` None: as the format does by itself."""

    model_config = ConfigDict(frozen=True)

    division: Division | None = None


#: No wish at all: every format as it is by itself.
DEFAULT_OPTIONS = BuildOptions()


def unmet_division(options: BuildOptions, format_name: str, scos: int, possible: int) -> tuple[Finding, ...]:
    """Return a note where a package came out otherwise than wished: with `scos` of `possible` units."""
    wish = options.division
    if wish is None or (wish == "single" and scos <= 1) or (wish == "multi" and scos >= min(possible, 2)):
        return ()
    return (
        Finding(
            id="PK-DIVISION",
            severity="note",
            file=format_name,
            message=both(
                f"{format_name} 不能按 --{wish} 划分，做成了 {scos} 个单元",
                f"{format_name} cannot be divided as --{wish} asks: it has {scos} units",
            ),
            remedy=both("无需处理；需要另一种划分时换格式", "Nothing to do; take another format for another division"),
        ),
    )
