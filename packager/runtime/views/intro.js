/* The screen before a test or the survey: what comes and what it is for. */
(function (cb) {
  "use strict";

  const { h, course } = cb.dom;
  const { actions, action, heading, note } = cb.parts;

  function intro(app, step) {
    const paragraphs = step.phase === "survey" ? surveyWords(app) : testWords(app, step.phase);
    return h(
      "div",
      { class: "cb-screen cb-intro" },
      heading(null, titleOf(app, step.phase)),
      ...paragraphs,
      actions(action("next", app.say("start"), () => app.next()))
    );
  }

  function titleOf(app, phase) {
    const own = phase === "survey" ? app.course.data.survey.title : app.course.data.forms[phase].title;
    return app.text(own) || app.say(`phase_${phase}`);
  }

  function testWords(app, phase) {
    const count = app.course.data.forms[phase].questions.length;
    const attempt = app.session.state.postTry;
    const mark = phase === "post" ? app.session.passMark() : null;
    return [
      h("p", { class: "cb-lead" }, app.say(`intro_${phase}`, { count })),
      phase === "post" && attempt > 1 && h("p", {}, app.say("intro_post_try", { number: attempt })),
      mark !== null && h("p", {}, app.say("pass_mark", { percent: Math.round(mark * 100) })),
    ];
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
