"""A rebuild that skips too much ships yesterday's text; one that skips too little keeps a designer waiting."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from foundation.errors import CourseBridgeError
from packager.errors import RefusedBuildError
from packager.incremental import BuildRequest, FolderBuild, build_folder, record, stamps, watch_folder
from packager.incremental import folder as steps
from packager.incremental.stamps import Stamp
from packager.options import BuildOptions

_EXAMPLE = Path(__file__).resolve().parents[2] / "course_templates" / "examples" / "quality" / "course"
_LONG_AGO_NS = 1_000_000_000 * 10**9


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COURSEBRIDGE_CACHE", str(tmp_path / "缓存"))
    return tmp_path / "缓存"


@pytest.fixture
def request_(tmp_path: Path) -> BuildRequest:
    folder = Path(shutil.copytree(_EXAMPLE, tmp_path / "质量 课程"))
    return BuildRequest(folder=folder, formats=("scorm12",), out=tmp_path / "输出")


@pytest.fixture
def loads(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Return the folders whose course was really read."""
    read: list[Path] = []
    real = steps._build

    def counting(request: BuildRequest, *rest: object) -> FolderBuild:
        read.append(request.folder)
        return real(request, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(steps, "_build", counting)
    return read


def lesson_of(request: BuildRequest) -> Path:
    return next(path for path in sorted(request.folder.rglob("modules/**/*.md")) if not path.name.endswith(".en.md"))


def bytes_of(built: FolderBuild) -> bytes:
    return built.packages[0].path.read_bytes()


def test_nothing_changed_is_not_built_again_and_says_the_same(request_: BuildRequest, loads: list[Path]) -> None:
    first = build_folder(request_)
    again = build_folder(request_)
    assert len(loads) == 1
    assert (first.reused, again.reused) == (False, True)
    assert again.findings == first.findings
    assert [p.model_copy(update={"reused": False}) for p in again.packages] == list(first.packages)


def test_files_of_long_ago_are_not_even_read(request_: BuildRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stamps, "_COARSEST_NS", 0)
    build_folder(request_)
    monkeypatch.setattr(record, "sha256_file", lambda path: pytest.fail(f"read {path}"))
    assert build_folder(request_).reused


def test_a_touch_is_no_change(request_: BuildRequest, loads: list[Path]) -> None:
    build_folder(request_)
    for path in request_.folder.rglob("*"):
        if path.is_file():
            os.utime(path, ns=(_LONG_AGO_NS, _LONG_AGO_NS))
    assert build_folder(request_).reused
    assert len(loads) == 1


@pytest.mark.parametrize("coarsest_ns", [0, 2 * 10**9], ids=["files of long ago", "files of just now"])
def test_an_edit_of_equal_length_with_its_old_time_is_a_change(
    request_: BuildRequest, monkeypatch: pytest.MonkeyPatch, coarsest_ns: int
) -> None:
    monkeypatch.setattr(stamps, "_COARSEST_NS", coarsest_ns)
    before = bytes_of(build_folder(request_))
    lesson = lesson_of(request_)
    stat = lesson.stat()
    text = lesson.read_text(encoding="utf-8")
    lesson.write_text(text.replace("控制", "管制"), encoding="utf-8")
    os.utime(lesson, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert (lesson.stat().st_size, lesson.stat().st_mtime_ns) == (stat.st_size, stat.st_mtime_ns)
    built = build_folder(request_)
    assert not built.reused
    assert bytes_of(built) != before


@pytest.mark.parametrize(
    "change",
    [
        lambda request: (request.folder / "assets" / "新图.svg").write_text(
            "<svg xmlns='http://www.w3.org/2000/svg'/>"
        ),
        lambda request: (request.folder / "survey.yaml").unlink(),
        lambda request: next(request.out.glob("*.zip")).unlink(),
        lambda request: next(request.out.glob("*.zip")).write_bytes(b"PK"),
    ],
    ids=["a file more", "a file less", "package gone", "package damaged"],
)
def test_what_is_not_as_it_was_is_looked_at(
    request_: BuildRequest, loads: list[Path], change: Callable[[BuildRequest], object]
) -> None:
    build_folder(request_)
    change(request_)
    build_folder(request_)
    assert len(loads) == 2
    assert bytes_of(build_folder(request_))[:4] == b"PK\x03\x04"


def test_other_options_formats_and_programs_are_other_builds(
    request_: BuildRequest, loads: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    single = build_folder(request_)
    multi = build_folder(request_.model_copy(update={"options": BuildOptions(division="multi")}))
    assert single.packages[0].sha256 != multi.packages[0].sha256
    monkeypatch.setattr(steps, "tool_fingerprint", lambda: "another version")
    build_folder(request_)
    assert len(loads) == 3


def test_drafts_are_refused_again_after_a_trial_build(request_: BuildRequest) -> None:
    lesson = lesson_of(request_)
    lesson.write_text(lesson.read_text("utf-8").replace("draft: false", "draft: true", 1), encoding="utf-8")
    build_folder(request_.model_copy(update={"allow_drafts": True}))
    with pytest.raises(RefusedBuildError):
        build_folder(request_)


def test_packages_built_into_the_course_folder_are_no_part_of_it(request_: BuildRequest, loads: list[Path]) -> None:
    inside = request_.model_copy(update={"out": request_.folder / "dist"})
    build_folder(inside)
    assert build_folder(inside).reused
    assert len(loads) == 1


@pytest.mark.parametrize("damage", [b"", b"{", b'{"tool": 1}', b"[]"])
def test_a_damaged_record_costs_a_build_and_nothing_else(
    request_: BuildRequest, own_cache: Path, loads: list[Path], damage: bytes
) -> None:
    build_folder(request_)
    (record,) = (own_cache / "builds").glob("*.json")
    record.write_bytes(damage)
    assert build_folder(request_).reused  # the same bytes were written again
    assert len(loads) == 2


def test_a_cache_that_cannot_be_written_does_not_stop_a_build(
    request_: BuildRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a file").write_text("")
    monkeypatch.setenv("COURSEBRIDGE_CACHE", str(tmp_path / "a file"))
    assert build_folder(request_).packages[0].path.is_file()


def test_a_stamp_as_young_as_the_look_at_it_is_not_trusted() -> None:
    second = 10**9
    assert Stamp(1, 0, 10 * second, 1, 1).is_trusted(13 * second) is (os.name == "posix")
    assert not Stamp(1, 0, 10 * second, 1, 1).is_trusted(11 * second)


def test_watching_builds_after_a_change_and_survives_an_error(request_: BuildRequest) -> None:
    course_file = request_.folder / "course.yaml"
    sound = course_file.read_text("utf-8")
    edits = iter([lambda: course_file.write_text("id: [", "utf-8"), lambda: course_file.write_text(sound, "utf-8")])
    paused = 0

    def pause(_: float) -> None:
        nonlocal paused
        paused += 1
        if paused in (3, 6):  # after two looks at a still folder
            next(edits)()

    watching = watch_folder(request_, pause=pause)
    first, broken, mended = next(watching), next(watching), next(watching)
    assert isinstance(first, FolderBuild)
    assert isinstance(broken, CourseBridgeError)
    assert isinstance(mended, FolderBuild)
    assert mended.packages[0].sha256 == first.packages[0].sha256
