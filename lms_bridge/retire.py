"""Retire: a course or framework that was pushed is hidden in its LMS; nothing is deleted."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from lms_bridge.changes import PushPlan, PushReceipt
from lms_bridge.connectors.base import Retirable, Retirer
from lms_bridge.connectors.registry import connected, incapable
from lms_bridge.endpoints import Target


def plan_retire(retirable: Retirable, target: Target) -> PushPlan:
    """Return what retiring a course or a map at a target would do.

    Raises:
        SourceError: the target failed.
        UnknownNameError, SettingsError: the target's settings are wrong, or it hides nothing.
    """
    with _retirer(target) as retirer:
        return retirer.plan_retire(retirable)


def apply_retire(retirable: Retirable, target: Target, *, allow: Collection[str] = ()) -> PushReceipt:
    """Do what `plan_retire` says; where there are learners only if `allow` names it (`KIND:IDNUMBER`).

    A later push shows it again. Raises as `plan_retire`.
    """
    with _retirer(target) as retirer:
        return retirer.apply_retire(retirable, allow)


@contextmanager
def _retirer(target: Target) -> Iterator[Retirer]:
    with connected(target) as connector:
        if not isinstance(connector, Retirer):
            raise incapable(target, Retirer)
        yield connector
