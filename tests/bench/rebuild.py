"""Rows: a course folder of 50 lessons and 200 MB of media, built, and built again with nothing changed."""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from packager.incremental import BuildRequest, build_folder
from tests.bench.table import Row, in_child

_HERE = "tests.bench.rebuild"
_EXAMPLE = Path(__file__).resolve().parents[2] / "course_templates" / "examples" / "quality" / "course"
_LESSONS, _MEDIA, _MEDIA_BYTES = 50, 20, 10_000_000
#: Younger files are read again, since their times may be too coarse to tell an edit.
_SETTLED_S = 2.5


def rows() -> Iterator[Row]:
    """Measure; the reference is the full build of the same folder."""
    with TemporaryDirectory(prefix="coursebridge-bench-") as name:
        os.environ["COURSEBRIDGE_CACHE"] = f"{name}/cache"
        make_folder(Path(name) / "course")
        time.sleep(_SETTLED_S)
        full_s, _ = in_child(_HERE, "build", name)
        time.sleep(_SETTLED_S)
        in_child(_HERE, "build", name)
        again_s, _ = in_child(_HERE, "build", name)
        _edit(Path(name) / "course")
        edited_s, _ = in_child(_HERE, "build", name)
        del os.environ["COURSEBRIDGE_CACHE"]
    yield Row(
        "course folder: built again, against the first build",
        f"{again_s:.3f} s",
        f"{full_s:.2f} s",
        again_s / full_s,
        0.05,
    )
    yield Row("course folder: one lesson edited", f"{edited_s:.2f} s", f"{full_s:.2f} s", edited_s / full_s, 1)


def build(name: str) -> None:
    """Build the folder as the command does."""
    build_folder(BuildRequest(folder=Path(name) / "course", formats=("scorm12",), out=Path(name) / "out"))


def make_folder(folder: Path) -> None:
    """Write the example course with more lessons, each with a medium that nothing can compress."""
    shutil.copytree(_EXAMPLE, folder)
    for number in range(_MEDIA):
        (folder / f"assets/media{number:02d}.mp4").write_bytes(os.urandom(_MEDIA_BYTES))
    module = next(path for path in sorted((folder / "modules").iterdir()) if path.is_dir())
    sample = next(path for path in sorted(module.glob("*.md")) if not path.name.endswith(".en.md"))
    _, front, body = sample.read_text("utf-8").split("---\n", 2)
    for number in range(_LESSONS):
        head = re.sub(r"(?m)^practice:.*\n( +- .*\n)*", "", re.sub(r"(?m)^id: .*$", f"id: bench-{number:02d}", front))
        medium = f"\n[录像](assets/media{number % _MEDIA:02d}.mp4)\n"
        (module / f"9{number:02d}-bench.md").write_text(f"---\n{head}---\n{body}{medium}", "utf-8")


def _edit(folder: Path) -> None:
    lesson = next(folder.rglob("900-bench.md"))
    lesson.write_text(lesson.read_text("utf-8") + "\n补充一句。\n", "utf-8")
