// The LMS side of a SCORM 1.2 course: scorm-again keeps the data model, this file carries values to the sandbox.
"use strict";

(() => {
  const LIMIT = 4096; // Spec: SCORM 1.2 RTE 3.4, CMIString4096; scorm-again takes more
  const LONG = new Set(["cmi.suspend_data", "cmi.comments"]);
  const TYPE_MISMATCH = 405;
  const COMMIT_FAILED = 391;
  const { tell, ask, begin, Outbox, showParts } = window.Stage;
  const base = document.body.dataset.base;
  let api = null;
  let outbox = null;
  let lastStatus = "";

  // scorm-again's port for commits: what the SCO set since the last one, not the whole data model each time.
  const transport = {
    updateSettings() {},
    processHttpRequest(_url, _params, isFinish) {
      if (isFinish) noteStatus();
      return outbox.keep(isFinish) ? { result: "true", errorCode: 0 } : { result: "false", errorCode: COMMIT_FAILED };
    },
  };

  // At LMSFinish the LMS itself may decide the status by the manifest's mastery score.
  function noteStatus() {
    const status = api.cmi.core.lesson_status;
    if (status && status !== "not attempted" && status !== lastStatus) outbox.set("cmi.core.lesson_status", status);
  }

  function setValue(element, value) {
    if (LONG.has(element) && String(value).length > LIMIT) {
      api.throwSCORMError(element, TYPE_MISMATCH);
      return "false";
    }
    const result = api.lmsSetValue(element, value);
    if (String(result) === "true") {
      outbox.set(element, value);
      if (element === "cmi.core.lesson_status") lastStatus = String(value);
    }
    return result;
  }

  function finish(parameter) {
    const result = api.lmsFinish(parameter);
    if (outbox.finished) {
      tell("本次学习已结束，记录已保存", "This session has ended and is saved", "done");
      refreshParts();
    }
    return result;
  }

  function offerApi(initial) {
    api = new window.Scorm12API({ lmsCommitUrl: `${base}/commit`, autocommit: false, mastery_override: true, logLevel: 5 }, transport);
    api.loadFromFlattenedJSON(initial);
    lastStatus = initial["cmi.core.lesson_status"] || "";
    window.API = {
      LMSInitialize: (parameter) => api.lmsInitialize(parameter),
      LMSFinish: finish,
      LMSGetValue: (element) => api.lmsGetValue(element),
      LMSSetValue: setValue,
      LMSCommit: (parameter) => api.lmsCommit(parameter),
      LMSGetLastError: () => api.lmsGetLastError(),
      LMSGetErrorString: (code) => api.lmsGetErrorString(code),
      LMSGetDiagnostic: (code) => api.lmsGetDiagnostic(code),
    };
  }

  async function refreshParts() {
    const { sco, lines } = await (await fetch(`${base}/parts`)).json();
    showParts(lines, outbox !== null && outbox.finished ? null : sco, openPart);
  }

  async function openPart(sco) {
    const opened = await ask(`${base}/open`, { sco });
    if (opened) window.location.assign(opened.play);
  }

  async function start() {
    if (!window.Scorm12API) {
      tell("缺少 SCORM 运行时 scorm-again，请重新安装", "The SCORM run-time is missing; install again", "trouble");
      return;
    }
    const begun = await begin(base);
    if (!begun) return;
    outbox = new Outbox(base, begun.session);
    offerApi(begun.cmi);
    document.getElementById("sco").src = `${base}/content/${begun.href}`;
    await refreshParts();
  }

  const flush = () => outbox && outbox.flush();
  window.addEventListener("pagehide", flush);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") flush();
  });
  start().catch(() => tell("无法连接沙箱", "The sandbox does not answer", "trouble"));
})();
