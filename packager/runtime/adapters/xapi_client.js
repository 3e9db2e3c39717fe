/* The resources of an LRS by HTTP: statements, state, agent profile. Never throws, never logs.

   The only place of the player that uses the network. Spec: xAPI 1.0.3 Part 3 2. */
(function (cb) {
  "use strict";

  const VERSIONS = ["1.0.3", "2.0.0"];
  const TIMEOUT_MS = 20000;
  /** Browsers let 64 KiB of requests outlive their page. Spec: Fetch 4.6. */
  const OUTLIVING_BYTES = 60000;

  const NO_ANSWER = { status: 0, text: "", etag: null };

  const sizeBytes = (text) => new TextEncoder().encode(text || "").length;

  class LrsClient {
    /** `launch` as xapi_launch.js reads it; `authorization` is the value of that header, or null. */
    constructor(launch, authorization) {
      this.launch = launch;
      this._authorization = authorization;
      this._version = VERSIONS[0];
      this._outliving = 0;
    }

    /** How much may still be sent when the page goes. */
    get roomBytes() {
      return Math.max(0, OUTLIVING_BYTES - this._outliving);
    }

    /** {status, text, etag} of an answer; status 0 where there was none. */
    async send(method, resource, { params, body, headers } = {}) {
      const query = params ? `?${new URLSearchParams(params)}` : "";
      const sent = Object.assign({ "X-Experience-API-Version": this._version }, headers);
      if (this._authorization) sent.Authorization = this._authorization;
      if (body !== undefined) sent["Content-Type"] = "application/json";
      return this._fetch(this.launch.endpoint + resource + query, { method, headers: sent, body });
    }

    /** Make a request; a small one outlives its page. */
    async _fetch(url, options) {
      const size = sizeBytes(options.body);
      const keepalive = options.method !== "GET" && size <= this.roomBytes;
      const { signal, stop } = patience();
      if (keepalive) this._outliving += size;
      try {
        const answer = await window.fetch(
          url,
          Object.assign({ keepalive, mode: "cors", credentials: "omit", cache: "no-store", signal }, options)
        );
        const text = await answer.text();
        return isForeign(answer, options.method) ? NO_ANSWER : { status: answer.status, text, etag: answer.headers.get("ETag") };
      } catch (error) {
        return NO_ANSWER;
      } finally {
        stop();
        if (keepalive) this._outliving -= size;
      }
    }

    /** Find out which version the LRS speaks, by reading: an LRS of xAPI 2.0 may refuse 1.0.3 with 400. */
    async settleVersion(params) {
      for (const version of VERSIONS) {
        this._version = version;
        const answer = await this.send("GET", "activities/state", { params });
        if (answer.status !== 400) return answer;
      }
      this._version = VERSIONS[0];
      return { status: 400, text: "", etag: null };
    }

    /** Where a document of this learner and activity lies in the state resource. */
    stateParams(stateId) {
      const { activityId, actor, registration } = this.launch;
      const params = { activityId, agent: JSON.stringify(actor), stateId };
      return registration ? Object.assign(params, { registration }) : params;
    }

    /** The learner's preferences as an object; {} where there are none. Spec: cmi5 11.0. */
    async preferences() {
      const params = { agent: JSON.stringify(this.launch.actor), profileId: "cmi5LearnerPreferences" };
      const answer = await this.send("GET", "agents/profile", { params });
      return answer.status === 200 ? documentIn(answer.text) || {} : {};
    }
  }

  /** Whether somebody else answered, as a login page does, by redirection or in the LRS's place: nothing was stored. */
  function isForeign(answer, method) {
    if (!answer.ok) return false;
    return (answer.redirected && method !== "GET") || /html/i.test(answer.headers.get("Content-Type") || "");
  }

  /** A signal that ends a request which is not answered in time. */
  function patience() {
    const aborter = new AbortController();
    const timer = window.setTimeout(() => aborter.abort(), TIMEOUT_MS);
    return { signal: aborter.signal, stop: () => window.clearTimeout(timer) };
  }

  /** The object that a text holds, or null. */
  function documentIn(text) {
    try {
      const value = JSON.parse(text);
      return value !== null && typeof value === "object" ? value : null;
    } catch (error) {
      return null;
    }
  }

  /** The token of a cmi5 session, fetched once: {token}, or {problem: "network"|"refused"}. Spec: cmi5 8.2. */
  async function fetchToken(url) {
    const { signal, stop } = patience();
    try {
      const answer = await window.fetch(url, { method: "POST", credentials: "omit", cache: "no-store", signal });
      const document = documentIn(await answer.text().catch(() => ""));
      const token = document && document["auth-token"];
      if (typeof token === "string" && token !== "") return { token };
      return { problem: answer.status >= 500 ? "network" : "refused" };
    } catch (error) {
      return { problem: "network" };
    } finally {
      stop();
    }
  }

  cb.xapiClient = { LrsClient, documentIn, fetchToken, sizeBytes };
})((window.CourseBridge = window.CourseBridge || {}));
