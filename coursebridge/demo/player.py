"""The player without a browser: screens, answers and scores as packager/runtime/core/session.js and recorder.js.

A test holds this against a learner in Chromium: same answers, same CMI elements.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from course_templates.model import Phase, Question, SurveyQuestion
from coursebridge.demo.scorm import Interaction, Scorm12Writer, raw_score
from coursebridge.demo.screens import CourseScreens, answer_name
from coursebridge.demo.steps import Step
from coursebridge.demo.suspend import Answer, PlayerState, pack

_PAGE_CHANGE_S = 4.0
_DEFAULT_PASSING = Decimal("0.6")
_TOLERANCE = 1e-9
_MAX_TEXT = 250
_SURVEY_TYPES = {"rating": "likert", "choice": "choice", "text": "fill-in"}


class PlayerSession:
    """One launch of the course by one learner. `state` outlives it; `now` is simulated time, aware UTC."""

    def __init__(self, screens: CourseScreens, state: PlayerState, writer: Scorm12Writer, now: datetime) -> None:
        self.screens = screens
        self.state = state
        self.now = now
        self._writer = writer
        self._began = self._shown = now
        self._save_at: datetime | None = None
        writer.open(now)
        state.written = max(state.written, writer.written)
        self.current = screens.step(state.bookmark)

    # ---- time and place

    def wait(self, seconds: float) -> None:
        """Let time pass; a page change is saved four seconds after it."""
        until = self.now + timedelta(seconds=seconds)
        if self._save_at is not None and self._save_at <= until:
            self.now = self._save_at
            self._save()
        self.now = until

    def go(self, step: Step) -> None:
        """Show a screen."""
        self.current = step
        self.state.bookmark = step.id
        if step.kind == "lesson" and step.lesson is not None and step.lesson not in self.state.seen:
            self.state.seen.append(step.lesson)
        self._shown = self.now
        if self._save_at is None:
            self._save_at = self.now + timedelta(seconds=_PAGE_CHANGE_S)

    def next(self) -> None:
        """Show the screen that follows."""
        self.go(self.screens.after(self.current))

    def leave(self) -> None:
        """Close the window: the work is saved and stays open."""
        self._save()
        self._writer.close(self.now)

    def finish(self) -> None:
        """Press `finish` on the last screen."""
        self.state.finished = True
        self._writer.exit = ""
        self.leave()

    def _save(self) -> None:
        self._save_at = None
        self.state.revision += 1
        session_s = (self.now - self._began).total_seconds()
        self._writer.save(self.state.bookmark, pack(self.state, self.screens.tags), session_s, self.now)

    # ---- answers

    def submit(self, keys: Sequence[str]) -> None:
        """Answer the question on the screen."""
        step, question = self.current, self.screens.asked(self.current)
        ordered = tuple(choice.key for choice in question.choices if choice.key in keys)
        self.state.answers[answer_name(step.phase, question)] = Answer(keys=ordered)
        self._tell(self._interaction(step, question, ordered))
        self._tell_objective(step.phase, question.item)
        self._tell_phase_end(step.phase)
        self._save()

    def submit_survey(self, answers: Sequence[tuple[SurveyQuestion, Answer]]) -> None:
        """Answer some questions of the survey screen."""
        for question, answer in answers:
            kept = answer if answer.text is None else Answer(text=_one_line(answer.text))
            self.state.answers[answer_name("survey", question)] = kept
            self._tell(self._survey_interaction(question, kept))
        self._save()

    def _tell(self, interaction: Interaction) -> None:
        self._writer.answer(self.state.written, interaction)
        self.state.written += 1

    def _interaction(self, step: Step, question: Question, keys: tuple[str, ...]) -> Interaction:
        attempt = self.state.post_try if step.phase == "post" else 1
        legal = question.type == "true-false" and all(choice.key in "01tf" for choice in question.choices)
        return Interaction(
            id=f"{step.phase}.{step.form}.{question.id}.{question.version}.{attempt}",
            objective=f"{step.phase}.{question.item}",
            type="true-false" if legal else "choice",
            correct=",".join(question.answer),
            weighting=question.points,
            response=",".join(keys),
            result="correct" if keys_right(question, keys) else "wrong",
            at=self.now,
            latency_s=(self.now - self._shown).total_seconds(),
        )

    def _survey_interaction(self, question: SurveyQuestion, answer: Answer) -> Interaction:
        form = self.screens.course.survey
        return Interaction(
            id=f"survey.{form.id if form else ''}.{question.id}.{question.version}.1",
            objective=f"survey.{question.work}" if question.work else None,
            type=_SURVEY_TYPES[question.kind],
            response=",".join(answer.keys) if answer.text is None else answer.text,
            result="neutral",
            at=self.now,
            latency_s=(self.now - self._shown).total_seconds(),
        )

    # ---- scores

    def _tally(self, phase: Phase, item: str | None = None) -> tuple[int, int] | None:
        """Return points won and to be won in a phase, of one item if given; None while a question is open."""
        won = most = 0
        for step in self.screens.of_phase(phase):
            question = self.screens.asked(step)
            if item is not None and question.item != item:
                continue
            answer = self.state.answers.get(answer_name(phase, question))
            if answer is None:
                return None
            most += question.points
            won += question.points if keys_right(question, answer.keys) else 0
        return won, most

    def _tell_objective(self, phase: Phase | None, item: str) -> None:
        if phase is None or (sum_ := self._tally(phase, item)) is None:
            return
        course = self.screens.course
        marks = [form.passing_scaled for form in (course.form(phase), course.form("post")) if form]
        mark = next((mark for mark in marks if mark is not None), _DEFAULT_PASSING)
        self._writer.objective(f"{phase}.{item}", raw_score(*sum_), _passes(sum_, mark))

    def _tell_phase_end(self, phase: Phase | None) -> None:
        if phase is None or (sum_ := self._tally(phase)) is None:
            return
        if phase != "practice":
            self.state.totals[phase] = sum_
        if phase == "post":
            self._writer.score(raw_score(*sum_))
            self._writer.outcome(self.outcome())

    def outcome(self) -> str:
        """Return the status after the post-test: passed, failed, or completed without a pass mark."""
        form, sum_ = self.screens.course.form("post"), self.state.totals.get("post")
        if form is None or sum_ is None:
            return "incomplete"
        if self._writer.mastery is not None:
            return "passed" if raw_score(*sum_) + _TOLERANCE >= self._writer.mastery else "failed"
        if form.passing_scaled is None:
            return "completed"
        return "passed" if _passes(sum_, form.passing_scaled) else "failed"

    def retake(self) -> None:
        """Begin the next try of a post-test that was failed."""
        for step in self.screens.of_phase("post"):
            self.state.answers.pop(answer_name("post", self.screens.asked(step)), None)
        del self.state.totals["post"]
        self.state.post_try += 1
        self.state.finished = False
        self.go(self.screens.step("post"))


def keys_right(question: Question, keys: Sequence[str]) -> bool:
    """Return whether exactly the right keys were chosen."""
    return sorted(keys) == sorted(question.answer)


def _passes(sum_: tuple[int, int], mark: Decimal) -> bool:
    won, most = sum_
    return most > 0 and won / most + _TOLERANCE >= float(mark)


def _one_line(text: str) -> str:
    """Return a text on one line of at most 250 characters."""
    return " ".join(text.split())[:_MAX_TEXT]
