"""Every mutant, by pain."""

from __future__ import annotations

from tests.mutants.model import Mutant
from tests.mutants.packages import PACKAGES
from tests.mutants.player_records import PLAYER_RECORDS
from tests.mutants.player_saving import PLAYER_SAVING
from tests.mutants.player_screens import PLAYER_SCREENS
from tests.mutants.player_statements import PLAYER_STATEMENTS

MUTANTS: tuple[Mutant, ...] = tuple(
    sorted(
        (*PLAYER_RECORDS, *PLAYER_SAVING, *PLAYER_STATEMENTS, *PLAYER_SCREENS, *PACKAGES),
        key=lambda mutant: mutant.pain,
    )
)
