/* Finding an LMS's API object and calling it without ever throwing. Shared by the SCORM adapters. */
(function (cb) {
  "use strict";

  const MAX_LEVELS = 50;

  /** `name` of a window, or null where the window is another site's or has none. */
  function apiOf(win, name) {
    try {
      return win[name] || null;
    } catch (error) {
      return null; // A window of another site: its properties throw.
    }
  }

  /** Whether it is an API, not a frame or an element with that name: these are a window's properties, too. */
  function isApi(value) {
    try {
      return value !== null && value.window !== value && value.nodeType === undefined;
    } catch (error) {
      return false; // A frame of another site.
    }
  }

  /** Look in a window and its parents; `parent` of another site's window may still be read. */
  function searchUp(start, name) {
    let win = start;
    for (let level = 0; win && level < MAX_LEVELS; level += 1) {
      const api = apiOf(win, name);
      if (isApi(api)) return api;
      if (win.parent === win) return null;
      win = win.parent;
    }
    return null;
  }

  /** The API named `name`: in this window, its parents, then the windows that opened it. Null if there is none. */
  function find(start, name) {
    const visited = new Set();
    for (let win = start; win && !visited.has(win); win = openerOf(win)) {
      visited.add(win);
      const api = searchUp(win, name);
      if (api) return api;
    }
    return null;
  }

  /** The nearest opener of a window or of one of its parents. */
  function openerOf(start) {
    let win = start;
    for (let level = 0; win && level < MAX_LEVELS; level += 1) {
      const opener = apiOf(win, "opener");
      if (opener && !opener.closed) return opener;
      if (win.parent === win) return null;
      win = win.parent;
    }
    return null;
  }

  /** Whether this window was put in a frame or opened by another, so that an API may still turn up. */
  function mayHaveApi(start) {
    return start.parent !== start || openerOf(start) !== null;
  }

  /** Calls functions of an API object; remembers the last problem as {call, code, text}. */
  class GuardedApi {
    constructor(api, names) {
      this._api = api;
      this._names = names;
      this.problem = null;
    }

    /** What the function returned as a string, or null when it is missing or threw. */
    text(name, ...values) {
      try {
        const result = this._api[name](...values);
        return result === undefined || result === null ? "" : String(result);
      } catch (error) {
        this.problem = { call: `${name}(${values.slice(0, 1)})`, code: "", text: String(error) };
        return null;
      }
    }

    errorCode() {
      const code = this.text(this._names.lastError);
      return code === null ? "" : code;
    }

    /** Whether a call that answers true or false went well. Some LMSs answer 1, or nothing at all. */
    succeeds(name, ...values) {
      const result = this.text(name, ...values);
      if (result === null) return false;
      if (result === "true" || result === "1") return true;
      const code = this.errorCode();
      if (result === "" && code === "0") return true;
      this.problem = { call: `${name}(${values.slice(0, 1)})`, code, text: this.text(this._names.errorText, code) || "" };
      return false;
    }
  }

  cb.lmsApi = { find, mayHaveApi, GuardedApi };
})((window.CourseBridge = window.CourseBridge || {}));
