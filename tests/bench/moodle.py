"""Rows: deploying a 50 MB course by the plugin, against the bare upload of its package and what Moodle itself takes.

MOODLE_URL and MOODLE_TOKEN (the plugin's service) say where; every run leaves courses `bench-…` on that site.
MOODLE_ROOT is the site's folder on this machine: with it Moodle's own functions add such a package, once uploaded.
MOODLE_DATABASE adds the rows of `tests.bench.moodle_harvest`.
"""

from __future__ import annotations

import json
import os
import secrets
import shlex
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from coursebridge.cli.push import _wanted
from lms_bridge.connectors.base import PackageFile
from lms_bridge.connectors.moodle import MoodleConnector
from lms_bridge.connectors.moodle.rest import MoodleRest
from lms_bridge.endpoints import Target
from lms_bridge.http import HttpSession
from tests.bench import moodle_harvest
from tests.bench.table import Row
from tests.course_templates.folders import RECEIVING, sound_folder

_RUNS = 9
_MEDIA = 5
_MEDIA_BYTES = 10 << 20
#: A whole course, its tests and survey included, takes no longer than Moodle's own adding of its package alone.
_OWN_BAR = 1
_OWN = Path(__file__).with_name("moodle_scorm.php")


def rows() -> Iterator[Row]:
    """Measure upload and deploy in turns, so that both meet the same load; the median of the runs' ratios counts."""
    url, token = os.environ.get("MOODLE_URL"), os.environ.get("MOODLE_TOKEN")
    if not url or not token:
        print("moodle: no MOODLE_URL and MOODLE_TOKEN, not measured")
        return
    os.environ["COURSEBRIDGE_TOKEN_BENCH"] = token
    target = Target.model_validate(
        {"name": "bench", "connector": "moodle", "url": url, "options": {"requests_per_second": 0}}
    )
    times = [_once(target, token) for _ in range(_RUNS)]
    for upload_s, deploy_s in times:
        print(f"moodle: upload {upload_s:.2f} s, deploy {deploy_s:.2f} s")
    yield _row("its upload", times, 2)
    if root := os.environ.get("MOODLE_ROOT"):
        own = [_own_s(target, Path(root)) for _ in range(_RUNS)]
        print("moodle: its own functions add the package in " + ", ".join(f"{own_s:.2f}" for own_s in own) + " s")
        yield _row(
            "upload and Moodle's own adding",
            [(upload_s + own_s, deploy_s) for (upload_s, deploy_s), own_s in zip(times, own, strict=True)],
            _OWN_BAR,
        )
    yield from moodle_harvest.rows()


def _row(reference: str, times: list[tuple[float, float]], bar: float) -> Row:
    ratio = median(ours_s / reference_s for reference_s, ours_s in times)
    reference_s, ours_s = (median(each) for each in zip(*times, strict=True))
    return Row(f"moodle: 50 MB course, against {reference}", f"{ours_s:.2f} s", f"{reference_s:.2f} s", ratio, bar)


def _once(target: Target, token: str) -> tuple[float, float]:
    """Return how long the bare upload of a new course's package took, and the whole push, in seconds."""
    with _package(target) as package:
        rest = MoodleRest(HttpSession(target.url or ""), token)
        start = time.perf_counter()
        rest.upload(package.path, "bench.zip")
        uploaded = time.perf_counter()
        receipt = MoodleConnector(target).apply_site(package, (), lambda *_: None)
        deployed = time.perf_counter()
    assert not receipt.failed
    return uploaded - start, deployed - uploaded


def _own_s(target: Target, root: Path) -> float:
    """Return how long Moodle's own functions take to add another such package that is in a draft area, in seconds."""
    php = shlex.split(os.environ.get("MOODLE_PHP", "php"))
    with _package(target) as package:
        done = subprocess.run([*php, str(_OWN), str(root), str(package.path)], check=True, capture_output=True)
    told = json.loads(done.stdout)
    assert told["scos"] == len(package.scos)
    return float(told["seconds"])


@contextmanager
def _package(target: Target) -> Iterator[PackageFile]:
    """Build a new course with 50 MB of media that no site has yet."""
    with TemporaryDirectory(prefix="coursebridge-bench-") as name:
        folder = sound_folder(Path(name))
        folder.change("course.yaml", "id: warehouse", f"id: bench-{secrets.token_hex(4)}")
        for number in range(_MEDIA):
            folder.write(f"assets/media{number}.mp4", os.urandom(_MEDIA_BYTES))
        links = "".join(f"[素材 {number}](assets/media{number}.mp4)\n\n" for number in range(_MEDIA))
        folder.change(RECEIVING, "## 案例\n", f"## 案例\n\n{links}")
        with _wanted(folder.root, target, allow_drafts=False) as package:
            assert isinstance(package, PackageFile)
            yield package
