"""What ever made a reader fail is read again; and the fuzzer would notice if a reader failed."""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from foundation.errors import UnreadableFileError
from foundation.findings import Finding
from tests.fuzz.__main__ import CORPUS
from tests.fuzz.lines import Tracer, reached
from tests.fuzz.mutators import mutator_for
from tests.fuzz.mutators.package import mutated_package
from tests.fuzz.running import outcome_of
from tests.fuzz.targets import ROOT, Target, targets
from tests.fuzz.worker import Tally, Worker

FAILED = sorted(path for path in CORPUS.iterdir() if path.name != "README.md")


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> list[Target]:
    """Every target, made once."""
    return targets(tmp_path_factory.mktemp("seeds"))


def test_files_that_once_made_a_reader_fail_are_read_or_refused(known: list[Target], tmp_path: Path) -> None:
    for path in FAILED:
        (target,) = [one for one in known if path.name.startswith(f"{one.name}-") and path.suffix == one.ending]
        copy = tmp_path / path.name
        copy.write_bytes(path.read_bytes())
        assert (path.name, outcome_of(target, copy).failure) == (path.name, None)


def test_every_valid_file_gives_a_map(known: list[Target], tmp_path: Path) -> None:
    for target in known:
        for seed in target.seeds:
            path = tmp_path / target.title
            path.write_bytes(seed)
            assert outcome_of(target, path).came_to == "map"


def test_some_spoiled_files_of_every_kind_are_read_or_refused(tmp_path: Path) -> None:
    worker, tally, missing = Worker(tmp_path / "fuzz", seed=7), Tally(), {("none yet", True)}
    for _ in range(6):
        tally.add(worker.run(280 if not tally.outcomes else 120))
        came_to = {(name, kind == "map") for name, kind in tally.outcomes}
        missing = {(name, is_map) for name, _ in tally.outcomes for is_map in (True, False)} - came_to
        if not missing:
            break
    assert {failure for _, failure, _ in tally.failures.values()} == set()
    assert missing == set()


@pytest.mark.parametrize("ending", [".xlsx", ".docx", ".zip", ".tgz", ".xml", ".json", ".csv", ".bin"])
def test_equal_randomness_gives_equal_files_and_most_differ_from_the_valid_one(
    ending: str, known: list[Target]
) -> None:
    seed = next((one.seeds[0] for one in known if one.ending == ending), b"\x00some bytes" * 20)
    mutate = mutator_for(ending)
    spoiled = [mutate(seed, Random(number), seed) for number in range(20)]
    assert spoiled == [mutate(seed, Random(number), seed) for number in range(20)]
    assert sum(one != seed for one in spoiled) > 15


def test_a_package_of_one_file_can_lose_it_and_be_changed_on(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "one.zip", "w") as archive:
        archive.writestr("index.html", "<p>课</p>")
    content = (tmp_path / "one.zip").read_bytes()
    assert len({mutated_package(content, Random(seed)) for seed in range(400)}) > 200


def _leaves_a_file(path: Path) -> Sequence[Finding]:
    path.with_name("left").write_bytes(b"")
    return ()


def _ends_never(path: Path) -> Sequence[Finding]:
    while True:
        pass


def _refuses(path: Path) -> Sequence[Finding]:
    raise UnreadableFileError("no", file=path)


def _finds(path: Path) -> Sequence[Finding]:
    return (Finding(id="X", severity="note", message=" "),)


@pytest.mark.parametrize(
    ("read", "failure"),
    [
        (lambda path: (), None),
        (_refuses, None),
        (lambda path: 1 / 0, "ZeroDivisionError"),
        (lambda path: None, "gives no findings"),
        (_finds, "finding without a message"),
        (_leaves_a_file, "leaves files"),
        pytest.param(_ends_never, "takes over", marks=pytest.mark.skipif(sys.platform == "win32", reason="no SIGPROF")),
    ],
)
def test_reader_that_fails_is_noticed(
    read: Callable[[Path], Sequence[Finding]],
    failure: str | None,
    known: list[Target],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tests.fuzz.running.MAX_CPU_S", 0.2)
    (tmp_path / "a").write_bytes(b"")
    found = outcome_of(replace(known[0], read=read), tmp_path / "a").failure
    assert (found is None) if failure is None else failure in (found or "")


def test_lines_that_ran_are_counted_and_functions_never_entered_are_named(known: list[Target], tmp_path: Path) -> None:
    (target,) = [one for one in known if one.title == "map.xml"]
    (tmp_path / "a.xml").write_bytes(b"<no map")
    tracer = Tracer(ROOT, target.code)
    with tracer.tracing():
        outcome_of(target, tmp_path / "a.xml")
    found = reached(ROOT, target.code[0], tracer.lines)
    assert 0 < found.lines < found.of
    assert "competency_xml/xml/reading.py:_weight" in found.never
    assert tracer.taken()
    assert not tracer.taken()
