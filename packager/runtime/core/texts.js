/* The interface's words in the chosen language, and the course's words in the best language there is. */
(function (cb) {
  "use strict";

  const FALLBACKS = ["zh-CN", "en"];

  /** The text in `language`, else in the first language there is: {text, language}. */
  function pick(text, language) {
    const known = text || {};
    const order = [language].concat(FALLBACKS, Object.keys(known));
    const found = order.find((tag) => typeof known[tag] === "string" && known[tag] !== "");
    return { text: found === undefined ? "" : known[found], language: found === undefined ? language : found };
  }

  /** The interface's text for `key`, `{name}` replaced from `values`. An unknown key is a defect and throws. */
  function say(language, key, values) {
    const catalogue = cb.catalogue[language] || cb.catalogue[FALLBACKS[0]];
    if (!(key in catalogue)) throw new Error("no text for " + key);
    return catalogue[key].replace(/\{(\w+)\}/g, (whole, name) =>
      values && name in values ? String(values[name]) : whole
    );
  }

  cb.texts = { pick, say };
})((window.CourseBridge = window.CourseBridge || {}));
