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

  // The last commit that was sent while leaving, until its answer is seen: {session, commit}. The page that comes
  // next may ask before it has arrived, so the sandbox is told to let the next session begin after it.
  const left = {
    key: (base) => `coursebridge.left.${base}`,
    note(base, turn) {
      try {
        localStorage.setItem(left.key(base), JSON.stringify(turn));
      } catch (error) {
        // Storage is off in this browser: sessions then begin with what has arrived.
      }
    },
    turn(base) {
      try {
        const { session, commit } = JSON.parse(localStorage.getItem(left.key(base)));
        return Number.isSafeInteger(session) && Number.isSafeInteger(commit) ? { session, commit } : null;
      } catch (error) {
        return null;
      }
    },
    forget(base, turn) {
      const last = left.turn(base);
      if (last && last.session === turn.session && last.commit === turn.commit) localStorage.removeItem(left.key(base));
    },
  };

  // What a SCO begins with: after all that an earlier page sent, or null after a notice that says why not.
  async function begin(base) {
    const after = left.turn(base);
    const begun = await ask(`${base}/session`, { after });
    if (begun && after) left.forget(base, after);
    if (begun && begun.lost) tell("上次离开时的最后进度没有送达，从已保存处继续", "What was set last before leaving did not arrive; going on from what is saved", "lost");
    return begun;
  }

  class Outbox {
    constructor(base, session) {
      this._base = base;
      this._session = session;
      this._number = 0; // of the last commit in this session
      this._unsent = new Map(); // element → value set and not known to be kept
      this._isUnderWay = false; // all of it is in a commit that was sent while leaving
      this.finished = false;
    }

    set(element, value) {
      this._unsent.set(element, String(value));
      this._isUnderWay = false;
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
      if (!this.finished && this._unsent.size && !this._isUnderWay) this._sendWhileLeaving(this._next(false));
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
      const turn = { session: commit.session, commit: commit.number };
      left.note(this._base, turn);
      this._isUnderWay = true;
      post(`${this._base}/commit`, commit, { keepalive: true }).then(
        (response) => {
          left.forget(this._base, turn);
          if (response.ok) this._noteKept(commit.values);
          else this._noteUnkept(response.status);
        },
        () => this._noteUnkept(0),
      );
    }

    _noteUnkept(status) {
      this._isUnderWay = false;
      noteRefused(status);
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

  return { tell, post, ask, begin, Outbox, showParts };
})();
