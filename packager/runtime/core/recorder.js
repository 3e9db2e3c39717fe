/* Brings what happened to the LMS: at once after an answer, soon after a page change, again after a failure.

   Every call that the adapter could not make waits in a queue, in order. Calls that were made but not committed
   are remembered too: a copy of state and calls stays on this machine until the LMS has taken everything, and the
   next launch makes them again. An LMS that says so is not believed before its resume data are read back.

   An adapter whose API is asynchronous returns a promise from `commit`; its other calls return at once. `save` and
   `finish` then return a promise too, and `moment` tells such an adapter when a thing happened, also a launch later. */
(function (cb) {
  "use strict";

  const PAGE_CHANGE_MS = 4000;
  const RETRY_MS = [3000, 10000, 30000, 60000];
  /** How often all is told again to an LMS that shows old resume data: there are some that never show new ones. */
  const MOST_REPEATS = 2;

  class Recorder {
    /** `options`: {adapter, local, stopwatch, recording: boolean, credit: boolean, timers: {set, clear}, journal} */
    constructor(options) {
      Object.assign(this, { journal: new cb.journal.Journal({}, null, null) }, options);
      this.state = null;
      this.tags = null;
      this.onChange = () => {};
      this.progressOf = () => 0;
      this.troubled = false;
      this.hasGivenWay = false;
      this.isKept = true;
      this.level = 0;
      this._queue = [];
      this._uncommitted = [];
      this._unconfirmed = [];
      this._accepted = false;
      this._timer = null;
      this._failures = 0;
      this._doubts = 0;
      this._closed = false;
      const kept = () => (this.adapter.keptState ? this.adapter.keptState() : null);
      this.confirmation = new cb.Confirmation(kept, this.timers, (isSure) => this._confirmed(isSure));
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

    /** How many calls the LMS has not taken, or says to have taken and does not show. */
    get undelivered() {
      return this._queue.length + this._uncommitted.length + this._unconfirmed.length;
    }

    _spentMs() {
      return this.stopwatch.elapsed();
    }

    // ---- the session's listener

    answered(interaction) {
      if (!this.recording) return;
      this.journal.answered(this.state.written, interaction, this._spentMs());
      this._queue.push(["answer", this.state.written, interaction]);
      this.state.written += 1;
    }

    seen(lesson) {
      if (!this.recording) return;
      this.journal.seen(lesson, moment(), this._spentMs());
      if (this.adapter.seen) this._queue.push(["seen", lesson, moment()]);
    }

    objective(objective) {
      if (!this.recording) return;
      const told = Object.assign({ at: moment() }, objective);
      this.journal.objective(told, this._spentMs());
      this._replace(["objective", told], (other) => other[1].id === objective.id);
    }

    scored(score) {
      if (!this.recording || !this.credit) return;
      this.journal.scored(score, moment(), this._spentMs());
      this._replace(["score", score, moment()], () => true);
    }

    ended(outcome) {
      if (!this.recording || !this.credit) return;
      this.journal.ended(outcome, moment(), this._spentMs());
      this._replace(["outcome", outcome, moment()], () => true);
    }

    /** Queue a call instead of an older one of its kind, which must not come after it. */
    _replace(call, isOlder) {
      const isKept = (other) => other[0] !== call[0] || !isOlder(other);
      this._queue = this._queue.filter(isKept);
      this._uncommitted = this._uncommitted.filter(isKept);
      this._unconfirmed = this._unconfirmed.filter(isKept);
      this._queue.push(call);
    }

    moved() {
      if (!this.recording || this._closed || this.givesWay()) return;
      this.keepLocally(true);
      if (this._timer === null) this._timer = this.timers.set(() => this.save(), PAGE_CHANGE_MS);
    }

    // ---- saving

    /** Send all there is and commit. Returns whether the LMS has taken everything, or a promise of it. */
    save() {
      if (!this.recording || this._closed || this.givesWay()) return true;
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
      if (committed) this._believe(made);
      const saved = committed && complete;
      this._accepted = this._accepted || saved;
      if (this._closed) return saved;
      if (committed) this.confirmation.expect(this.state);
      this.keepLocally(this._isUnsaved(saved));
      this._settle(saved);
      return saved;
    }

    /** The LMS says that it has these calls; they are forgotten once what it has was read back. */
    _believe(made) {
      this._uncommitted = this._uncommitted.filter((call) => !made.includes(call));
      this._unconfirmed = this._unconfirmed.concat(made);
    }

    /** What the LMS has was read back: it is what it took, or what it said it took goes there again. */
    _confirmed(isSure) {
      this._doubts = isSure ? 0 : this._doubts + 1;
      if (!isSure && this.adapter.learnLimit) this.adapter.learnLimit();
      if (!isSure && this._doubts <= MOST_REPEATS) this._queue = this._unconfirmed.concat(this._queue);
      if (isSure || this._doubts <= MOST_REPEATS) this._unconfirmed = [];
      if (this._closed) return;
      this.keepLocally(!isSure || this.isBehind);
      if (this.isDoubted || this.troubled) this._settle(isSure && !this.isBehind);
    }

    /** Whether the LMS says that it took what it does not show. */
    get isDoubted() {
      return this._doubts > 0;
    }

    _isUnsaved(saved) {
      return !saved || this._uncommitted.length > 0 || !this.confirmation.isSure;
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
      if (!saved) this._failures += 1;
      else if (!this.isDoubted) this._failures = 0;
      this.troubled = !saved || this.isDoubted;
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
      const queue = this._unconfirmed.concat(this._uncommitted, this._queue);
      const { finished } = this.state;
      const copy = { state: text, queue, unsaved, finished, accepted: this._accepted, journal: this.journal.page };
      this.isKept = this.local.write(copy);
    }

    /** Forget the copy on this machine, and keep none from now on. */
    forget() {
      this._stopTimer();
      this._closed = true;
      this.local.clear();
    }

    // ---- another window

    /** Record no more if the course was opened in another window since: that one goes on with what is kept. The LMS's
        session is not ended: windows may share it. */
    givesWay() {
      if (this._closed || !this.recording || !this.local.isTaken) return false;
      this._stopTimer();
      this.confirmation.stop();
      this._closed = true;
      this.hasGivenWay = true;
      this.troubled = false;
      this.onChange();
      return true;
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
      return isPending(saved) ? saved.then((isDone) => this._settled(isDone)) : this._settled(saved);
    }

    /** What the LMS took is read back before its session ends. */
    _settled(saved) {
      const sure = saved ? this.confirmation.settled() : false;
      return isPending(sure) ? sure.then(() => this._finished(saved)) : this._finished(saved);
    }

    /** The copy stays on this machine: an LMS may show what it did not store, and only the next launch tells. */
    _finished(saved) {
      if (saved && !this._closed) this._close();
      return saved;
    }

    _close() {
      this._stopTimer();
      this.confirmation.stop();
      this._closed = true;
      this.adapter.close();
    }
  }

  const moment = () => Date.now();

  const isPending = (value) => value !== null && typeof value === "object" && typeof value.then === "function";

  cb.Recorder = Recorder;
})((window.CourseBridge = window.CourseBridge || {}));
