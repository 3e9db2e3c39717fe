/* Which language the learner reads: as chosen before, else the course's first. */
(function (cb) {
  "use strict";

  const KEY = "coursebridge/language";

  function remembered() {
    try {
      return window.localStorage.getItem(KEY);
    } catch (error) {
      return null;
    }
  }

  function remember(language) {
    try {
      window.localStorage.setItem(KEY, language);
    } catch (error) {
      // Storage is forbidden here: the choice holds for this session.
    }
  }

  /** The language of ours that a BCP 47 tag asks for: itself, else one with its first subtag; undefined for none. */
  function known(tag) {
    const tags = Object.keys(cb.catalogue);
    const primary = String(tag).toLowerCase().split("-")[0];
    return tags.find((one) => one === tag) || tags.find((one) => one.toLowerCase().split("-")[0] === primary);
  }

  /** `preferred` are the LMS's tags for this learner, best first. Spec: cmi5 11.1. */
  function choose(course, preferred) {
    const wanted = (preferred || []).concat([remembered() || ""], course.languages, Object.keys(cb.catalogue));
    return wanted.map(known).find((tag) => tag !== undefined);
  }

  cb.language = { choose, remember };
})((window.CourseBridge = window.CourseBridge || {}));
