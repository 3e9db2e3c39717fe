"""What all sessions of one course share: its screens in order, its questions, tags for suspend_data."""

from __future__ import annotations

from course_templates.model import Course, Phase, Question, SurveyQuestion
from coursebridge.demo.steps import Step, steps_of
from coursebridge.demo.suspend import tag_table


class CourseScreens:
    """The screens of a course, by id, order and phase."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.steps = steps_of(course)
        self._index = {step.id: index for index, step in enumerate(self.steps)}
        self._questions = {question.id: question for question in course.questions}
        self.tags = tag_table([*(f"lesson/{lesson.id}" for lesson in course.lessons()), *self._answer_names()])

    def step(self, step_id: str) -> Step:
        """Return the screen with this id. Raises KeyError."""
        return self.steps[self._index[step_id]]

    def after(self, step: Step) -> Step:
        """Return the screen that follows; the last one follows itself."""
        return self.steps[min(self._index[step.id] + 1, len(self.steps) - 1)]

    def asked(self, step: Step) -> Question:
        """Return the question of a question screen. Raises KeyError."""
        return self._questions[step.question or ""]

    def of_phase(self, phase: Phase) -> list[Step]:
        """Return the question screens of a phase, in order."""
        return [step for step in self.steps if step.kind == "question" and step.phase == phase]

    def _answer_names(self) -> list[str]:
        names = []
        for step in self.steps:
            if step.kind == "question":
                names.append(answer_name(step.phase, self.asked(step)))
            names += [answer_name("survey", question) for question in step.survey]
        return names


def answer_name(phase: Phase | None, question: Question | SurveyQuestion) -> str:
    """Return the name an answer is kept under."""
    return f"{phase}/{question.id}/{question.version}"
