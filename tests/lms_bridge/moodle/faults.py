"""What a Moodle says, or fails to say, when something is wrong with it."""

from __future__ import annotations

from tests.lms_bridge.stub import Answer


def refused(code: str) -> Answer:
    """Return Moodle's error of a code, which comes with HTTP 200."""
    return Answer.of({"exception": "moodle_exception", "errorcode": code, "message": "…"})


PAGE = Answer(body=b"<!DOCTYPE html><title>Log in</title>", headers={"Content-Type": "text/html"})
MAINTENANCE = refused("sitemaintenance")
UPGRADE = refused("upgraderunning")
NO_TOKEN = refused("invalidtoken")
HANG_UP = Answer(hang_up=True)
TRUNCATED = Answer(body=b'{"results": [{"kind":', headers={"Content-Type": "application/json"})
CUT_OFF = Answer(body=b'{"results": [', announced=999)
