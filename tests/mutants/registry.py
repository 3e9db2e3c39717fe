"""Every mutant, by pain."""

from __future__ import annotations

from tests.mutants.model import Mutant
from tests.mutants.packages import PACKAGES
from tests.mutants.player_records import PLAYER_RECORDS
from tests.mutants.player_screens import PLAYER_SCREENS

MUTANTS: tuple[Mutant, ...] = tuple(
    sorted((*PLAYER_RECORDS, *PLAYER_SCREENS, *PACKAGES), key=lambda mutant: mutant.pain)
)
