/* What answers are worth: whole points per question, summed per form and per item. */
(function (cb) {
  "use strict";

  const DEFAULT_PASSING_SCALED = 0.6;
  const TOLERANCE = 1e-9;

  /** Whether exactly the right keys were chosen. */
  function isRight(question, keys) {
    return keys.length === question.answer.length && question.answer.every((key) => keys.includes(key));
  }

  /** Points of a list of {question, keys}; keys null means not answered: {won, max, answered, count}. */
  function tally(answers) {
    const sum = { won: 0, max: 0, answered: 0, count: answers.length };
    for (const { question, keys } of answers) {
      sum.max += question.points;
      if (keys === null) continue;
      sum.answered += 1;
      if (isRight(question, keys)) sum.won += question.points;
    }
    return sum;
  }

  /** Score from 0 to 100, two decimals at most. */
  function rawScore(sum) {
    return sum.max === 0 ? 0 : Math.round((10000 * sum.won) / sum.max) / 100;
  }

  /** Whether a sum passes. The LMS's mastery score (0 to 100) goes before the form's pass mark (0 to 1). */
  function passes(sum, passingScaled, mastery) {
    if (mastery !== null && mastery !== undefined) return rawScore(sum) + TOLERANCE >= mastery;
    if (sum.max === 0) return false;
    return sum.won / sum.max + TOLERANCE >= passingScaled;
  }

  /** The pass mark of an objective: its form's, else the post-test's (a part knows it), else 60 %. */
  function objectivePassing(course, phase) {
    const marks = [course.forms[phase], course.forms.post, course.part].map((each) => (each ? each.passing : null));
    const mark = marks.find((value) => value !== null && value !== undefined);
    return mark === undefined ? DEFAULT_PASSING_SCALED : mark;
  }

  cb.scoring = { isRight, tally, rawScore, passes, objectivePassing };
})((window.CourseBridge = window.CourseBridge || {}));
