/* Starts the player: finds the LMS, restores the learner's work, shows the first screen. */
(function (cb) {
  "use strict";

  const PATIENCE_MS = 3000;
  const STEP_MS = 100;
  const WAITING_MS = 1500;
  const LOOK_MS = 500;
  const LOOKING_MS = 120000;
  const AGAIN_MS = [200, 500, 1000];

  /** The named adapter, connected; an API that its LMS makes late is waited for, then there is none. */
  function connect(name) {
    const wanted = cb.adapters[name];
    return new Promise((resolve) => {
      const tryAgain = (leftMs) => {
        const adapter = wanted.connect(window);
        if (adapter !== null) resolve(adapter);
        else if (leftMs <= 0 || !wanted.mayConnect(window)) resolve(withoutLms(wanted));
        else window.setTimeout(tryAgain, STEP_MS, leftMs - STEP_MS);
      };
      tryAgain(PATIENCE_MS);
    });
  }

  /** No LMS; if its API turns up all the same before there is anything to lose, the page begins anew. */
  function withoutLms(wanted) {
    const look = (leftMs) => {
      const isBegun = cb.app && !cb.app.recorder.journal.isEmpty;
      if (leftMs <= 0 || isBegun) return;
      if (wanted.connect(window) !== null) window.location.reload();
      else window.setTimeout(look, LOOK_MS, leftMs - LOOK_MS);
    };
    if (wanted.mayConnect(window)) look(LOOKING_MS);
    return cb.adapters.none.connect(window);
  }

  /** Open the session, at once or in time. An API that does not begin is asked again, since some are not ready when
      they are found; then it is treated as none. */
  async function open(adapter, context) {
    for (const waitMs of AGAIN_MS.concat([null])) {
      const opening = await adapter.open(context);
      if (opening !== null) return { adapter, opening };
      if (waitMs !== null) await new Promise((resolve) => window.setTimeout(resolve, waitMs));
    }
    const none = cb.adapters.none.connect(window);
    return { adapter: none, opening: none.open() };
  }

  /** A stopwatch that runs while the page is seen; what the browser tells of that reaches it through the app. */
  function newStopwatch() {
    const stopwatch = new cb.time.Stopwatch(() => window.performance.now());
    if (document.visibilityState === "visible") stopwatch.start();
    return stopwatch;
  }

  function noticesOf(opening, { state, isUnreadable }, { version }, recorder) {
    const notices = [];
    if (opening.notice) notices.push(opening.notice);
    else if (!opening.recorded) notices.push(recorder.isKept ? "not_recorded" : "not_recorded_no_copy");
    if (opening.mode !== "normal") notices.push(`mode_${opening.mode}`);
    else if (!opening.credit) notices.push("no_credit");
    if (isUnreadable) notices.push("unreadable");
    if (state.version !== version && state.answers.size > 0) notices.push("other_version");
    return notices;
  }

  async function start(connected) {
    const course = new cb.CourseIndex(cb.courseData);
    const stopwatch = newStopwatch();
    const { adapter, opening } = await open(connected, { course, stopwatch });
    const local = new cb.LocalCopy(course.data, opening.learner);
    const restored = cb.restore(course, opening, local);
    const { state } = restored;
    state.written = Math.max(state.written, opening.interactions);
    const about = cb.journal.aboutOf(course.data, document.documentElement.dataset.cbAdapter);
    const recorder = new cb.Recorder({
      adapter,
      local,
      stopwatch,
      recording: opening.mode === "normal",
      credit: opening.credit,
      timers: { set: (run, ms) => window.setTimeout(run, ms), clear: (timer) => window.clearTimeout(timer) },
      journal: new cb.journal.Journal(about, state.key, restored.page),
    });
    recorder.isKept = local.isPossible();
    if (recorder.recording) local.takeUp();
    const notices = noticesOf(opening, restored, course.data, recorder);
    state.version = course.data.version;
    const language = cb.language.choose(course.data, opening.languages);
    const app = new cb.App({ course, opening, recorder, restored, language, notices });
    app.watchPage();
    app.start();
    cb.app = app;
  }

  /** A platform that is slow to answer is spoken of; the first screen takes the place of these words. */
  function tellWaiting() {
    if (cb.app) return;
    const language = document.documentElement.lang in cb.catalogue ? document.documentElement.lang : "zh-CN";
    const words = cb.dom.h("p", { class: "cb-hint", role: "status" }, cb.texts.say(language, "opening"));
    document.getElementById("cb-main").append(words);
  }

  window.setTimeout(tellWaiting, WAITING_MS);
  connect(document.documentElement.dataset.cbAdapter).then(start);
})((window.CourseBridge = window.CourseBridge || {}));
