"""What learners hold on a site, to the second: read from its database, or from the plugin where there is no access."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from urllib.parse import unquote, urlsplit

from tests.live.site import PROTOCOL, LiveSite

#: Every row that a change could cost a learner, and every time in it. `{}` is the course.
QUERIES = {
    "tracks": """SELECT v.id, a.userid, a.attempt, o.identifier, e.element, v.value, v.timemodified
        FROM mdl_scorm_scoes_value v JOIN mdl_scorm_attempt a ON a.id = v.attemptid
        JOIN mdl_scorm_element e ON e.id = v.elementid JOIN mdl_scorm_scoes o ON o.id = v.scoid
        JOIN mdl_scorm s ON s.id = a.scormid WHERE s.course = {} ORDER BY v.id""",
    "grades": """SELECT g.id, g.userid, i.itemtype, i.itemmodule, i.iteminstance, g.rawgrade, g.finalgrade,
        g.timecreated, g.timemodified FROM mdl_grade_grades g JOIN mdl_grade_items i ON i.id = g.itemid
        WHERE i.courseid = {} ORDER BY g.id""",
    "completions": """SELECT c.id, c.userid, m.idnumber, c.completionstate, c.timemodified
        FROM mdl_course_modules_completion c JOIN mdl_course_modules m ON m.id = c.coursemoduleid
        WHERE m.course = {} ORDER BY c.id""",
    "views": """SELECT w.id, w.userid, w.coursemoduleid, w.timecreated FROM mdl_course_modules_viewed w
        JOIN mdl_course_modules m ON m.id = w.coursemoduleid WHERE m.course = {} ORDER BY w.id""",
    "course completions": """SELECT id, userid, timeenrolled, timestarted, timecompleted FROM mdl_course_completions
        WHERE course = {} ORDER BY id""",
    "criteria met": """SELECT id, userid, criteriaid, timecompleted FROM mdl_course_completion_crit_compl
        WHERE course = {} ORDER BY id""",
    "attempts": """SELECT a.id, a.userid, a.quiz, a.attempt, a.state, a.timestart, a.timefinish, a.timemodified,
        a.sumgrades FROM mdl_quiz_attempts a JOIN mdl_quiz q ON q.id = a.quiz WHERE q.course = {} ORDER BY a.id""",
    "answers": """SELECT d.id, t.slot, t.questionid, t.maxmark, s.sequencenumber, s.state, s.fraction, s.timecreated,
        d.name, d.value FROM mdl_question_attempt_step_data d
        JOIN mdl_question_attempt_steps s ON s.id = d.attemptstepid
        JOIN mdl_question_attempts t ON t.id = s.questionattemptid
        JOIN mdl_quiz_attempts a ON a.uniqueid = t.questionusageid
        JOIN mdl_quiz q ON q.id = a.quiz WHERE q.course = {} ORDER BY d.id""",
    "survey answers": """SELECT v.id, c.userid, v.item, v.value, c.timemodified FROM mdl_feedback_value v
        JOIN mdl_feedback_completed c ON c.id = v.completed JOIN mdl_feedback f ON f.id = c.feedback
        WHERE f.course = {} ORDER BY v.id""",
}

Ledger = dict[str, list[str]]


def read_ledger(site: LiveSite, course: str) -> Ledger:
    """Return the rows of a course by what they are."""
    dsn = os.environ.get("MOODLE_DATABASE")
    if dsn is None:
        return {"rows": _harvested(site, course)}
    ask = database_client(dsn)
    return {name: ask(query.format(site.course_id(course))) for name, query in QUERIES.items()}


def read_from() -> str:
    """Say where ledgers are read from."""
    return "the database" if os.environ.get("MOODLE_DATABASE") else "the plugin's rows"


def count(ledger: Ledger) -> int:
    """Return how many rows a ledger has."""
    return sum(len(rows) for rows in ledger.values())


def lost(before: Ledger, after: Ledger) -> dict[str, list[str]]:
    """Return the rows that are not as they were."""
    gone = {name: sorted(set(rows) - set(after[name])) for name, rows in before.items()}
    return {name: rows for name, rows in gone.items() if rows}


def _harvested(site: LiveSite, course: str) -> list[str]:
    page = site.call(
        "local_coursebridge_harvest",
        {"protocol": PROTOCOL, "cursor": "", "mode": "sweep", "courses": [course], "maxrows": 20_000},
    )
    assert not page["more"]
    return [line for line in page["rows"].splitlines() if '"kind":"enrolment"' not in line]


def database_client(dsn: str) -> Callable[[str], list[str]]:
    """Return what runs a query by the database's own command: psql or mariadb."""
    place = urlsplit(dsn)
    if place.scheme.startswith("postgres"):
        command, environment = ["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", dsn, "-c"], {}
    else:
        name = place.path.lstrip("/")
        at = [f"--host={place.hostname}", f"--port={place.port or 3306}", f"--user={unquote(place.username or '')}"]
        command = ["mariadb", *at, "--batch", "--skip-column-names", name, "-e"]
        environment = {"MYSQL_PWD": unquote(place.password or "")}

    def ask(query: str) -> list[str]:
        done = subprocess.run(
            [*command, query], capture_output=True, text=True, encoding="utf-8", env={**os.environ, **environment}
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.splitlines()

    return ask
