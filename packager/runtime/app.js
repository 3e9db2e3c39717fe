/* Puts course, session, recorder and screens together, and hears what the browser tells of the page's life. */
(function (cb) {
  "use strict";

  class App {
    /** `restored`: {state, queue, accepted}, what an earlier session left. */
    constructor({ course, opening, recorder, restored, language, notices }) {
      this.person = personOf(opening);
      this.course = course;
      this.recorder = recorder;
      this.language = language;
      this.notices = notices;
      this.isLocal = !opening.recorded;
      this.isOver = false;
      this.isFirstScreen = true;
      this._shownAt = 0;
      const free = opening.mode !== "normal";
      const options = { mastery: opening.mastery, free };
      this.session = new cb.session.Session(course, restored.state, recorder, options);
      recorder.begin(restored.state, course.tags, restored);
      recorder.onChange = () => (recorder.hasGivenWay ? this._giveWay() : this.frame.refresh());
      recorder.progressOf = () => this.session.share();
      this.frame = new cb.Frame(this);
    }

    // ---- words

    say(key, values) {
      return cb.texts.say(this.language, key, values);
    }

    text(text) {
      return cb.texts.pick(text, this.language).text;
    }

    /** What a test or the survey is called: its own title, else the interface's word. */
    phaseName(phase) {
      const { survey, forms } = this.course.data;
      const own = phase === "survey" ? survey : forms[phase];
      return (own && this.text(own.title)) || this.say(`phase_${phase}`);
    }

    speak(language) {
      this.language = language;
      cb.language.remember(language);
      this.frame.translate(this._screen());
    }

    // ---- the way through the course

    start() {
      this._render(false);
      if (this.recorder.isBehind) this.recorder.save(); // What an earlier session could not hand in.
    }

    resume() {
      this.go(this.session.progress() > 0 ? this.session.firstOpen() : this.course.steps[1]);
    }

    go(step) {
      if (this.session.go(step)) this._moved();
    }

    next() {
      if (this.session.next()) this._moved();
    }

    previous() {
      if (this.session.previous()) this._moved();
    }

    retake() {
      if (this.session.retake()) this._moved();
    }

    _moved() {
      this.isFirstScreen = false;
      this._render(true);
    }

    _render(focus) {
      this._shownAt = this.recorder.stopwatch.elapsed();
      this.frame.show(this._screen(), focus);
    }

    _screen() {
      if (this.recorder.hasGivenWay) return cb.views.elsewhere(this);
      const step = this.session.current;
      return cb.views[step.kind](this, step);
    }

    /** Another window goes on: there is nothing to do here any more. */
    _giveWay() {
      this.isOver = true;
      this._render(true);
    }

    // ---- answers

    _latencyMs() {
      return this.recorder.stopwatch.elapsed() - this._shownAt;
    }

    submit(step, keys) {
      this.session.submit(step, keys, this._latencyMs());
      this.recorder.save();
      this.frame.refresh();
    }

    submitSurvey(answers) {
      this.session.submitSurvey(answers, this._latencyMs());
      this.recorder.save();
      this.frame.refresh();
    }

    // ---- the result as a file

    /** The text of a result file of a journal's page; `who`: {id, name}, as known or as entered. */
    resultText(page, who, more) {
      const { account, entered, registration } = this.person;
      const learner = { id: who.id, name: who.name, home_page: account.home_page, entered };
      const mine = { undelivered: this.recorder.undelivered, elsewhere: this._answersElsewhere(), registration };
      return cb.resultFile.textOf(cb.resultFile.resultOf(page, learner, Object.assign(mine, more)));
    }

    /** How many answers of this attempt were given on another machine, so that only the LMS has them. */
    _answersElsewhere() {
      return Math.max(0, this.session.state.written - this.recorder.journal.page.interactions.length);
    }

    aside() {
      return this.recorder.local.aside();
    }

    forgetAside(copy) {
      this.recorder.local.forgetAside(copy);
      this.frame.refresh();
    }

    // ---- the end

    async finish() {
      this.session.finish();
      this.isOver = await this.recorder.finish();
      this._render(true);
    }

    retrySaving() {
      if (this.session.state.finished) this.finish();
      else this.recorder.save();
    }

    /** Forget the copy on this machine. Only offered where there is no LMS. */
    restart() {
      this.recorder.forget();
      window.location.reload();
    }

    /** Whether closing the page would lose what nobody has: neither an LMS nor this machine. */
    _wouldBeLost() {
      const { recorder } = this;
      if (recorder.isKept || recorder.journal.isEmpty || !recorder.recording) return false;
      return this.isLocal || recorder.troubled || recorder.isBehind;
    }

    /** Work is saved when the page is hidden, since it may never be seen again, and the session ended on leaving. */
    watchPage() {
      const { stopwatch } = this.recorder;
      window.addEventListener("storage", () => this.recorder.givesWay());
      window.addEventListener("pageshow", () => this.recorder.givesWay());
      window.addEventListener("online", () => this.recorder.troubled && this.retrySaving());
      document.addEventListener("visibilitychange", () => {
        if (document.visibilityState === "visible") {
          stopwatch.start();
          return;
        }
        stopwatch.pause();
        this.recorder.save();
      });
      window.addEventListener("beforeunload", (event) => {
        if (!this._wouldBeLost()) return;
        event.preventDefault();
        event.returnValue = "";
      });
      window.addEventListener("pagehide", (event) => {
        if (event.persisted) this.recorder.save();
        else this.recorder.leave();
      });
    }
  }

  /** Who learns: {name, account: {id, home_page}, registration, entered}; entered: the LMS does not say it. */
  function personOf(opening) {
    const account = opening.account || { id: opening.learner, home_page: null };
    const registration = opening.registration || null;
    return { name: opening.name || "", account, registration, entered: !account.id };
  }

  cb.App = App;
})((window.CourseBridge = window.CourseBridge || {}));
