"""Rows: the package of 50 pages and 200 MB beside npm's simple-scorm-packager; and 2 GB of media, memory flat."""

from __future__ import annotations

import json
import subprocess
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.packages import make_media
from tests.bench.table import Row, in_child
from tests.e2e.tools import node_command, node_modules
from tests.packager.official import LOCK

_BUILDING = "tests.bench.packages"
_LARGE_MEDIA = 200
#: The peer calls back when its archive is closed; its own chatter goes to stdout, so the answer comes last.
_PEER = """
const pack = require('simple-scorm-packager');
const [source, outputFolder] = process.argv.slice(1);
const began = process.hrtime.bigint();
pack({version: '1.2', organization: 'bench', title: 'bench', identifier: 'bench', startingPage: 'index.html',
  source, package: {version: '1.0.0', zip: true, outputFolder}}, () => {
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  console.log('\\n' + JSON.stringify([seconds, process.resourceUsage().maxRSS / 1024]));
});
"""


def rows() -> Iterator[Row]:
    """Measure; both pack the same members, ours with its checks and hashes."""
    with TemporaryDirectory(prefix="coursebridge-bench-") as name:
        make_media(Path(name))
        ours_s, small_mib = in_child(_BUILDING, "build_once", name)
        peer_s, peer_mib = _peer(Path(name))
    yield Row(
        "package: against npm simple-scorm-packager", f"{ours_s:.2f} s", f"{peer_s:.2f} s", ours_s / peer_s, 1 / 8
    )
    yield Row(
        "package: peak memory against the same",
        f"{small_mib:.0f} MiB",
        f"{peer_mib:.0f} MiB",
        small_mib / peer_mib,
        1,
    )
    with TemporaryDirectory(prefix="coursebridge-bench-") as name:
        make_media(Path(name), _LARGE_MEDIA)
        began = time.perf_counter()
        _, large_mib = in_child(_BUILDING, "build_once", name)
        took_s = time.perf_counter() - began
    yield Row(
        f"package: 2 GB of media in {took_s:.1f} s, memory against 200 MB",
        f"{large_mib:.0f} MiB",
        f"{small_mib:.0f} MiB",
        large_mib / small_mib,
        1.1,
    )


def _peer(folder: Path) -> tuple[float, float]:
    """Let the peer pack the members of our own package; return its seconds and its peak memory in MiB."""
    source = folder / "source"
    with zipfile.ZipFile(next((folder / "out").glob("*.zip"))) as built:
        built.extractall(source)
    (source / "imsmanifest.xml").unlink()  # it writes one of its own
    modules = node_modules(LOCK)
    done = subprocess.run(
        [node_command(), "-e", _PEER, str(source), str(folder / "theirs")],
        cwd=modules.parent,
        check=True,
        capture_output=True,
        text=True,
    )
    seconds, peak_mib = json.loads(done.stdout.splitlines()[-1])
    return seconds, peak_mib
