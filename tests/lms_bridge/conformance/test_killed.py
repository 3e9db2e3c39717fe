"""A harvest that is killed, anywhere, and run again gives the records of one that was left alone."""

from __future__ import annotations

import os
import random
import signal
import subprocess
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from lms_bridge.home import Home
from lms_bridge.state import open_state
from lms_bridge.steps import STEPS
from tests.lms_bridge.scenes import Site, card, multiset, post_test, pre_test, survey

FAULTS = Path(__file__).parent.parent / "fault"
RANDOM_KILLS = 25
_ANYWHERE = 8
_LEARNERS = 8
_TO_NEXT_MONTH = 4 * 24 * 60


@dataclass(frozen=True)
class Scene:
    """A working folder with learners, what an undisturbed harvest gives, and how many calls of each sort it makes."""

    site: Site
    expected: Counter[str]
    calls: dict[str, int]

    def harvest(self, home: Path, fault: str = "") -> subprocess.CompletedProcess[str]:
        """Run the real command on a home folder of its own."""
        return _harvest(self.site, home, fault)


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    root = tmp_path_factory.mktemp("收取")
    site = Site(root, {"page_size": 5})
    package = site.add_package(card())
    for number in range(_LEARNERS):
        learner = site.store.add_learner(f"学员{number}", site.at())
        if number == _LEARNERS // 2:
            site.at(_TO_NEXT_MONTH)
        attempt = site.learn(package, learner, pre_test(number % 3), post_test(number % 3), survey())
        if number == 1:
            site.learn(package, learner, pre_test(2))
            site.store.delete_attempt(attempt, site.at())
    counted = _harvest(site, root / "undisturbed", "call:count")
    assert counted.returncode == 0, counted.stderr
    expected = multiset(root / "undisturbed")
    assert len({home.name for home in (root / "undisturbed" / "records").iterdir()}) == 2
    calls, writes = counted.stderr.split()[-2:]
    return Scene(site, expected, {"call": int(calls), "write": int(writes)})


@pytest.mark.parametrize("step", STEPS)
def test_a_kill_at_a_named_step_loses_and_doubles_nothing(scene: Scene, tmp_path: Path, step: str) -> None:
    _killed_then_whole(scene, tmp_path / "home", f"{step}:kill")


def test_kills_at_later_batches_and_in_a_row_lose_and_double_nothing(scene: Scene, tmp_path: Path) -> None:
    home = tmp_path / "home"
    for fault in ("segment-written:kill:2", "cursor-moved:kill", "records-written:kill:2", "rows-normalised:kill"):
        assert scene.harvest(home, fault).returncode == -signal.SIGKILL
    _whole(scene, home)


@pytest.mark.parametrize("number", range(RANDOM_KILLS))
def test_a_kill_at_any_moment_loses_and_doubles_nothing(scene: Scene, tmp_path: Path, number: int) -> None:
    """Spread evenly over the run, at random within; most of them among the calls that write."""
    sort, share = ("call", _ANYWHERE) if number < _ANYWHERE else ("write", RANDOM_KILLS - _ANYWHERE)
    part = (number if sort == "call" else number - _ANYWHERE) + random.Random(number).random()
    call = 1 + int(part / share * scene.calls[sort])
    _killed_then_whole(scene, tmp_path / "home", f"{sort}:kill:{call}")


def _killed_then_whole(scene: Scene, home: Path, fault: str) -> None:
    killed = scene.harvest(home, fault)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    _whole(scene, home)


def _whole(scene: Scene, home: Path) -> None:
    again = scene.harvest(home)
    assert again.returncode == 0, again.stderr
    assert multiset(home) == scene.expected
    assert not list(home.rglob("*.part"))
    with open_state(Home(home).state_file) as state:
        segments = {int(path.name.partition(".")[0]) for path in (home / "raw/box").glob("*.ndjson.gz")}
        assert segments == state.serials("box")
        assert state.pending("box") == []


def _harvest(site: Site, home: Path, fault: str) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([str(FAULTS), os.environ.get("PYTHONPATH", "")])
    environment = {"COURSEBRIDGE_FAULT": fault, "PYTHONPATH": path, "COURSEBRIDGE_HOME": str(home)}
    return site.run("harvest", "run", "--json", environment=environment)
