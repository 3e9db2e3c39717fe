/* One learner's way through the course: where they are, what they answered, what that is worth. No DOM, no LMS.

   What happens is told to `listener`: seen(lesson), answered(interaction), objective(objective), scored(score),
   ended(outcome), moved(). The recorder is the listener that brings it to the LMS. */
(function (cb) {
  "use strict";

  const { isRight, tally, rawScore, passes, objectivePassing } = cb.scoring;

  /** `key` tells this attempt from every other. */
  function freshState(version, key) {
    return {
      version,
      key,
      bookmark: "welcome",
      written: 0,
      revision: 0,
      postTry: 1,
      seen: new Set(),
      answers: new Map(),
      totals: {},
      dropped: [],
      finished: false,
    };
  }

  class Session {
    /** `options`: {mastery: number|null, free: boolean}; free lifts the order (browsing and reviewing). */
    constructor(course, state, listener, options) {
      this.course = course;
      this.state = state;
      this._listener = listener;
      this._mastery = options.mastery;
      this._free = options.free;
      this._resumedAt = this._indexOrZero(state.bookmark);
      this._isCompleted = !course.data.forms.post && this.outcome() === "completed";
      this.current = this._resumeStep();
    }

    // ---- where the learner is

    _indexOrZero(id) {
      const step = this.course.step(id);
      return step ? this.course.indexOf(step) : 0;
    }

    /** The bookmark; where it is gone or locked, the first step that is not done. */
    _resumeStep() {
      const step = this.course.step(this.state.bookmark);
      return step && this.canEnter(step) ? step : this.firstOpen();
    }

    /** The first lesson or question that is not done, a test from its beginning on; the result when all is done. */
    firstOpen() {
      const work = this._workSteps();
      if (work.length === 0) return this.course.steps[0];
      const open = work.find((step) => !this.isDone(step));
      if (open === undefined) return this.course.step("result");
      return open.phase !== "practice" && open.number === 1 ? this.course.step(open.phase) : open;
    }

    /** What must be done; a survey is voluntary, so a part that is a survey alone has none. */
    _workSteps() {
      return this.course.steps.filter((step) => step.kind === "lesson" || step.kind === "question");
    }

    go(step) {
      if (!this.canEnter(step)) return false;
      this.current = step;
      this.state.bookmark = step.id;
      if (step.kind === "lesson") this._see(step.lesson);
      this._tellEndWithoutTest();
      this._listener.moved();
      return true;
    }

    _see(lesson) {
      if (this.state.seen.has(lesson.id)) return;
      this.state.seen.add(lesson.id);
      this._listener.seen(lesson.id);
    }

    next() {
      const step = this.course.steps[this.course.indexOf(this.current) + 1];
      return step ? this.go(step) : false;
    }

    previous() {
      const step = this.course.steps[this.course.indexOf(this.current) - 1];
      return step ? this.go(step) : false;
    }

    hasPrevious() {
      return this.course.indexOf(this.current) > 0;
    }

    /** Pre-test first; post-test once every lesson was seen; survey and result after the post-test. */
    canEnter(step) {
      if (this._free || step.kind === "welcome" || step.phase === "pre") return true;
      if (!this.isPhaseDone("pre")) return false;
      if (step.kind === "lesson" || step.phase === "practice") return true;
      if (!this.allSeen()) return false;
      return (step.phase === "post" && step.kind !== "outcome") || this.isPhaseDone("post");
    }

    allSeen() {
      return this.course.lessons.every((lesson) => this.state.seen.has(lesson.id));
    }

    isDone(step) {
      if (step.kind === "lesson") return this.state.seen.has(step.lesson.id);
      if (step.kind === "question") return this.isAnswered(step);
      return step.kind === "result" && this.state.finished;
    }

    /** Share of lessons and questions of the tests that are done, from 0 to 1; without any, of the way that is gone. */
    progress() {
      const work = this._workSteps();
      if (work.length > 0) return work.filter((step) => this.isDone(step)).length / work.length;
      return this.hasPrevious() ? this.course.indexOf(this.current) / (this.course.steps.length - 1) : 0;
    }

    /** Progress as an LMS is told it: 1 once, and not before, there is an outcome. */
    share() {
      return this.outcome() === "incomplete" ? Math.min(this.progress(), 0.99) : 1;
    }

    // ---- answers to the tests

    /** Keys chosen for a question step, or null. */
    keysOf(step) {
      const answer = this.state.answers.get(this.course.nameOf(step.phase, this.course.question(step.question)));
      return answer ? answer.keys : null;
    }

    /** Whether it was answered, also where resume data had no room for the keys. */
    isAnswered(step) {
      if (this.keysOf(step) !== null || this.state.totals[step.phase] !== undefined) return true;
      return this.state.dropped.includes(step.phase) && this.course.indexOf(step) < this._resumedAt;
    }

    isPhaseDone(phase) {
      return this.course.questionSteps(phase).every((step) => this.isAnswered(step));
    }

    /** Record an answer once; `latencyMs` is the time it took. Returns the interaction, or null if it is answered. */
    submit(step, keys, latencyMs) {
      if (this.isAnswered(step) || keys.length === 0) return null;
      const question = this.course.question(step.question);
      const ordered = Array.from(new Set(keys)).sort();
      this.state.answers.set(this.course.nameOf(step.phase, question), { keys: ordered });
      const interaction = cb.interactions.ofTest(this._place(step), question, ordered, latencyMs);
      this._listener.answered(interaction);
      this._tellObjective(step.phase, question.item);
      this._tellPhaseEnd(step.phase);
      return interaction;
    }

    _place(step) {
      const form = this.course.data.forms[step.phase];
      return { phase: step.phase, form: form ? form.id : step.form, attempt: step.phase === "post" ? this.state.postTry : 1 };
    }

    _answersOf(phase, item) {
      const steps = this.course.questionSteps(phase);
      const answers = steps.map((step) => ({ question: this.course.question(step.question), keys: this.keysOf(step) }));
      return item === undefined ? answers : answers.filter((answer) => answer.question.item === item);
    }

    /** An objective is told once all its questions in that phase are answered. */
    _tellObjective(phase, item) {
      const sum = tally(this._answersOf(phase, item));
      if (sum.answered < sum.count) return;
      const passed = passes(sum, objectivePassing(this.course.data, phase), null);
      const about = this.course.item(item) || this.course.work(item);
      this._listener.objective({ id: `${phase}.${item}`, raw: rawScore(sum), passed, text: about ? about.label : {} });
    }

    _tellPhaseEnd(phase) {
      this._tellEndWithoutTest();
      if (!this.isPhaseDone(phase)) return;
      const sum = tally(this._answersOf(phase));
      if (phase !== "practice") this.state.totals[phase] = [sum.won, sum.max];
      if (phase !== "post") return;
      this._listener.scored({ raw: rawScore(sum), scaled: sum.max === 0 ? 0 : sum.won / sum.max });
      this._listener.ended(this.outcome());
    }

    /** A course without a post-test is completed once, by its last lesson or question, a survey by its end. */
    _tellEndWithoutTest() {
      if (this._isCompleted || this.course.data.forms.post || this.outcome() !== "completed") return;
      this._isCompleted = true;
      this._listener.ended("completed");
    }

    // ---- results

    /** {won, max} of a phase that is done, else null. */
    total(phase) {
      const sum = this.state.totals[phase];
      return sum === undefined ? null : { won: sum[0], max: sum[1] };
    }

    /** Pass mark of the post-test as 0 to 1, the LMS's own before the form's, or null. */
    passMark() {
      if (this._mastery !== null) return this._mastery / 100;
      const form = this.course.data.forms.post;
      return form && form.passing !== null ? form.passing : null;
    }

    /** "passed", "failed", "completed", or "incomplete" while it is open. */
    outcome() {
      const form = this.course.data.forms.post;
      if (!form) return this._isWalked() ? "completed" : "incomplete";
      const sum = this.total("post");
      if (sum === null) return "incomplete";
      if (this.passMark() === null) return "completed";
      return passes(sum, form.passing, this._mastery) ? "passed" : "failed";
    }

    /** Whether a course without a post-test, or such a part of one, is done: its work, or its last step. */
    _isWalked() {
      if (this._workSteps().length === 0) return this.state.bookmark === "result" || this.state.finished;
      return this.allSeen() && this.isPhaseDone("pre") && this.isPhaseDone("practice");
    }

    canRetake() {
      return this.outcome() === "failed" && !this._free;
    }

    /** Begin the next try of a post-test that was failed. */
    retake() {
      if (!this.canRetake()) return false;
      for (const step of this.course.questionSteps("post")) {
        this.state.answers.delete(this.course.nameOf("post", this.course.question(step.question)));
      }
      delete this.state.totals.post;
      this.state.postTry += 1;
      this.state.finished = false;
      return this.go(this.course.step("post"));
    }

    /** Points per work in a phase, in the map's order, works without a question left out: [{work, won, max}]. */
    worksOf(phase) {
      return this.course.data.works
        .map((work) => {
          const mine = this._answersOf(phase).filter(({ question }) => {
            const item = this.course.item(question.item);
            return question.item === work.id || (item !== null && item.work === work.id);
          });
          return Object.assign({ work }, tally(mine));
        })
        .filter((row) => row.count > 0 && row.answered === row.count);
    }

    // ---- the survey

    /** {keys} or {text} given to a survey question, or null. */
    surveyAnswer(question) {
      return this.state.answers.get(this.course.nameOf("survey", question)) || null;
    }

    /** Record the answers of one survey screen: [{question, keys|text}]; each question once. */
    submitSurvey(answers, latencyMs) {
      for (const answer of answers) {
        const { question } = answer;
        if (this.surveyAnswer(question) !== null) continue;
        const kept = answer.text === undefined ? { keys: answer.keys } : { text: answer.text };
        this.state.answers.set(this.course.nameOf("survey", question), kept);
        const form = this.course.data.survey.id;
        this._listener.answered(cb.interactions.ofSurvey(form, question, kept, latencyMs));
      }
    }

    finish() {
      this.state.finished = true;
    }
  }

  cb.session = { Session, freshState };
})((window.CourseBridge = window.CourseBridge || {}));
