/* What stands around every screen: title, marks, language, contents, progress, and what the learner must know. */
(function (cb) {
  "use strict";

  const { h, course, fill } = cb.dom;
  const { button } = cb.parts;

  /** Chosen inputs and written texts of a screen. */
  function givenIn(main) {
    const inputs = Array.from(main.querySelectorAll("input:checked:enabled"), ({ name, value }) => ({ name, value }));
    const texts = Array.from(main.querySelectorAll("textarea:enabled"), ({ id, value }) => ({ id, value }));
    return { inputs, texts };
  }

  function giveAgain(main, { inputs, texts }) {
    for (const { name, value } of inputs) main.querySelector(`input[name="${name}"][value="${value}"]`).click();
    for (const { id, value } of texts) {
      const area = document.getElementById(id);
      area.value = value;
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  /** What to say of an LMS that does not save. One that this launch never reached will not be reached by it. */
  function troubleOf({ recorder, isLocal, notices }) {
    if (isLocal && recorder.isKept) return notices[0];
    if (recorder.isDoubted) return recorder.isKept ? "doubted" : "doubted_no_copy";
    if (recorder.adapter.isLockedOut && recorder.isKept) return "locked_out";
    return recorder.isKept ? "trouble" : "trouble_no_copy";
  }

  class Frame {
    constructor(app) {
      this._app = app;
      this.main = document.getElementById("cb-main");
      this._bar = h("div", {});
      this._progress = h("div", {});
      document.getElementById("cb-head").append(this._bar, this._progress);
      this._shownNews = null;
      this._banner = document.getElementById("cb-banner");
      this._contents = document.getElementById("cb-contents");
    }

    /** Put a screen in; its heading takes the focus, so that a screen reader begins there. */
    show(screen, focus) {
      const app = this._app;
      document.documentElement.lang = app.language;
      document.title = app.text(app.course.data.title);
      document.getElementById("cb-skip").textContent = app.say("skip_to_content");
      fill(this.main, screen);
      fill(this._bar, this._barRow());
      this._shownNews = null;
      this.refresh();
      if (!focus) return;
      window.scrollTo(0, 0);
      screen.querySelector("[data-cb-heading]").focus({ preventScroll: true });
    }

    /** Put in the same screen in another language: what was chosen or written and not submitted yet stays. */
    translate(screen) {
      const given = givenIn(this.main);
      this.show(screen, false);
      giveAgain(this.main, given);
      this._bar.querySelector("[data-cb-language]").focus();
    }

    /** Bring progress and banner up to date, without taking the focus from where it is. */
    refresh() {
      fill(this._progress, this._progressBar());
      const news = this._news();
      const words = news.map((line) => line.textContent).join("\n");
      if (words === this._shownNews) return; // Read out once, not at every save.
      this._shownNews = words;
      fill(this._banner, ...news);
      this._banner.hidden = news.length === 0;
    }

    _barRow() {
      const app = this._app;
      return h(
        "div",
        { class: "cb-bar-top" },
        app.session.hasPrevious() &&
          !app.isOver &&
          button("‹", () => app.previous(), { class: "cb-icon", "aria-label": app.say("back") }),
        h("p", { class: "cb-title" }, course("span", {}, app.course.data.title, app.language), ...this._marks()),
        this._languages(),
        !app.isOver && button(app.say("contents"), () => this.openContents(), { class: "cb-link" })
      );
    }

    _marks() {
      const { data } = this._app.course;
      const marks = [
        this._app.isLocal && "mark_local",
        data.simulated && "mark_simulated",
        data.draft && "mark_draft",
        data.map.status === "illustrative" && "mark_illustrative",
      ];
      return marks.filter(Boolean).map((key) => h("span", { class: `cb-mark cb-${key}` }, this._app.say(key)));
    }

    _languages() {
      const app = this._app;
      const other = Object.keys(cb.catalogue).find((tag) => tag !== app.language);
      const label = cb.catalogue[other].language;
      return button(label, () => app.speak(other), { class: "cb-link", lang: other, "data-cb-language": other });
    }

    _progressBar() {
      const percent = Math.round(this._app.session.progress() * 100);
      const label = this._app.say("progress", { percent });
      const fill = h("span", { class: "cb-progress-fill" });
      fill.style.inlineSize = `${percent}%`;
      const attributes = { "aria-valuemin": 0, "aria-valuemax": 100, "aria-valuenow": percent, "aria-label": label };
      return h("div", Object.assign({ class: "cb-progress", role: "progressbar" }, attributes), fill);
    }

    /** Everything the learner must know about where their record goes. */
    _news() {
      const app = this._app;
      const { recorder } = app;
      const isStop = app.isFirstScreen || ["welcome", "outcome", "result"].includes(app.session.current.kind);
      const trouble = recorder.troubled ? troubleOf(app) : null;
      const notices = (isStop ? app.notices : []).filter((key) => key !== trouble);
      const news = notices.map((key) => h("p", {}, app.say(key)));
      if (recorder.level > 0) news.push(h("p", {}, app.say("shortened")));
      const offer = () => cb.saving.saveButton(app);
      if (isStop && app.aside().some((copy) => copy.unsaved || !copy.finished)) news.push(h("p", {}, app.say("earlier_here"), " ", offer()));
      if (recorder.adapter.refusesResult) news.push(h("p", { class: "cb-trouble" }, app.say("refused_result"), " ", offer()));
      else if (recorder.adapter.refused > 0) news.push(h("p", {}, app.say("refused"), " ", offer()));
      if (trouble !== null) {
        const retry = !app.isOver && !app.isLocal && button(app.say("retry"), () => app.retrySaving());
        news.push(h("p", { class: "cb-trouble" }, app.say(trouble), " ", retry, " ", offer()));
      }
      return news;
    }

    // ---- contents

    openContents() {
      this._open("contents", h("ol", {}, ...this._entries().map((entry) => this._entry(entry))));
    }

    /** The dialog by which a learner takes the result along as a file. */
    openSaving() {
      this._open("save_file", cb.saving.saving(this._app));
    }

    /** Show a page at the side, under a title that can be closed. */
    _open(title, page) {
      const close = button(this._app.say("close"), () => this.closeContents(), { class: "cb-link" });
      const head = h("div", { class: "cb-contents-head" }, h("h2", {}, this._app.say(title)), close);
      fill(this._contents, h("div", { class: "cb-contents-page" }, head, page));
      if (this._contents.showModal) this._contents.showModal();
      else this._contents.setAttribute("open", ""); // Browsers that do not know dialogs yet.
    }

    closeContents() {
      if (this._contents.close) this._contents.close();
      else this._contents.removeAttribute("open");
    }

    /** One entry per test, lesson, survey and the result: {step, title, done, above}. */
    _entries() {
      const app = this._app;
      const steps = app.course.steps.filter((step) => ["intro", "lesson", "result"].includes(step.kind));
      return steps.map((step) => {
        if (step.kind === "lesson") {
          const first = step.module.lessons[0] === step.lesson;
          return { step, title: step.lesson.title, done: this._lessonDone(step), above: first ? step.module.title : null };
        }
        const name = step.kind === "result" ? app.say("result") : app.phaseName(step.phase);
        return { step, title: { [app.language]: name }, done: this._phaseDone(step), above: null };
      });
    }

    _lessonDone(step) {
      const { session, course: index } = this._app;
      const practice = index.questionSteps("practice").filter((other) => other.lesson === step.lesson);
      return session.isDone(step) && practice.every((other) => session.isDone(other));
    }

    _phaseDone(step) {
      const { session } = this._app;
      if (step.kind === "result") return session.state.finished;
      return step.phase !== "survey" && session.isPhaseDone(step.phase);
    }

    _entry({ step, title, done, above }) {
      const app = this._app;
      const open = app.session.canEnter(step);
      const go = () => {
        this.closeContents();
        app.go(step);
      };
      const state = done ? "done" : open ? null : "locked";
      const current = step === app.session.current ? "step" : null;
      return h(
        "li",
        {},
        above && course("h3", {}, above, app.language),
        h(
          "button",
          { type: "button", class: "cb-entry", disabled: !open, "aria-current": current, onclick: go },
          course("span", {}, title, app.language),
          state && h("span", { class: `cb-state cb-state-${state}` }, app.say(state))
        )
      );
    }
  }

  cb.Frame = Frame;
})((window.CourseBridge = window.CourseBridge || {}));
