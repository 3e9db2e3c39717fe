/* What happened in the course as xAPI statements of our profile (docs/xapi-profile.md). No network, no clock. */
(function (cb) {
  "use strict";

  const UNSAFE = /["<>\\^`{|}]/g;
  const NO_REGISTRATION = "6ba7b812-9dad-11d1-80b4-00c04fd430c8";
  const RIGHT = { t: "true", 1: "true", f: "false", 0: "false" };

  const pad = (number) => String(number).padStart(2, "0");

  /** ISO 8601 of milliseconds, to hundredths of a second. Spec: xAPI 1.0.3 Part 2 4.6. */
  function duration(milliseconds) {
    const hundredths = Math.max(0, Math.round(milliseconds / 10));
    const seconds = Math.floor(hundredths / 100);
    const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
    const parts = (hours ? `${hours}H` : "") + (minutes ? `${minutes}M` : "");
    return `PT${parts}${seconds % 60}.${pad(hundredths % 100)}S`;
  }

  /** Phase, form, question, version and try of an interaction's id; none of them holds a dot. */
  function partsOf(id) {
    const [phase, form, question, version, attempt] = id.split(".");
    return { phase, form, question, version: Number(version), attempt: Number(attempt) };
  }

  /** Copies what is missing in `base`; lists are joined, and an activity is not listed twice. */
  function mergedActivities(base, more) {
    const merged = Object.assign({}, base);
    for (const [key, activities] of Object.entries(more).filter(([, listed]) => listed.length > 0)) {
      const there = [].concat(merged[key] || []);
      const ids = new Set(there.map((activity) => activity.id));
      merged[key] = there.concat(activities.filter((activity) => !ids.has(activity.id)));
    }
    return merged;
  }

  class Statements {
    /** `template` is the context that every statement begins with; it is never overwritten. Spec: cmi5 10.2.1. */
    constructor(course, launch, template) {
      this._course = course;
      this._data = course.data;
      this._launch = launch;
      this._template = template || {};
      this._words = cb.vocabulary;
      this._iri = this._words.course + this._data.id;
      this._startedAt = launch.startedAt;
      this._latest = launch.startedAt;
      const given = this._template.extensions || {};
      this.session = given[this._words.cmi5.session] || cb.uuid.random();
    }

    /** Not before the session began: what an earlier one could not send is told in this one. Spec: cmi5 9.3. */
    _stamp(at) {
      const stamp = Math.max(at, this._startedAt);
      this._latest = Math.max(this._latest, stamp);
      return stamp;
    }

    /** The end of the session: nothing that was told is later. */
    get endsAt() {
      return Math.max(Date.now(), this._latest);
    }

    // ---- names

    itemIri(id) {
      return (this._data.map.iri + id).replace(UNSAFE, encodeURIComponent);
    }

    _partIri(...parts) {
      return [this._iri].concat(parts).join(":");
    }

    _activity(id, type, name) {
      const definition = { type: this._words.types[type] };
      if (name) definition.name = name;
      return { objectType: "Activity", id, definition };
    }

    _form({ phase, form }) {
      return this._activity(this._partIri("form", phase, form, this._formVersion(phase)), "assessment");
    }

    /** Questions of the survey are no questions of the bank: their ids may be the same. */
    _questionIri({ phase, question, version }) {
      return this._partIri(phase === "survey" ? "survey-question" : "question", question, version);
    }

    _formVersion(phase) {
      const form = this._data.forms[phase];
      return form ? form.version : 1;
    }

    // ---- statements

    /** A statement of this launch. `key` says what it tells: the same key gives the same id. */
    make(key, verb, { object, result, context, at }) {
      const { actor, activityId, registration } = this._launch;
      const space = registration || NO_REGISTRATION;
      const who = registration ? activityId : cb.xapiLaunch.keeperOf(this._launch);
      const stamp = this._stamp(at);
      const statement = {
        id: cb.uuid.named(space, `${who} ${key}`),
        actor,
        verb: this._words.verbs[verb],
        object: object || { objectType: "Activity", id: activityId },
        context: this._context(context || {}, stamp === at ? null : at),
        timestamp: new Date(stamp).toISOString(),
      };
      if (result) statement.result = result;
      return statement;
    }

    /** `happened` is set where a statement is told in a later session than it is about. */
    _context({ activities, extensions }, happened) {
      const template = this._template;
      const { profile, types } = this._words;
      const all = Object.assign({ category: [] }, activities);
      all.category = all.category.concat([{ objectType: "Activity", id: profile, definition: { type: types.profile } }]);
      all.grouping = (all.grouping || []).concat([this._activity(this._iri, "course", this._data.title)]);
      const context = Object.assign({ platform: "coursebridge" }, template);
      if (this._launch.registration) context.registration = this._launch.registration;
      context.contextActivities = mergedActivities(template.contextActivities, all);
      const ours = Object.assign({ [this._words.extensions.course]: this._pins() }, extensions);
      if (happened !== null) ours[this._words.extensions.happened] = new Date(happened).toISOString();
      context.extensions = Object.assign(ours, template.extensions);
      return context;
    }

    /** Which course and map this is about, with versions: a statement must say so years later. */
    _pins() {
      const { id, version, role, level, simulated, map } = this._data;
      const pins = { id, version, role, simulated, map: map.iri, map_version: map.version };
      return level ? Object.assign(pins, { level }) : pins;
    }

    /** An answer to a question of a test or the survey; null when this course does not ask it. */
    answered(interaction) {
      const place = partsOf(interaction.id);
      const asked = place.phase === "survey" ? this._surveyed(place, interaction) : this._tested(place, interaction);
      if (asked === null) return null;
      const { definition, result, about, other } = asked;
      const { extensions } = this._words;
      const told = Object.assign({ id: interaction.id }, named(place, this._formVersion(place.phase)), about);
      return this.make(`${interaction.id} ${interaction.at}`, "answered", {
        object: { objectType: "Activity", id: this._questionIri(place), definition },
        result: Object.assign(result, { duration: duration(interaction.latencyMs) }),
        context: { activities: { parent: [this._form(place)], other }, extensions: { [extensions.question]: told } },
        at: interaction.at,
      });
    }

    _tested(place, interaction) {
      const question = this._course.question(place.question);
      if (!question) return null;
      const keys = interaction.response.split(",");
      const success = interaction.result === "correct";
      const score = { scaled: success ? 1 : 0, raw: success ? question.points : 0, min: 0, max: question.points };
      const item = this._course.item(question.item);
      const about = { item: question.item };
      if (item && item.work) about.work = item.work;
      const result = { response: this._response(question, keys), success, score };
      return { definition: this._definition(question), result, about, other: [this._item(question.item)] };
    }

    /** A true-false response is the word; where its keys are no truth values, it is a choice. */
    _isTrueFalse(question) {
      return question.type === "true-false" && question.choices.every(({ key }) => key in RIGHT);
    }

    _response(question, keys) {
      return this._isTrueFalse(question) ? RIGHT[keys[0]] : keys.join("[,]");
    }

    /** Spec: xAPI 1.0.3 Part 2 2.4.4.1, Appendix C. */
    _definition(question) {
      const isTrueFalse = this._isTrueFalse(question);
      const definition = {
        type: this._words.types.interaction,
        description: question.stem,
        interactionType: isTrueFalse ? "true-false" : "choice",
        correctResponsesPattern: [this._response(question, question.answer)],
      };
      if (isTrueFalse) return definition;
      return Object.assign(definition, { choices: question.choices.map(({ key, text }) => ({ id: key, description: text })) });
    }

    _surveyed(place, interaction) {
      const { survey } = this._data;
      const question = survey && survey.questions.find((one) => one.id === place.question);
      if (!question) return null;
      const definition = { type: this._words.types.interaction, description: question.prompt };
      const about = { aspect: question.aspect };
      const options = question.options.map(({ key, text }) => ({ id: key, description: text }));
      if (question.kind === "rating") Object.assign(definition, { interactionType: "likert", scale: options });
      if (question.kind === "choice") Object.assign(definition, { interactionType: "choice", choices: options });
      if (question.kind === "text") definition.interactionType = "long-fill-in";
      const chosen = question.options.find(({ key }) => key === interaction.response);
      if (chosen && chosen.value !== null) about.value = chosen.value;
      if (question.work) about.work = question.work;
      const other = question.work ? [this._item(question.work)] : [];
      return { definition, result: { response: interaction.response }, about, other };
    }

    /** A map item or work as an activity: its IRI is the map's own. */
    _item(id, name) {
      return this._activity(this.itemIri(id), "objective", name);
    }

    /** What the answers of one phase to the questions of one map item are worth. */
    scored({ id, raw, passed, at }) {
      const [phase, ...rest] = id.split(".");
      const item = rest.join(".");
      const known = this._course.item(item);
      const form = this._data.forms[phase];
      const about = { phase, item, form_version: this._formVersion(phase) };
      if (form) about.form = form.id;
      return this.make(`scored ${id} ${at}`, "scored", {
        object: this._item(item, known ? known.label : undefined),
        result: { score: { scaled: scaledOf(raw) }, success: passed },
        context: { extensions: { [this._words.extensions.objective]: about } },
        at,
      });
    }

    /** The learner opened a lesson for the first time; null when this course has no such lesson. */
    experienced(id, at) {
      const lesson = this._course.lessons.find((one) => one.id === id);
      if (!lesson) return null;
      const other = lesson.items.map((item) => this._item(item));
      return this.make(`experienced ${id} ${at}`, "experienced", {
        object: this._activity(this._partIri("lesson", id), "lesson", lesson.title),
        context: { activities: { other } },
        at,
      });
    }
  }

  /** Four decimals, as a mastery score has: a score that equals it is not below it. Spec: cmi5 10.2.4. */
  const scaledOf = (raw) => Math.round(raw * 100) / 10000;

  const named = ({ phase, form, question, version, attempt }, formVersion) => ({
    phase,
    form,
    form_version: formVersion,
    question,
    question_version: version,
    try: attempt,
  });

  cb.xapiStatements = { Statements, duration, scaledOf };
})((window.CourseBridge = window.CourseBridge || {}));
