/* A copy of the learner's work on this machine, for when the LMS cannot keep it. */
(function (cb) {
  "use strict";

  /** Storage under one key per course, or part of one, and learner; a browser that forbids storage keeps nothing. */
  class LocalCopy {
    constructor({ id, part }, learner) {
      const name = part ? `${id}.${part.key}` : id;
      this._key = `coursebridge/${name}/${learner || ""}`;
    }

    read() {
      try {
        return JSON.parse(window.localStorage.getItem(this._key));
      } catch (error) {
        return null;
      }
    }

    /** Whether it was kept. */
    write(copy) {
      try {
        window.localStorage.setItem(this._key, JSON.stringify(copy));
        return true;
      } catch (error) {
        return false;
      }
    }

    clear() {
      try {
        window.localStorage.removeItem(this._key);
      } catch (error) {
        // Storage is forbidden here: there is nothing to clear.
      }
    }
  }

  cb.LocalCopy = LocalCopy;
})((window.CourseBridge = window.CourseBridge || {}));
