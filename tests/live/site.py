"""A real Moodle that MOODLE_URL and MOODLE_TOKEN name: what the tests ask of it beside the bridge."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from pydantic import TypeAdapter

from lms_bridge.connectors.moodle.arguments import Argument
from lms_bridge.connectors.moodle.rest import MoodleRest
from lms_bridge.connectors.moodle.site import PROTOCOL, PluginInfo, plugin_info
from lms_bridge.http import HttpSession

_ANYTHING: TypeAdapter[Any] = TypeAdapter(Any)
_STUDENT = 5


@dataclass(frozen=True)
class Learner:
    """An account that was made for the tests."""

    id: int
    username: str
    password: str


@dataclass(frozen=True)
class LiveSite:
    """The site. `token`: one as `tests/live/prepare.php` makes it."""

    url: str
    token: str = field(repr=False)

    @classmethod
    def from_environment(cls) -> LiveSite:
        """Return the site that the environment names. Raises KeyError."""
        return cls(os.environ["MOODLE_URL"].rstrip("/"), os.environ["MOODLE_TOKEN"])

    @cached_property
    def rest(self) -> MoodleRest:
        """The site's web services."""
        return MoodleRest(HttpSession(self.url), self.token)

    def call(self, function: str, arguments: Mapping[str, Argument]) -> Any:
        """Return what a function answers. Raises SourceError."""
        return self.rest.call(function, _ANYTHING, arguments, repeatable=False)

    @cached_property
    def plugin(self) -> PluginInfo:
        """What the plugin says of itself and the site."""
        info = plugin_info(self.rest)
        assert info is not None, "the plugin is not installed, or not in the token's service"
        return info

    @property
    def release(self) -> str:
        """The release of Moodle, e.g. 4.5.6."""
        return self.plugin.moodle_release.split()[0]

    def add_learner(self, name: str) -> Learner:
        """Make an account."""
        password = f"Aa1-{secrets.token_urlsafe(12)}"
        fields: dict[str, Argument] = {
            "username": name,
            "password": password,
            "firstname": "学员",
            "lastname": name,
            "email": f"{name}@example.com",
        }
        (made,) = self.call("core_user_create_users", {"users": [fields]})
        return Learner(made["id"], name, password)

    def enrol(self, course_id: int, learners: Sequence[Learner]) -> None:
        """Enrol learners as students."""
        enrolments = [{"roleid": _STUDENT, "userid": one.id, "courseid": course_id} for one in learners]
        self.call("enrol_manual_enrol_users", {"enrolments": enrolments})

    def state(self, course: str) -> dict[str, Any]:
        """Return what the plugin says of a course and its objects; hidden ones are among them."""
        asked: dict[str, Argument] = {"protocol": PROTOCOL, "courses": [course], "framework": ""}
        found = self.call("local_coursebridge_get_state", asked)
        return {"courses": found["courses"], "objects": found["objects"]}

    def last_exchange(self) -> int:
        """Return the number of the plugin's newest exchange."""
        return max((one["id"] for one in self._exchanges(1)), default=0)

    def errors_since(self, exchange: int) -> list[str]:
        """Return which of the plugin's last exchanges, at most 200, went wrong after the given one, and why."""
        found = [one for one in self._exchanges(200) if one["id"] > exchange]
        return [f"{one['function']} {one['errorcode']}" for one in found if one["errorcode"]]

    def _exchanges(self, most: int) -> list[dict[str, Any]]:
        told = self.call("local_coursebridge_get_exchanges", {"protocol": PROTOCOL, "limit": most})
        return list(told["exchanges"])

    def files_of_pages(self, course: str) -> dict[str, int]:
        """Return the size in bytes of every file beside the text of a course's pages."""
        sections = self.call("core_course_get_contents", {"courseid": self.course_id(course)})
        modules = [module for section in sections for module in section["modules"] if module["modname"] == "page"]
        files = [file for module in modules for file in module["contents"]]
        return {file["filename"]: file["filesize"] for file in files if file["filename"] != "index.html"}

    def course_id(self, course: str) -> int:
        """Return Moodle's number of a course."""
        (found,) = self.state(course)["courses"]
        return int(found["id"])

    def modules(self, course: str) -> dict[str, int]:
        """Return the course module of every activity, by its idnumber less the course's."""
        objects = self.state(course)["objects"]
        return {one["idnumber"].removeprefix(f"{course}."): one["cmid"] for one in objects if one["cmid"]}
