"""edX's own checker finds nothing wrong with our course, and its problems are marked as the course says."""

from __future__ import annotations

import json
import re
import subprocess
import tarfile
from pathlib import Path

import pytest
from lxml import etree

from course_templates.model import Course
from foundation.tarballs import open_tar
from foundation.text import LangText
from packager.build import build_package
from packager.check.inspection import inspect_package
from packager.check.report import check_package
from packager.formats.olx import Olx
from packager.formats.olx.cover import cover
from tests.e2e.tools import ROOT, python_of
from tests.packager.courses import asset, make_course

_CLEAN = "import sys; from olxcleaner.entries.edxcleaner import main; sys.argv[0] = 'edx-cleaner'; main()"
_BODY = LangText.of(
    "看图 ![图](assets/a/fig.svg)，见[官网](https://example.org/)。", "See [the picture](assets/a/fig.svg)."
)


def _course(tmp_path: Path) -> Course:
    picture = tmp_path / "f.svg"
    picture.write_text("<svg/>")
    return make_course(per_work=3, assets=(asset("assets/a/fig.svg", picture),), body=_BODY)


def _unpack(package: Path, folder: Path) -> None:
    with open_tar(package) as archive:
        for path in archive.paths:
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(archive.read(path))


def _cleaned(package: Path, folder: Path) -> str:
    """Return what edX's checker prints; it fails from information on."""
    _unpack(package, folder)
    python = python_of(ROOT / "requirements" / "olxcleaner.txt")
    command = [str(python), "-c", _CLEAN, "-c", str(folder / "course" / "course.xml"), "-f", "1"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=100)
    assert done.returncode in (0, 1), done.stderr
    return "" if done.returncode == 0 else done.stdout


@pytest.mark.proves("olx", by="edX olxcleaner 0.3", shows=("没有错误、警告和提示", "no error, warning or remark"))
@pytest.mark.timeout(400)
def test_edx_finds_nothing_wrong_with_our_course(tmp_path: Path) -> None:
    built = build_package(_course(tmp_path), "olx", tmp_path)
    assert built.path.name == "quality-1.0.0-olx.tar.gz"
    assert _cleaned(built.path, tmp_path / "x") == ""
    bare = make_course(with_survey=False).model_copy(update={"forms": ()})
    assert _cleaned(build_package(bare, "olx", tmp_path / "bare").path, tmp_path / "y") == ""


@pytest.mark.timeout(400)
def test_edx_does_bite(tmp_path: Path) -> None:
    built = build_package(_course(tmp_path), "olx", tmp_path)
    _unpack(built.path, tmp_path / "x")
    broken = tmp_path / "x/course/vertical/u-l1.xml"
    broken.write_text(broken.read_text().replace('url_name="h-l1"', 'url_name="gone"'))
    with tarfile.open(tmp_path / "broken.tar.gz", "w:gz") as archive:
        archive.add(tmp_path / "x/course", "course")
    assert "gone" in _cleaned(tmp_path / "broken.tar.gz", tmp_path / "z")


def test_our_own_course_passes_the_check_of_anybodys(tmp_path: Path) -> None:
    built = build_package(_course(tmp_path), "olx", tmp_path)
    report = check_package(built.path)
    assert report.findings == ()
    assert (report.format, report.valid, report.will_import, report.will_report) == ("olx", True, True, True)
    titles = [item.title for item in inspect_package(built.path).items]
    assert titles[:5] == ["开始", "课程说明", "课程说明", "前测", "前测（不计入成绩）"]


def _texts(course: Course) -> dict[str, bytes]:
    plan = Olx().plan(course)
    return {each.path: each.content for each in plan.entries if isinstance(each.content, bytes)}


def test_problems_are_marked_weighed_and_explained_as_the_course_says(tmp_path: Path) -> None:
    texts = _texts(_course(tmp_path))
    roots = {path: etree.fromstring(content) for path, content in texts.items() if "/problem/" in path}
    right = {path: root.xpath(".//choice[@correct='true']/@name") for path, root in roots.items()}
    assert right["course/problem/post.post-a.pos1-1.1.xml"] == ["a"]
    assert right["course/problem/post.post-a.pos1-2.1.xml"] == ["a", "c"]
    assert right["course/problem/post.post-a.pos1-3.1.xml"] == ["t"]
    hinted = {path.split("/")[-1].split(".")[0] for path, root in roots.items() if root.xpath(".//choicehint")}
    assert hinted == {"practice"}
    assert {root.get("max_attempts") for path, root in roots.items() if "/pre." in path} == {"1"}


def test_the_grade_is_the_post_test_and_its_pass_mark_the_courses(tmp_path: Path) -> None:
    texts = _texts(_course(tmp_path))
    grading = json.loads(texts["course/policies/course/grading_policy.json"])
    assert grading["GRADE_CUTOFFS"] == {"Pass": 0.6}
    graded = [path for path, content in texts.items() if b'graded="true"' in content]
    assert graded == ["course/sequential/post.xml"]
    policy = json.loads(texts["course/policies/course/policy.json"])["course/course"]
    assert policy["learning_info"] == ["能用控制图判断过程是否受控 1", "能用控制图判断过程是否受控 2"]


@pytest.mark.parametrize(("passing", "cutoff"), [(None, 0.5), ("0", 0.01), ("0.005", 0.005), ("1", 1.0)])
def test_a_pass_mark_at_the_edge_is_not_taken_for_none(passing: str | None, cutoff: float) -> None:
    grading = json.loads(_texts(make_course(passing=passing))["course/policies/course/grading_policy.json"])
    assert grading["GRADE_CUTOFFS"] == {"Pass": cutoff}


def test_pictures_are_where_pages_look_for_them(tmp_path: Path) -> None:
    course = _course(tmp_path)
    page = _texts(course)["course/html/h-l1.html"].decode()
    (name,) = (path for path in Olx().plan(course).paths if path.endswith(".svg"))
    folder, _, file = name.rpartition("/")
    assert (folder, file[:12], file[-4:]) == ("course/static", "assets_a_fig", ".svg")
    assert f'src="/static/{file}"' in page
    assert f'href="/static/{file}"' in page


def test_pictures_in_folders_take_no_other_pictures_name(tmp_path: Path) -> None:
    paths = ("assets/a/fig.svg", "assets/a_fig.svg", "assets/a/b/fig.svg", "assets/a_b/fig.svg")
    for number, path in enumerate(paths):
        (tmp_path / f"{number}.svg").write_text(f"<svg>{path}</svg>")
    course = make_course(
        assets=tuple(asset(path, tmp_path / f"{number}.svg") for number, path in enumerate(paths)),
        body=LangText.of(" ".join(f"![图]({path})" for path in paths)),
    )
    _unpack(build_package(course, "olx", tmp_path).path, tmp_path / "unpacked")
    page = (tmp_path / "unpacked/course/html/h-l1.html").read_text(encoding="utf-8")
    shown = re.findall(r'src="/static/([^"]+)"', page)
    there = tmp_path / "unpacked/course/static"
    assert [(there / name).read_text() for name in shown] == [f"<svg>{path}</svg>" for path in paths]


def test_the_cover_is_a_picture() -> None:
    assert cover()[:8] == b"\x89PNG\r\n\x1a\n"
    assert len(cover()) < 300
