/* How the post-test went, the last screen, and the word that all is handed over. */
(function (cb) {
  "use strict";

  const { h, course } = cb.dom;
  const { actions, action, button, heading, note, bar } = cb.parts;

  /** After the post-test: the result, and where to go from here. */
  function outcome(app) {
    return h(
      "div",
      { class: "cb-screen cb-result" },
      ...summary(app),
      app.session.canRetake() && h("p", { class: "cb-hint" }, app.say("retake_hint")),
      actions(retakeButton(app), action("next", app.say("outcome_next"), () => app.next()))
    );
  }

  /** The last screen: the result again, before and after, and the end. */
  function result(app) {
    if (app.session.state.finished && app.isOver) return finished(app);
    return h(
      "div",
      { class: "cb-screen cb-result" },
      ...summary(app),
      app.course.data.forms.post && note("plain", app.say("exam_note")),
      !app.isLocal && h("p", { class: "cb-hint" }, app.say(isPart(app) ? "finish_part_hint" : "finish_hint")),
      app.recorder.adapter.keepsNoAnswers && h("p", { class: "cb-hint" }, app.say("answers_not_kept")),
      taking(app),
      actions(retakeButton(app), action("finish", app.say(isPart(app) ? "finish_part" : "finish"), () => app.finish()))
    );
  }

  function finished(app) {
    return h(
      "div",
      { class: "cb-screen cb-finished" },
      heading(null, app.say(endOf(app))),
      h("p", { class: "cb-lead" }, app.say(afterEnd(app))),
      taking(app)
    );
  }

  /** The course was opened in another window since: nothing more is recorded here. */
  function elsewhere(app) {
    return h(
      "div",
      { class: "cb-screen cb-elsewhere" },
      heading(null, app.say("elsewhere")),
      h("p", { class: "cb-lead" }, app.say("elsewhere_hint"))
    );
  }

  /** An LMS that shows other data than it took is not said to have the record. */
  function endOf(app) {
    if (app.isLocal) return "finished_local";
    return app.recorder.isDoubted ? "finished_doubted" : "finished";
  }

  function afterEnd(app) {
    if (app.recorder.isDoubted) return "finished_doubted_hint";
    return isLastPart(app) ? "finished_hint" : "finished_part_hint";
  }

  /** The result as a file, for who wants it; nothing of a session that records nothing. */
  function taking(app) {
    if (!app.recorder.recording) return null;
    const why = app.isLocal ? "save_file_local" : app.recorder.isDoubted ? "save_file_doubted" : "save_file_anyway";
    return h("p", { class: "cb-hint cb-taking" }, app.say(why), " ", cb.saving.saveButton(app));
  }

  const isPart = (app) => Boolean(app.course.data.part);

  function isLastPart(app) {
    const { part } = app.course.data;
    return !part || part.number === part.of;
  }

  function retakeButton(app) {
    return app.session.canRetake() && button(app.say("retake"), () => app.retake(), { "data-cb-retake": true });
  }

  function summary(app) {
    const { session } = app;
    const verdict = session.outcome();
    const post = session.total("post");
    return [
      heading(app.say("result"), app.say(wordOf(app, verdict))),
      post && scoreCard(app, verdict, post),
      post && works(app),
      session.total("pre") && post && h("p", { class: "cb-hint" }, app.say("gain_note")),
    ].filter(Boolean);
  }

  /** A part without a test is done or not; there is no test to speak of. */
  function wordOf(app, verdict) {
    if (!isPart(app) || app.course.data.forms.post) return `outcome_${verdict}`;
    return verdict === "completed" ? "part_completed" : "part_incomplete";
  }

  function scoreCard(app, verdict, post) {
    const mark = app.session.passMark();
    const tries = app.session.state.postTry;
    return h(
      "div",
      { class: `cb-score cb-score-${verdict}` },
      h("p", { class: "cb-score-number" }, String(cb.scoring.rawScore(post))),
      h(
        "div",
        {},
        h("p", {}, app.say("score_of", { score: cb.scoring.rawScore(post) })),
        mark !== null && h("p", { class: "cb-hint" }, app.say("pass_mark", { percent: Math.round(mark * 100) })),
        tries > 1 && h("p", { class: "cb-hint" }, app.say("post_tries", { number: tries }))
      )
    );
  }

  function works(app) {
    const after = app.session.worksOf("post");
    if (after.length === 0) return null;
    const before = new Map(app.session.worksOf("pre").map((row) => [row.work.id, row]));
    return h(
      "section",
      { class: "cb-works" },
      h("h2", {}, app.say("per_work")),
      ...after.map((row) => workRow(app, row, before.get(row.work.id)))
    );
  }

  function workRow(app, after, before) {
    return h(
      "div",
      { class: "cb-work" },
      course("h3", {}, after.work.label, app.language),
      before && bar(app.say("pre"), cb.scoring.rawScore(before), "pre"),
      bar(app.say("post"), cb.scoring.rawScore(after), "post")
    );
  }

  cb.views = Object.assign(cb.views || {}, { outcome, result, elsewhere });
})((window.CourseBridge = window.CourseBridge || {}));
