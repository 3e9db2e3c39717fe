/* cmi5: an assignable unit's session. Spec: cmi5 (Quartz) 7 to 11.

   `failed` waits for the end of the session: one session may hold either passed or failed, and a learner who failed
   may try again in it (9.3). */
(function (cb) {
  "use strict";

  const MODES = { Browse: "browse", Review: "review" };

  class Cmi5Adapter extends cb.XapiAdapter {
    // ---- the beginning

    /** Token, launch data, preferences, state, `initialized`. An LMS that cannot be reached is told, not raised. */
    async open(context) {
      const session = new SessionMemory(this.launch.fetch);
      if (session.isOver) return this._unreached("session_over");
      const token = session.token || (await fetchTokenPatiently(this.launch.fetch));
      if (token === null) return this._unreached("unreached");
      session.remember({ token });
      this._session = session;
      const client = new cb.xapiClient.LrsClient(this.launch, `Basic ${token}`);
      const data = await this._launchData(client);
      if (data === null) return this._unreached("unreached");
      return this._openWith(client, data, context);
    }

    async _launchData(client) {
      const params = client.stateParams("LMS.LaunchData");
      const answer = await this._read(() => client.send("GET", "activities/state", { params }));
      return answer !== null && answer.status === 200 ? cb.xapiClient.documentIn(answer.text) : null;
    }

    async _openWith(client, data, context) {
      this._begin(client, data.contextTemplate, context);
      const preferences = await client.preferences();
      const params = client.stateParams(cb.vocabulary.state);
      const kept = await this._read(() => client.send("GET", "activities/state", { params }));
      if (kept === null) return this._unreached("unreached");
      this._take(kept);
      this._mastery = isMastery(data.masteryScore) ? Number(data.masteryScore) : null;
      this._mode = MODES[data.launchMode] || "normal";
      this._returnUrl = webAddress(data.returnURL);
      this._push(this._defined("initialized", this.launch.startedAt));
      await this.commit();
      return this._opening({
        mode: this._mode,
        mastery: this._mastery === null ? null : this._mastery * 100,
        languages: String(preferences.languagePreference || "").split(",").map((tag) => tag.trim()).filter(Boolean),
      });
    }

    // ---- what happened

    /** Spec: cmi5 9.3.3 to 9.3.5. Browsing and reviewing never come here: nothing is recorded then (10.2.2). */
    outcome(outcome, at) {
      this._tellOnce("completed", () =>
        this._defined("completed", at, Object.assign({ completion: true }, this._durationSoFar()))
      );
      if (outcome === "passed") {
        this._changeState({ failed: null });
        this._tellOnce("passed", () => this._judged("passed", { scaled: this._scaled(), at }));
      }
      if (outcome === "failed" && !this._isTold("passed")) {
        this._changeState({ failed: { scaled: this._scaled(), at, duration: this._durationSoFar().duration } });
      }
      return true;
    }

    _scaled() {
      return this._score === null ? null : cb.xapiStatements.scaledOf(this._score.raw);
    }

    _judged(verb, { scaled, at, duration }) {
      const result = { success: verb === "passed", duration: duration || this._durationSoFar().duration };
      if (scaled !== null) result.score = { scaled };
      return this._defined(verb, at, result);
    }

    /** A statement that cmi5 defines. Its id is that of the session, or of the registration where it comes once. */
    _defined(verb, at, result) {
      const { cmi5 } = cb.vocabulary;
      const category = [{ objectType: "Activity", id: cmi5.category }];
      if (result && ("success" in result || "completion" in result)) {
        category.push({ objectType: "Activity", id: cmi5.moveOn });
      }
      const extensions = {};
      if (["passed", "failed"].includes(verb) && this._mastery !== null) extensions[cmi5.masteryScore] = this._mastery;
      const scope = ["completed", "passed"].includes(verb) ? "registration" : this._statements.session;
      return this._statements.make(`${scope} ${verb}`, verb, { result, at, context: { activities: { category }, extensions } });
    }

    // ---- the end

    /** `failed` if it was held back, then `terminated`. Spec: cmi5 9.3.8. */
    _lastStatements() {
      const { failed } = this._document;
      const isHeld = failed !== null && this._mode === "normal" && !this._isTold("passed");
      const held = isHeld ? [this._judged("failed", failed)] : [];
      if (isHeld) this._changeState({ failed: null });
      return held.concat([this._defined("terminated", this._statements.endsAt, this._leavingResult())]);
    }

    /** How far the learner came, unless all is done. Spec: cmi5 9.5.5.1. */
    _leavingResult() {
      if (this._isTold("completed") || this._mode !== "normal") return this._durationHere();
      const progress = Math.min(100, Math.floor(this._progress * 100));
      return Object.assign({ extensions: { [cb.vocabulary.cmi5.progress]: progress } }, this._durationHere());
    }

    close() {
      if (!this._closed) this._session.remember({ isOver: true });
      super.close();
    }
  }

  /** Whether a mastery score is one. Spec: cmi5 10.2.4. */
  const isMastery = (value) => value !== null && value !== "" && Number(value) >= 0 && Number(value) <= 1;

  const webAddress = (text) => (/^https?:\/\//i.test(text || "") ? text : null);

  const PATIENCE_MS = [1000, 3000];

  /** The token; asked for again only where no answer came at all. Spec: cmi5 8.2.1. */
  async function fetchTokenPatiently(url) {
    for (const wait of PATIENCE_MS.concat([null])) {
      const { token, problem } = await cb.xapiClient.fetchToken(url);
      if (token) return token;
      if (problem === "refused" || wait === null) return null;
      await new Promise((resolve) => window.setTimeout(resolve, wait));
    }
    return null;
  }

  /** What a reload of the page must know of its session: the token is given once, and the end is the end. */
  class SessionMemory {
    constructor(fetchUrl) {
      this._key = `coursebridge/cmi5/${cb.uuid.named("6ba7b811-9dad-11d1-80b4-00c04fd430c8", fetchUrl)}`;
      this._known = this._read();
    }

    _read() {
      try {
        return JSON.parse(window.sessionStorage.getItem(this._key)) || {};
      } catch (error) {
        return {};
      }
    }

    get token() {
      return this._known.token || null;
    }

    get isOver() {
      return this._known.isOver === true;
    }

    remember(values) {
      this._known = Object.assign(this._known, values);
      if (this._known.isOver) delete this._known.token;
      try {
        window.sessionStorage.setItem(this._key, JSON.stringify(this._known));
      } catch (error) {
        // Storage is forbidden here: a reload asks for the token again, in vain, and says so.
      }
    }
  }

  function connect(win) {
    const launch = cb.xapiLaunch.cmi5(win.location.search);
    return launch === null ? null : new Cmi5Adapter(launch);
  }

  cb.adapters = Object.assign(cb.adapters || {}, { cmi5: { connect, mayConnect: () => false } });
})((window.CourseBridge = window.CourseBridge || {}));
