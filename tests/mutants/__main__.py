"""`make mutants`: switch off the fix of every pain, one after the other, and see the tests of that pain fail.

Exits with 1 unless all tests pass as things are and every mutant is seen. `make mutants PAINS="3 12"` runs those alone.
"""

from __future__ import annotations

import queue
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.mutants.model import PAINS, Mutant
from tests.mutants.registry import MUTANTS
from tests.mutants.running import copy_tree, judge, run_tests

_COPIES = 2


def main(arguments: Sequence[str]) -> int:
    """Run the mutants of the pains named, else all; return the exit code."""
    wanted = {int(each) for each in arguments} or set(PAINS)
    mutants = [mutant for mutant in MUTANTS if mutant.pain in wanted]
    with tempfile.TemporaryDirectory(prefix="coursebridge-mutants-") as folder:
        copies: queue.SimpleQueue[Path] = queue.SimpleQueue()
        for number in range(_COPIES):
            copies.put(copy_tree(Path(folder) / str(number) / "tree"))
        if not _sound(mutants, copies):
            return 1
        return _report(wanted, list(_judged(mutants, copies)))


def _sound(mutants: Sequence[Mutant], copies: queue.SimpleQueue[Path]) -> bool:
    """Return whether every test passes with all fixes in place."""
    tests = sorted({test for mutant in mutants for test in mutant.tests})
    root = copies.get()
    wrong = [outcome for outcome in run_tests(root, tests) if outcome.kind != "passed"]
    copies.put(root)
    for outcome in wrong:
        print(f"✗ {outcome.test}: {outcome.message[:200]}")
    print(f"{len(tests)} 项测试，改动前 {len(wrong)} 项未通过 / {len(tests)} tests, {len(wrong)} fail as things are")
    return not wrong


def _judged(mutants: Sequence[Mutant], copies: queue.SimpleQueue[Path]) -> Iterator[tuple[Mutant, str]]:
    """Yield every mutant and what is wrong with its tests, "" for nothing, in order; prints a line for each."""

    def run(mutant: Mutant) -> tuple[str, float]:
        root = copies.get()
        began_s = time.perf_counter()
        try:
            return judge(mutant, root), time.perf_counter() - began_s
        finally:
            copies.put(root)

    with ThreadPoolExecutor(max_workers=_COPIES) as pool:
        for mutant, (wrong, took_s) in zip(mutants, pool.map(run, mutants), strict=True):
            sign = f"✗ {wrong}" if wrong else "✓"
            print(f"{mutant.pain:>4}  {took_s:>5.1f} s  {mutant.wrong:<64}  {sign}", flush=True)
            yield mutant, wrong


def _report(wanted: set[int], judged: Sequence[tuple[Mutant, str]]) -> int:
    """Print how many pains have a test that sees each of their fixes gone; return the exit code."""
    missed = {mutant.pain for mutant, wrong in judged if wrong}
    seen = {mutant.pain for mutant, _ in judged} - missed
    red = sum(not wrong for _, wrong in judged)
    print(f"变异 {red}/{len(judged)} 个被发现 / {red} of {len(judged)} mutants are seen")
    print(f"{len(seen)} of {len(wanted)}")
    return 0 if seen == wanted else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
