/* A copy of the learner's work on this machine, for when the LMS cannot keep it. */
(function (cb) {
  "use strict";

  const ASIDE = "/aside";
  const WINDOW = "/window";
  const MOST_ASIDE = 5;

  const attemptOf = (copy) => (copy.journal ? copy.journal.attempt : null);

  /** Storage under one key per course, or part of one, and learner; a browser that forbids storage keeps nothing. */
  class LocalCopy {
    constructor({ id, part }, learner) {
      const name = part ? `${id}.${part.key}` : id;
      this._key = `coursebridge/${name}/${learner || ""}`;
      this._window = null;
    }

    /** Take the learner's work into this window: of several, the one opened last goes on. */
    takeUp() {
      this._window = cb.journal.newKey();
      try {
        window.localStorage.setItem(this._key + WINDOW, this._window);
      } catch (error) {
        // Storage is forbidden: windows do not know of each other.
      }
    }

    /** Whether another window has taken up the work since. */
    get isTaken() {
      try {
        const holder = window.localStorage.getItem(this._key + WINDOW);
        return this._window !== null && holder !== null && holder !== this._window;
      } catch (error) {
        return false;
      }
    }

    read() {
      try {
        return JSON.parse(window.localStorage.getItem(this._key));
      } catch (error) {
        return null;
      }
    }

    /** Whether this browser keeps anything. */
    isPossible() {
      try {
        window.localStorage.setItem("coursebridge/possible", "1");
        window.localStorage.removeItem("coursebridge/possible");
        return true;
      } catch (error) {
        return false;
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

    /** Put the copy aside, so that a new attempt does not write over it. Copies put aside are few: the oldest goes. */
    putAside() {
      const copy = this.read();
      if (copy === null) return;
      try {
        const aside = this.aside().filter((other) => attemptOf(other) !== attemptOf(copy)).concat([copy]);
        window.localStorage.setItem(this._key + ASIDE, JSON.stringify(aside.slice(-MOST_ASIDE)));
        this.clear();
      } catch (error) {
        // No room: the copy stays where it is for as long as nothing goes over it.
      }
    }

    /** Copies of earlier attempts that an LMS does not know. */
    aside() {
      try {
        return JSON.parse(window.localStorage.getItem(this._key + ASIDE)) || [];
      } catch (error) {
        return [];
      }
    }

    forgetAside(copy) {
      const others = this.aside().filter((other) => attemptOf(other) !== attemptOf(copy));
      try {
        window.localStorage.setItem(this._key + ASIDE, JSON.stringify(others));
      } catch (error) {
        // Storage is forbidden by now: there is nothing to forget.
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
