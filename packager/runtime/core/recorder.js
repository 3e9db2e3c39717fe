/* Brings what happened to the LMS: at once after an answer, soon after a page change, again after a failure.

   Every call that the adapter could not make waits in a queue, in order. Calls that were made but not committed
   are remembered too: a copy of state and calls stays on this machine until the LMS has taken everything, and the
   next launch makes them again.

   An adapter whose API is asynchronous returns a promise from `commit`; its other calls return at once. `save` and
   `finish` then return a promise too, and `moment` tells such an adapter when a thing happened, also a launch later. */
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

    /** Whether something that happened is not made or not committed yet. */
    get isBehind() {
      return this._queue.length + this._uncommitted.length > 0;
    }

    // ---- the session's listener

    answered(interaction) {
      if (!this.recording) return;
      this._queue.push(["answer", this.state.written, interaction]);
      this.state.written += 1;
    }

    seen(lesson) {
      if (this.recording && this.adapter.seen) this._queue.push(["seen", lesson, moment()]);
    }

    objective(objective) {
      const call = ["objective", Object.assign({ at: moment() }, objective)];
      if (this.recording) this._replace(call, (other) => other[1].id === objective.id);
    }

    scored(score) {
      if (this.recording && this.credit) this._replace(["score", score, moment()], () => true);
    }

    ended(outcome) {
      if (this.recording && this.credit) this._replace(["outcome", outcome, moment()], () => true);
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

    /** Send all there is and commit. Returns whether the LMS has taken everything, or a promise of it. */
    save() {
      if (!this.recording || this._closed) return true;
      this._stopTimer();
      this.state.revision += 1;
      const packed = this._packed();
      this.level = packed.level;
      const sent = this._flush();
      const placed = this.adapter.place(this.state.bookmark, packed.text, this.stopwatch.elapsed(), this.progressOf());
      const made = this._uncommitted.slice();
      const committed = this.adapter.commit();
      if (!isPending(committed)) return this._committed(committed, made, sent && placed);
      this.keepLocally(true);
      return committed.then((isDone) => this._committed(isDone, made, sent && placed));
    }

    /** A commit came back: `made` are the calls that it was about; others may have been made since. */
    _committed(committed, made, complete) {
      if (committed) this._uncommitted = this._uncommitted.filter((call) => !made.includes(call));
      const saved = committed && complete;
      this._accepted = this._accepted || saved;
      if (this._closed) return saved;
      this.keepLocally(!saved || this._uncommitted.length > 0);
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
        this._stopTimer();
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

    /** The learner ends the course: nothing is left to resume. Returns as `save`. */
    finish() {
      if (this._closed) return true;
      this.adapter.leaveForGood();
      const saved = this.save();
      return isPending(saved) ? saved.then((isDone) => this._finished(isDone)) : this._finished(saved);
    }

    _finished(saved) {
      if (saved && !this._closed) {
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

  const moment = () => Date.now();

  const isPending = (value) => value !== null && typeof value === "object" && typeof value.then === "function";

  cb.Recorder = Recorder;
})((window.CourseBridge = window.CourseBridge || {}));
