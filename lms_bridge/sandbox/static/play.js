// The LMS side of a SCORM 1.2 course: scorm-again keeps the data model, this file carries values to the sandbox.
"use strict";

(() => {
  const LIMIT = 4096; // Spec: SCORM 1.2 RTE 3.4, CMIString4096; scorm-again takes more
  const LONG = new Set(["cmi.suspend_data", "cmi.comments"]);
  const TYPE_MISMATCH = 405;
  const COMMIT_FAILED = 391;
  const base = document.body.dataset.base;
  const saved = document.getElementById("saved");
  const notice = document.getElementById("notice");
  const unsent = new Map(); // element → value set by the SCO and not known to be kept
  let api = null;
  let session = 0;
  let number = 0; // of the last commit in this session
  let lastStatus = "";
  let finished = false;

  function tell(zh, en, kind) {
    notice.firstElementChild.textContent = `${zh} / ${en}`;
    notice.className = kind;
    notice.hidden = false;
  }

  function post(url, body, options) {
    const headers = { "content-type": "application/json" };
    return fetch(url, { method: "POST", headers, body: JSON.stringify(body), ...options });
  }

  // A commit holds everything not known to be kept, so the sandbox may drop one that a later commit overtook.
  function nextCommit(isFinish) {
    number += 1;
    return { session, number, values: Object.fromEntries(unsent), finished: isFinish };
  }

  function noteKept(values) {
    for (const [element, value] of Object.entries(values)) {
      if (unsent.get(element) === value) unsent.delete(element);
    }
    const time = new Date().toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit" });
    saved.textContent = `已保存 ${time}`;
    if (notice.className === "trouble") notice.hidden = true;
  }

  function noteRefused(status) {
    if (status === 409) {
      tell("课件已在另一窗口打开或已结束，这里的进度不再保存", "Open in another window or ended: this window is not saved any more", "trouble");
    } else {
      tell("进度未能保存，请检查沙箱是否仍在运行", "Progress is not saved; is the sandbox still running?", "trouble");
    }
  }

  function sendNow(commit) {
    const request = new XMLHttpRequest();
    request.open("POST", `${base}/commit`, false);
    request.setRequestHeader("content-type", "application/json");
    request.send(JSON.stringify(commit));
    if (request.status === 200) noteKept(commit.values);
    else noteRefused(request.status);
    return request.status === 200;
  }

  // While a page is being left, browsers refuse synchronous requests; one with `keepalive` outlives the page.
  function sendWhileLeaving(commit) {
    post(`${base}/commit`, commit, { keepalive: true }).then(
      (response) => (response.ok ? noteKept(commit.values) : noteRefused(response.status)),
      () => noteRefused(0),
    );
  }

  function keep(isFinish) {
    const commit = nextCommit(isFinish);
    try {
      return sendNow(commit);
    } catch (error) {
      sendWhileLeaving(commit);
      return false;
    }
  }

  // scorm-again's port for commits: what the SCO set since the last one, not the whole data model each time.
  const transport = {
    updateSettings() {},
    processHttpRequest(_url, _params, isFinish) {
      if (isFinish) noteStatus();
      const kept = keep(isFinish);
      if (kept && isFinish) finished = true;
      return kept ? { result: "true", errorCode: 0 } : { result: "false", errorCode: COMMIT_FAILED };
    },
  };

  // At LMSFinish the LMS itself may decide the status by the manifest's mastery score.
  function noteStatus() {
    const status = api.cmi.core.lesson_status;
    if (status && status !== "not attempted" && status !== lastStatus) unsent.set("cmi.core.lesson_status", status);
  }

  function setValue(element, value) {
    if (LONG.has(element) && String(value).length > LIMIT) {
      api.throwSCORMError(element, TYPE_MISMATCH);
      return "false";
    }
    const result = api.lmsSetValue(element, value);
    if (String(result) === "true") {
      unsent.set(element, String(value));
      if (element === "cmi.core.lesson_status") lastStatus = String(value);
    }
    return result;
  }

  function finish(parameter) {
    const result = api.lmsFinish(parameter);
    if (finished) tell("本次学习已结束，记录已保存", "This session has ended and is saved", "done");
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

  // Values that a SCO set without LMSCommit are not lost when its page goes away.
  function flush() {
    if (session && !finished && unsent.size) sendWhileLeaving(nextCommit(false));
  }

  async function start() {
    if (!window.Scorm12API) {
      tell("缺少 SCORM 运行时 scorm-again，请重新安装", "The SCORM run-time is missing; install again", "trouble");
      return;
    }
    const response = await post(`${base}/session`, {});
    if (!response.ok) {
      const { findings } = await response.json();
      tell(...`${findings[0].message} / `.split(" / "), "trouble");
      return;
    }
    const begun = await response.json();
    session = begun.session;
    offerApi(begun.cmi);
    document.getElementById("sco").src = `${base}/content/${begun.href}`;
  }

  window.addEventListener("pagehide", flush);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") flush();
  });
  start().catch(() => tell("无法连接沙箱", "The sandbox does not answer", "trouble"));
})();
