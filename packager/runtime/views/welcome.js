/* The first screen: what this course is, what it rests on, and how it goes. */
(function (cb) {
  "use strict";

  const { h, course } = cb.dom;
  const { actions, action, button, note } = cb.parts;

  function welcome(app) {
    const { data } = app.course;
    const begun = app.session.progress() > 0;
    return h(
      "div",
      { class: "cb-screen cb-welcome" },
      h(
        "header",
        { class: "cb-hero" },
        eyebrow(app),
        h("h1", { tabindex: "-1", "data-cb-heading": true }, app.text((data.part || data).title)),
        app.text(data.description) && course("p", { class: "cb-lead" }, data.description, app.language)
      ),
      marks(app),
      plan(app),
      facts(app),
      actions(
        begun && app.isLocal && button(app.say("restart_local"), () => app.restart()),
        action("next", app.say(begun ? "resume" : "start"), () => app.resume())
      )
    );
  }

  /** Above the title: the role; in a part of a divided course, the course and which part of it this is. */
  function eyebrow(app) {
    const { part, role_label: role, title } = app.course.data;
    if (!part) return course("p", { class: "cb-eyebrow" }, role, app.language);
    const place = app.say("part_of", { number: part.number, of: part.of });
    return h("p", { class: "cb-eyebrow" }, course("span", {}, title, app.language), ` · ${place}`);
  }

  function marks(app) {
    const { data } = app.course;
    const isIllustrative = data.map.status === "illustrative";
    return h(
      "div",
      { class: "cb-notes" },
      data.simulated && note("warning", app.say("simulated")),
      data.draft && note("warning", app.say("draft")),
      app.text(data.map.disclaimer) && note("plain", app.text(data.map.disclaimer), isIllustrative && app.say("illustrative"))
    );
  }

  function plan(app) {
    const { data, lessons } = app.course;
    const { pre, post } = data.forms;
    const mark = app.session.passMark();
    const passing = mark === null ? "" : ` ${app.say("pass_mark", { percent: Math.round(mark * 100) })}`;
    const rows = [
      pre && app.say("plan_pre", { count: pre.questions.length }),
      lessons.length && app.say("plan_lessons", { modules: data.modules.length, lessons: lessons.length }),
      post && app.say("plan_post", { count: post.questions.length }) + passing,
      data.survey && app.say("plan_survey"),
    ].filter(Boolean);
    return h(
      "section",
      { class: "cb-plan" },
      h("h2", {}, app.say("welcome_plan")),
      h("ol", {}, ...rows.map((row) => h("li", {}, row)))
    );
  }

  function facts(app) {
    const { data } = app.course;
    const { map } = data;
    const title = [map.standard, app.text(map.title)].filter(Boolean).join(" ");
    const rows = [
      [app.say("role"), app.text(data.role_label)],
      [app.say("level"), app.text(data.level_label)],
      [app.say("standard"), map.standard ? title : ""],
      [app.say("inspired_by"), app.text(map.inspired_by)],
      [app.say("course_version"), `${data.version} · ${app.say("map_version", { version: map.version })}`],
    ];
    const shown = rows.filter(([, value]) => value);
    return h("dl", { class: "cb-facts" }, ...[].concat(...shown.map(([name, value]) => [h("dt", {}, name), h("dd", {}, value)])));
  }

  cb.views = Object.assign(cb.views || {}, { welcome });
})((window.CourseBridge = window.CourseBridge || {}));
