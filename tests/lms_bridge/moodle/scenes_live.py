"""Scenes that are recorded on a real Moodle: `python -m tests.lms_bridge.moodle.scenes_live [SCENE…]`.

MOODLE_URL and MOODLE_TOKEN say where; MOODLE_DATABASE names the database, MOODLE_RELEASE the release of a site that
answers nothing. Further tokens for refusals come from
MOODLE_EXPIRED_TOKEN (good for one run: Moodle deletes it) and MOODLE_LEARNER_TOKEN. A scene's name ends with the
release, and its recordings replace those of its last run.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import JsonValue, TypeAdapter

from lms_bridge.connectors.moodle import MoodleConnector, core_grades
from lms_bridge.connectors.moodle.core_site import CoreSite
from lms_bridge.connectors.moodle.rest import MoodleRest
from lms_bridge.connectors.moodle.site import site_info
from lms_bridge.endpoints import Endpoint, Option
from lms_bridge.errors import SourceError
from lms_bridge.http import HttpSession, RetryPolicy
from tests.lms_bridge.moodle.recorder import SHOWN_HOST, Recorder, recording

ANY: TypeAdapter[JsonValue] = TypeAdapter(JsonValue)
ONCE = RetryPolicy(tries=1)


def rest(url: str, token: str | None = None) -> MoodleRest:
    """Return a client that asks once."""
    return MoodleRest(HttpSession(url, policy=ONCE), token or os.environ["MOODLE_TOKEN"])


def probe(url: str) -> None:
    """Ask what doctor asks, of a site without the plugin."""
    os.environ["COURSEBRIDGE_TOKEN_LIVE"] = os.environ["MOODLE_TOKEN"]
    MoodleConnector(Endpoint(name="live", connector="moodle", url=url)).probe()


def refusals(url: str) -> None:
    """Be refused in every way that can be had without harm."""
    tokens = {name: os.environ.get(name) for name in ("MOODLE_EXPIRED_TOKEN", "MOODLE_LEARNER_TOKEN")}
    calls: list[Callable[[], object]] = [
        lambda: rest(url, "0" * 32).call("core_course_get_categories", ANY),
        lambda: rest(url).call("core_course_no_such_function", ANY),
        lambda: rest(url).call("core_course_get_courses_by_field", ANY, {"field": "nonsense", "value": "x"}),
        lambda: rest(url).call("core_course_create_courses", ANY, {"courses": [{"fullname": "x"}]}),
        lambda: rest(url, tokens["MOODLE_EXPIRED_TOKEN"] or "0" * 32).call("core_webservice_get_site_info", ANY),
        lambda: rest(url, tokens["MOODLE_LEARNER_TOKEN"] or "0" * 32).call(
            "core_course_get_contents", ANY, {"courseid": 1}
        ),
        lambda: rest(url, tokens["MOODLE_LEARNER_TOKEN"] or "0" * 32).call(
            "core_enrol_get_enrolled_users", ANY, {"courseid": 1}
        ),
        lambda: rest(url).download("/1/mod_scorm/content/0/coursebridge.json", len),
        lambda: rest(url, "0" * 32).download("/1/mod_scorm/content/0/coursebridge.json", len),
        lambda: rest(url).call(
            "core_course_create_courses",
            ANY,
            {"courses": [{"fullname": "x", "shortname": "x", "categoryid": 99999}]},
        ),
    ]
    for call in calls:
        with suppress(SourceError):
            call()


def uploads(url: str) -> None:
    """Upload a file, and the same name again."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "a.zip"
        file.write_bytes(b"PK\x05\x06" + bytes(18))
        with suppress(SourceError):
            draft = rest(url).upload(file, "a.zip")
            rest(url).upload(file, "a.zip", draft)
        with suppress(SourceError):
            rest(url, "0" * 32).upload(file, "a.zip")


def harvest(url: str, plugin: str) -> None:
    """Harvest the course MOODLE_COURSE twice: everything, then what is new."""
    os.environ["COURSEBRIDGE_TOKEN_LIVE"] = os.environ["MOODLE_TOKEN"]
    options: dict[str, Option] = {"courses": os.environ["MOODLE_COURSE"], "plugin": plugin, "page_rows": 20}
    cursor = None
    for _ in range(2):
        for batch in MoodleConnector(Endpoint(name="live", connector="moodle", url=url, options=options)).harvest(
            cursor
        ):
            cursor = batch.cursor


def core(url: str) -> None:
    """Harvest by core functions; the plugin is not there."""
    harvest(url, "auto")


def plugin(url: str) -> None:
    """Harvest by the plugin."""
    harvest(url, "auto")


def courses(url: str) -> None:
    """Ask what doctor asks about the course MOODLE_COURSE of a site whose plugin is not to be used."""
    os.environ["COURSEBRIDGE_TOKEN_LIVE"] = os.environ["MOODLE_TOKEN"]
    options: dict[str, Option] = {"courses": os.environ["MOODLE_COURSE"], "plugin": "never"}
    MoodleConnector(Endpoint(name="live", connector="moodle", url=url, options=options)).probe()


def coursegone(url: str) -> None:
    """Ask for a course that is no more."""
    with suppress(SourceError):
        CoreSite(rest(url)).sections(99_999_999)


def gradebook(url: str) -> None:
    """Harvest the course MOODLE_COURSE as one whose gradebook is too large for one answer.

    The rest of it is as in `withheld` when all is allowed: of this scene the pages of the gradebook alone are kept.
    """
    core_grades._GRADES_AT_ONCE = 1
    harvest(url, "never")


#: What the account's role lacks of the guide's list while doctor is asked about a course; somebody takes it away first.
COURSES = {
    "courses-sound": "",
    "courses-poor": (
        "moodle/course:manageactivities mod/feedback:viewreports report/progress:view report/completion:view "
        "mod/scorm:viewreport gradereport/user:view"
    ),
    "courses-blind": "mod/quiz:viewreports moodle/course:ignoreavailabilityrestrictions",
    "courses-closed": "moodle/course:view",
}
#: States of a site that doctor is asked about; somebody brings the site into them first.
DOCTOR = (
    "doctor-off",  # web services are switched off
    "doctor-refused",  # the service is disabled
    "doctor-rest-use",  # the role lacks webservice/rest:use
    "doctor-suspended",  # the account is suspended
    "doctor-core",  # no plugin, all that core functions can do
    "doctor-core-poor",  # functions missing, completion and competencies off, max_input_vars 500, uploads 2 MB
    "doctor-sound",  # with the plugin, all well
    "doctor-poor",  # with the plugin, all that can be wrong at once
    "doctor-other-service",  # the plugin is installed, the token is of another service
    "doctor-no-connect",  # the role lacks local/coursebridge:connect
    "doctor-newer",  # the plugin speaks protocol 2 alone
    "doctor-older",  # the plugin speaks protocol 0 alone
)
SCENES = (
    {
        "probe": probe,
        "refusals": refusals,
        "uploads": uploads,
        "core": core,
        "plugin": plugin,
        "gradebook": gradebook,
        "coursegone": coursegone,
    }
    | dict.fromkeys(DOCTOR, probe)
    | dict.fromkeys(COURSES, courses)
)


def record(name: str, scene: Callable[[Recorder], None]) -> int:
    """Record a scene; return how many exchanges it took."""
    url = os.environ["MOODLE_URL"].rstrip("/")
    told = os.environ.get("MOODLE_RELEASE") or site_info(rest(url)).release
    release = told.split()[0]
    hidden = {url: SHOWN_HOST}
    hidden |= {value: "0" * 32 for key, value in os.environ.items() if key.endswith("TOKEN") and len(value) == 32}
    short = "".join(release.split(".")[:2])
    recorder = Recorder(url, f"{name}{short}", told, os.environ.get("MOODLE_DATABASE", ""), hidden)
    with recording(recorder):
        scene(recorder)
    recorder.hidden[recorder.proxy] = SHOWN_HOST
    recorder.write()
    return len(recorder.kept)


if __name__ == "__main__":
    for wanted in sys.argv[1:] or [name for name in SCENES if name not in (*DOCTOR, *COURSES)]:
        print(wanted, record(wanted, lambda recorder, scene=SCENES[wanted]: scene(recorder.proxy)))
