/* Taking one's result along as a file: where an LMS did not save it, or there is none. */
(function (cb) {
  "use strict";

  const { h } = cb.dom;
  const { button } = cb.parts;

  /** The button that opens the dialog. */
  function saveButton(app, attributes) {
    return button(app.say("save_file"), () => app.frame.openSaving(), Object.assign({ "data-cb-save": true }, attributes));
  }

  /** What the dialog holds. */
  function saving(app) {
    const { account, entered } = app.person;
    const id = field(app.say("account_label"), account.id, { "data-cb-account": true, readonly: !entered });
    const name = field(app.say("name_label"), app.person.name, { "data-cb-name": true });
    const told = h("p", { class: "cb-hint", role: "status" });
    const given = () => ({ id: id.input.value.trim(), name: name.input.value.trim() });
    const save = (page, more) => () => tell(app, { told, id }, given(), (who) => download(app.resultText(page, who, more), page));
    const { page } = app.recorder.journal;
    return h(
      "div",
      { class: "cb-saving-page" },
      h("p", {}, app.say("save_file_what")),
      h("p", { class: "cb-hint" }, app.say("save_file_private")),
      id.element,
      name.element,
      button(app.say("save_file"), save(page), { class: "cb-button cb-button-primary", "data-cb-download": true }),
      told,
      copying(app, [id.input, name.input], () => app.resultText(page, given())),
      ...app.aside().map((copy) => asideEntry(app, copy, save(copy.journal, { undelivered: copy.queue.length })))
    );
  }

  function field(label, value, attributes) {
    const input = h("input", Object.assign({ type: "text", maxlength: 120, autocomplete: "off" }, attributes));
    input.value = value || "";
    return { input, element: h("label", { class: "cb-saving-field" }, h("span", {}, label), input) };
  }

  /** Do it with what was given, and say what became of it; without an account nobody could tell whose file it is. */
  function tell(app, { told, id }, given, run) {
    if (given.id === "") {
      told.textContent = app.say("account_missing");
      id.input.focus();
      return null;
    }
    const done = run(given);
    told.textContent = app.say("save_file_done");
    return done;
  }

  function download(text, page) {
    const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    const link = h("a", { href: url, download: cb.resultFile.nameOf(page.course.id, new Date()) });
    document.body.append(link);
    link.click();
    link.remove();
    window.setTimeout(() => URL.revokeObjectURL(url), 60000);
    return text;
  }

  /** For browsers and frames that let no file be saved: the text to be copied into a message. */
  function copying(app, inputs, text) {
    const area = h("textarea", { rows: 4, readonly: true, "aria-label": app.say("save_file_text") });
    const details = h("details", {}, h("summary", {}, app.say("save_file_no_file")), h("p", {}, app.say("save_file_copy")), area);
    const write = () => {
      const isKnown = inputs[0].value.trim() !== "";
      area.value = isKnown ? text() : "";
      area.placeholder = isKnown ? "" : app.say("account_missing");
    };
    inputs.forEach((input) => input.addEventListener("input", write));
    details.addEventListener("toggle", write);
    area.addEventListener("focus", () => area.select());
    return details;
  }

  /** An attempt that the LMS does not know and that lies on this machine. */
  function asideEntry(app, copy, save) {
    const day = new Date(copy.journal.started_at).toLocaleDateString(app.language);
    const count = copy.journal.interactions.length;
    const entry = h("div", { class: "cb-saving-aside" }, h("p", {}, app.say("aside", { day, count })));
    const forget = () => {
      app.forgetAside(copy);
      entry.remove();
    };
    entry.append(
      button(app.say("save_file"), save, { "data-cb-download-aside": true }),
      " ",
      button(app.say("aside_forget"), forget, { class: "cb-link" })
    );
    return entry;
  }

  cb.saving = { saveButton, saving };
})((window.CourseBridge = window.CourseBridge || {}));
