/* One question of a test or of the practice: choose, submit, then go on. Feedback is for practice alone. */
(function (cb) {
  "use strict";

  const { h, course, fill } = cb.dom;
  const { actions, action, heading, note, markChosen } = cb.parts;

  function question(app, step) {
    const asked = app.course.question(step.question);
    const screen = h("div", { class: "cb-screen cb-test", "data-cb-question": asked.id });
    const live = h("div", { class: "cb-feedback", role: "status", "aria-live": "polite" });
    const choices = choiceList(app, step, asked);
    const foot = h("div", {});
    const place = app.say("question_of", { number: step.number, of: step.of });
    screen.append(
      heading(`${app.phaseName(step.phase)} · ${place}`, stem(app, asked)),
      ...(asked.draft ? [note("warning", app.say("draft_here"))] : []),
      h("p", { class: "cb-hint" }, app.say(asked.type === "multiple" ? "choose_many" : "choose_one")),
      choices,
      live,
      foot
    );
    const view = { app, step, asked, choices, live, foot };
    if (app.session.isAnswered(step)) showAnswered(view);
    else foot.append(actions(action("submit", app.say("submit"), () => submit(view))));
    return screen;
  }

  const stem = (app, asked) => course("span", { class: "cb-stem" }, asked.stem, app.language);

  function choiceList(app, step, asked) {
    const type = asked.type === "multiple" ? "checkbox" : "radio";
    const name = `choice-${asked.id}`;
    const rows = asked.choices.map((choice) =>
      h(
        "label",
        { class: "cb-choice", "data-cb-choice": choice.key },
        h("input", { type, name, value: choice.key }),
        course("span", { class: "cb-choice-text" }, choice.text, app.language)
      )
    );
    const legend = h("legend", { class: "cb-unseen" }, app.text(asked.stem));
    const list = h("fieldset", { class: "cb-choices" }, legend, ...rows);
    list.addEventListener("change", () => markChosen(list));
    return list;
  }

  function submit(view) {
    const keys = Array.from(view.choices.querySelectorAll("input:checked"), (input) => input.value);
    if (keys.length === 0) {
      fill(view.live, note("warning", view.app.say("choose_first")));
      return;
    }
    view.app.submit(view.step, keys);
    showAnswered(view);
    view.foot.querySelector("[data-cb-action]").focus();
  }

  /** Lock the choices, say what may be said, and offer the way on. */
  function showAnswered(view) {
    const { app, step, choices, live, foot } = view;
    const keys = app.session.keysOf(step);
    for (const input of choices.querySelectorAll("input")) {
      input.checked = keys !== null && keys.includes(input.value);
      input.disabled = true;
    }
    choices.classList.add("cb-locked");
    markChosen(choices);
    if (keys === null) fill(live, note("plain", app.say("recorded_elsewhere")));
    else if (step.phase === "practice") fill(live, ...feedback(view, keys));
    else fill(live, note("plain", app.say("recorded")));
    fill(foot, actions(action("next", app.say("next"), () => app.next())));
  }

  /** Whether it was right, and what the author says to the choices that were made. */
  function feedback({ app, asked, choices }, keys) {
    const right = cb.scoring.isRight(asked, keys);
    for (const label of choices.querySelectorAll(".cb-choice")) markChoice(app, asked, label, keys);
    const words = asked.choices.filter((choice) => keys.includes(choice.key) && app.text(choice.feedback));
    return [
      h("p", { class: right ? "cb-verdict cb-verdict-right" : "cb-verdict cb-verdict-wrong" }, app.say(right ? "right" : "wrong")),
      ...words.map((choice) => course("p", { class: "cb-explanation" }, choice.feedback, app.language)),
    ];
  }

  function markChoice(app, asked, label, keys) {
    const key = label.dataset.cbChoice;
    const isAnswer = asked.answer.includes(key);
    const isChosen = keys.includes(key);
    if (isAnswer) label.classList.add("cb-choice-right");
    else if (isChosen) label.classList.add("cb-choice-wrong");
    if (!isAnswer && !isChosen) return;
    label.append(h("span", { class: "cb-choice-mark" }, app.say(isAnswer ? "right_answer" : "your_answer")));
  }

  cb.views = Object.assign(cb.views || {}, { question });
})((window.CourseBridge = window.CourseBridge || {}));
