/* Small helpers that make elements. Text is always set as text, never as HTML. */
(function (cb) {
  "use strict";

  /** An element; attributes that are null or false are left out, `on…` are listeners. */
  function h(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value === null || value === undefined || value === false) continue;
      if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else if (name in element && typeof value === "boolean") element[name] = value;
      else element.setAttribute(name, value === true ? "" : value);
    }
    element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
    return element;
  }

  /** A course text in a `tag`, marked with its own language where that differs from the interface's. */
  function course(tag, attributes, text, language) {
    const best = cb.texts.pick(text, language);
    const lang = best.language === language ? null : best.language;
    return h(tag, Object.assign({ lang }, attributes), best.text);
  }

  /** Put children into an element instead of those it has. */
  function fill(element, ...children) {
    element.textContent = "";
    element.append(...children);
  }

  cb.dom = { h, course, fill };
})((window.CourseBridge = window.CourseBridge || {}));
