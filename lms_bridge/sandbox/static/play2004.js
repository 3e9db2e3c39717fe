// The LMS side of a SCORM 2004 course: scorm-again keeps the data model and runs the sequencing that the manifest
// asks for; this file delivers the SCOs it chooses, and carries values and sequencing state to the sandbox.
"use strict";

(() => {
  const LIMIT = 64000; // Spec: SCORM 2004 4th Ed. RTE 4.2.22
  const SET_FAILED = 351;
  const COMMIT_FAILED = 391;
  const { tell, post, ask, begin, Outbox, showParts } = window.Stage;
  const base = document.body.dataset.base;
  const wanted = document.body.dataset.wanted;
  const frame = document.getElementById("sco");
  let course = null; // {tree, state, lines, learner_id, learner_name}
  let api = null;
  let current = null; // {sco, base, outbox, cmi, href} of the SCO that is delivered
  let next = null; // the activity that sequencing chose while a SCO was ending
  let validity = {};
  let isRunning = false; // a SCO has begun its session and not ended it

  const transport = {
    updateSettings() {},
    processHttpRequest(_url, _params, isFinish) {
      if (isFinish) noteJudged();
      const kept = current.outbox.keep(isFinish);
      return kept ? { result: "true", errorCode: 0 } : { result: "false", errorCode: COMMIT_FAILED };
    },
  };

  // The LMS may judge by completion threshold and passing score otherwise than the SCO said.
  function noteJudged() {
    for (const element of ["cmi.completion_status", "cmi.success_status"]) {
      const value = api.cmi[element.slice(4)];
      if (value && value !== "unknown" && value !== "not attempted") current.outbox.set(element, value);
    }
  }

  // ---- the API as the SCO sees it

  function initialize(parameter) {
    const result = api.lmsInitialize(parameter);
    if (String(result) === "true") {
      isRunning = true;
      noteObjectives();
      refreshParts();
    }
    return result;
  }

  // Objectives that the manifest gives the SCO are there before it sets anything: their ids belong to its record.
  function noteObjectives() {
    const count = Number(api.lmsGetValue("cmi.objectives._count")) || 0;
    for (let n = 0; n < count; n += 1) {
      const element = `cmi.objectives.${n}.id`;
      current.outbox.set(element, api.lmsGetValue(element));
    }
  }

  function setValue(element, value) {
    if (element === "cmi.suspend_data" && String(value).length > LIMIT) {
      api.throwSCORMError(element, SET_FAILED);
      return "false";
    }
    const result = api.lmsSetValue(element, value);
    if (String(result) === "true") current.outbox.set(element, value);
    return result;
  }

  function commit(parameter) {
    const result = api.lmsCommit(parameter);
    keepState();
    return result;
  }

  function terminate(parameter) {
    next = null;
    const result = api.lmsFinish(parameter);
    if (!current.outbox.finished) return result;
    isRunning = false;
    keepState();
    if (next !== null) window.setTimeout(deliver, 0, next);
    else tell("本次学习已结束，记录已保存", "This session has ended and is saved", "done");
    refreshParts();
    return result;
  }

  const facade = {
    Initialize: initialize,
    Terminate: terminate,
    GetValue: (element) => api.lmsGetValue(element),
    SetValue: setValue,
    Commit: commit,
    GetLastError: () => api.lmsGetLastError(),
    GetErrorString: (code) => api.lmsGetErrorString(code),
    GetDiagnostic: (code) => api.lmsGetDiagnostic(code),
  };

  // ---- sequencing

  function startSequencing() {
    const eventListeners = {
      onActivityDelivery: (activity) => {
        next = activity.id;
      },
      onNavigationValidityUpdate: (update) => {
        validity = update;
      },
    };
    const sequencing = { activityTree: course.tree, eventListeners, autoRollupOnCMIChange: true };
    const settings = { lmsCommitUrl: `${base}/commit`, autocommit: false, logLevel: 5, sequencing };
    api = new window.Scorm2004API(settings, transport);
    if (course.state) api.deserializeSequencingState(course.state);
  }

  const activeId = () => {
    const { currentActivity } = api.getSequencingState();
    return currentActivity ? currentActivity.id : null;
  };

  // Ask for an activity; nothing is delivered where the package's own rules forbid it.
  function navigate(request, target) {
    next = null;
    const isGranted = api.processNavigationRequest(request, target);
    if (isGranted && next !== null) return deliver(next);
    return null;
  }

  async function choose(sco) {
    if (activeId() === sco && current === null) return deliver(sco);
    if (current !== null && !current.outbox.finished) await emptied();
    const delivered = navigate("choice", sco);
    if (delivered === null) tellLocked(sco);
    return delivered;
  }

  // The SCO that is there ends its session, as its page goes away, before another one comes.
  function emptied() {
    return new Promise((resolve) => {
      frame.addEventListener("load", resolve, { once: true });
      frame.src = "about:blank";
    });
  }

  function tellLocked(sco) {
    const line = course.lines.find((each) => each.sco === sco);
    const title = line ? line.title : sco;
    tell(`“${title}”尚未开放，请先完成前面的部分`, `“${title}” is not open yet: complete what comes before it`, "trouble");
  }

  async function deliver(sco) {
    const opened = await ask(`${base}/open`, { sco });
    const begun = opened && (await begin(opened.play));
    if (!begun) return;
    const isFirst = current === null;
    current = { sco, base: opened.play, outbox: new Outbox(opened.play, begun.session) };
    if (!isFirst) api.reset();
    api.loadFromFlattenedJSON(begun.cmi);
    document.body.dataset.sco = sco;
    frame.src = `${opened.play}/content/${begun.href}`;
    keepState();
    await refreshParts();
  }

  // While a SCO runs the run-time says what may be chosen; in between, what it said at its last navigation.
  function mayChoose(sco) {
    const said = isRunning ? api.lmsGetValue(`adl.nav.request_valid.choice.{target=${sco}}`) : (validity.choice || {})[sco];
    return String(said) === "true";
  }

  function keepState() {
    post(`${base}/state`, { state: api.serializeSequencingState() }).catch(() => {});
  }

  async function refreshParts() {
    const { lines } = await (await fetch(`${base}/parts`)).json();
    course.lines = lines;
    const shown = lines.map((line) => ({ ...line, locked: !mayChoose(line.sco) }));
    showParts(shown, current && !current.outbox.finished ? current.sco : null, choose);
  }

  // ---- the beginning

  async function start() {
    if (!window.Scorm2004API) {
      tell("缺少 SCORM 运行时 scorm-again，请重新安装", "The SCORM run-time is missing; install again", "trouble");
      return;
    }
    course = await ask(`${base}/course`, {});
    if (!course) return;
    startSequencing();
    window.API_1484_11 = facade;
    if (!course.state && (wanted === "" || wanted === course.sco)) await navigate("start");
    if (current === null) await choose(wanted || course.sco);
    await refreshParts();
  }

  const flush = () => current && current.outbox.flush();
  window.addEventListener("pagehide", flush);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") flush();
  });
  start().catch(() => tell("无法连接沙箱", "The sandbox does not answer", "trouble"));
})();
