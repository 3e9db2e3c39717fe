"""What stage 5 refuses to go on with."""

from __future__ import annotations

from foundation.errors import CourseBridgeError


class EvidenceError(CourseBridgeError):
    """The evidence cannot be worked out."""

    id = "EV-ERROR"


class EmptyStoreError(EvidenceError):
    """The home folder holds no learning record, or none up to the date asked for."""

    id = "EV-EMPTY"


class MixedStoreError(EvidenceError):
    """The store holds simulated and real records; no report is made of both."""

    id = "EV-MIXED"


class DamagedStoreError(EvidenceError):
    """A Parquet file of the store cannot be read (`file` names it)."""

    id = "EV-DAMAGED"


class ForeignStoreError(EvidenceError):
    """A Parquet file of the store has other columns than a learning record (`file` names it)."""

    id = "EV-COLUMNS"


class UnknownCentreError(EvidenceError):
    """The store holds nothing of the centre that a report was asked for."""

    id = "EV-CENTRE"
    exit_code = 2


class UnknownEngineError(EvidenceError):
    """There is no engine of that name, or what it needs is not installed."""

    id = "EV-ENGINE"
    exit_code = 2


class EngineError(EvidenceError):
    """The engine gave up: out of memory or disk, or the expression is beyond it."""

    id = "EV-ENGINE-FAILED"


class OutputBusyError(EvidenceError):
    """The folder of an earlier report cannot be replaced, because a program has one of its files open."""

    id = "EV-OUTPUT"
