/* No LMS: a plain preview. Nothing is reported; the recorder's copy on this machine is all there is. */
(function (cb) {
  "use strict";

  class NoAdapter {
    constructor() {
      this.problem = null;
      this.refused = 0;
    }

    open() {
      return {
        recorded: false,
        learner: "",
        name: "",
        mode: "normal",
        credit: true,
        location: "",
        state: "",
        interactions: 0,
        mastery: null,
        fresh: true,
      };
    }

    answer() {
      return true;
    }

    objective() {
      return true;
    }

    score() {
      return true;
    }

    outcome() {
      return true;
    }

    place() {
      return true;
    }

    commit() {
      return true;
    }

    leaveForGood() {}

    close() {}
  }

  cb.adapters = Object.assign(cb.adapters || {}, { none: { connect: () => new NoAdapter(), mayConnect: () => false } });
})((window.CourseBridge = window.CourseBridge || {}));
