/* The order of the course: one step per screen, made of the course's data. */
(function (cb) {
  "use strict";

  const PRACTICE_FORM = "practice";

  /** Every step in order. A step has an `id` that serves as bookmark, a `kind` and what that kind needs. */
  function stepsOf(course) {
    return [].concat(
      [{ id: "welcome", kind: "welcome" }],
      testSteps(course, "pre"),
      lessonSteps(course),
      testSteps(course, "post"),
      course.forms.post ? [{ id: "post.outcome", kind: "outcome", phase: "post" }] : [],
      surveySteps(course.survey),
      [{ id: "result", kind: "result" }]
    );
  }

  function testSteps(course, phase) {
    const form = course.forms[phase];
    if (!form) return [];
    const intro = { id: phase, kind: "intro", phase };
    return [intro].concat(numbered(form.questions.map((id) => questionStep(phase, form.id, id))));
  }

  function questionStep(phase, form, question) {
    return { id: `${phase}.${question}`, kind: "question", phase, form, question };
  }

  function numbered(steps) {
    return steps.map((step, index) => Object.assign(step, { number: index + 1, of: steps.length }));
  }

  /** Lessons, each followed by its practice; practice questions that no lesson names come after the last one. */
  function lessonSteps(course) {
    const form = course.forms.practice;
    const formId = form ? form.id : PRACTICE_FORM;
    const taken = new Set();
    const practice = (ids) => {
      const fresh = ids.filter((id) => !taken.has(id) && taken.add(id));
      return numbered(fresh.map((id) => questionStep("practice", formId, id)));
    };
    const steps = [];
    for (const module of course.modules) {
      for (const lesson of module.lessons) {
        steps.push({ id: `lesson.${lesson.id}`, kind: "lesson", lesson, module });
        steps.push(...practice(lesson.practice).map((step) => Object.assign(step, { lesson })));
      }
    }
    return steps.concat(practice(form ? form.questions : []));
  }

  /** One screen per work for its ratings; the other questions by threes, in order. */
  function surveySteps(survey) {
    if (!survey || survey.questions.length === 0) return [];
    const screens = [];
    let open = null;
    for (const question of survey.questions) {
      const work = question.work || null;
      const full = open !== null && work === null && open.questions.length >= 3;
      if (open === null || open.work !== work || full) {
        open = { id: `survey.${question.id}`, kind: "survey", phase: "survey", work, questions: [] };
        screens.push(open);
      }
      open.questions.push(question);
    }
    return [{ id: "survey", kind: "intro", phase: "survey" }].concat(numbered(screens));
  }

  cb.steps = { stepsOf };
})((window.CourseBridge = window.CourseBridge || {}));
