"""Learners of a course of ours, and what a SCORM package leaves of each, put into a test site's database by SQL."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager

#: Elements of one attempt at one SCO, `x.start.time` among them: what a finished attempt with answers leaves.
_VALUES = {
    "x.start.time": "1760000000",
    "cmi.core.lesson_status": "passed",
    "cmi.core.score.raw": "80",
    "cmi.core.score.min": "0",
    "cmi.core.score.max": "100",
    "cmi.core.exit": "",
    "cmi.core.total_time": "00:20:00.00",
    "cmi.suspend_data": "p=3",
} | {
    f"cmi.interactions_{number}.{name}": value
    for number in range(7)
    for name, value in {
        "id": f"pr-{number + 1}.1",
        "type": "choice",
        "student_response": "a",
        "result": "correct",
        "time": "10:00:00",
        "correct_responses_0.pattern": "a",
    }.items()
}
_NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})"
_MADE = """
INSERT INTO mdl_user (auth, confirmed, mnethostid, username, password, firstname, lastname, email, timecreated)
{numbers} SELECT 'manual', 1, a.mnethostid, CONCAT('{mark}-', n.i), 'not cached', 'Bench', 'Bench',
    CONCAT('{mark}-', n.i, '@example.invalid'), 1760000000 FROM n, mdl_user a WHERE a.username = 'admin';
INSERT INTO mdl_user_enrolments (status, enrolid, userid, timestart, timeend, modifierid, timecreated, timemodified)
SELECT 0, e.id, u.id, 0, 0, u.id, 1760000000, 1760000000 FROM mdl_enrol e, mdl_user u
WHERE e.courseid = {course} AND e.enrol = 'manual' AND u.username LIKE '{mark}-%';
INSERT INTO mdl_scorm_attempt (userid, scormid, attempt)
SELECT u.id, s.id, 1 FROM mdl_user u, mdl_scorm s WHERE u.username LIKE '{mark}-%' AND s.course = {course};
INSERT INTO mdl_scorm_scoes_value (scoid, attemptid, elementid, value, timemodified)
SELECT o.id, a.id, e.id, v.value, 1760000000 FROM mdl_scorm_attempt a
JOIN mdl_scorm s ON s.id = a.scormid JOIN mdl_scorm_scoes o ON o.scorm = s.id AND o.scormtype = 'sco'
JOIN ({values}) v ON 1 = 1 JOIN mdl_scorm_element e ON e.element = v.element
WHERE s.course = {course};
"""
_GONE = """
DELETE FROM mdl_scorm_scoes_value WHERE attemptid IN (SELECT a.id FROM mdl_scorm_attempt a
    JOIN mdl_user u ON u.id = a.userid WHERE u.username LIKE '{mark}-%');
DELETE FROM mdl_scorm_attempt WHERE userid IN (SELECT id FROM mdl_user WHERE username LIKE '{mark}-%');
DELETE FROM mdl_user_enrolments WHERE userid IN (SELECT id FROM mdl_user WHERE username LIKE '{mark}-%');
DELETE FROM mdl_user WHERE username LIKE '{mark}-%';
"""

Ask = Callable[[str], list[str]]


@contextmanager
def learners(ask: Ask, idnumber: str, count: int) -> Iterator[int]:
    """Enrol learners with one attempt each at the course's package; give the number of track rows. They go in the end.

    Args:
        ask: runs SQL and returns the lines of its answer.
        idnumber: of a course that the bench itself has made.
        count: of learners.
    """
    course = int(ask(f"SELECT id FROM mdl_course WHERE idnumber = '{idnumber}'")[0])
    mark = f"bench{secrets.token_hex(4)}"
    values = " UNION ALL ".join(f"SELECT '{name}' AS element, '{value}' AS value" for name, value in _VALUES.items())
    for name in _VALUES:
        ask(
            f"INSERT INTO mdl_scorm_element (element) SELECT '{name}' FROM mdl_user WHERE username = 'admin' "
            f"AND NOT EXISTS (SELECT 1 FROM mdl_scorm_element WHERE element = '{name}')"
        )
    try:
        ask(_MADE.format(numbers=_NUMBERS.format(count=count), mark=mark, course=course, values=values))
        rows = ask(
            "SELECT COUNT(*) FROM mdl_scorm_scoes_value v JOIN mdl_scorm_attempt a ON a.id = v.attemptid "
            f"JOIN mdl_scorm s ON s.id = a.scormid WHERE s.course = {course}"
        )
        yield int(rows[0])
    finally:
        ask(_GONE.format(mark=mark))
