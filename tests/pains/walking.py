"""Walks a course by its own session: for courses too long to be clicked through."""

from __future__ import annotations

from playwright.sync_api import Frame

_WALK = """([until, wrong]) => {
  const { app } = CourseBridge;
  const { session, course, recorder } = app;
  recorder.keepLocally = () => {}; // Packing a long course a thousand times takes its time.
  for (let guard = 0; session.current.id !== until && guard < 9000; guard += 1) {
    const step = session.current;
    if (step.kind === "question" && !session.isAnswered(step)) {
      const question = course.question(step.question);
      const other = question.choices.map((choice) => choice.key).find((key) => !question.answer.includes(key));
      session.submit(step, wrong.includes(question.id) ? [other] : question.answer, 1500);
    }
    if (!session.next()) break;
  }
  delete recorder.keepLocally;
  recorder.save();
  app.go(session.current);
  return session.current.id;
}"""


def walk(frame: Frame, until: str, *, wrong: tuple[str, ...] = ()) -> None:
    """Answer everything right but the `wrong` questions on the way to the step `until`, save there, and show it."""
    assert frame.evaluate(_WALK, [until, list(wrong)]) == until


def answers(frame: Frame) -> dict[str, list[str]]:
    """Return the keys that the course holds per phase/question/version."""
    held = "CourseBridge.app.session.state.answers"
    found: dict[str, list[str]] = frame.evaluate(
        f"Object.fromEntries(Array.from({held}, ([name, answer]) => [name, answer.keys]))"
    )
    return found
