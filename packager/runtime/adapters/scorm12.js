/* The SCORM 1.2 run-time: what happens in the course as LMSSetValue calls.

   Every adapter has: open() → opening or null, answer(n, interaction), objective(objective), score(score),
   outcome(outcome), place(bookmark, state, sessionMs), commit(), leaveForGood(), close(). Those that write return
   whether they need not be tried again. Spec: SCORM 1.2 RTE 3.4. */
(function (cb) {
  "use strict";

  const NAMES = { lastError: "LMSGetLastError", errorText: "LMSGetErrorString" };
  const NOT_IMPLEMENTED = "401";
  const WRONG = ["201", "402", "403", "404", "405"];
  const MAX_CHARACTERS = 255;
  const MAX_PROBED = 400;

  class Scorm12Adapter {
    constructor(api) {
      this._api = new cb.lmsApi.GuardedApi(api, NAMES);
      this._objectives = new Map();
      this._unsupported = new Set();
      this._exit = "suspend";
      this._shift = 0;
      this._state = null;
      this._closed = false;
      this.refused = 0;
    }

    get problem() {
      return this._api.problem;
    }

    // ---- the beginning

    /** Begin the session and read what the LMS knows; null when it does not begin. */
    open() {
      if (!this._api.succeeds("LMSInitialize", "") && this._api.errorCode() !== "101") return null;
      const status = this._get("cmi.core.lesson_status").toLowerCase();
      const mode = this._get("cmi.core.lesson_mode").toLowerCase();
      const opening = {
        recorded: true,
        learner: this._get("cmi.core.student_id"),
        mode: mode === "browse" || mode === "review" ? mode : "normal",
        credit: this._get("cmi.core.credit").toLowerCase() !== "no-credit",
        location: this._get("cmi.core.lesson_location"),
        state: this._get("cmi.suspend_data"),
        interactions: Number.parseInt(this._get("cmi.interactions._count"), 10) || 0,
        mastery: masteryOf(this._get("cmi.student_data.mastery_score")),
        fresh: status === "" || status === "not attempted" || status === "unknown",
      };
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

    /** Indexes of objectives that the LMS has already; LMSs that do not count are asked one by one. */
    _readObjectives() {
      const text = this._get("cmi.objectives._count");
      const most = text === "" ? MAX_PROBED : Math.min(Number.parseInt(text, 10) || 0, MAX_PROBED);
      for (let index = 0; index < most; index += 1) {
        const id = this._get(`cmi.objectives.${index}.id`);
        if (id === "") return;
        this._objectives.set(id, index);
      }
    }

    // ---- what happened

    /** Write an answer as interaction `n`, or where the LMS wants its next one: some count anew in a new session. */
    answer(n, interaction) {
      if (this._unsupported.has("interactions")) return true;
      if (!this._writes(`cmi.interactions.${n + this._shift}.id`, interaction.id)) this._shift = this._shiftFor(n);
      return this._setAll("interactions", n + this._shift, [
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

    _shiftFor(n) {
      const count = Number.parseInt(this._get("cmi.interactions._count"), 10);
      return Number.isInteger(count) ? count - n : this._shift;
    }

    objective({ id, raw, passed }) {
      if (!this._objectives.has(id)) this._objectives.set(id, this._objectives.size);
      return this._setAll("objectives", this._objectives.get(id), [
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
      const values = [
        this._settle("cmi.core.lesson_location", bookmark.slice(0, MAX_CHARACTERS)),
        state === this._state || this._settle("cmi.suspend_data", state),
        this._settle("cmi.core.session_time", cb.time.timespan12(sessionMs)),
        this._settle("cmi.core.exit", this._exit),
      ];
      if (values[1]) this._state = state;
      return values.every(Boolean);
    }

    commit() {
      return this._api.succeeds("LMSCommit", "");
    }

    // ---- the end

    /** The learner ends for good: the exit is normal, not a suspension. */
    leaveForGood() {
      this._exit = "";
    }

    close() {
      if (this._closed) return;
      this._closed = true;
      this._api.succeeds("LMSFinish", "");
    }

    // ---- single values

    _get(element) {
      return this._api.text("LMSGetValue", element) || "";
    }

    /** Whether the LMS took a value; if not, `problem` tells why. */
    _writes(element, value) {
      return this._api.succeeds("LMSSetValue", element, String(value).slice(0, limitOf(element)));
    }

    /** Set a value. True also where trying again cannot help: not implemented, or wrong in the LMS's eyes. */
    _settle(element, value) {
      if (this._writes(element, value)) return true;
      const { code } = this._api.problem;
      if (WRONG.includes(code)) this.refused += 1;
      return code === NOT_IMPLEMENTED || WRONG.includes(code);
    }

    /** Set the values of one record, id first; a group that the LMS does not implement is left alone for good. */
    _setAll(group, n, values) {
      if (this._unsupported.has(group)) return true;
      const [[, id], ...others] = values;
      if (!this._writes(`cmi.${group}.${n}.id`, id)) {
        if (this._api.problem.code !== NOT_IMPLEMENTED) return this._settle(`cmi.${group}.${n}.id`, id);
        this._unsupported.add(group);
        return true;
      }
      const there = others.filter(([, value]) => value !== null && value !== undefined);
      return there.every(([name, value]) => this._settle(`cmi.${group}.${n}.${name}`, value));
    }
  }

  const limitOf = (element) => (element === "cmi.suspend_data" ? cb.resume.LIMIT_BYTES : MAX_CHARACTERS);

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
