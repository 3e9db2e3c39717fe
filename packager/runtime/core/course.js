/* The course as the player asks for it: an index over the data file, without state. */
(function (cb) {
  "use strict";

  /** Names an answer is kept under: phase, question and version. */
  const answerName = (phase, id, version) => `${phase}/${id}/${version}`;

  class CourseIndex {
    constructor(data) {
      this.data = data;
      this.steps = cb.steps.stepsOf(data);
      this.lessons = [].concat(...data.modules.map((module) => module.lessons));
      this._stepById = new Map(this.steps.map((step, index) => [step.id, { step, index }]));
      this._works = new Map(data.works.map((work) => [work.id, work]));
      this._items = new Map(data.items.map((item) => [item.id, item]));
      this._questionSteps = new Map();
      this.tags = this._makeTags();
    }

    step(id) {
      const found = this._stepById.get(id);
      return found ? found.step : null;
    }

    indexOf(step) {
      return this._stepById.get(step.id).index;
    }

    question(id) {
      return this.data.questions[id];
    }

    work(id) {
      return this._works.get(id) || null;
    }

    item(id) {
      return this._items.get(id) || null;
    }

    /** The name under which the answer to a question of a phase is kept. */
    nameOf(phase, question) {
      return answerName(phase, question.id, question.version);
    }

    /** Question steps of a phase, in order. */
    questionSteps(phase) {
      if (!this._questionSteps.has(phase)) {
        this._questionSteps.set(phase, this.steps.filter((step) => step.kind === "question" && step.phase === phase));
      }
      return this._questionSteps.get(phase);
    }

    _makeTags() {
      const names = this.lessons.map((lesson) => `lesson/${lesson.id}`);
      const open = [];
      for (const step of this.steps) {
        if (step.kind === "question") names.push(this.nameOf(step.phase, this.question(step.question)));
        for (const question of step.kind === "survey" ? step.questions : []) {
          const name = this.nameOf("survey", question);
          names.push(name);
          if (question.kind === "text") open.push(name);
        }
      }
      return cb.resume.tagTable(names, open);
    }
  }

  cb.CourseIndex = CourseIndex;
})((window.CourseBridge = window.CourseBridge || {}));
