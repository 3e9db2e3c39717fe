// What both stages share: notices, and the outbox that carries values of one session to the sandbox.
"use strict";

window.Stage = (() => {
  const notice = document.getElementById("notice");
  const saved = document.getElementById("saved");

  function tell(zh, en, kind) {
    notice.firstElementChild.textContent = `${zh} / ${en}`;
    notice.className = kind;
    notice.hidden = false;
  }

  function tellFinding({ message }) {
    tell(...`${message} / `.split(" / "), "trouble");
  }

  function post(url, body, options) {
    const headers = { "content-type": "application/json" };
    return fetch(url, { method: "POST", headers, body: JSON.stringify(body), ...options });
  }

  // What the sandbox answers, or null after a notice that says why it refused.
  async function ask(url, body) {
    const response = await post(url, body);
    const answer = await response.json();
    if (response.ok) return answer;
    tellFinding(answer.findings[0]);
    return null;
  }

  class Outbox {
    constructor(base, session) {
      this._base = base;
      this._session = session;
      this._number = 0; // of the last commit in this session
      this._unsent = new Map(); // element → value set and not known to be kept
      this.finished = false;
    }

    set(element, value) {
      this._unsent.set(element, String(value));
    }

    // Whether the sandbox has kept everything.
    keep(isFinish) {
      const commit = this._next(isFinish);
      let kept = false;
      try {
        kept = this._sendNow(commit);
      } catch (error) {
        this._sendWhileLeaving(commit);
      }
      if (kept && isFinish) this.finished = true;
      return kept;
    }

    // Values that a SCO set without a commit are not lost when its page goes away.
    flush() {
      if (!this.finished && this._unsent.size) this._sendWhileLeaving(this._next(false));
    }

    // A commit holds everything not known to be kept, so the sandbox may drop one that a later commit overtook.
    _next(isFinish) {
      this._number += 1;
      return { session: this._session, number: this._number, values: Object.fromEntries(this._unsent), finished: isFinish };
    }

    _sendNow(commit) {
      const request = new XMLHttpRequest();
      request.open("POST", `${this._base}/commit`, false);
      request.setRequestHeader("content-type", "application/json");
      request.send(JSON.stringify(commit));
      if (request.status === 200) this._noteKept(commit.values);
      else noteRefused(request.status);
      return request.status === 200;
    }

    // While a page is being left, browsers refuse synchronous requests; one with `keepalive` outlives the page.
    _sendWhileLeaving(commit) {
      post(`${this._base}/commit`, commit, { keepalive: true }).then(
        (response) => (response.ok ? this._noteKept(commit.values) : noteRefused(response.status)),
        () => noteRefused(0),
      );
    }

    _noteKept(values) {
      for (const [element, value] of Object.entries(values)) {
        if (this._unsent.get(element) === value) this._unsent.delete(element);
      }
      const time = new Date().toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit" });
      saved.textContent = `已保存 ${time}`;
      if (notice.className === "trouble") notice.hidden = true;
    }
  }

  function noteRefused(status) {
    if (status === 409) {
      tell("课件已在另一窗口打开或已结束，这里的进度不再保存", "Open in another window or ended: this window is not saved any more", "trouble");
    } else {
      tell("进度未能保存，请检查沙箱是否仍在运行", "Progress is not saved; is the sandbox still running?", "trouble");
    }
  }

  // The list of SCOs, where there are several: lines are {sco, title, status, locked}.
  const STATES = { passed: "通过 / Passed", failed: "未通过 / Failed", completed: "完成 / Completed", incomplete: "学习中 / In progress" };

  function showParts(lines, current, open) {
    const list = document.getElementById("parts");
    list.hidden = lines.length < 2;
    list.replaceChildren(
      ...lines.map((line) => {
        const button = document.createElement("button");
        button.type = "button";
        button.dataset.sco = line.sco;
        button.disabled = line.locked || line.sco === current;
        button.textContent = line.title;
        if (line.sco === current) button.setAttribute("aria-current", "step");
        const state = document.createElement("small");
        state.textContent = line.locked ? "未开放 / Locked" : STATES[line.status] || "";
        button.append(" ", state);
        button.addEventListener("click", () => open(line.sco));
        const item = document.createElement("li");
        item.append(button);
        return item;
      }),
    );
  }

  return { tell, post, ask, Outbox, showParts };
})();
