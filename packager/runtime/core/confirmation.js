/* Whether an LMS has what it says it took: the resume data are read back, and again a little later, since some LMSs
   send what they are told behind the player's back. */
(function (cb) {
  "use strict";

  const CHECK_MS = [400, 1500, 4000];
  const [SURE, WAITING, DOUBTFUL] = ["sure", "waiting", "doubtful"];

  class Confirmation {
    /** `kept` returns the resume data that the LMS has, or null where it cannot be asked; `timers` as the recorder's. */
    constructor(kept, timers, onEnd) {
      this._kept = kept;
      this._timers = timers;
      this._onEnd = onEnd;
      this._timer = null;
      this._waiters = [];
      this.state = SURE;
    }

    get isSure() {
      return this.state === SURE;
    }

    /** The LMS said that it took the state with this attempt key and revision. */
    expect({ key, revision }) {
      this.stop();
      this.state = WAITING;
      this._check({ key, revision }, 0);
    }

    _check(wanted, tries) {
      this._timer = null;
      const text = this._kept();
      if (text === null || isOf(text, wanted)) return this._end(SURE);
      if (tries >= CHECK_MS.length) return this._end(DOUBTFUL);
      this._timer = this._timers.set(() => this._check(wanted, tries + 1), CHECK_MS[tries]);
      return undefined;
    }

    _end(state) {
      this.state = state;
      this._onEnd(state === SURE);
      this._waiters.splice(0).forEach((resolve) => resolve(state === SURE));
    }

    /** Ask no more. */
    stop() {
      if (this._timer !== null) this._timers.clear(this._timer);
      this._timer = null;
    }

    /** Whether the LMS has it: at once where that is known, else a promise. */
    settled() {
      if (this.state !== WAITING) return this.isSure;
      return new Promise((resolve) => this._waiters.push(resolve));
    }
  }

  function isOf(text, { key, revision }) {
    try {
      const document = JSON.parse(text);
      return document.k === key && document.r >= revision;
    } catch (error) {
      return false;
    }
  }

  cb.Confirmation = Confirmation;
})((window.CourseBridge = window.CourseBridge || {}));
