/* What the adapters of both SCORM run-times share: single values, records by index, commit, the end.

   Every adapter has: open() → opening or null, answer(n, interaction), objective(objective), score(score),
   outcome(outcome), place(bookmark, state, sessionMs, progress), commit(), leaveForGood(), close(), limitBytes. Those
   that write return whether they need not be tried again. One whose API can be asked has keptState(). */
(function (cb) {
  "use strict";

  const MAX_PROBED = 400;
  /** How often an LMS may throw when it is asked for resume data, before it is taken to have none. */
  const MOST_ASKED = 4;
  /** Elements that say what the learner came to. */
  const RESULT = /^cmi\.(core\.)?(score\.(raw|scaled)|lesson_status|completion_status|success_status)$/;
  /** What became of a record's id: it is set, is left out for good, or is to be tried again. */
  const [SET, LEFT, AGAIN] = ["set", "left", "again"];

  class ScormAdapter {
    /** `dialect`: {calls, notImplemented, unreadable, isWrong, limitOf, keepsIds}: names of functions, error codes,
        longest values, and whether the id of a record that is there may stay as it is. */
    constructor(api, dialect) {
      this._dialect = dialect;
      this._api = new cb.lmsApi.GuardedApi(api, dialect.calls);
      this._objectives = new Map();
      this._unsupported = new Set();
      this._shift = 0;
      this._asked = 0;
      this._state = null;
      this._closed = false;
      this.limitBytes = cb.resume.LIMIT_BYTES;
      this.refused = 0;
      this.refusesResult = false;
    }

    /** Whether the LMS keeps no single answers. */
    get keepsNoAnswers() {
      return this._unsupported.has("interactions");
    }

    get problem() {
      return this._api.problem;
    }

    /** Begin the session. An LMS may have begun it itself; any other refusal means that there is no LMS. */
    _initialize(alreadyCode) {
      return this._api.succeeds(this._dialect.calls.initialize, "") || this._api.errorCode() === alreadyCode;
    }

    /** Whether the LMS is not ready yet to say what it has: to begin anew would go over it. */
    _isMute() {
      this._asked += 1;
      return this._asked < MOST_ASKED && this._api.text(this._dialect.calls.get, "cmi.suspend_data") === null;
    }

    /** The resume data that the LMS has; null where it does not give them at all. One that fails has none. */
    keptState() {
      const text = this._get("cmi.suspend_data");
      return text === "" && this._dialect.unreadable.includes(this._api.errorCode()) ? null : text;
    }

    /** Where an LMS cut off what it was told, how much it keeps is known from now on. */
    learnLimit() {
      const text = this.keptState();
      const isCut = Boolean(text) && this._state.length > text.length && this._state.startsWith(text);
      if (!isCut) return;
      this.limitBytes = cb.resume.sizeBytes(text);
      this._state = text;
    }

    commit() {
      return this._api.succeeds(this._dialect.calls.commit, "");
    }

    close() {
      if (this._closed) return;
      this._closed = true;
      this._api.succeeds(this._dialect.calls.finish, "");
    }

    // ---- records by index

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

    /** Write an answer as interaction `n`, or where the LMS wants its next one: some count anew in a new session. */
    _setInteraction(n, values) {
      if (this._unsupported.has("interactions")) return true;
      if (!this._writes(`cmi.interactions.${n + this._shift}.id`, values[0][1])) this._shift = this._shiftFor(n);
      return this._setAll("interactions", n + this._shift, values);
    }

    _shiftFor(n) {
      const count = Number.parseInt(this._get("cmi.interactions._count"), 10);
      return Number.isInteger(count) ? count - n : this._shift;
    }

    /** Write an objective where the LMS has it, else as its next one. */
    _setObjective(values) {
      if (this._unsupported.has("objectives")) return true;
      const [[, id]] = values;
      const isThere = this._objectives.has(id);
      const n = isThere ? this._objectives.get(id) : this._objectives.size;
      if (!isThere || !this._dialect.keepsIds) {
        const fate = this._setId("objectives", n, id);
        if (fate !== SET) return fate === LEFT;
        this._objectives.set(id, n);
      }
      return this._setOthers("objectives", n, values);
    }

    /** Set the values of one record, id first; a group that the LMS does not implement is left alone for good. */
    _setAll(group, n, values) {
      if (this._unsupported.has(group)) return true;
      const fate = this._setId(group, n, values[0][1]);
      return fate === SET ? this._setOthers(group, n, values) : fate === LEFT;
    }

    _setId(group, n, id) {
      const element = `cmi.${group}.${n}.id`;
      if (this._writes(element, id)) return SET;
      const { code } = this._api.problem;
      if (this._dialect.notImplemented.includes(code)) this._unsupported.add(group);
      return this._isOver(code, element) ? LEFT : AGAIN;
    }

    _setOthers(group, n, [, ...others]) {
      const there = others.filter(([, value]) => value !== null && value !== undefined);
      return there.every(([name, value]) => this._settle(`cmi.${group}.${n}.${name}`, value));
    }

    // ---- single values

    _get(element) {
      return this._api.text(this._dialect.calls.get, element) || "";
    }

    /** Whether the LMS took a value; if not, `problem` tells why. */
    _writes(element, value) {
      return this._api.succeeds(this._dialect.calls.set, element, cut(String(value), this._dialect.limitOf(element)));
    }

    /** Set a value. True also where trying again cannot help: not implemented, or wrong in the LMS's eyes. */
    _settle(element, value) {
      return this._writes(element, value) || this._isOver(this._api.problem.code, element);
    }

    /** Whether trying again cannot help; a value that is wrong in the LMS's eyes is counted. */
    _isOver(code, element) {
      const isWrong = this._dialect.isWrong(code, element);
      const isOver = isWrong || this._dialect.notImplemented.includes(code);
      if (isWrong) this.refused += 1;
      if (isOver && RESULT.test(element)) this.refusesResult = true;
      return isOver;
    }

    /** Write what the learner does to go on in: state only when it changed. */
    _placeAll(elements, state, values) {
      const settled = values.map(([element, value]) => this._settle(element, value));
      const isKept = state === this._state || this._settle(elements.state, state);
      if (isKept) this._state = state;
      return settled.every(Boolean) && isKept;
    }
  }

  /** At most `limit` UTF-16 units, no character split. */
  function cut(text, limit) {
    if (text.length <= limit) return text;
    const last = text.charCodeAt(limit - 1);
    return text.slice(0, last >= 0xd800 && last <= 0xdbff ? limit - 1 : limit);
  }

  cb.ScormAdapter = ScormAdapter;
})((window.CourseBridge = window.CourseBridge || {}));
