/* One screen of the job survey: ratings of one work, or some questions about the respondent. Always voluntary. */
(function (cb) {
  "use strict";

  const { h, course, fill } = cb.dom;
  const { actions, action, heading, note, markChosen } = cb.parts;

  function survey(app, step) {
    const work = step.work === null ? null : app.course.work(step.work);
    const place = app.say("page_of", { number: step.number, of: step.of });
    const title = work ? course("span", {}, work.label, app.language) : app.phaseName("survey");
    const fields = step.questions.map((question) => field(app, question));
    const live = h("div", { class: "cb-feedback", role: "status", "aria-live": "polite" });
    const foot = h("div", {});
    const screen = h("div", { class: "cb-screen cb-survey" }, heading(`${app.phaseName("survey")} · ${place}`, title));
    screen.append(work && app.text(work.function) ? course("p", { class: "cb-hint" }, work.function, app.language) : "");
    screen.append(...fields, live, foot);
    const view = { app, step, screen, live, foot };
    screen.addEventListener("input", () => {
      markChosen(screen);
      offer(view);
    });
    markChosen(screen);
    offer(view);
    return screen;
  }

  /** Skip is always there; submit as soon as something new was answered. */
  function offer(view) {
    const { app, foot } = view;
    const open = openAnswers(view).length > 0;
    const wasOpen = foot.querySelector("[data-cb-action=submit]") !== null;
    if (foot.firstChild && open === wasOpen) return;
    const untouched = view.step.questions.every((question) => app.session.surveyAnswer(question) === null);
    const next = action("next", app.say(untouched ? "skip" : "next"), () => app.next(), { plain: open });
    const submit = action("submit", app.say("submit"), () => send(view));
    fill(foot, open ? actions(next, submit) : actions(next));
  }

  function send(view) {
    const { app, step } = view;
    app.submitSurvey(openAnswers(view));
    for (const question of step.questions) {
      if (app.session.surveyAnswer(question) !== null) lock(fieldOf(view.screen, question));
    }
    fill(view.live, note("plain", app.say("survey_thanks")));
    offer(view);
    view.foot.querySelector("[data-cb-action=next]").focus();
  }

  const fieldOf = (screen, question) => screen.querySelector(`[data-cb-question="${question.id}"]`);

  function lock(element) {
    element.classList.add("cb-locked");
    for (const control of element.querySelectorAll("input, textarea")) control.disabled = true;
  }

  /** What was answered on this screen and is not recorded yet. */
  function openAnswers({ app, step, screen }) {
    const answers = step.questions.filter((question) => app.session.surveyAnswer(question) === null);
    return answers.map((question) => answerOf(fieldOf(screen, question), question)).filter(Boolean);
  }

  function answerOf(element, question) {
    if (question.kind === "text") {
      const text = cb.interactions.oneLine(element.querySelector("textarea").value);
      return text === "" ? null : { question, text };
    }
    const chosen = element.querySelector("input:checked");
    return chosen === null ? null : { question, keys: [chosen.value] };
  }

  // ---- fields

  function field(app, question) {
    const answer = app.session.surveyAnswer(question);
    const element = question.kind === "text" ? textField(app, question, answer) : optionField(app, question, answer);
    if (answer !== null) lock(element);
    return element;
  }

  function optionField(app, question, answer) {
    const rows = question.options.map((option) => {
      const checked = answer !== null && answer.keys !== undefined && answer.keys.includes(option.key);
      const number = question.kind === "rating" && option.value !== null;
      return h(
        "label",
        { class: "cb-option", "data-cb-choice": option.key },
        h("input", { type: "radio", name: `option-${question.id}`, value: option.key, checked }),
        number && h("span", { class: "cb-option-value", "aria-hidden": "true" }, String(option.value)),
        course("span", { class: "cb-option-text" }, option.text, app.language)
      );
    });
    const kind = question.kind === "rating" ? "cb-field cb-rating" : "cb-field cb-pick";
    const options = h("div", { class: "cb-options" }, ...rows);
    return h("fieldset", { class: kind, "data-cb-question": question.id }, legend(app, question), options);
  }

  const legend = (app, question) => course("legend", { class: "cb-prompt" }, question.prompt, app.language);

  function textField(app, question, answer) {
    const most = Math.min(question.max_chars, cb.interactions.MAX_CHARACTERS);
    const id = `text-${question.id}`;
    const left = h("p", { class: "cb-counter", id: `${id}-left`, "aria-live": "polite" });
    const area = h("textarea", { id, rows: 3, maxlength: most, "aria-describedby": left.id });
    const tell = () => fill(left, app.say("characters_left", { count: most - area.value.length }));
    area.value = answer === null ? "" : answer.text;
    area.addEventListener("input", tell);
    tell();
    const label = course("label", { class: "cb-prompt", for: id }, question.prompt, app.language);
    return h("div", { class: "cb-field", "data-cb-question": question.id }, label, area, left);
  }

  cb.views = Object.assign(cb.views || {}, { survey });
})((window.CourseBridge = window.CourseBridge || {}));
