"""The named steps of a harvest, told to whoever listens on this module's logger.

Between two of them a process may be killed at any point; what the next run finds is described for each.
"""

from __future__ import annotations

import logging
from typing import Literal, get_args

Step = Literal[
    "page-fetched",  # rows are in memory alone
    "cards-written",  # course cards are on disk; no segment yet
    "segment-written",  # the raw segment is on disk; no cursor knows of it
    "batch-recorded",  # batch and cursor are in a transaction that is not committed
    "cursor-moved",  # the batch is landed; it has no records yet
    "rows-normalised",  # the batch's records are in memory
    "refused-written",  # the batch's refused rows are on disk
    "records-written",  # one month of the batch's records is on disk (told once per month)
    "batch-normalised",  # the batch is marked as normalised
]

STEPS: tuple[Step, ...] = get_args(Step)

_log = logging.getLogger(__name__)


def reached(step: Step) -> None:
    """Tell that a harvest has come to a step."""
    _log.debug("%s", step)
