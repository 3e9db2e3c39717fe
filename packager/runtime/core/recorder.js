/* Brings what happened to the LMS: at once after an answer, soon after a page change, again after a failure.

   Every call that the adapter could not make waits in a queue, in order. Calls that were made but not committed
   are remembered too: a copy of state and calls stays on this machine until the LMS has taken everything, and the
   next launch makes them again. */
(function (cb) {
  "use strict";

  const PAGE_CHANGE_MS = 4000;
  const RETRY_MS = [3000, 10000, 30000, 60000];

  class Recorder {
    /** `options`: {adapter, local, stopwatch, recording: boolean, credit: boolean, timers: {set, clear}} */
    constructor(options) {
      Object.assign(this, options);
      this.state = null;
      this.tags = null;
      this.onChange = () => {};
      this.progressOf = () => 0;
      this.troubled = false;
      this.isKept = true;
      this.level = 0;
      this._queue = [];
      this._uncommitted = [];
      this._accepted = false;
      this._timer = null;
      this._failures = 0;
      this._closed = false;
    }

    /** Begin to record `state`; `queue` holds calls that an earlier session could not make. */
    begin(state, tags, { queue, accepted }) {
      this.state = state;
      this.tags = tags;
      this._queue = queue.slice();
      this._accepted = accepted;
    }

    // ---- the session's listener

    answered(interaction) {
      if (!this.recording) return;
      this._queue.push(["answer", this.state.written, interaction]);
      this.state.written += 1;
    }

    objective(objective) {
      if (this.recording) this._replace(["objective", objective], (call) => call[1].id === objective.id);
    }

    scored(score) {
      if (this.recording && this.credit) this._replace(["score", score], () => true);
    }

    ended(outcome) {
      if (this.recording && this.credit) this._replace(["outcome", outcome], () => true);
    }

    /** Queue a call instead of an older one of its kind, which must not come after it. */
    _replace(call, isOlder) {
      const isKept = (other) => other[0] !== call[0] || !isOlder(other);
      this._queue = this._queue.filter(isKept);
      this._uncommitted = this._uncommitted.filter(isKept);
      this._queue.push(call);
    }

    moved() {
      if (!this.recording || this._closed) return;
      this.keepLocally(true);
      if (this._timer === null) this._timer = this.timers.set(() => this.save(), PAGE_CHANGE_MS);
    }

    // ---- saving

    /** Send all there is and commit. Returns whether the LMS has taken everything. */
    save() {
      if (!this.recording || this._closed) return true;
      this._stopTimer();
      this.state.revision += 1;
      const packed = this._packed();
      this.level = packed.level;
      const sent = this._flush();
      const placed = this.adapter.place(this.state.bookmark, packed.text, this.stopwatch.elapsed(), this.progressOf());
      const committed = this.adapter.commit();
      if (committed) this._uncommitted = [];
      const saved = committed && sent && placed;
      this._accepted = this._accepted || saved;
      this.keepLocally(!saved);
      this._settle(saved);
      return saved;
    }

    /** The state within what the LMS keeps. */
    _packed() {
      return cb.resume.pack(this.state, this.tags, this.adapter.limitBytes);
    }

    /** Send queued calls in order. One that fails waits for the next time and holds up no other. */
    _flush() {
      const isMade = ([method, ...values]) => this.adapter[method](...values);
      const waiting = this._queue;
      this._queue = [];
      for (const call of waiting) (isMade(call) ? this._uncommitted : this._queue).push(call);
      return this._queue.length === 0;
    }

    _settle(saved) {
      this._failures = saved ? 0 : this._failures + 1;
      this.troubled = !saved;
      if (!saved) {
        const wait = RETRY_MS[Math.min(this._failures, RETRY_MS.length) - 1];
        this._timer = this.timers.set(() => this.save(), wait);
      }
      this.onChange();
    }

    _stopTimer() {
      if (this._timer !== null) this.timers.clear(this._timer);
      this._timer = null;
    }

    keepLocally(unsaved) {
      const { text } = this._packed();
      const queue = this._uncommitted.concat(this._queue);
      this.isKept = this.local.write({ state: text, queue, unsaved, accepted: this._accepted });
    }

    /** Forget the copy on this machine, and keep none from now on. */
    forget() {
      this._stopTimer();
      this._closed = true;
      this.local.clear();
    }

    // ---- the end of the session

    /** The page goes away: save and end the LMS session, once. Work stays open for the next launch. */
    leave() {
      if (this._closed) return;
      this.save();
      this._close();
    }

    /** The learner ends the course: nothing is left to resume. Returns whether the LMS has taken everything. */
    finish() {
      if (this._closed) return true;
      if (this.recording) this.adapter.leaveForGood();
      const saved = this.save();
      if (saved) {
        this.local.clear();
        this._close();
      }
      return saved;
    }

    _close() {
      this._stopTimer();
      this._closed = true;
      this.adapter.close();
    }
  }

  cb.Recorder = Recorder;
})((window.CourseBridge = window.CourseBridge || {}));
