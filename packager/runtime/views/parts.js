/* Parts that several screens share: headings, notes, the row of actions, bars. */
(function (cb) {
  "use strict";

  const { h } = cb.dom;

  /** The row of buttons at the foot of a screen; exactly one element per action. */
  function actions(...buttons) {
    return h("div", { class: "cb-actions" }, ...buttons);
  }

  /** A button with `data-cb-action`: submit, next or finish. */
  function action(name, label, onclick, options) {
    const plain = options && options.plain;
    const kind = plain ? "cb-button" : "cb-button cb-button-primary";
    return h("button", { type: "button", class: kind, "data-cb-action": name, onclick }, label);
  }

  function button(label, onclick, attributes) {
    return h("button", Object.assign({ type: "button", class: "cb-button", onclick }, attributes), label);
  }

  /** What the screen is about: a line above the title, and the title, which takes the focus. */
  function heading(eyebrow, title) {
    return h(
      "header",
      { class: "cb-heading" },
      eyebrow && h("p", { class: "cb-eyebrow" }, eyebrow),
      h("h1", { tabindex: "-1", "data-cb-heading": true }, title)
    );
  }

  function note(kind, ...children) {
    return h("p", { class: `cb-note cb-note-${kind}` }, ...children.filter(Boolean));
  }

  /** A bar from 0 to 100 with its number. */
  function bar(label, percent, kind) {
    const fill = h("span", { class: "cb-bar-fill" });
    fill.style.inlineSize = `${Math.max(0, Math.min(100, percent))}%`;
    return h(
      "div",
      { class: `cb-bar cb-bar-${kind}` },
      h("span", { class: "cb-bar-label" }, label),
      h("span", { class: "cb-bar-track", "aria-hidden": "true" }, fill),
      h("span", { class: "cb-bar-value" }, String(Math.round(percent)))
    );
  }

  /** Mark the labels whose input is chosen; browsers without `:has` cannot do it in CSS. */
  function markChosen(container) {
    for (const label of container.querySelectorAll("[data-cb-choice]")) {
      label.classList.toggle("cb-chosen", label.querySelector("input").checked);
    }
  }

  cb.parts = { actions, action, button, heading, note, bar, markChosen };
})((window.CourseBridge = window.CourseBridge || {}));
