"""Scenes of pushes that are recorded on a real Moodle: `python -m tests.lms_bridge.moodle.scenes_push SCENE…`.

MOODLE_URL, MOODLE_TOKEN and MOODLE_DATABASE as in `scenes_live`. The site holds none of the courses, nor the map, yet.
Learners `ouyang` and `sima` have accounts. Where somebody must do something on the site between two pushes, the shell
command MOODLE_HAND does it: `restore FILE COURSE` merges a backup into a course, `rename COURSE` clears its ID number,
`fresh FILE COURSE` restores one as a new course of this ID number, `learn COURSE` has two learners take its package,
tests and survey.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.lms_bridge.moodle.home import Workplace
from tests.lms_bridge.moodle.pushing import Pushing
from tests.lms_bridge.moodle.recorder import Recorder
from tests.lms_bridge.moodle.scenes_live import record


def pushing(recorder: Recorder, folder: str, course: str) -> Pushing:
    """Return the course of an id, to be pushed by way of the recorder."""
    root = Path(folder)
    options = {"roster": str(root / "roster.csv")}
    made = Pushing(Workplace(root, {"box": recorder.proxy}, options, os.environ["MOODLE_TOKEN"]), course)
    made.roster()
    return made


def by_hand(*arguments: str) -> None:
    """Have something done on the site."""
    subprocess.run([*shlex.split(os.environ["MOODLE_HAND"]), *arguments], check=True)


def corepush(recorder: Recorder) -> None:
    """Push a course and its map to a site without the plugin, restore the rest by hand, push a new version."""
    with TemporaryDirectory() as folder:
        one = pushing(recorder, folder, "core1")
        one.plan()
        one.apply_map()
        one.apply_map()
        one.apply()
        one.apply()
        one.work.command("package", "build", str(one.folder.root), "--format", "mbz", "-o", folder)
        by_hand("restore", f"{folder}/core1-1.0.0-mbz.mbz", "core1")
        one.plan()
        one.next_version()
        one.plan()
        one.apply()
        one.apply("activities:core1")


def unseen(recorder: Recorder) -> None:
    """Push a map twice, on an IOMAD, by an account that does not see what other companies have."""
    with TemporaryDirectory() as folder:
        one = pushing(recorder, folder, "core9")
        for _ in range(2):
            print([change["op"] for change in one.apply_map()[1].get("changes", [])])


def corelost(recorder: Recorder) -> None:
    """Push to a site without the plugin; some answers get lost on the way, and the push is done again."""
    with TemporaryDirectory() as folder:
        one = pushing(recorder, folder, "core2")
        recorder.lose["core_competency_create_competency"] = 1
        one.apply_map()
        one.apply_map()
        recorder.lose["core_course_create_courses"] = 1
        one.apply()
        one.apply()
        one.apply()


def corerenamed(recorder: Recorder) -> None:
    """Push to a site where somebody has cleared the course's ID number since."""
    with TemporaryDirectory() as folder:
        one = pushing(recorder, folder, "core3")
        one.apply()
        by_hand("rename", "core3")
        one.apply()


def pluginpush(recorder: Recorder) -> None:
    """Push a course and its map by the plugin, again, and again with a lesson and a question changed."""
    with TemporaryDirectory() as folder:
        one = pushing(recorder, folder, "push1")
        one.plan()
        one.apply_map()
        one.apply_map()
        one.apply()
        one.apply()
        one.edit()
        one.next_version()
        one.plan()
        one.apply()
        one.apply()


def pluginfilm(recorder: Recorder) -> None:
    """Push a course with a film in it, again, and again with a lesson and a question changed."""
    with TemporaryDirectory() as folder:
        one = pushing(recorder, folder, "push6")
        one.film()
        one.apply_map()
        one.apply()
        one.apply()
        one.edit()
        one.next_version()
        one.apply()
        one.apply()


def decide(recorder: Recorder) -> None:
    """Push a version that would part learners from what they did: refused, then allowed by name."""
    with TemporaryDirectory() as folder:
        one = pushing(recorder, folder, "push2")
        one.apply_map()
        one.apply()
        by_hand("learn", "push2")
        one.drop_lesson()
        one.drop_survey_question()
        one.swap_test_question()
        one.next_version()
        one.plan()
        one.apply()
        one.apply("quiz:push2.post.post", "page:push2.page.counting")
        one.apply("feedback:push2.survey.fit", "completion:push2")
        one.apply()


def pluginlost(recorder: Recorder) -> None:
    """Push by the plugin; the answers to an upload and to deploys get lost on the way."""
    with TemporaryDirectory() as folder:
        one = pushing(recorder, folder, "push3")
        recorder.lose["upload.php"] = 1
        recorder.lose["local_coursebridge_deploy"] = 1
        one.apply()
        one.edit()
        one.next_version()
        recorder.lose["local_coursebridge_deploy"] = 5
        one.apply()
        one.apply()


def pluginrefused(recorder: Recorder) -> None:
    """Push by the plugin to a course whose ID number somebody cleared, then to one of two that have it."""
    with TemporaryDirectory() as folder:
        one = pushing(recorder, folder, "push4")
        one.apply()
        by_hand("rename", "push4")
        one.plan()
        one.apply()
        by_hand("double", "push4")
        one.plan()
        one.apply()


def retired(recorder: Recorder) -> None:
    """Retire a course that was never pushed, then one without and with learners, its framework too; push it again."""
    with TemporaryDirectory() as folder:
        one = pushing(recorder, folder, "push6")
        one.retire("plan")
        one.apply_map()
        one.apply()
        one.retire("plan")
        by_hand("learn", "push6")
        one.retire("plan")
        one.retire("apply")
        one.retire("apply", "course:push6")
        one.retire("apply", "course:push6")
        one.retire_map("apply")
        one.retire_map("apply", "framework:https://example.org/cm/warehouse/")
        one.retire_map("plan")
        one.apply()


def scosdropped(recorder: Recorder) -> None:
    """Push a course of one SCO where a backup of several was restored by hand and learnt: refused, then allowed."""
    with TemporaryDirectory() as folder:
        one = pushing(recorder, folder, "push7")
        one.work.command("package", "build", str(one.folder.root), "--format", "mbz", "--multi", "-o", folder)
        by_hand("fresh", f"{folder}/push7-1.0.0-mbz.mbz", "push7")
        by_hand("learn", "push7")
        one.plan()
        one.apply()
        one.apply("scorm:push7.scorm.CB-push7")
        one.apply("scorm:push7.scorm.CB-push7")


def maintained(recorder: Recorder) -> None:
    """Ask a site in maintenance mode, by its page and by the server's, and one that waits for an upgrade."""
    with TemporaryDirectory() as folder:
        one = pushing(recorder, folder, "push5")
        for state in ("maintenance", "climaintenance", "upgrade"):
            by_hand("state", state)
            try:
                one.plan()
                one.apply()
            finally:
                by_hand("state", "normal")


SCENES = {
    scene.__name__: scene
    for scene in (
        corepush,
        unseen,
        corelost,
        corerenamed,
        pluginpush,
        pluginfilm,
        decide,
        pluginlost,
        pluginrefused,
        retired,
        scosdropped,
        maintained,
    )
}

if __name__ == "__main__":
    for wanted in sys.argv[1:]:
        print(wanted, record(wanted, SCENES[wanted]))
