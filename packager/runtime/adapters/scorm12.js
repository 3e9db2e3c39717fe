/* The SCORM 1.2 run-time: what happens in the course as LMSSetValue calls. Spec: SCORM 1.2 RTE 3.4. */
(function (cb) {
  "use strict";

  const MAX_CHARACTERS = 255;
  const WRONG = ["201", "402", "403", "404", "405"];
  const DIALECT = {
    calls: {
      initialize: "LMSInitialize",
      finish: "LMSFinish",
      get: "LMSGetValue",
      set: "LMSSetValue",
      commit: "LMSCommit",
      lastError: "LMSGetLastError",
      errorText: "LMSGetErrorString",
    },
    notImplemented: ["401"],
    unreadable: ["401", "404"],
    isWrong: (code) => WRONG.includes(code),
    limitOf: (element) => (element === "cmi.suspend_data" ? cb.resume.LIMIT_BYTES : MAX_CHARACTERS),
    keepsIds: false,
  };

  class Scorm12Adapter extends cb.ScormAdapter {
    constructor(api) {
      super(api, DIALECT);
      this._exit = "suspend";
    }

    // ---- the beginning

    /** Begin the session and read what the LMS knows; null when it does not begin. */
    open() {
      if (!this._initialize("101") || this._isMute()) return null;
      const status = this._get("cmi.core.lesson_status").toLowerCase();
      const mode = this._get("cmi.core.lesson_mode").toLowerCase();
      const opening = {
        recorded: true,
        learner: this._get("cmi.core.student_id"),
        name: this._get("cmi.core.student_name"),
        mode: mode === "browse" || mode === "review" ? mode : "normal",
        credit: this._get("cmi.core.credit").toLowerCase() !== "no-credit",
        location: this._get("cmi.core.lesson_location"),
        state: this._get("cmi.suspend_data"),
        interactions: Number.parseInt(this._get("cmi.interactions._count"), 10) || 0,
        mastery: masteryOf(this._get("cmi.student_data.mastery_score")),
      };
      // Some LMSs never tell the status; one that has resume data is not at its beginning.
      opening.fresh = opening.state === "" && ["", "not attempted", "unknown"].includes(status);
      this._state = opening.state;
      this._readObjectives();
      this._begin(opening);
      return opening;
    }

    _begin(opening) {
      if (opening.mode === "review") return;
      if (opening.fresh) this._settle("cmi.core.lesson_status", opening.mode === "browse" ? "browsed" : "incomplete");
      this._settle("cmi.core.exit", this._exit);
      this.commit();
    }

    // ---- what happened

    answer(n, interaction) {
      return this._setInteraction(n, [
        ["id", interaction.id],
        ["objectives.0.id", interaction.objective],
        ["time", cb.time.timeOfDay12(new Date(interaction.at))],
        ["type", interaction.type],
        ["correct_responses.0.pattern", interaction.correct && interaction.correct.join(",")],
        ["weighting", interaction.weighting],
        ["student_response", interaction.response],
        ["result", interaction.result],
        ["latency", cb.time.timespan12(interaction.latencyMs)],
      ]);
    }

    objective({ id, raw, passed }) {
      return this._setObjective([
        ["id", id],
        ["score.raw", raw],
        ["score.min", 0],
        ["score.max", 100],
        ["status", passed ? "passed" : "failed"],
      ]);
    }

    score({ raw }) {
      const values = [["raw", raw], ["min", 0], ["max", 100]];
      return values.every(([name, value]) => this._settle(`cmi.core.score.${name}`, value));
    }

    outcome(outcome) {
      return this._settle("cmi.core.lesson_status", outcome);
    }

    /** Where the learner is. suspend_data is written when it changed; session_time is that of this session. */
    place(bookmark, state, sessionMs) {
      return this._placeAll({ state: "cmi.suspend_data" }, state, [
        ["cmi.core.lesson_location", bookmark],
        ["cmi.core.session_time", cb.time.timespan12(sessionMs)],
        ["cmi.core.exit", this._exit],
      ]);
    }

    /** The learner ends for good: the exit is normal, not a suspension. */
    leaveForGood() {
      this._exit = "";
    }
  }

  /** A mastery score from 0 to 100, or null where the LMS has none. */
  function masteryOf(text) {
    const value = Number.parseFloat(text);
    return Number.isFinite(value) && value >= 0 && value <= 100 ? value : null;
  }

  /** An adapter for the API near this window, or null. */
  function connect(win) {
    const api = cb.lmsApi.find(win, "API");
    return api ? new Scorm12Adapter(api) : null;
  }

  cb.adapters = Object.assign(cb.adapters || {}, { scorm12: { connect, mayConnect: cb.lmsApi.mayHaveApi } });
})((window.CourseBridge = window.CourseBridge || {}));
