"""A page with the player's core and its adapters of xAPI, and an LRS that answers by script."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page

from foundation.digest import canonical_json
from packager.player import RUNTIME, scripts_of, vocabulary


@contextmanager
def xapi_page_of(chromium: Browser) -> Iterator[Page]:
    """Open the page, without a course on it."""
    page = chromium.new_page()
    page.set_content("<!DOCTYPE html><title>xapi</title>")
    words = canonical_json(vocabulary()).decode()
    page.add_script_tag(content=f"window.CourseBridge = {{ vocabulary: {words} }};")
    for name in (*scripts_of("cmi5"), "adapters/xapi.js"):
        if name.startswith(("core/", "adapters/")):
            page.add_script_tag(content=(RUNTIME / name).read_text(encoding="utf-8"))
    page.add_script_tag(content=HELPERS)
    yield page
    page.close()


HELPERS = """
/* An LRS that answers by script: statuses in order, the last one for ever. What was sent is in `sent`. An answer may
   also be {status, text, type, redirected, hangs, breaks}: it never comes, or its line breaks in the middle. */
window.scripted = (...answers) => {
  const sent = [];
  window.fetch = async (url, options) => {
    const next = answers.length > 1 ? answers.shift() : answers[0];
    const { status, text, type, redirected, hangs, breaks } = typeof next === "number" ? { status: next } : next;
    sent.push([options.method, JSON.parse(options.body || "null"), options, url]);
    if (status === 0) throw new TypeError("no network");
    if (hangs) {
      await new Promise((resolve, reject) => options.signal.addEventListener("abort", reject));
    }
    const body = async () => {
      if (breaks) throw new TypeError("the line broke");
      return text || "";
    };
    const get = (name) => (name === "Content-Type" ? type || null : null);
    return { status, ok: status >= 200 && status < 300, redirected: Boolean(redirected), text: body, headers: { get } };
  };
  return sent;
};
/* Time that goes as fast as it is waited for: what was waited for is in `waited`. */
window.hurried = () => {
  const waited = [];
  const original = window.originalTimeout = window.originalTimeout || window.setTimeout;
  window.setTimeout = (run, ms, ...values) => { waited.push(ms); return original(run, 0, ...values); };
  return waited;
};
window.calm = () => { window.setTimeout = window.originalTimeout || window.setTimeout; };
window.clientOf = () => new CourseBridge.xapiClient.LrsClient(
  { endpoint: "http://lrs/", actor: {}, registration: null, activityId: "urn:a" }, "Basic x");
window.boxOf = (count) => {
  const box = new CourseBridge.XapiOutbox(clientOf());
  const taken = [];
  for (let n = 1; n <= count; n += 1) box.push({ id: `s${n}` }, () => taken.push(n));
  return { box, taken };
};
window.idsOf = (sent) => sent.map(([method, body]) => [method, [].concat(body).map((one) => one.id).join("+")]);
window.statementsOf = (data, launch, template) => {
  const course = new CourseBridge.CourseIndex(data);
  const all = Object.assign({ actor: { mbox: "mailto:a@example.org" }, activityId: "urn:a", startedAt: 1000,
    registration: "8b2d3b0e-9c6f-4e0c-9b9b-5d3f0f6a1c11" }, launch);
  return new CourseBridge.xapiStatements.Statements(course, all, template);
};
window.interactionOf = (more) => Object.assign({ id: "pre.pre-a.pre1-1.1.1", response: "a", result: "correct",
  latencyMs: 1234, at: 5000 }, more);
"""
