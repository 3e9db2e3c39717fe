"""An LMS's pages, given to a browser without a server, and an API that fails in every way that we heard of."""

from __future__ import annotations

import mimetypes
import zipfile
from pathlib import Path

from playwright.sync_api import BrowserContext, Frame, Page, Route

from tests.e2e.driver import course_in

LMS = "http://lms.example"
CDN = "http://cdn.example"
FRAME = "<iframe id='sco' src='{src}' style='width: 100%; height: 95vh'></iframe>"
_RUNTIME = Path(__file__).resolve().parents[2] / "lms_bridge/sandbox/_vendor/scorm12.min.js"

#: What it has stored outlives the page; `lms.fault` names, by function or element, how it fails from now on.
HOSTILE = """<script>
  const lms = window.lms = { fault: {}, calls: [], code: "0" };
  const stored = () => JSON.parse(localStorage.getItem("lms") || "{}");
  const keep = (values) => localStorage.setItem("lms", JSON.stringify(values));
  const answer = (name, element, run) => {
    lms.calls.push([name, element]);
    const fault = lms.fault[element] || lms.fault[name] || lms.fault.all;
    lms.code = "0";
    if (fault === "throw") throw new Error("LMS down");
    if (fault === "undefined") return undefined;
    if (fault === "lie") return "true";
    if (fault && fault !== "stale") { lms.code = fault; return "false"; }
    return run(fault === "stale");
  };
  lms.stored = stored;
  lms.lose = () => localStorage.removeItem("lms");
  const values = stored();
  const begun = Object.assign({}, values);
  const put = (element, value) => { values[element] = String(value); return "true"; };
  const api = {
    Initialize: () => answer("Initialize", "", () => "true"),
    Terminate: () => answer("Terminate", "", () => "true"),
    Commit: () => answer("Commit", "", () => { keep(values); return "true"; }),
    GetValue: (element) => answer("GetValue", element, (isStale) => (isStale ? begun : values)[element] || ""),
    SetValue: (element, value) => answer("SetValue", element, () => put(element, value)),
    GetLastError: () => lms.code,
    GetErrorString: () => "",
  };
  const old = (name) => "LMS" + (name === "Terminate" ? "Finish" : name);
  window.API_1484_11 = api;
  window.API = Object.fromEntries(Object.entries(api).map(([name, run]) => [old(name), run]));
  values["cmi.core.student_id"] = values["cmi.learner_id"] = "20260017";
  values["cmi.core.student_name"] = values["cmi.learner_name"] = "王小明";
</script>"""


def serve(learner: BrowserContext, package: Path) -> dict[str, str]:
    """Return the pages by address that the learner's browser is given; `/x/…` of every site is the package."""
    pages: dict[str, str] = {}
    with zipfile.ZipFile(package) as archive:
        members = {info.filename: archive.read(info) for info in archive.infolist()}

    def answer(route: Route) -> None:
        url = route.request.url.split("?")[0].split("#")[0]
        path = url.split("/", 3)[3]
        if url in pages:
            route.fulfill(body=pages[url], content_type="text/html; charset=utf-8")
        elif path == "scorm12.js":
            route.fulfill(body=_RUNTIME.read_bytes(), content_type="text/javascript")
        elif path.removeprefix("x/") in members:
            kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
            route.fulfill(body=members[path.removeprefix("x/")], content_type=kind)
        else:
            route.fulfill(status=404)

    learner.route("http://*.example/**", answer)
    return pages


def sco(page: Page) -> Frame:
    """Return the frame that the course is in, once it shows something to do."""
    return course_in(page, "#sco")
