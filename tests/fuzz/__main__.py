"""`make fuzz`: spoil files, read them in two processes, and tell what failed, what came out, and what was reached."""

from __future__ import annotations

import argparse
import multiprocessing
import os
import queue
import sys
import tempfile
import time
from hashlib import sha256
from multiprocessing.process import BaseProcess
from pathlib import Path

from tests.fuzz.lines import reached
from tests.fuzz.targets import ROOT, Target, targets
from tests.fuzz.worker import OUTPUT, Tally, work

CORPUS = Path(__file__).parent / "corpus"
_SAY_EVERY_S = 15.0


def main() -> None:
    """Run so many executions; exit with 1 where something failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("executions", type=int, nargs="?", default=100_000)
    parser.add_argument("--seed", type=int, default=0, help="equal seeds give equal files")
    parser.add_argument("--only", help="names of targets begin with this: printed.docx, case …")
    parser.add_argument("--unreached", action="store_true", help="name the functions that were never entered")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="coursebridge-fuzz-") as name:
        folder = Path(name)
        (folder / "seeds").mkdir()
        start = time.monotonic()
        tally, crashes = _run(folder, chosen.executions, chosen.seed, chosen.only)
        known = targets(folder / "seeds")
        report(
            tally,
            [one for one in known if chosen.only is None or one.title.startswith(chosen.only)],
            unreached=chosen.unreached,
        )
    print(f"{sum(tally.outcomes.values()):,} executions in {time.monotonic() - start:.0f} s")
    sys.exit(1 if tally.failures or crashes else 0)


def _run(folder: Path, executions: int, seed: int, only: str | None) -> tuple[Tally, int]:
    context = multiprocessing.get_context("spawn")
    tallies = context.Queue()
    count = min(2, os.cpu_count() or 1)
    processes: list[tuple[BaseProcess, Path]] = []
    for number in range(count):
        home = folder / str(number)
        share = executions // count + (number < executions % count)
        process = context.Process(target=work, args=(str(home), seed * count + number, only, share, tallies))
        process.start()
        processes.append((process, home))
    total, say_at = Tally(), time.monotonic() + _SAY_EVERY_S
    while any(process.is_alive() for process, _ in processes) or not tallies.empty():
        try:
            total.add(tallies.get(timeout=1))
        except queue.Empty:
            continue
        for failure in list(total.failures):
            _keep(total, failure)
        if time.monotonic() > say_at:
            say_at = time.monotonic() + _SAY_EVERY_S
            print(f"… {sum(total.outcomes.values()):,}, {len(total.failures)} failures", file=sys.stderr, flush=True)
    return total, sum(_crashed(process, home) for process, home in processes)


def _keep(tally: Tally, key: tuple[str, str]) -> None:
    """Save what failed to the corpus, and say so; once per kind of failure."""
    ending, failure, content = tally.failures[key]
    path = CORPUS / f"{key[0].removesuffix(ending)}-{sha256(key[1].encode()).hexdigest()[:10]}{ending}"
    if not path.exists():
        path.write_bytes(content)
        print(f"FAILED {key[0]}: {failure}\n  kept as {path.relative_to(ROOT)}", file=sys.stderr, flush=True)


def _crashed(process: BaseProcess, home: Path) -> bool:
    """Whether a process died; the file that it was reading is kept."""
    if process.exitcode == 0:
        return False
    said = (home / OUTPUT).read_text(encoding="utf-8", errors="replace") if (home / OUTPUT).exists() else ""
    print(f"FAILED: a process ended with {process.exitcode}\n{said}", file=sys.stderr)
    for path in (home / "desk").glob("*.*"):
        kept = CORPUS / f"{path.stem}-crash-{sha256(path.read_bytes()).hexdigest()[:10]}{path.suffix}"
        kept.write_bytes(path.read_bytes())
        print(f"  it was reading {kept.relative_to(ROOT)}", file=sys.stderr)
    return True


def report(tally: Tally, known: list[Target], *, unreached: bool) -> None:
    """Print, per target: executions, maps that came out, kinds of refusals, slowest, and the code that was reached."""
    print(f"{'target':<18}{'runs':>9}{'maps':>9}{'refused':>9}{'failed':>8}{'slowest':>10}  refusals by id")
    for target in known:
        counts = {came_to: count for (name, came_to), count in tally.outcomes.items() if name == target.title}
        maps, failed = counts.pop("map", 0), counts.pop("failure", 0)
        refused = sum(counts.values())
        ids = ", ".join(f"{one} {count}" for one, count in sorted(counts.items(), key=lambda pair: -pair[1])[:4])
        slowest_s, _ = tally.slowest_s.get(target.title, (0.0, b""))
        runs = maps + failed + refused
        print(f"{target.title:<18}{runs:>9,}{maps:>9,}{refused:>9,}{failed:>8,}{slowest_s:>8.2f} s  {ids}")
    print(f"\n{'code':<48}{'lines of functions reached':>28}")
    for path in dict.fromkeys(path for target in known for path in target.code):
        found = reached(ROOT, path, tally.lines)
        print(f"{path:<48}{found.lines:>14,} of {found.of:>6,}{found.percent:>6.1f} %")
        if unreached:
            print("".join(f"    never entered: {function}\n" for function in found.never), end="")


if __name__ == "__main__":
    main()
