"""What a re-import is told, and what comes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from competency_xml.matching import Pair
from competency_xml.model import CompetencyMap, MapStatus
from competency_xml.places import Placed
from competency_xml.similarity import NEAR_ALIKE
from foundation.findings import Finding

#: What becomes of doubtful pairs that nobody has decided: a person is asked, or the new parts count as new.
Doubtful = Literal["ask", "new"]


class SourceTraits(BaseModel):
    """What files of a format know besides texts.

    Attributes:
        keeps_ids: their ids and UUIDs were stored once. False where reading makes ids from what is printed.
        complete: they say all that a map can say, so that what is not in them was taken out by somebody. Of any other
            source, what it leaves out it cannot say.
    """

    model_config = ConfigDict(frozen=True)

    keeps_ids: bool = False
    complete: bool = False


class OntoOptions(BaseModel):
    """What the importing person decides. None leaves it to the maps.

    `threshold` is the likeness from 0 to 1 from which two texts are one (see `competency_xml.similarity`).
    """

    model_config = ConfigDict(frozen=True)

    version: str | None = Field(default=None, min_length=1)
    status: MapStatus | None = None
    doubtful: Doubtful = "ask"
    threshold: float = Field(default=NEAR_ALIKE, gt=0, le=1)


class Matched(BaseModel):
    """How many parts, from roles to items, were matched in which way; `retired` are those that retire now."""

    model_config = ConfigDict(frozen=True)

    by_key: int = 0
    by_text: int = 0
    decided: int = 0
    new: int = 0
    retired: int = 0


@dataclass(frozen=True)
class Laid:
    """A source laid onto a map.

    Attributes:
        map: the new map; None as long as a pair is doubtful, or a finding is an error.
        matched: how the parts were matched; doubtful pairs are not in it.
        doubtful: pairs that a person must decide.
        unmatched: old parts without a partner, which would retire: among them is what an editor looks for.
        findings: what a person should know. Their place is that of the source, else an id.
    """

    map: CompetencyMap | None
    matched: Matched
    doubtful: tuple[Pair, ...] = ()
    unmatched: tuple[Placed, ...] = ()
    findings: Sequence[Finding] = ()
