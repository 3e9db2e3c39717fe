"""Somebody else's LMS that is hard on packages (PyPI's wagtail-lms) in an environment of its own, on loopback.

It has no LMSFinish, gives its SCORM 2004 API the names of 1.2, says yes to every value and sends it behind the
player's back, one request per value, in no order. It finds no launch page in manifests of SCORM 2004; an
administrator's entry stands for it here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from playwright.sync_api import BrowserContext

from tests.e2e.tools import ROOT, serving

_SERVE = """
import json, os, sys
data = sys.argv[1]
import django
from django.conf import settings
apps = ["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.messages"]
wagtail = ["wagtail.sites", "wagtail.users", "wagtail.snippets", "wagtail.documents", "wagtail.images",
           "wagtail.search", "wagtail.admin", "wagtail"]
middleware = ["django.contrib.sessions.middleware.SessionMiddleware", "django.middleware.common.CommonMiddleware",
              "django.contrib.auth.middleware.AuthenticationMiddleware",
              "django.contrib.messages.middleware.MessageMiddleware"]
processors = ["django.template.context_processors.request", "django.contrib.auth.context_processors.auth",
              "django.contrib.messages.context_processors.messages"]
settings.configure(
    DEBUG=False, SECRET_KEY="for tests only, on loopback " * 2, ALLOWED_HOSTS=["127.0.0.1"], ROOT_URLCONF="__main__",
    INSTALLED_APPS=[*apps, *wagtail, "modelcluster", "taggit", "wagtail_lms"], MIDDLEWARE=middleware,
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.path.join(data, "lms.db"),
                           "OPTIONS": {"timeout": 20, "init_command": "PRAGMA synchronous=OFF"}}},
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True,
                "DIRS": [data], "OPTIONS": {"context_processors": processors}}],
    MEDIA_ROOT=os.path.join(data, "media"), STATIC_URL="/static/", WAGTAIL_SITE_NAME="LMS", USE_TZ=True,
    WAGTAILADMIN_BASE_URL="http://127.0.0.1", DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    X_FRAME_OPTIONS="SAMEORIGIN", MIGRATION_MODULES=type("NoMigrations", (), {
        "__contains__": lambda self, app: True, "__getitem__": lambda self, app: None})(), WAGTAIL_LMS_AUTO_ENROLL=True,
)
open(os.path.join(data, "base.html"), "w").write("<!DOCTYPE html>{% block content %}{% endblock %}")
django.setup()
from django.core.management import call_command
call_command("migrate", run_syncdb=True, verbosity=0)

from django.contrib.auth import get_user_model
from django.core.files import File
from django.http import JsonResponse
from django.test import Client
from django.urls import include, path
from wagtail.models import Locale, Page
from wagtail_lms.models import CoursePage, SCORMAttempt, SCORMData, SCORMLessonPage, SCORMPackage

Locale.objects.create(language_code="en")
root = Page.add_root(instance=Page(title="root", slug="root"))
course = root.add_child(instance=CoursePage(title="course", slug="lms-course"))

def add(request):
    file = request.GET["file"]
    package = SCORMPackage(title=os.path.basename(file))
    with open(file, "rb") as stream:
        package.package_file = File(stream, name=os.path.basename(file))
        package.save()
    found = package.launch_url
    SCORMPackage.objects.filter(pk=package.pk).update(launch_url=found or "index.html")
    lesson = course.add_child(instance=SCORMLessonPage(title="l", slug=f"l{package.pk}", scorm_package=package))
    return JsonResponse({"lesson": lesson.pk, "package": package.pk, "found": found})

def learner(request):
    user = get_user_model().objects.create_user(request.GET["name"], first_name=request.GET["name"])
    client = Client()
    client.force_login(user)
    return JsonResponse({"id": user.pk, "session": client.cookies["sessionid"].value})

def arrived(request):
    attempt = SCORMAttempt.objects.filter(user=request.GET["learner"], scorm_package=request.GET["package"]).first()
    values = dict(SCORMData.objects.filter(attempt=attempt).values_list("key", "value")) if attempt else {}
    return JsonResponse({"values": values, "status": attempt.completion_status if attempt else None})

urlpatterns = [path("test/add", add), path("test/learner", learner), path("test/arrived", arrived),
               path("lms/", include("wagtail_lms.urls"))]

from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
WSGIRequestHandler.log_message = lambda *given: None
server = ThreadedWSGIServer(("127.0.0.1", 0), WSGIRequestHandler)
server.set_app(get_wsgi_application())
print(server.server_address[1], flush=True)
server.serve_forever()
"""


@dataclass(frozen=True)
class WagtailLms:
    """A running wagtail-lms."""

    url: str
    desk: httpx.Client

    def add_package(self, package: Path) -> tuple[int, int]:
        """Add a package; return the ids of its lesson and of itself."""
        told = self._ask("add", file=str(package))
        return told["lesson"], told["package"]

    def log_in(self, context: BrowserContext, name: str) -> int:
        """Make a learner, whose browser this is from now on; return the id."""
        told = self._ask("learner", name=name)
        host = urlsplit(self.url).hostname
        context.add_cookies([{"name": "sessionid", "value": str(told["session"]), "domain": host, "path": "/"}])
        return told["id"]

    def cmi(self, learner: int, package: int) -> dict[str, str]:
        """Return every value that arrived."""
        answer = self.desk.get("/test/arrived", params={"learner": learner, "package": package})
        values: dict[str, str] = json.loads(answer.text)["values"]
        return values

    def _ask(self, what: str, **params: str) -> dict[str, int]:
        answer = self.desk.get(f"/test/{what}", params=params)
        answer.raise_for_status()
        told: dict[str, int] = answer.json()
        return told


@contextmanager
def running_wagtail_lms(data: Path) -> Iterator[WagtailLms]:
    """Run wagtail-lms on a free port until the block ends."""
    lock = ROOT / "requirements" / "wagtail-lms.txt"
    with serving(lock, _SERVE, str(data)) as url, httpx.Client(base_url=url, timeout=60) as desk:
        yield WagtailLms(url=url, desk=desk)
