"""Scenes of harvests that are recorded on a real Moodle with the plugin: as `scenes_push`, whose sites it takes.

MOODLE_HAND also does: `more COURSE` (`sima` takes the post-test again and is rated anew), `sneak COURSE` (`sima`'s
completion of a page is undone without a new time), `remove COURSE` (`sima`'s first attempts and survey are deleted,
`zhuge` is unenrolled), `erase COURSE` (`ouyang`'s account is deleted), `forget COURSE` (`sima` asks the site to delete
all data about them; the request is approved and carried out), `double COURSE` (two more courses get its ID number).
Of the account of a site without the plugin, by its role: `keepout COURSE` (it may not pass restricted access, nor see
in the survey what others answered), `keepout-pre COURSE` (it may, but not enter the pre-test), `let-in COURSE`
(it may do all it needs). `renumber COURSE` gives its package, post-test, survey and first page other ID numbers.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.lms_bridge.moodle.exchange import recorded
from tests.lms_bridge.moodle.home import Workplace
from tests.lms_bridge.moodle.recorder import Recorder
from tests.lms_bridge.moodle.scenes_live import record
from tests.lms_bridge.moodle.scenes_push import by_hand, pushing

#: What happened on the site before each harvest of the scene.
STEPS = ("learn", "", "more", "sneak", "remove", "erase", "rename", "double")
#: The same of the scene in which a learner asks to be forgotten.
FORGETTING = ("learn", "forget")
#: The same of the scene in which the account may not enter everything.
KEEPING_OUT = ("keepout", "keepout-pre", "let-in")
COURSE = "harv1"
#: Small pages, so that a run has several; the sweep that a run ends with is due at once, or not at all.
OPTIONS: dict[str, object] = {"courses": COURSE, "page_rows": 20}
SWEEPING: dict[str, object] = {**OPTIONS, "sweep_days": 0.000001}


def pluginharvest(recorder: Recorder) -> None:
    """Harvest by the plugin after each of several things that happened; before the last, by a sweep too."""
    with TemporaryDirectory() as folder:
        one = pushing(recorder, folder, COURSE)
        one.apply_map()
        one.apply()
        recorder.kept.clear()
        work = Workplace(Path(folder) / "work", {"box": recorder.proxy}, OPTIONS, os.environ["MOODLE_TOKEN"])
        for step in STEPS:
            if step:
                by_hand(step, COURSE)
            work.options = SWEEPING if step in ("sneak", "erase") else OPTIONS
            work.write()
            code, told = work.harvest()
            print(step, code, told["sources"][0]["rows"], [one["id"] for one in told["findings"]])


def pluginresumed(recorder: Recorder) -> None:
    """Harvest by the plugin; of the first run every answer but the first gets lost."""
    with TemporaryDirectory() as folder:
        one = pushing(recorder, folder, COURSE)
        one.apply_map()
        one.apply()
        by_hand("learn", COURSE)
        recorder.kept.clear()
        recorder.spare["local_coursebridge_harvest"], recorder.lose["local_coursebridge_harvest"] = 1, 5
        work = Workplace(Path(folder) / "work", {"box": recorder.proxy}, OPTIONS, os.environ["MOODLE_TOKEN"])
        for _ in range(2):
            code, told = work.harvest()
            print(code, told["sources"][0]["rows"])


def pluginforgotten(recorder: Recorder) -> None:
    """Harvest by the plugin, and again after a request for privacy was carried out."""
    with TemporaryDirectory() as folder:
        one = pushing(recorder, folder, COURSE)
        one.apply_map()
        one.apply()
        recorder.kept.clear()
        work = Workplace(Path(folder) / "work", {"box": recorder.proxy}, OPTIONS, os.environ["MOODLE_TOKEN"])
        for step in FORGETTING:
            by_hand(step, COURSE)
            code, told = work.harvest()
            print(step, code, told["sources"][0]["rows"], [one["id"] for one in told["findings"]])


def withheld(recorder: Recorder) -> None:
    """Harvest the course MOODLE_COURSE without the plugin, by an account that may enter one part, another, then all."""
    course = os.environ["MOODLE_COURSE"]
    with TemporaryDirectory() as folder:
        options: dict[str, object] = {"courses": course, "plugin": "never"}
        work = Workplace(Path(folder), {"box": recorder.proxy}, options, os.environ["MOODLE_TOKEN"])
        for step in KEEPING_OUT:
            by_hand(step, course)
            code, told = work.harvest()
            print(step, code, told["sources"][0]["rows"], [one["id"] for one in told["findings"]])
    recorder.forget_repeats()


def renumbered(recorder: Recorder) -> None:
    """Harvest the course MOODLE_COURSE without the plugin, after a teacher changed ID numbers of its activities.

    What the site answers as in `withheld`, when all is allowed, is not kept.
    """
    course = os.environ["MOODLE_COURSE"]
    before = {one.key: one for one in recorded(recorder.scene.replace("renumbered", "withheld"))}
    with TemporaryDirectory() as folder:
        options: dict[str, object] = {"courses": course, "plugin": "never"}
        work = Workplace(Path(folder), {"box": recorder.proxy}, options, os.environ["MOODLE_TOKEN"])
        by_hand("renumber", course)
        code, told = work.harvest()
        print(code, told["sources"][0]["rows"], [one["message"] for one in told["findings"]])
    recorder.forget_repeats()
    numbers = ("core_course_get_course_module", "gradereport_user_get_grade_items")
    recorder.kept = [one for one in recorder.kept if one.key not in before or one.function in numbers]


SCENES = {
    "pluginharvest": pluginharvest,
    "pluginresumed": pluginresumed,
    "pluginforgotten": pluginforgotten,
    "withheld": withheld,
    "renumbered": renumbered,
}

if __name__ == "__main__":
    for wanted in sys.argv[1:] or list(SCENES):
        print(wanted, record(wanted, SCENES[wanted]))
