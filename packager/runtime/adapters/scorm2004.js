/* The SCORM 2004 run-time, 3rd and 4th edition: what happens in the course as SetValue calls.

   Completion and success are two things here; the progress measure says how far the learner is, so that an LMS with a
   completion threshold comes to the same answer. Spec: SCORM 2004 4th Ed. RTE 4. */
(function (cb) {
  "use strict";

  const STATE_BYTES = 64000;
  const LIMITS = { "cmi.suspend_data": STATE_BYTES, "cmi.location": 1000 };
  const MAX_IDENTIFIER = 4000;
  const GENERAL_SET_FAILURE = "351";
  const WRONG = ["403", "404", "406", "407", "408", GENERAL_SET_FAILURE];
  const RESULTS = { wrong: "incorrect" };
  /** The objective by which a part of a course tells the others that it is done; there where the manifest names it. */
  const DONE = "done";
  const calls = (before) => ({
    initialize: `${before}Initialize`,
    finish: before === "" ? "Terminate" : `${before}Finish`,
    get: `${before}GetValue`,
    set: `${before}SetValue`,
    commit: `${before}Commit`,
    lastError: `${before}GetLastError`,
    errorText: `${before}GetErrorString`,
  });

  /** Some LMSs give their 2004 API the function names of 1.2, and some of these its word for the end. */
  function callsOf(api) {
    const hasOld = typeof api.Initialize !== "function" && typeof api.LMSInitialize === "function";
    const found = calls(hasOld ? "LMS" : "");
    const isOther = typeof api[found.finish] !== "function" && typeof api.LMSTerminate === "function";
    return isOther ? Object.assign(found, { finish: "LMSTerminate" }) : found;
  }

  const dialectOf = (api) => ({
    calls: callsOf(api),
    notImplemented: ["401", "402"],
    unreadable: ["401", "402", "405"],
    // A general failure to keep the learner's place may pass, and is tried again.
    isWrong: (code, element) => WRONG.includes(code) && !(code === GENERAL_SET_FAILURE && element === "cmi.suspend_data"),
    limitOf: (element) => LIMITS[element] || MAX_IDENTIFIER,
    keepsIds: true,
  });

  class Scorm2004Adapter extends cb.ScormAdapter {
    constructor(api) {
      super(api, dialectOf(api));
      this._exit = "suspend";
      this.limitBytes = STATE_BYTES;
    }

    // ---- the beginning

    /** Begin the session and read what the LMS knows; null when it does not begin. */
    open() {
      if (!this._initialize("103") || this._isMute()) return null;
      const status = this._get("cmi.completion_status").toLowerCase();
      const mode = this._get("cmi.mode").toLowerCase();
      const opening = {
        recorded: true,
        learner: this._get("cmi.learner_id"),
        name: this._get("cmi.learner_name"),
        mode: mode === "browse" || mode === "review" ? mode : "normal",
        credit: this._get("cmi.credit").toLowerCase() !== "no-credit",
        location: this._get("cmi.location"),
        state: this._get("cmi.suspend_data"),
        interactions: Number.parseInt(this._get("cmi.interactions._count"), 10) || 0,
        mastery: masteryOf(this._get("cmi.scaled_passing_score")),
      };
      // Some LMSs never tell the status; one that has resume data is not at its beginning.
      opening.fresh = opening.state === "" && ["", "not attempted", "unknown"].includes(status);
      this._state = opening.state;
      this._readObjectives();
      this._begin(opening);
      return opening;
    }

    _begin(opening) {
      if (opening.mode !== "normal") return;
      if (opening.fresh) this._settle("cmi.completion_status", "incomplete");
      this._settle("cmi.exit", this._exit);
      this.commit();
    }

    // ---- what happened

    answer(n, interaction) {
      const { type, correct, response } = spoken(interaction);
      return this._setInteraction(n, [
        ["id", interaction.id],
        ["type", type],
        ["objectives.0.id", interaction.objective],
        ["timestamp", cb.time.timestamp2004(new Date(interaction.at))],
        ["correct_responses.0.pattern", correct],
        ["weighting", interaction.weighting],
        ["learner_response", response],
        ["result", RESULTS[interaction.result] || interaction.result],
        ["latency", cb.time.interval2004(interaction.latencyMs)],
        ["description", localized(interaction.text)],
      ]);
    }

    objective({ id, raw, passed, text }) {
      return this._setObjective([
        ["id", id],
        ["score.scaled", rounded(raw / 100)],
        ["score.raw", raw],
        ["score.min", 0],
        ["score.max", 100],
        ["success_status", passed ? "passed" : "failed"],
        ["completion_status", "completed"],
        ["progress_measure", 1],
        ["description", localized(text)],
      ]);
    }

    score({ raw, scaled }) {
      const values = [["scaled", rounded(scaled)], ["raw", raw], ["min", 0], ["max", 100]];
      return values.every(([name, value]) => this._settle(`cmi.score.${name}`, value));
    }

    /** "passed" and "failed" are complete as well; where there is no pass mark, success stays unknown. */
    outcome(outcome) {
      const settled = [this._settle("cmi.progress_measure", 1), this._settle("cmi.completion_status", "completed")];
      if (outcome !== "completed") settled.push(this._settle("cmi.success_status", outcome));
      if (this._objectives.has(DONE)) settled.push(this._setObjective([["id", DONE], ["success_status", "passed"]]));
      return settled.every(Boolean);
    }

    /** Where the learner is. `progress` is 1 when, and only when, the outcome is there. */
    place(bookmark, state, sessionMs, progress) {
      return this._placeAll({ state: "cmi.suspend_data" }, state, [
        ["cmi.location", bookmark],
        ["cmi.session_time", cb.time.interval2004(sessionMs)],
        ["cmi.exit", this._exit],
        ["cmi.progress_measure", rounded(progress)],
      ]);
    }

    // ---- the end

    /** The learner ends for good: the exit is normal, and where the LMS can, it goes on to the next part. */
    leaveForGood() {
      this._exit = "normal";
    }

    close() {
      if (!this._closed && this._exit === "normal") this._requestNext();
      super.close();
    }

    _requestNext() {
      const isValid = this._get("adl.nav.request_valid.continue") === "true";
      this._writes("adl.nav.request", isValid ? "continue" : "exitAll");
    }
  }

  const rounded = (number) => Math.round(number * 10000) / 10000;

  /** Type, pattern and response in this API's words; keys are separated by `[,]`. Spec: RTE 4.2.9.1. */
  function spoken({ type, correct, response }) {
    const keys = response.split(",");
    if (type === "true-false" && keys.every((key) => key in TRUTH)) {
      return { type, correct: TRUTH[correct[0]], response: TRUTH[keys[0]] };
    }
    const isKeys = type === "true-false" || type === "choice";
    return {
      type: isKeys ? "choice" : type,
      correct: correct && correct.join("[,]"),
      response: isKeys ? keys.join("[,]") : response,
    };
  }

  const TRUTH = { t: "true", f: "false" };

  /** A text with its language before it, within the length that every LMS takes; null when there is none. */
  function localized(texts) {
    const { text, language } = cb.texts.pick(texts, document.documentElement.lang);
    const flat = cb.interactions.oneLine(text);
    return flat === "" ? null : `{lang=${language}}${flat}`;
  }

  /** A passing score from 0 to 100, or null where the LMS has none; it is scaled, from -1 to 1. */
  function masteryOf(text) {
    const value = Number.parseFloat(text);
    return Number.isFinite(value) && value >= 0 && value <= 1 ? value * 100 : null;
  }

  /** An adapter for the API near this window, or null. */
  function connect(win) {
    const api = cb.lmsApi.find(win, "API_1484_11");
    return api ? new Scorm2004Adapter(api) : null;
  }

  cb.adapters = Object.assign(cb.adapters || {}, { scorm2004: { connect, mayConnect: cb.lmsApi.mayHaveApi } });
})((window.CourseBridge = window.CourseBridge || {}));
