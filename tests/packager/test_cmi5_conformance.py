"""Open edX's own reader of cmi5 packages (PyPI's openedx-cmi5-xblock) unpacks ours and finds course and units."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from packager.build import build_package
from packager.options import BuildOptions, Division
from packager.parts import course_parts
from tests.e2e.tools import ROOT, python_of
from tests.packager.courses import make_course

_READ = """
import io, json, pathlib, sys, types
from unittest import mock
from django.conf import settings
settings.configure(MEDIA_ROOT=sys.argv[2], MEDIA_URL="/media/", INSTALLED_APPS=[], LMS_ROOT_URL="https://lms.example.org")
import django
django.setup()
from openedx_cmi5_xblock.openedx_cmi5_xblock import CMI5XBlock
from xblock.field_data import DictFieldData
CMI5XBlock.location = types.SimpleNamespace(block_id="block")
runtime = mock.Mock()
runtime.service.return_value = None
block = CMI5XBlock(runtime, DictFieldData({}), mock.Mock())
package = io.BytesIO(pathlib.Path(sys.argv[1]).read_bytes())
package.name = "package.zip"
block.update_package_meta(package)
block.extract_package(package)
block.update_package_fields()
folder = block.extract_folder_path
there = [block.storage.exists(f"{folder}/{each['url']}") for each in block.au_urls]
print(json.dumps({"course": block.course_data, "units": block.au_urls, "first": block.index_page_path, "there": there}))
"""


@pytest.mark.proves(
    "cmi5",
    by="openedx-cmi5-xblock 0.1.3",
    shows=(
        "解包后读出课程、各单元的名称、启动页和启动方式",
        "unpacked, it finds the course, and the title, launch page and launch method of every unit",
    ),
)
@pytest.mark.timeout(400)
@pytest.mark.parametrize("division", ["single", "multi"])
def test_open_edx_reads_course_and_units(division: Division, tmp_path: Path) -> None:
    course = make_course(works=2, per_work=2)
    built = build_package(course, "cmi5", tmp_path, options=BuildOptions(division=division))
    python = python_of(ROOT / "requirements" / "cmi5xblock.txt")
    command = [str(python), "-c", _READ, str(built.path), str(tmp_path / "media")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=200)
    assert done.returncode == 0, done.stderr[-2000:]
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    parts = course_parts(course, division)
    assert told["course"]["title"] == course.title.get("zh-CN")
    assert told["first"] == parts[0].launch
    assert [(each["url"], each["title"]) for each in told["units"]] == [
        (part.launch, part.title.get("zh-CN")) for part in parts
    ]
    assert {each["launch_method"] for each in told["units"]} <= {"AnyWindow", "OwnWindow"}
    assert all(told["there"])
