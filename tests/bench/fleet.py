"""Row: a course of each of the sixteen starter maps, built in every format, against zipfile and the same members."""

from __future__ import annotations

import tarfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import competency_xml.maps
from course_templates.skeleton import new_course
from packager.formats.registry import package_formats
from packager.incremental import BuildRequest, build_folder
from tests.bench.table import Row, in_child

_HERE = "tests.bench.fleet"
_MAPS = sorted(Path(competency_xml.maps.__path__[0]).glob("*.xml"))
_BAR = 8


def rows() -> Iterator[Row]:
    """Measure; ours reads each course folder, plans, checks and writes, the reference only deflates."""
    with TemporaryDirectory(prefix="coursebridge-bench-") as name:
        for path in _MAPS:
            new_course(path, path.stem, None, Path(name) / "courses" / path.stem)
        ours_s, ours_mib = in_child(_HERE, "build_all", name)
        packages = [path for path in (Path(name) / "out").rglob("*") if path.is_file()]
        bare_s = _deflate([_members(path) for path in packages], Path(name) / "bare.zip")
        what = f"{len(_MAPS)} courses × {len(package_formats())} formats = {len(packages)} packages"
    yield Row(f"{what}, {ours_mib:.0f} MiB", f"{ours_s:.1f} s", f"{bare_s:.1f} s", ours_s / bare_s, _BAR)


def build_all(name: str) -> None:
    """Build every course in every format, as one command for each course does."""
    formats = tuple(each.name for each in package_formats())
    for folder in sorted((Path(name) / "courses").iterdir()):
        out = Path(name) / "out" / folder.name
        build_folder(BuildRequest(folder=folder, formats=formats, out=out, allow_drafts=True))


def _members(path: Path) -> dict[str, bytes]:
    """Return what an archive holds; a Moodle backup is a tarball or a zip."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            return {info.filename: archive.read(info) for info in archive.infolist() if not info.is_dir()}
    with tarfile.open(path) as archive:
        files = [(info.name, archive.extractfile(info)) for info in archive if info.isfile()]
        return {name: file.read() for name, file in files if file is not None}


def _deflate(archives: list[dict[str, bytes]], path: Path) -> float:
    began = time.perf_counter()
    for members in archives:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in members.items():
                archive.writestr(name, content)
    return time.perf_counter() - began
