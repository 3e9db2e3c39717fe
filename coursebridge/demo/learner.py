"""A simulated learner takes the course: reads, answers by the model, breaks off, fails, tries again."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from course_templates.model import Question, SurveyQuestion
from coursebridge.demo import wording
from coursebridge.demo.model import ResponseModel
from coursebridge.demo.player import PlayerSession
from coursebridge.demo.scorm import Scorm12Api, Scorm12Writer
from coursebridge.demo.screens import CourseScreens
from coursebridge.demo.steps import Step
from coursebridge.demo.suspend import Answer, PlayerState
from coursebridge.demo.world import PILOT_TO, Person, later_day

_MAX_TRIES = 3
_DEFAULT_MINUTES = 10


class Journey:
    """One person's way through one course; `open_api` gives a new session with the LMS."""

    def __init__(
        self, person: Person, screens: CourseScreens, model: ResponseModel, open_api: Callable[[], Scorm12Api]
    ) -> None:
        self._person = person
        self._screens = screens
        self._model = model
        self._open_api = open_api
        self._chance = Random(f"{person.seed}/journey")  # noqa: S311
        self._ability = dict(person.ability)
        self._state = PlayerState(version=screens.course.version)
        self._lessons = {lesson.id: lesson for lesson in screens.course.lessons()}
        self._stop = self._place_of_stop()
        now = person.starts_at
        self._session = PlayerSession(screens, self._state, Scorm12Writer(open_api()), now)

    def run(self) -> None:
        """Take the course to its end, or to where this person gives up."""
        while not self._state.finished:
            if self._session.current == self._stop:
                self._wait(5, 40)
                self._session.leave()
                return
            step = self._session.current
            self._act(step)
            if step.kind in ("lesson", "outcome") and self._breaks_off():
                self._break_off()

    def _act(self, step: Step) -> None:
        {
            "welcome": self._look,
            "intro": self._look,
            "lesson": self._read,
            "question": self._answer,
            "outcome": self._see_outcome,
            "survey": self._fill_in,
            "result": self._end,
        }[step.kind](step)

    # ---- screens

    def _look(self, step: Step) -> None:
        self._wait(6, 25)
        self._session.next()

    def _read(self, step: Step) -> None:
        self._study(step, 1.0)
        self._session.next()

    def _study(self, step: Step, share: float) -> None:
        lesson = self._lessons[step.lesson or ""]
        seconds = 60 * (lesson.minutes or _DEFAULT_MINUTES) * share
        self._wait(0.5 * seconds, 1.2 * seconds)
        for work, gain in self._model.gain_of(lesson).items():
            self._learn(work, gain * share)

    def _answer(self, step: Step) -> None:
        question = self._screens.asked(step)
        work = self._model.work_of(question)
        self._wait(0.5 * self._person.seconds_per_question, 1.8 * self._person.seconds_per_question)
        self._session.submit(self._choose(question, self._ability.get(work, 0.0)))
        self._wait(2, 12)
        if step.phase == "practice":
            self._learn(work, self._model.assumptions.gain_by_practice_question)
        self._session.next()

    def _see_outcome(self, step: Step) -> None:
        self._wait(8, 30)
        if self._session.outcome() == "failed" and self._person.retakes and self._state.post_try < _MAX_TRIES:
            for other in self._screens.steps:
                if other.kind == "lesson":
                    self._session.go(other)
                    self._study(other, self._model.assumptions.gain_by_rereading)
            self._session.retake()
            return
        self._session.next()

    def _fill_in(self, step: Step) -> None:
        self._wait(3, 9)
        if self._person.answers_survey:
            answers = [(question, self._opinion(question)) for question in step.survey]
            given = [(question, answer) for question, answer in answers if answer is not None]
            self._wait(6 * len(given), 14 * len(given))
            if given:
                self._session.submit_survey(given)
        self._wait(1, 4)
        self._session.next()

    def _end(self, step: Step) -> None:
        self._wait(8, 40)
        self._session.finish()

    # ---- mind

    def _learn(self, work: str, gain: float) -> None:
        self._ability[work] = self._ability.get(work, 0.0) + gain * self._person.learns

    def _choose(self, question: Question, ability: float) -> tuple[str, ...]:
        right = tuple(question.answer)
        if self._chance.random() < self._model.chance(question, ability):
            return right
        keys = [choice.key for choice in question.choices]
        if question.type != "multiple":
            return (self._chance.choice([key for key in keys if key not in right]),)
        wrong = right
        while sorted(wrong) == sorted(right):
            wrong = tuple(key for key in keys if self._chance.random() < 0.5) or (self._chance.choice(keys),)
        return wrong

    def _opinion(self, question: SurveyQuestion) -> Answer | None:
        if question.kind == "text":
            if self._chance.random() >= self._model.assumptions.answers_open_question:
                return None
            return Answer(text=self._chance.choice(wording.OPEN_ANSWERS.get(question.aspect, wording.OTHER_ANSWERS)))
        if question.kind == "choice":
            shares = self._model.assumptions.choice_shares
            weights = [shares[min(place, len(shares) - 1)] for place in range(len(question.options))]
            return Answer(keys=(self._chance.choices(question.options, weights)[0].key,))
        mean = self._rating_mean(question)
        value = min(5, max(1, round(self._chance.gauss(mean, 0.8))))
        nearest = min(question.options, key=lambda option: abs((option.value or 0) - value))
        return Answer(keys=(nearest.key,))

    def _rating_mean(self, question: SurveyQuestion) -> float:
        stated = next((work for work in self._model.works if work.work == question.work), None)
        if question.aspect == "own-ability" or stated is None:
            return 3.0 + self._ability.get(question.work or "", 0.0)
        return stated.importance if question.aspect == "importance" else stated.frequency

    # ---- time

    def _wait(self, least_s: float, most_s: float) -> None:
        self._session.wait(round(self._chance.uniform(least_s, most_s), 2))

    def _breaks_off(self) -> bool:
        return self._chance.random() < self._model.assumptions.breaks_off_after_a_lesson

    def _break_off(self) -> None:
        """Close the window and go on some days later, where the bookmark is."""
        back_at = later_day(self._session.now, self._chance)
        if back_at.date() >= PILOT_TO:
            return
        self._session.leave()
        self._session = PlayerSession(self._screens, self._state, Scorm12Writer(self._open_api()), back_at)

    def _place_of_stop(self) -> Step | None:
        """Return the screen on which this person gives up, or None."""
        lessons = [step for step in self._screens.steps if step.kind == "lesson"]
        places = {
            "pre": self._screens.of_phase("pre")[1:],
            "lessons": lessons[1:] or lessons,
            "post": self._screens.of_phase("post")[:3],
        }
        found = places.get(self._person.stops or "", [])
        return self._chance.choice(found) if found else None
