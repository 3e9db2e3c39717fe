/* A lesson: its page stands in index.html as an inert template per language, so that no file is fetched. */
(function (cb) {
  "use strict";

  const { h, course } = cb.dom;
  const { actions, action, heading, note } = cb.parts;

  function lesson(app, step) {
    const page = pageOf(step.lesson, app.language);
    const minutes = step.lesson.minutes;
    return h(
      "article",
      { class: "cb-screen cb-reading" },
      heading(app.text(step.module.title), app.text(step.lesson.title)),
      minutes && h("p", { class: "cb-minutes" }, app.say("minutes", { minutes })),
      step.lesson.draft && note("warning", app.say("draft_here")),
      page.language !== app.language && note("plain", app.say("no_translation")),
      page.content,
      taught(app, step.lesson),
      actions(action("next", app.say("next"), () => app.next()))
    );
  }

  /** The page in `language`, else in the first language there is. */
  function pageOf(lesson, language) {
    const all = Array.from(document.querySelectorAll("template[data-cb-lesson]"));
    const mine = all.filter((template) => template.dataset.cbLesson === lesson.id);
    const found = mine.find((template) => template.lang === language) || mine[0];
    return { language: found.lang, content: found.content.cloneNode(true) };
  }

  /** The items of the map that the lesson teaches. */
  function taught(app, lesson) {
    const items = lesson.items.map((id) => app.course.item(id)).filter(Boolean);
    if (items.length === 0) return null;
    return h(
      "details",
      { class: "cb-items" },
      h("summary", {}, app.say("items_taught", { count: items.length })),
      h("ul", {}, ...items.map((item) => course("li", {}, item.label, app.language)))
    );
  }

  cb.views = Object.assign(cb.views || {}, { lesson });
})((window.CourseBridge = window.CourseBridge || {}));
