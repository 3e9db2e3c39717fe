"""The pilot period in simulated time: learners are enrolled at their centre's LMS and take the course."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from coursebridge.demo.learner import Journey
from coursebridge.demo.lms import SandboxRuntime
from coursebridge.demo.model import ResponseModel
from coursebridge.demo.screens import CourseScreens
from coursebridge.demo.world import PILOT_FROM, Person
from lms_bridge.sandbox.store import SandboxStore

#: Packages are pushed and learners enrolled before the first of them starts.
OPENING = datetime(PILOT_FROM.year, PILOT_FROM.month, PILOT_FROM.day, 1, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Lecture:
    """What all learners have in common: the course's screens and how people answer its questions."""

    screens: CourseScreens
    model: ResponseModel


def teach(data: Path, people: list[Person], lecture: Lecture, after_each: Callable[[], None]) -> None:
    """Enrol people in the one package of an LMS, and let each take the course from start to end or drop-out."""
    with SandboxStore(data) as store:
        package_id = store.packages()[0].id
        learner_ids = [store.add_learner(person.name, OPENING) for person in people]
        for learner_id in learner_ids:
            store.enrol(package_id, learner_id, OPENING)
        for person, learner_id in zip(people, learner_ids, strict=True):
            if person.stops != "start":
                open_api = partial(SandboxRuntime, store, package_id, learner_id)
                Journey(person, lecture.screens, lecture.model, open_api).run()
            after_each()
