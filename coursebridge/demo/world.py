"""The world of the demo: two centres, and the people who learn there. All invented, all from one seed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Literal

from pydantic import BaseModel, ConfigDict

from course_templates.model import Course
from coursebridge.demo.model import ResponseModel
from coursebridge.demo.scorm import LOCAL_TIME
from foundation.text import LangText

#: The pilot period that the demo plays in (simulated time).
PILOT_FROM = date(2026, 4, 10)
PILOT_TO = date(2026, 6, 30)
_LAST_START = date(2026, 6, 5)

Stop = Literal["start", "pre", "lessons", "post"]

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉萍红娥玲芬燕彬凤洁梅琳素云莲真环雪荣爱妹霜香月"


class Centre(BaseModel):
    """A training centre. `mean_ability` is its learners' before the course, on the ability scale."""

    model_config = ConfigDict(frozen=True)

    id: str
    title: LangText
    mean_ability: float


CENTRES = (
    Centre(id="donghai", title=LangText.of("东海智造实训中心", "Donghai training centre"), mean_ability=-0.2),
    Centre(id="xiling", title=LangText.of("西岭数字人才学院", "Xiling academy"), mean_ability=-0.5),
)


class Person(BaseModel):
    """A simulated learner before the course. `ability` is per work; `stops` is where they drop out, if they do."""

    model_config = ConfigDict(frozen=True)

    seed: str
    name: str
    centre: str
    starts_at: datetime
    ability: Mapping[str, float]
    learns: float
    seconds_per_question: float
    stops: Stop | None
    retakes: bool
    answers_survey: bool


def people_of(centre: Centre, count: int, seed: int, course: Course, model: ResponseModel) -> list[Person]:
    """Return the learners of a centre; the first ones are the same however many there are."""
    return [_person(centre, f"{seed}/{centre.id}/{number}", course, model) for number in range(count)]


def _person(centre: Centre, seed: str, course: Course, model: ResponseModel) -> Person:
    chance = Random(seed)  # noqa: S311
    stated = model.assumptions
    general = chance.gauss(centre.mean_ability, stated.ability_spread)
    ability = {work.id: general + chance.gauss(0, stated.ability_spread_between_works) for work in course.works}
    return Person(
        seed=seed,
        name=_name(chance),
        centre=centre.id,
        starts_at=_moment(_day(chance), chance),
        ability=ability,
        learns=max(0.2, chance.gauss(1.0, 0.3)),
        seconds_per_question=chance.uniform(18, 55),
        stops=_stop(chance, model),
        retakes=chance.random() < stated.retakes_after_failing,
        answers_survey=chance.random() < stated.answers_survey,
    )


def _name(chance: Random) -> str:
    given = "".join(chance.sample(_GIVEN, chance.choice((1, 2, 2))))
    return f"{chance.choice(_SURNAMES)}{given}（模拟）"


def _stop(chance: Random, model: ResponseModel) -> Stop | None:
    stated = model.assumptions
    rates: dict[Stop, float] = {
        "start": stated.never_starts,
        "pre": stated.stops_in_pre_test,
        "lessons": stated.stops_in_lessons,
        "post": stated.stops_before_post_test,
    }
    draw = chance.random()
    for stop, rate in rates.items():
        if draw < rate:
            return stop
        draw -= rate
    return None


def _day(chance: Random) -> date:
    return PILOT_FROM + timedelta(days=chance.randint(3, (_LAST_START - PILOT_FROM).days))


def _moment(day: date, chance: Random) -> datetime:
    """Return a moment between 8:30 and 20:30 of a day in China, in UTC."""
    start = datetime(day.year, day.month, day.day, 8, 30, tzinfo=LOCAL_TIME)
    return (start + timedelta(seconds=chance.randint(0, 12 * 3600))).astimezone(UTC)


def later_day(after: datetime, chance: Random) -> datetime:
    """Return a moment one to three days later, at a time when people learn."""
    return _moment((after.astimezone(LOCAL_TIME) + timedelta(days=chance.randint(1, 3))).date(), chance)
