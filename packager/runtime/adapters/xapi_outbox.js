/* Statements on their way to the LRS: in order, again after a failure, each once.

   A statement's id is made of what it tells, so that sending it again is no second statement. Spec: xAPI 1.0.3
   Part 3 2.1.1, 2.1.2. */
(function (cb) {
  "use strict";

  const BATCH_BYTES = 48000;
  const BATCH_COUNT = 25;
  /** Verbs of what the learner came to. */
  const RESULTS = ["completed", "passed", "failed"];

  const TAKEN = "taken";
  const THERE = "there";
  const REFUSED = "refused";
  const FORBIDDEN = "forbidden";
  const LATER = "later";

  /** Whether a text is what an LRS says of statements that it took: their ids, or nothing. Spec: Part 3 2.1.2. */
  function isReceipt(text) {
    if (!text) return true;
    try {
      return Array.isArray(JSON.parse(text));
    } catch (error) {
      return false;
    }
  }

  /** What an answer means for what was sent. 409: another statement with that id is there. */
  function verdictOf({ status, text }) {
    if (status >= 200 && status < 300) return isReceipt(text) ? TAKEN : LATER;
    if (status === 409) return THERE;
    if (status === 403) return FORBIDDEN;
    return status === 400 || status === 413 || status === 422 ? REFUSED : LATER;
  }

  class Outbox {
    constructor(client) {
      this._client = client;
      this._waiting = [];
      this._sending = new Set();
      this.refused = 0;
      this.refusesResult = false;
      this.isLockedOut = false;
    }

    get isEmpty() {
      return this._waiting.length === 0;
    }

    /** Add a statement; `onTaken` is called once the LRS has it. A statement that waits already is not added. */
    push(statement, onTaken) {
      if (this._waiting.some((entry) => entry.id === statement.id)) return;
      const text = JSON.stringify(statement);
      const sizeBytes = cb.xapiClient.sizeBytes(text);
      const isResult = RESULTS.some((verb) => statement.verb === cb.vocabulary.verbs[verb]);
      this._waiting.push({ id: statement.id, text, sizeBytes, isResult, onTaken: onTaken || (() => {}) });
    }

    /** Send what waits, in order. Resolves to whether nothing is left. */
    async drain() {
      while (!this.isEmpty) {
        const batch = this._batch();
        const verdict = await this._post(batch);
        if (verdict === TAKEN) this._done(batch);
        else if (verdict === LATER || !(await this._oneByOne(batch))) return false;
      }
      return true;
    }

    _batch() {
      const batch = [];
      let size = 0;
      for (const entry of this._waiting) {
        size += entry.sizeBytes;
        if (batch.length > 0 && (size > BATCH_BYTES || batch.length === BATCH_COUNT)) break;
        batch.push(entry);
      }
      return batch;
    }

    async _post(batch) {
      batch.forEach((entry) => this._sending.add(entry));
      const answer = await this._client.send("POST", "statements", { body: bodyOf(batch) });
      batch.forEach((entry) => this._sending.delete(entry));
      return this._judged(answer);
    }

    /** An LRS that lets nobody in any more is one to be launched again. */
    _judged(answer) {
      const verdict = verdictOf(answer);
      if (answer.status !== 0) this.isLockedOut = answer.status === 401 || verdict === FORBIDDEN;
      return verdict;
    }

    /** A batch is refused whole, so its statements go alone. One that the LRS will never take holds up no other. */
    async _oneByOne(batch) {
      const forbidden = [];
      let taken = 0;
      for (const entry of batch) {
        const verdict = batch.length === 1 ? await this._lone(entry) : await this._post([entry]);
        if (verdict === LATER) return false;
        if (verdict === FORBIDDEN) forbidden.push(entry);
        else if (verdict === REFUSED) this._drop([entry]);
        else taken += this._done([entry]);
      }
      if (forbidden.length === 0) return true;
      if (taken === 0) return false; // The session is over, or the token: it is not about the statements.
      this.isLockedOut = false;
      this._drop(forbidden);
      return true;
    }

    /** Some LRSs answer a list of one otherwise than a statement. */
    async _lone(entry) {
      const params = { statementId: entry.id };
      return this._judged(await this._client.send("PUT", "statements", { params, body: entry.text }));
    }

    _done(entries) {
      this._waiting = this._waiting.filter((entry) => !entries.includes(entry));
      entries.forEach((entry) => entry.onTaken());
      return entries.length;
    }

    _drop(entries) {
      this.refused += entries.length;
      this.refusesResult = this.refusesResult || entries.some((entry) => entry.isResult);
      this._waiting = this._waiting.filter((entry) => !entries.includes(entry));
    }

    /** The last request: what is not on its way yet, as far as it fits, and `last`. Resolves to whether all is there. */
    async farewell(last) {
      last.forEach((statement) => this.push(statement));
      const unsent = this._waiting.filter((entry) => !this._sending.has(entry));
      const ends = unsent.slice(unsent.length - last.length);
      let room = this._client.roomBytes - ends.reduce((sum, entry) => sum + entry.sizeBytes + 1, 1);
      const fits = unsent.slice(0, -last.length).filter((entry) => (room -= entry.sizeBytes + 1) >= 0);
      const batch = fits.concat(ends);
      if ((await this._post(batch)) === TAKEN) this._done(batch);
      return this.drain();
    }
  }

  const bodyOf = (entries) => `[${entries.map((entry) => entry.text).join(",")}]`;

  cb.XapiOutbox = Outbox;
})((window.CourseBridge = window.CourseBridge || {}));
