"""A process that fuzzes: keeps its targets, its pool of files that led somewhere new, and its own standard output."""

from __future__ import annotations

import os
import sys
from collections import Counter
from dataclasses import dataclass, field
from multiprocessing.queues import Queue
from pathlib import Path
from random import Random

from tests.fuzz.lines import Lines, Tracer
from tests.fuzz.mutators import mutator_for
from tests.fuzz.running import Outcome, outcome_of
from tests.fuzz.targets import ROOT, Target, targets

#: One execution in so many is traced: tracing makes it several times slower.
_TRACED = 8
_MAX_POOL = 400
_CHUNK = 500
#: Where a process writes what it says, in its folder.
OUTPUT = "output.txt"
_MAX_BYTES = 400_000
_MEMORY_BYTES = 1_500_000_000


@dataclass
class Tally:
    """What a run of executions came to."""

    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)
    slowest_s: dict[str, tuple[float, bytes]] = field(default_factory=dict)
    failures: dict[tuple[str, str], tuple[str, str, bytes]] = field(default_factory=dict)
    lines: Lines = field(default_factory=dict)

    def add(self, other: Tally) -> None:
        """Add what another run came to."""
        self.outcomes += other.outcomes
        for name, slow in other.slowest_s.items():
            self.slowest_s[name] = max(slow, self.slowest_s.get(name, (0.0, b"")), key=lambda one: one[0])
        for key, failure in other.failures.items():
            self.failures[key] = min(failure, self.failures.get(key, failure), key=lambda one: len(one[2]))
        for file, numbers in other.lines.items():
            self.lines.setdefault(file, set()).update(numbers)


class Worker:
    """Fuzzes in one process. Files are made in `folder`; the one that is being read is there after a crash."""

    def __init__(self, folder: Path, seed: int, only: str | None = None, output: OwnOutput | None = None) -> None:
        self._random = Random(seed)
        seeds, self._desk = folder / "seeds", folder / "desk"
        seeds.mkdir(parents=True)
        self._desk.mkdir()
        self._targets = [one for one in targets(seeds) if only is None or one.title.startswith(only)]
        self._pools = [list(one.seeds) for one in self._targets]
        self._tracer = Tracer(ROOT, {path for one in self._targets for path in one.code})
        self._count = 0
        self._output = output

    def run(self, executions: int) -> Tally:
        """Read so many spoiled files."""
        tally = Tally()
        for _ in range(executions):
            number = self._count % len(self._targets)
            self._execute(self._targets[number], self._pools[number], tally)
            self._count += 1
        tally.lines = {file: set(numbers) for file, numbers in self._tracer.lines.items()}
        return tally

    def warm_up(self) -> Tally:
        """Read every valid file as it is: each must give a map."""
        tally = Tally()
        for target in self._targets:
            for seed in target.seeds:
                with self._tracer.tracing():
                    self._read(target, seed, tally)
        return tally

    def _execute(self, target: Target, pool: list[bytes], tally: Tally) -> None:
        content = self._random.choice(pool)
        for _ in range(1 + (self._random.random() < 0.1)):
            content = mutator_for(target.ending)(content, self._random, self._random.choice(pool))
        if self._count // len(self._targets) % _TRACED:
            self._read(target, content, tally)
            return
        with self._tracer.tracing():
            outcome = self._read(target, content, tally)
        leads_on = outcome.came_to == "map" and len(content) < _MAX_BYTES
        if self._tracer.taken() and leads_on and len(pool) < _MAX_POOL:
            pool.append(content)

    def _read(self, target: Target, content: bytes, tally: Tally) -> Outcome:
        path = self._desk / target.title
        path.write_bytes(content)
        outcome = outcome_of(target, path)
        path.unlink(missing_ok=True)
        if outcome.failure is None and self._output is not None and self._output.grew():
            outcome = Outcome("failure", outcome.cpu_s, "writes to standard output or error")
        name = target.title
        tally.outcomes[name, outcome.came_to] += 1
        if outcome.cpu_s > tally.slowest_s.get(name, (0.0, b""))[0]:
            tally.slowest_s[name] = (outcome.cpu_s, content)
        if outcome.failure is not None:
            known = tally.failures.get((name, outcome.key))
            if known is None or len(content) < len(known[2]):
                tally.failures[name, outcome.key] = (target.ending, outcome.failure, content)
        return outcome


def work(folder: str, seed: int, only: str | None, executions: int, tallies: Queue[Tally]) -> None:
    """Run in a process of its own: limited memory, standard output to a file, a tally now and then."""
    limit_memory()
    home = Path(folder)
    home.mkdir()
    output = OwnOutput(home / OUTPUT)
    worker = Worker(home, seed, only, output)
    tallies.put(worker.warm_up())
    for start in range(0, executions, _CHUNK):
        tallies.put(worker.run(min(_CHUNK, executions - start)))


def limit_memory() -> None:
    """Let a file that takes absurd amounts of memory fail rather than the machine, where the system can."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))


class OwnOutput:
    """Standard output and error of this process, of C code too, led into a file, so that a word in it is noticed."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("ab")
        self._said = 0
        for descriptor in (1, 2):
            os.dup2(self._file.fileno(), descriptor)

    def grew(self) -> bool:
        """Return whether anything was written since this was last asked."""
        sys.stdout.flush()
        sys.stderr.flush()
        before, self._said = self._said, os.fstat(self._file.fileno()).st_size
        return self._said > before
