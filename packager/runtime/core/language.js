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

  function choose(course) {
    const wanted = [remembered()].concat(course.languages, Object.keys(cb.catalogue));
    return wanted.find((tag) => tag !== null && tag in cb.catalogue);
  }

  cb.language = { choose, remember };
})((window.CourseBridge = window.CourseBridge || {}));
