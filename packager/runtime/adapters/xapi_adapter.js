/* What the cmi5 and the Tin Can adapter share: a session with an LRS, as the recorder sees it.

   Calls only note what is to be sent; `commit` sends it and resolves to whether the LRS has everything. The state
   document holds bookmark and resume data, and what may be told only once per registration. */
(function (cb) {
  "use strict";

  const RETRY_MS = [2000, 5000, 15000, 60000];
  const CONFLICTS = [409, 412];
  /** Answers of an LRS without state resource, or to whose state this launch has no access. */
  const LOST = [403, 404, 405, 501];
  /** What is asked again when the LRS cannot say yet what it has. */
  const PATIENCE_MS = [1000, 3000];
  /** A state document has no limit of its own; what is left must fit beside the last statements when the page goes. */
  const STATE_BYTES = 24000;

  const freshDocument = () => ({ v: 1, bookmark: "", suspend: "", told: [], failed: null, spent_ms: 0 });

  class XapiAdapter {
    constructor(launch) {
      this.launch = launch;
      this.problem = null;
      this.limitBytes = STATE_BYTES;
      this._client = null;
      this._outbox = null;
      this._document = freshDocument();
      this._isStateNew = false;
      this._hasState = true;
      this._etag = null;
      this._writing = 0;
      this._score = null;
      this._progress = 0;
      this._run = null;
      this._closed = false;
      this._isForGood = false;
      this._returnUrl = null;
    }

    get refused() {
      return this._outbox === null ? 0 : this._outbox.refused;
    }

    get refusesResult() {
      return this._outbox !== null && this._outbox.refusesResult;
    }

    /** Whether the LRS lets this launch in no more: another one is needed. */
    get isLockedOut() {
      return this._outbox !== null && this._outbox.isLockedOut;
    }

    // ---- the beginning

    /** Take up the session: what an earlier one left, then `initialized`. `context`: {course, stopwatch}. */
    _begin(client, template, { course, stopwatch }) {
      this._client = client;
      this._outbox = new cb.XapiOutbox(client);
      this._stopwatch = stopwatch;
      this.launch.startedAt = Date.now();
      this._statements = new cb.xapiStatements.Statements(course, this.launch, template);
    }

    /** Read the state document by `ask`; null where the LRS does not say what it has: nothing may go over that. */
    async _read(ask) {
      for (const waitMs of PATIENCE_MS.concat([null])) {
        const answer = await ask();
        if (!isUnknown(answer.status)) return answer;
        if (waitMs !== null) await new Promise((resolve) => window.setTimeout(resolve, waitMs));
      }
      return null;
    }

    /** No session: what the learner does stays on this machine for the next launch. */
    _unreached(notice) {
      const no = () => false;
      const calls = ["answer", "objective", "seen", "score", "outcome", "place", "commit"];
      calls.forEach((call) => (this[call] = no));
      this.close = () => {};
      return this._opening({ recorded: false, notice });
    }

    /** Take up the state document; where the LRS keeps none, the copy on this machine. */
    _take(answer) {
      if (answer.status === 200) this._etag = answer.etag;
      const kept = answer.status === 200 ? cb.xapiClient.documentIn(answer.text) : this._copy().read();
      if (kept && kept.v === 1) this._document = Object.assign(freshDocument(), kept);
      this._spentBefore = this._document.spent_ms;
    }

    /** Of use only where the LRS has no state resource. */
    _copy() {
      return new cb.LocalCopy({ id: "xapi-state" }, cb.xapiLaunch.keeperOf(this.launch));
    }

    _opening(more) {
      return Object.assign(
        {
          recorded: true,
          learner: cb.xapiLaunch.keeperOf(this.launch),
          mode: "normal",
          credit: true,
          location: this._document.bookmark,
          state: this._document.suspend,
          interactions: 0,
          mastery: null,
          fresh: this._document.suspend === "",
          languages: [],
          notice: null,
        },
        cb.xapiLaunch.personOf(this.launch),
        more
      );
    }

    // ---- what happened

    _push(statement, onTaken) {
      if (statement !== null) this._outbox.push(statement, onTaken);
      return true;
    }

    answer(n, interaction) {
      return this._push(this._statements.answered(interaction));
    }

    objective(objective) {
      return this._push(this._statements.scored(objective));
    }

    seen(lesson, at) {
      return this._push(this._statements.experienced(lesson, at));
    }

    score(score) {
      this._score = score;
      return true;
    }

    place(bookmark, state, sessionMs, progress) {
      this._progress = progress;
      this._changeState({ bookmark, suspend: state, spent_ms: Math.round(this._spentMs()) });
      return true;
    }

    /** Time spent in this registration so far. */
    _spentMs() {
      return this._spentBefore + this._stopwatch.elapsed();
    }

    _changeState(values) {
      Object.assign(this._document, values);
      this._isStateNew = true;
    }

    _isTold(verb) {
      return this._document.told.includes(verb);
    }

    /** Tell a verb once per registration. */
    _tellOnce(verb, make) {
      if (this._isTold(verb)) return;
      this._push(make(), () => this._changeState({ told: this._document.told.concat([verb]) }));
    }

    // ---- saving

    commit() {
      if (this._run === null) this._run = this._sendAll();
      return this._run;
    }

    async _sendAll() {
      let isSent;
      do {
        isSent = (await this._outbox.drain()) && (await this._putState());
      } while (isSent && !this._closed && (!this._outbox.isEmpty || this._isStateNew));
      this._run = null;
      return isSent;
    }

    async _putState() {
      if (!this._isStateNew) return true;
      this._isStateNew = false;
      let status = await this._writeState();
      if (CONFLICTS.includes(status)) {
        await this._readEtag();
        status = await this._writeState();
      }
      if (status >= 200 && status < 300) return true;
      if (LOST.includes(status)) return this._keepHere();
      this._isStateNew = true;
      return false;
    }

    /** An ETag is sent where the LRS gives any: 1.0.3 does not ask for it here, 2.0 does. Spec: xAPI Part 3 3.1. */
    async _writeState() {
      // While one request is on its way, its successor cannot know the ETag that will be there.
      const headers = this._etag ? { "If-Match": this._writing > 0 ? "*" : this._etag } : {};
      const params = this._client.stateParams(cb.vocabulary.state);
      const body = JSON.stringify(this._document);
      this._writing += 1;
      const { status, etag } = await this._client.send("PUT", "activities/state", { params, headers, body });
      this._writing -= 1;
      if (status >= 200 && status < 300) this._etag = etag || (this._etag && `"${cb.uuid.sha1Hex(body)}"`);
      return status;
    }

    /** The document is another by now, or its ETag is not known here. What this page has is newer and goes over it. */
    async _readEtag() {
      const answer = await this._client.send("GET", "activities/state", {
        params: this._client.stateParams(cb.vocabulary.state),
      });
      this._etag = answer.status === 200 ? answer.etag : null;
    }

    /** The LRS has no state resource: this machine keeps the document. */
    _keepHere() {
      return this._copy().write(this._document);
    }

    // ---- the end

    leaveForGood() {
      this._isForGood = true;
    }

    /** End the session with what is not sent yet and `terminated`, in one request that outlives the page. The state
        goes before it: an LMS may let a session that is over write nothing more. */
    close() {
      if (this._closed) return;
      this._closed = true;
      const last = this._lastStatements();
      if (this._isStateNew) this._writeState();
      this._end(this._outbox.farewell(last), 0);
    }

    /** Where the page lives on, what did not arrive is sent again. */
    async _end(sending, tries) {
      if (await sending) return this._leave();
      const wait = RETRY_MS[Math.min(tries, RETRY_MS.length - 1)];
      return window.setTimeout(() => this._end(this._outbox.drain(), tries + 1), wait);
    }

    /** Go where the LMS wants its learner to go. Spec: cmi5 10.2.6. */
    _leave() {
      if (this._isForGood && this._returnUrl) window.location.assign(this._returnUrl);
    }

    _durationHere() {
      return { duration: cb.xapiStatements.duration(this._stopwatch.elapsed()) };
    }

    _durationSoFar() {
      return { duration: cb.xapiStatements.duration(this._spentMs()) };
    }
  }

  /** Whether an answer says nothing of what is there: none, not let in, asked too early or too often, broken. */
  const isUnknown = (status) => [0, 401, 408, 429].includes(status) || (status >= 500 && status !== 501);

  cb.XapiAdapter = XapiAdapter;
})((window.CourseBridge = window.CourseBridge || {}));
