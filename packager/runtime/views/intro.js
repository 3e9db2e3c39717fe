/* The screen before a test or the survey: what comes and what it is for. */
(function (cb) {
  "use strict";

  const { h, course } = cb.dom;
  const { actions, action, heading, note } = cb.parts;

  function intro(app, step) {
    const words = step.phase === "survey" ? surveyWords(app) : testWords(app, step.phase);
    return h(
      "div",
      { class: "cb-screen cb-intro" },
      h("div", { class: "cb-card" }, heading(null, app.phaseName(step.phase)), ...words),
      actions(action("next", app.say("start"), () => app.next()))
    );
  }

  function testWords(app, phase) {
    const count = app.course.data.forms[phase].questions.length;
    const attempt = app.session.state.postTry;
    const mark = phase === "post" ? app.session.passMark() : null;
    const figures = [
      [count, app.say("figure_questions")],
      mark !== null && [Math.round(mark * 100), app.say("figure_pass")],
      phase === "post" && attempt > 1 && [attempt, app.say("figure_try")],
    ];
    return [h("p", { class: "cb-lead" }, app.say(`intro_${phase}`)), figureRow(figures.filter(Boolean))];
  }

  function figureRow(figures) {
    const cells = figures.map(([number, label]) => h("div", {}, h("dt", {}, label), h("dd", {}, String(number))));
    return h("dl", { class: "cb-figures" }, ...cells);
  }

  function surveyWords(app) {
    const own = app.course.data.survey.intro;
    return [
      app.text(own) && course("p", { class: "cb-lead" }, own, app.language),
      h("p", {}, app.say("intro_survey")),
      note("plain", app.say("intro_survey_privacy")),
    ];
  }

  cb.views = Object.assign(cb.views || {}, { intro });
})((window.CourseBridge = window.CourseBridge || {}));
