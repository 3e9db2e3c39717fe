/* Where a learner was, packed into what an LMS keeps (4,096 bytes in SCORM 1.2), and unpacked again.

   Every answer carries a four-letter tag of its question (phase, id, version), not a position, so that data of
   another version of the course still restores every question that did not change. */
(function (cb) {
  "use strict";

  const LIMIT_BYTES = 4096;
  const FIRST = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  const REST = FIRST + "abcdefghijklmnopqrstuvwxyz0123456789_-";
  const ANSWER = /([A-Z][\w-]{3})([a-z0-9]+)/g;
  const TAG = /[A-Z][\w-]{3}/g;

  /** FNV-1a, 32 bits. */
  function hash(text) {
    let value = 0x811c9dc5;
    for (const letter of text) {
      value = Math.imul(value ^ letter.codePointAt(0), 0x01000193) >>> 0;
    }
    return value;
  }

  function tagOf(text) {
    const value = hash(text);
    let rest = Math.floor(value / FIRST.length);
    let tag = FIRST[value % FIRST.length];
    for (let index = 0; index < 3; index += 1) {
      tag += REST[rest % REST.length];
      rest = Math.floor(rest / REST.length);
    }
    return tag;
  }

  /** Tags of `names`, each its own: on a collision the later name is hashed again. `open` names hold texts. */
  function tagTable(names, open) {
    const byName = new Map();
    const byTag = new Map();
    for (const name of names) {
      let tag = tagOf(name);
      for (let salt = 1; byTag.has(tag); salt += 1) tag = tagOf(`${name}#${salt}`);
      byName.set(name, tag);
      byTag.set(tag, name);
    }
    return { byName, byTag, open: new Set(open) };
  }

  const sizeBytes = (text) => new TextEncoder().encode(text).length;

  /** What is left out, step by step, until the rest fits. */
  const LEVELS = [
    { drop: [], texts: true },
    { drop: [], texts: false },
    { drop: ["practice"], texts: false },
    { drop: ["practice", "survey"], texts: false },
    { drop: ["practice", "survey", "pre"], texts: false },
  ];

  /** {text, level}: the state as a string of at most `limit` bytes; level 0 means that nothing was left out. */
  function pack(state, tags, limit) {
    const most = limit || LIMIT_BYTES;
    for (let level = 0; level < LEVELS.length; level += 1) {
      const text = JSON.stringify(packed(state, tags, LEVELS[level]));
      if (sizeBytes(text) <= most) return { text, level };
    }
    const { key: k, version: c, bookmark: b, written: n, revision: r } = state;
    const text = JSON.stringify({ v: 1, c, k, b, n, r });
    return { text, level: LEVELS.length };
  }

  function packed(state, tags, { drop, texts }) {
    const kept = Array.from(state.answers).filter(([name]) => !drop.includes(name.split("/")[0]));
    const open = kept.filter(([, answer]) => answer.text !== undefined);
    const document = {
      v: 1,
      c: state.version,
      k: state.key,
      b: state.bookmark,
      n: state.written,
      r: state.revision,
      t: state.postTry,
      s: Array.from(state.seen, (lesson) => tags.byName.get(`lesson/${lesson}`)).join(""),
      a: kept.map(([name, answer]) => tags.byName.get(name) + (answer.keys || ["0"]).join("")).join(""),
      p: state.totals,
    };
    if (texts && open.length > 0) document.x = open.map(([name, answer]) => [tags.byName.get(name), answer.text]);
    if (drop.length > 0) document.d = drop;
    if (state.finished) document.f = 1;
    return document;
  }

  /** A state from what `pack` wrote, for a course with these tags; null when it is not such a text. */
  function unpack(text, tags) {
    let document;
    try {
      document = JSON.parse(text);
    } catch (error) {
      return null;
    }
    if (!document || document.v !== 1) return null;
    return {
      version: String(document.c || ""),
      key: typeof document.k === "string" ? document.k : undefined,
      bookmark: String(document.b || ""),
      written: count(document.n),
      revision: count(document.r),
      postTry: Math.max(1, count(document.t)),
      seen: new Set(lessonNames(String(document.s || ""), tags)),
      answers: answersOf(document, tags),
      totals: totalsOf(document.p),
      dropped: Array.isArray(document.d) ? document.d : [],
      finished: document.f === 1,
    };
  }

  const count = (value) => (Number.isInteger(value) && value > 0 ? value : 0);

  function totalsOf(value) {
    const isTotal = ([, sum]) => Array.isArray(sum) && sum.length === 2 && sum.every(Number.isFinite);
    return Object.fromEntries(Object.entries(value && typeof value === "object" ? value : {}).filter(isTotal));
  }

  function lessonNames(text, tags) {
    const names = (text.match(TAG) || []).map((tag) => tags.byTag.get(tag));
    return names.filter((name) => name !== undefined).map((name) => name.slice("lesson/".length));
  }

  function answersOf(document, tags) {
    const texts = new Map(Array.isArray(document.x) ? document.x : []);
    const answers = new Map();
    String(document.a || "").replace(ANSWER, (whole, tag, keys) => {
      const name = tags.byTag.get(tag);
      if (name === undefined) return whole;
      const text = texts.has(tag) ? String(texts.get(tag)) : "";
      answers.set(name, tags.open.has(name) ? { text } : { keys: Array.from(keys) });
      return whole;
    });
    return answers;
  }

  cb.resume = { LIMIT_BYTES, tagTable, pack, unpack, sizeBytes };
})((window.CourseBridge = window.CourseBridge || {}));
