"""Rows: building a package of 50 pages and 200 MB of media, against the same members written bare."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from course_templates.model import Asset, Course, Lesson, MapPin, Module
from foundation.digest import sha256_file
from foundation.text import LangText
from packager.build import build_package
from tests.bench.table import Row, in_child

_HERE = "tests.bench.packages"
_LESSONS = 50
_MEDIA = 20
_MEDIA_BYTES = 10_000_000
_PARAGRAPH = "来料检验员按抽样方案记录每一批零件的尺寸，超出控制限的批次当天反馈给供应商，并在系统中留痕。"


def rows() -> Iterator[Row]:
    """Measure; the reference is Python's zipfile writing the same members, media stored and text deflated."""
    with TemporaryDirectory(prefix="coursebridge-bench-") as name:
        folder = Path(name)
        make_media(folder)
        _, interpreter_mib = in_child("os", "getpid")
        ours_s, ours_mib = in_child(_HERE, "build_once", name)
        bare_s, _ = in_child(_HERE, "write_bare", name)
        above_mib = ours_mib - interpreter_mib
    yield Row("package: 50 pages + 200 MB, against zipfile", f"{ours_s:.2f} s", f"{bare_s:.2f} s", ours_s / bare_s, 2)
    yield Row("package: peak memory over the interpreter's", f"{above_mib:.0f} MiB", "60 MiB", above_mib / 60, 1)


def make_media(folder: Path, count: int = _MEDIA) -> None:
    """Write media of 10 MB each that nothing can compress."""
    (folder / "assets").mkdir()
    for number in range(count):
        (folder / f"assets/media{number:02d}.mp4").write_bytes(os.urandom(_MEDIA_BYTES))


def build_once(name: str) -> None:
    """Build the package; hashing the media, as reading a course folder does, is part of it."""
    build_package(course_of(Path(name)), "scorm12", Path(name) / "out")


def write_bare(name: str) -> None:
    """Write the members of the built package with zipfile alone."""
    folder = Path(name)
    with zipfile.ZipFile(next((folder / "out").glob("*.zip"))) as built:
        texts = {info.filename: built.read(info) for info in built.infolist() if not info.filename.endswith(".mp4")}
    with zipfile.ZipFile(folder / "bare.zip", "w") as archive:
        for path, content in texts.items():
            archive.writestr(path, content, zipfile.ZIP_DEFLATED)
        for media in sorted((folder / "assets").iterdir()):
            archive.write(media, f"assets/{media.name}", zipfile.ZIP_STORED)


def course_of(folder: Path) -> Course:
    """Return a course of 50 lessons over the media of a folder, hashed."""
    assets = [_asset(path) for path in sorted((folder / "assets").iterdir())]
    lessons = tuple(
        Lesson(
            id=f"l{number:02d}",
            title=LangText.of(f"第 {number} 课"),
            body=LangText.of(f"## 第 {number} 课\n\n" + "\n\n".join([_PARAGRAPH] * 30)),
        )
        for number in range(1, _LESSONS + 1)
    )
    return Course(
        id="bench",
        version="1.0.0",
        title=LangText.of("性能测试课程"),
        map=MapPin(iri="https://example.org/cm/bench/", version="1.0.0", sha256="0" * 64, status="illustrative"),
        role="quality",
        role_label=LangText.of("质量管理人员"),
        modules=(Module(id="m1", title=LangText.of("模块"), lessons=lessons),),
        assets=tuple(assets),
    )


def _asset(path: Path) -> Asset:
    return Asset(
        path=f"assets/{path.name}",
        source=path,
        size_bytes=path.stat().st_size,
        sha256=sha256_file(path),
        media_type="video/mp4",
    )
