"""The embedded LMS's run-time in process: what scorm-again and the sandbox's server do for a learner in a browser."""

from __future__ import annotations

import re
from datetime import datetime

from lms_bridge.sandbox.store import SandboxStore

_COUNTED = re.compile(r"cmi\.(interactions|objectives)\._count")
_NOT_YET = {"cmi.core.lesson_status": "not attempted"}


class SandboxRuntime:
    """One session of one learner at the first SCO of a package. Values go to the store at each commit."""

    def __init__(self, store: SandboxStore, package_id: int, learner_id: int) -> None:
        self._store = store
        self._package_id = package_id
        self._learner_id = learner_id
        self._known: dict[str, str] = {}
        self._unsaved: dict[str, str] = {}
        self._attempt_id = 0

    def initialize(self, at: datetime) -> None:
        """Continue the learner's open attempt, or begin one."""
        attempt = self._store.launch(self._package_id, self._learner_id, at)
        self._attempt_id = attempt.id
        self._known = {name: value.value for name, value in attempt.cmi.items()}
        mastery = self._store.package(self._package_id, attempt.package_version).scos[0].mastery_score
        if mastery is not None:
            self._known["cmi.student_data.mastery_score"] = str(mastery)

    def get_value(self, element: str) -> str:
        """Return a value as a SCO reads it."""
        if counted := _COUNTED.fullmatch(element):
            prefix = f"cmi.{counted[1]}."
            return str(len({name.split(".")[2] for name in self._known if name.startswith(prefix)}))
        return self._known.get(element, _NOT_YET.get(element, ""))

    def set_value(self, element: str, value: str) -> None:
        """Keep a value until the next commit."""
        self._known[element] = self._unsaved[element] = value

    def commit(self, at: datetime) -> None:
        """Bring what was set to the store."""
        self._send(at, finished=False)

    def finish(self, at: datetime) -> None:
        """End the session."""
        self._send(at, finished=True)

    def _send(self, at: datetime, *, finished: bool) -> None:
        unsaved, self._unsaved = self._unsaved, {}
        self._store.commit(self._attempt_id, unsaved, at, finished)
