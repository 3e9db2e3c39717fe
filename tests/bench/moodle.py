"""Row: deploying a 50 MB course by the plugin, against the bare upload of its package. Only where MOODLE_URL is set.

MOODLE_URL and MOODLE_TOKEN (the plugin's service) say where; every run leaves a course `bench-…` on that site.
"""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from coursebridge.cli.push import _wanted
from lms_bridge.connectors.base import PackageFile
from lms_bridge.connectors.moodle import MoodleConnector
from lms_bridge.connectors.moodle.rest import MoodleRest
from lms_bridge.endpoints import Target
from lms_bridge.http import HttpSession
from tests.bench.table import Row
from tests.course_templates.folders import RECEIVING, sound_folder

_RUNS = 5
_MEDIA = 5
_MEDIA_BYTES = 10 << 20


def rows() -> Iterator[Row]:
    """Measure upload and deploy in turns, so that both meet the same load; the least disturbed of each counts."""
    url, token = os.environ.get("MOODLE_URL"), os.environ.get("MOODLE_TOKEN")
    if not url or not token:
        print("moodle: no MOODLE_URL and MOODLE_TOKEN, not measured")
        return
    os.environ["COURSEBRIDGE_TOKEN_BENCH"] = token
    target = Target.model_validate(
        {"name": "bench", "connector": "moodle", "url": url, "options": {"requests_per_second": 0}}
    )
    times = [_once(target, token) for _ in range(_RUNS)]
    upload_s, deploy_s = (min(each) for each in zip(*times, strict=True))
    what = "moodle: deploy of a 50 MB course, against its upload"
    yield Row(what, f"{deploy_s:.2f} s", f"{upload_s:.2f} s", deploy_s / upload_s, 2)


def _once(target: Target, token: str) -> tuple[float, float]:
    """Return how long the bare upload of a new course's package took, and the whole push, in seconds."""
    with TemporaryDirectory(prefix="coursebridge-bench-") as name:
        folder = sound_folder(Path(name))
        folder.change("course.yaml", "id: warehouse", f"id: bench-{secrets.token_hex(4)}")
        for number in range(_MEDIA):
            folder.write(f"assets/media{number}.mp4", os.urandom(_MEDIA_BYTES))
        links = "".join(f"[素材 {number}](assets/media{number}.mp4)\n\n" for number in range(_MEDIA))
        folder.change(RECEIVING, "## 案例\n", f"## 案例\n\n{links}")
        with _wanted(folder.root, target, allow_drafts=False) as package:
            assert isinstance(package, PackageFile)
            rest = MoodleRest(HttpSession(target.url or ""), token)
            start = time.perf_counter()
            rest.upload(package.path, "bench.zip")
            uploaded = time.perf_counter()
            receipt = MoodleConnector(target).apply_site(package, (), lambda *_: None)
            deployed = time.perf_counter()
    assert not receipt.failed
    return uploaded - start, deployed - uploaded
