/* What an LMS puts into the launch URL, for cmi5 and for Tin Can. Spec: cmi5 8.1; Tin Can launch (Rustici) 2.

   A launch is {endpoint, actor, registration, activityId} with `fetch` (cmi5) or `auth` (Tin Can). */
(function (cb) {
  "use strict";

  const first = (value) => (Array.isArray(value) ? value[0] : value);

  /** The actor as xAPI wants it: Tin Can launches of old give lists, and accounts in the words of xAPI 0.9. */
  function agentOf(raw) {
    const account = first(raw.account);
    const agent = { objectType: "Agent" };
    if (first(raw.name)) agent.name = first(raw.name);
    if (account) {
      const homePage = account.homePage || account.accountServiceHomePage;
      return Object.assign(agent, { account: { homePage, name: account.name || account.accountName } });
    }
    const identifier = ["mbox", "mbox_sha1sum", "openid"].find((name) => first(raw[name]));
    if (identifier === undefined) return null;
    return Object.assign(agent, { [identifier]: first(raw[identifier]) });
  }

  /** The JSON object in a parameter, also in one that an LMS encoded twice; null where there is none. */
  function objectIn(text) {
    for (const decode of [String, decodeURIComponent]) {
      try {
        const value = JSON.parse(decode(text));
        if (value !== null && typeof value === "object") return value;
      } catch (error) {
        // Not so, perhaps the other way.
      }
    }
    return null;
  }

  function actorIn(text) {
    const raw = objectIn(text);
    return raw === null ? null : agentOf(raw);
  }

  /** What cmi5 and Tin Can share; null when the page was not opened by such an LMS. */
  function common(params, activityName) {
    const endpoint = params.get("endpoint");
    const actor = params.get("actor") === null ? null : actorIn(params.get("actor"));
    const activityId = params.get(activityName);
    if (!endpoint || actor === null || !activityId) return null;
    return { endpoint: endpoint.replace(/\/*$/, "/"), actor, registration: params.get("registration"), activityId };
  }

  /** A cmi5 launch, or null. Spec: cmi5 8.1.1 to 8.1.5. */
  function cmi5(search) {
    const params = new URLSearchParams(search);
    const launch = common(params, "activityId");
    if (launch === null || !params.get("fetch") || !cb.uuid.isUuid(launch.registration)) return null;
    // The actor travels as the LMS wrote it: it must match in every request. Spec: cmi5 8.1.3.
    return Object.assign(launch, { actor: objectIn(params.get("actor")), fetch: params.get("fetch") });
  }

  /** A Tin Can launch, or null. */
  function tincan(search) {
    const params = new URLSearchParams(search);
    const launch = common(params, "activity_id");
    if (launch === null) return null;
    const registration = cb.uuid.isUuid(launch.registration) ? launch.registration : null;
    return Object.assign(launch, { registration, auth: params.get("auth"), grouping: params.get("grouping") });
  }

  /** Under which name the work of this learner in this registration is kept on this machine. */
  function keeperOf({ actor, registration, activityId }) {
    const { account } = actor;
    const who = account ? `${account.homePage} ${account.name}` : actor.mbox || actor.mbox_sha1sum || actor.openid;
    return [who, registration || "", activityId].join(" ");
  }

  /** The learner as the LMS names them: {name, account: {id, home_page}, registration}. */
  function personOf({ actor, registration }) {
    const { account } = actor;
    const id = account ? account.name : actor.mbox || actor.openid || actor.mbox_sha1sum;
    return { name: actor.name || "", account: { id, home_page: account ? account.homePage : null }, registration };
  }

  cb.xapiLaunch = { cmi5, tincan, keeperOf, personOf };
})((window.CourseBridge = window.CourseBridge || {}));
