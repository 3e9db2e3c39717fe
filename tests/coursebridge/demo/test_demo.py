"""The demo: the first thing anybody tries. It makes what it says, where it says, and destroys nothing."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

from course_templates.source import read_course
from coursebridge.cli.demo import command
from coursebridge.demo import example
from coursebridge.demo.errors import ExampleError, NoDemoError
from coursebridge.demo.layout import DemoFolder
from coursebridge.demo.lms import SandboxRuntime
from coursebridge.demo.player import PlayerSession
from coursebridge.demo.run import DemoRequest, DemoResult, make_demo
from coursebridge.demo.scorm import Scorm12Writer
from coursebridge.demo.screens import CourseScreens
from coursebridge.demo.serve import DemoDesk, Place, demo_app, serve_demo
from coursebridge.demo.suspend import PlayerState
from coursebridge.demo.world import CENTRES
from foundation.archives import open_zip
from foundation.errors import TargetExistsError
from lms_bridge.sandbox.store import SandboxStore

pytestmark = pytest.mark.timeout(180)
LEARNERS = 24


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> DemoResult:
    return make_demo(DemoRequest(root=tmp_path_factory.mktemp("试点") / "演示", learners=LEARNERS, seed=5))


@pytest.fixture
def copy(made: DemoResult, tmp_path: Path) -> DemoFolder:
    """Return a demo that a test may change."""
    shutil.copytree(made.root, tmp_path / "演示")
    return DemoFolder(tmp_path / "演示")


def _figures(root: Path) -> list[dict[str, object]]:
    figures: list[dict[str, object]] = json.loads((root / "report/figures.json").read_text(encoding="utf-8"))
    return figures


def _coursebridge(folder: Path, *arguments: str) -> dict[str, object]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COURSEBRIDGE")}
    done = subprocess.run(
        [sys.executable, "-m", "coursebridge", *arguments, "--json"],
        cwd=folder,
        env=environment,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    document: dict[str, object] = json.loads(done.stdout)
    return document


def test_everything_it_names_is_there(made: DemoResult) -> None:
    assert made.records > LEARNERS * 10
    assert made.map.read_bytes() == (made.course / "map.xml").read_bytes()
    assert made.report.joinpath("index.html").is_file()
    assert [path.name for path in made.packages] == ["quality-example-1.0.0-scorm12.zip"]
    assert (made.home / "records").is_dir()
    for centre in CENTRES:
        with SandboxStore(DemoFolder(made.root).lms(centre.id)) as store:
            assert len(store.learners()) == LEARNERS / 2
            assert all(learner.name.endswith("（模拟）") for learner in store.learners())


def test_harvest_runs_there_with_no_server_left_and_finds_nothing_new(copy: DemoFolder) -> None:
    harvested = _coursebridge(copy.root, "harvest", "run")
    assert harvested["sources"] == [{"name": centre.id, "rows": 0, "records": 0, "refused": 0} for centre in CENTRES]


def test_the_course_copy_can_be_edited_and_pushed_again(copy: DemoFolder) -> None:
    course_file = copy.course / "course.yaml"
    course_file.write_text(course_file.read_text(encoding="utf-8").replace('"1.0.0"', '"1.1.0"', 1), encoding="utf-8")
    pushed = _coursebridge(copy.root, "push", "apply", "course", "--target", "xiling")
    assert [change["op"] for change in pushed["applied"]] == ["update"]  # type: ignore[attr-defined]
    with SandboxStore(copy.lms("xiling")) as store:
        assert store.packages()[0].course_version == "1.1.0"
        assert store.attempts()


def test_the_same_seed_gives_the_same_figures_and_another_seed_others(made: DemoResult, tmp_path: Path) -> None:
    again = make_demo(DemoRequest(root=tmp_path / "再来", learners=LEARNERS, seed=5))
    other = make_demo(DemoRequest(root=tmp_path / "另一批", learners=LEARNERS, seed=6))
    assert _figures(again.root) == _figures(made.root)
    assert _figures(other.root) != _figures(made.root)


def test_everything_says_that_it_is_simulated(made: DemoResult) -> None:
    assert read_course(made.course).simulated
    with open_zip(made.packages[0]) as package:
        assert json.loads(package.read("coursebridge.json"))["simulated"] is True
    pages = list(made.report.rglob("*.html"))
    assert pages
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert "模拟数据" in text
        assert "Simulated" in text


def test_assumptions_are_stated_beside_the_figures(made: DemoResult) -> None:
    stated = json.loads((made.root / "simulation.json").read_text(encoding="utf-8"))
    assert (stated["seed"], stated["learners"]) == (5, LEARNERS)
    assert {work["work"] for work in stated["works"]} == {work.id for work in read_course(made.course).works}
    assert stated["assumptions"]["discrimination"] > 0


def test_what_is_there_is_never_touched(tmp_path: Path) -> None:
    (tmp_path / "我的").mkdir()
    (tmp_path / "我的/课程.md").write_text("三个月的心血", encoding="utf-8")
    with pytest.raises(TargetExistsError):
        make_demo(DemoRequest(root=tmp_path / "我的", learners=2))
    assert [path.name for path in tmp_path.rglob("*")] == ["我的", "课程.md"]


def test_a_course_of_another_map_stops_the_demo_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(example.EXAMPLE, tmp_path / "example")
    map_file = tmp_path / "example/course/map.xml"
    map_file.write_bytes(map_file.read_bytes() + b"\n")
    course_file = tmp_path / "example/course/course.yaml"
    pinned = example.sha256_hex(map_file.read_bytes())
    lines = [f"  sha256: {pinned}" if "sha256:" in line else line for line in course_file.read_text().splitlines()]
    course_file.write_text("\n".join(lines) + "\n")
    monkeypatch.setattr(example, "EXAMPLE", tmp_path / "example")
    with pytest.raises(ExampleError):
        make_demo(DemoRequest(root=tmp_path / "演示", learners=2))
    assert [path.name for path in tmp_path.iterdir()] == ["example"]


def test_without_a_folder_the_next_free_one_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "demo-out").mkdir()
    result = CliRunner().invoke(command, ["--learners", "2", "--json"])
    assert result.exit_code == 0, result.output
    document = json.loads(result.stdout)
    assert {*document} == {*("root", "map", "course", "packages", "home", "report", "records", "seconds", "findings")}
    assert document["root"] == "demo-out-2"
    assert "[7/7]" in result.stderr


def test_at_the_end_it_says_what_was_made_and_how_to_go_on(tmp_path: Path) -> None:
    root = tmp_path / "演示"
    result = CliRunner().invoke(command, ["-o", str(root), "--learners", "2"])
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("演示已完成")
    for told in ("report/index.html", "--serve", "模拟", "simulated", "harvest run"):
        assert told in result.stdout


def test_serving_a_folder_without_a_demo_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoDemoError):
        serve_demo(tmp_path, lambda _: None)


# ---- joining in


@pytest.fixture
def desk(copy: DemoFolder) -> Iterator[tuple[DemoDesk, TestClient]]:
    made = DemoDesk(folder=copy, own="http://127.0.0.1", places=(Place("东海", "Donghai", "http://127.0.0.1:1"),))
    with TestClient(demo_app(made), base_url="http://127.0.0.1") as client:
        yield made, client


def _learn(folder: DemoFolder, choose: Callable[[tuple[str, ...]], tuple[str, ...]]) -> None:
    """Let a person take the course today, at the first centre."""
    course = read_course(folder.course)
    with SandboxStore(folder.lms(CENTRES[0].id)) as store:
        learner = store.add_learner("李明", datetime.now(UTC))
        api = SandboxRuntime(store, store.packages()[0].id, learner)
        now = datetime.now(UTC)
        session = PlayerSession(CourseScreens(course), PlayerState(version="1.0.0"), Scorm12Writer(api), now)
        while session.current.kind != "result":
            if session.current.kind == "question":
                session.submit(choose(session.screens.asked(session.current).answer))
            session.next()
        session.finish()


def test_a_persons_attempt_is_in_the_next_report(desk: tuple[DemoDesk, TestClient]) -> None:
    state, client = desk
    before = _figures(state.folder.root)
    assert "没有新的学习记录" in client.post("/refresh").text
    assert _figures(state.folder.root) == before
    _learn(state.folder, lambda answer: answer)
    page = client.post("/refresh").text
    assert "报告已更新" in page
    after = _figures(state.folder.root)

    def learners(figures: list[dict[str, object]]) -> object:
        return max(figure["n"] for figure in figures if figure["measure"] == "gain_g" and figure["n"] is not None)  # type: ignore[type-var]

    assert learners(after) == learners(before) + 1  # type: ignore[operator]
    assert "李明" not in json.dumps(after, ensure_ascii=False)
    assert client.get("/report/index.html").status_code == 200


def test_another_site_cannot_make_it_work(desk: tuple[DemoDesk, TestClient]) -> None:
    _, client = desk
    assert client.post("/refresh", headers={"origin": "http://evil.example"}).status_code == 403
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400


def test_a_busy_home_is_told_on_the_page(desk: tuple[DemoDesk, TestClient]) -> None:
    from lms_bridge.home import Home, locked

    state, client = desk
    with locked(Home(state.folder.home)):
        assert "另一个进程" in client.post("/refresh").text
    assert "没有新的学习记录" in client.post("/refresh").text
