/* All that happened in an attempt, with times: what a result file is made of, and what is sent again to an LMS that
   lost it. It lies in the copy on this machine. */
(function (cb) {
  "use strict";

  const VERSION = 1;

  class Journal {
    /** `about`: {course, map, part, adapter, simulated}; `attempt` is the attempt's key; `kept`: one read from a copy. */
    constructor(about, attempt, kept) {
      const isSame = kept !== null && kept !== undefined && kept.v === VERSION && kept.attempt === attempt;
      this.page = Object.assign(isSame ? kept : freshPage(), { attempt }, about);
      this._spentBefore = this.page.spent_ms;
    }

    /** `n` is the answer's number in the LMS, `spentMs` the time of this session so far. */
    answered(n, interaction, spentMs) {
      const { text, latencyMs, ...more } = interaction;
      const entry = Object.assign({ n, latency_ms: Math.round(latencyMs) }, more);
      this.page.interactions = this.page.interactions.filter((other) => other.id !== entry.id).concat([entry]);
      this._goOn(interaction.at, spentMs);
    }

    seen(lesson, at, spentMs) {
      if (!this.page.lessons.some((other) => other.id === lesson)) this.page.lessons.push({ id: lesson, at });
      this._goOn(at, spentMs);
    }

    objective({ id, raw, passed, at }, spentMs) {
      this.page.objectives = this.page.objectives.filter((other) => other.id !== id).concat([{ id, raw, passed, at }]);
      this._goOn(at, spentMs);
    }

    scored({ raw, scaled }, at, spentMs) {
      this.page.score = { raw, scaled: Math.round(scaled * 10000) / 10000, at };
      this._goOn(at, spentMs);
    }

    ended(status, at, spentMs) {
      this.page.outcome = { status, at };
      this._goOn(at, spentMs);
    }

    _goOn(at, spentMs) {
      this.page.last_at = Math.max(this.page.last_at, at);
      this.page.spent_ms = Math.round(this._spentBefore + spentMs);
    }

    get isEmpty() {
      return this.page.interactions.length === 0 && this.page.lessons.length === 0 && this.page.outcome === null;
    }

    /** The recorder's calls that an LMS misses which has the first `written` answers alone. */
    callsAfter(written) {
      const { interactions, objectives, score, outcome } = this.page;
      const later = interactions.filter((entry) => entry.n >= written);
      return [].concat(
        later.map(({ n, latency_ms: latencyMs, ...more }) => ["answer", n, Object.assign({ latencyMs, text: {} }, more)]),
        objectives.map((objective) => ["objective", Object.assign({ text: {} }, objective)]),
        score === null ? [] : [["score", score, score.at]],
        outcome === null ? [] : [["outcome", outcome.status, outcome.at]]
      );
    }
  }

  function freshPage() {
    const now = Date.now();
    return {
      v: VERSION,
      started_at: now,
      last_at: now,
      spent_ms: 0,
      interactions: [],
      objectives: [],
      lessons: [],
      score: null,
      outcome: null,
    };
  }

  /** What a journal is about: course, map and part, as the course's data say. */
  function aboutOf(data, adapter) {
    return {
      course: { id: data.id, version: data.version, card: data.card, title: cb.texts.pick(data.title, "zh-CN").text },
      map: { iri: data.map.iri, version: data.map.version },
      part: data.part ? { key: data.part.key, number: data.part.number, of: data.part.of } : null,
      simulated: data.simulated,
      adapter,
    };
  }

  /** Eight letters and digits that tell one attempt from all others. */
  function newKey() {
    const digits = "abcdefghijklmnopqrstuvwxyz0123456789";
    return Array.from(window.crypto.getRandomValues(new Uint8Array(8)), (byte) => digits[byte % digits.length]).join("");
  }

  cb.journal = { Journal, aboutOf, newKey };
})((window.CourseBridge = window.CourseBridge || {}));
