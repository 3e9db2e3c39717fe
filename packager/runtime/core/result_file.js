/* The result file: an attempt as one JSON document, which a learner can take to the training centre.

   The format is documented in docs/result-file.md. The digest finds damage and edits by hand; it is no signature. */
(function (cb) {
  "use strict";

  const FORMAT = "coursebridge-result";
  const VERSION = 1;

  /** JSON with sorted keys and no spaces: what the digest is made of. */
  function canonical(value) {
    if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
    if (value === null || typeof value !== "object") return JSON.stringify(value);
    const names = Object.keys(value).sort();
    return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(",")}}`;
  }

  const moment = (ms) => new Date(ms).toISOString();

  /** `page` of a journal; `learner`: {id, name, home_page, entered}; `more`: {undelivered, elsewhere, registration}. */
  function resultOf(page, learner, more) {
    return Object.assign(
      {
        written_at: moment(Date.now()),
        course: page.course,
        map: page.map,
        part: page.part,
        simulated: page.simulated,
        adapter: page.adapter,
        learner,
        attempt: page.attempt,
        started_at: moment(page.started_at),
        last_at: moment(page.last_at),
        duration_ms: page.spent_ms,
        status: page.outcome === null ? "incomplete" : page.outcome.status,
        status_at: page.outcome === null ? null : moment(page.outcome.at),
        score: page.score === null ? null : Object.assign({}, page.score, { at: moment(page.score.at) }),
        lessons: page.lessons.map((lesson) => Object.assign({}, lesson, { at: moment(lesson.at) })),
        objectives: page.objectives.map((objective) => Object.assign({}, objective, { at: moment(objective.at) })),
        interactions: page.interactions.map((entry) => Object.assign({}, entry, { at: moment(entry.at) })),
      },
      more
    );
  }

  /** The file's text. Indented, so that a person can read it. */
  function textOf(result) {
    const document = { format: FORMAT, version: VERSION, sha256: cb.sha256Hex(canonical(result)), result };
    return `${JSON.stringify(document, null, 1)}\n`;
  }

  /** `coursebridge-result-<course>-<yyyymmddhhmm>.json`, in the learner's own time. */
  function nameOf(courseId, date) {
    const two = (number) => String(number).padStart(2, "0");
    const day = `${date.getFullYear()}${two(date.getMonth() + 1)}${two(date.getDate())}`;
    return `${FORMAT}-${courseId}-${day}${two(date.getHours())}${two(date.getMinutes())}.json`;
  }

  cb.resultFile = { canonical, resultOf, textOf, nameOf };
})((window.CourseBridge = window.CourseBridge || {}));
