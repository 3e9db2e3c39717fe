/* Time as SCORM 1.2 and 2004 write it, and a stopwatch that counts only while the page is seen. */
(function (cb) {
  "use strict";

  const pad = (number, width) => String(number).padStart(width, "0");

  /** CMITimespan HHHH:MM:SS.SS of a number of milliseconds. Spec: SCORM 1.2 RTE 3.4.4. */
  function timespan12(milliseconds) {
    const hundredths = Math.min(Math.max(0, Math.round(milliseconds / 10)), 3599999999);
    const seconds = Math.floor(hundredths / 100);
    const hours = Math.floor(seconds / 3600);
    const minutes = Math.floor(seconds / 60) % 60;
    return `${pad(hours, 4)}:${pad(minutes, 2)}:${pad(seconds % 60, 2)}.${pad(hundredths % 100, 2)}`;
  }

  /** CMITime HH:MM:SS, local time of day. */
  function timeOfDay12(date) {
    return [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => pad(part, 2)).join(":");
  }

  /** timeinterval(second,10,2) of a number of milliseconds: PT#H#M#S. Spec: SCORM 2004 4th Ed. RTE 4.1.1.7. */
  function interval2004(milliseconds) {
    const hundredths = Math.max(0, Math.round(milliseconds / 10));
    const seconds = Math.floor(hundredths / 100);
    const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
    const rest = (hundredths % 6000) / 100; // One division: a sum would print 1.1400000000000001.
    const parts = [hours > 0 && `${hours}H`, minutes > 0 && `${minutes}M`, (rest > 0 || seconds < 60) && `${rest}S`];
    return `PT${parts.filter(Boolean).join("")}`;
  }

  /** time(second,10,0) in UTC. The Z may only follow a fraction, and LMSs do refuse it without. Spec: RTE 4.1.1.6. */
  function timestamp2004(date) {
    return `${date.toISOString().slice(0, 22)}Z`;
  }

  /** Adds up the milliseconds between start and pause; `now` gives milliseconds that never run backwards. */
  class Stopwatch {
    constructor(now) {
      this._now = now;
      this._sum = 0;
      this._since = null;
    }

    start() {
      if (this._since === null) this._since = this._now();
    }

    pause() {
      this._sum = this.elapsed();
      this._since = null;
    }

    elapsed() {
      return this._since === null ? this._sum : this._sum + Math.max(0, this._now() - this._since);
    }
  }

  cb.time = { timespan12, timeOfDay12, interval2004, timestamp2004, Stopwatch };
})((window.CourseBridge = window.CourseBridge || {}));
