"""Open edX's SCORM module (openedx-scorm-xblock) in its workbench, in an environment of its own, on loopback.

What the platform has and the workbench has not is given here: a block id, a user's id and name. The workbench's page
names its learner otherwise than its script does; the browser is told the script's name.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from playwright.sync_api import Page

from tests.e2e.tools import ROOT, serving

_SERVE = """
import os, sys
data = sys.argv[1]
os.makedirs(os.path.join(data, "var"), exist_ok=True)
os.chdir(data)
import django
from django.conf import settings
from workbench import settings as defaults
given = {name: getattr(defaults, name) for name in dir(defaults) if name.isupper()}
given["INSTALLED_APPS"] = [app for app in given["INSTALLED_APPS"] if app != "djpyfs"]
given["WORKBENCH"] = {**given["WORKBENCH"], "services": {"settings": "workbench.services.SettingsService"}}
given["MIDDLEWARE"] = [each for each in given["MIDDLEWARE"] if "csrf" not in each]
given["XBLOCK_SETTINGS"] = {"ScormXBlock": {"PROXY_ASSETS_LMS": False}}
given.update(DEBUG=True, MEDIA_URL="/media/", MEDIA_ROOT=os.path.join(data, "media"), LOGGING_CONFIG=None)
settings.configure(**given)
django.setup()
from django.core.management import call_command
call_command("migrate", run_syncdb=True, verbosity=0)

from types import SimpleNamespace
from workbench import runtime, scenarios

class User(runtime.WorkBenchUserService):
    def __init__(self, uid):
        super().__init__(uid)
        self._user.opt_attrs.update({"edx-platform.user_id": uid, "edx-platform.username": f"learner-{uid}"})

def place(self, block):
    block.location = SimpleNamespace(block_id=str(block.scope_ids.usage_id))

runtime.WorkBenchUserService = User
runtime.WorkbenchRuntime._patch_xblock = place
scenarios.init_scenarios = lambda: None
for name in sys.argv[2:]:
    scenarios.add_xml_scenario(name, name, "<scorm/>")

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
WSGIRequestHandler.log_message = lambda *given: None
server = ThreadedWSGIServer(("127.0.0.1", 0), WSGIRequestHandler)
server.set_app(StaticFilesHandler(get_wsgi_application()))
print(server.server_address[1], flush=True)
server.serve_forever()
"""
_STUDIO = {"display_name": "course", "height": "700", "has_score": "1", "weight": "1", "popup_on_launch": "0"}
_STUDIO |= {"enable_navigation_menu": "0", "enable_fullscreen_button": "1", "width": "", "navigation_menu_width": ""}


@dataclass(frozen=True)
class OpenEdx:
    """A running workbench with one SCORM module per package."""

    url: str
    desk: httpx.Client

    def add_package(self, module: str, package: Path) -> None:
        """Upload a package as its author does in Studio."""
        with package.open("rb") as stream:
            files = {"file": (package.name, stream, "application/zip")}
            where = f"/handler/{module}.scorm.d0.u0/studio_submit/?student=author"
            answer = self.desk.post(where, data=_STUDIO, files=files)
        assert answer.json() == {"result": "success", "errors": []}

    def page(self, module: str, learner: int) -> str:
        """Return the address of a module's page."""
        return f"{self.url}/view/{module}/?student={learner}"

    def prepare(self, page: Page, learner: int) -> None:
        """Tell the workbench's script who learns."""
        page.add_init_script(f"window.studentId = {learner}")

    def cmi(self, module: str, learner: int) -> dict[str, str]:
        """Return every value that the server has, as its own page gives it."""
        text = self.desk.get(self.page(module, learner)).text
        values, _ = json.JSONDecoder().raw_decode(text[text.index('"scorm_data": ') + len('"scorm_data": ') :])
        return dict(values)

    def completion(self, module: str, learner: int) -> str:
        """Return the completion that the module shows its learner."""
        text = self.desk.get(self.page(module, learner)).text
        return text.split('completion-status">', 1)[1].split("<", 1)[0].strip()


@contextmanager
def running_openedx(data: Path, modules: tuple[str, ...]) -> Iterator[OpenEdx]:
    """Run the workbench on a free port until the block ends."""
    lock = ROOT / "requirements" / "openedx-scorm.txt"
    with serving(lock, _SERVE, str(data), *modules) as url, httpx.Client(base_url=url, timeout=60) as desk:
        yield OpenEdx(url=url, desk=desk)
