"""A working folder whose source is a stand-in Moodle: settings, key, home folder, and the commands run in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from coursebridge.cli import root
from tests.lms_bridge.scenes import KEY, Done


@dataclass
class Workplace:
    """Settings with one source per name; `token` is what every site is shown."""

    root: Path
    sources: Mapping[str, str]
    options: Mapping[str, object] = field(default_factory=dict)
    token: str = "f00d" * 8

    def __post_init__(self) -> None:
        self.home = self.root / "home"
        (self.root / "keys").mkdir(parents=True, exist_ok=True)
        (self.root / "keys/hefei.key").write_text(f"current {KEY}\n", encoding="utf-8")
        self.settings = self.root / "coursebridge.toml"
        self.write()

    def write(self) -> None:
        """Write the settings anew."""
        lines = ['[centres.hefei]\ntitle = "合肥"\n']
        options = {"courses": "mpy1", "requests_per_second": 0, "page_rows": 20, **self.options}
        told = "".join(f"{name} = {json.dumps(value)}\n" for name, value in options.items())
        for name, url in self.sources.items():
            lines.append(f'[sources.{name}]\nconnector = "moodle"\ncentre = "hefei"\nurl = "{url}"\n{told}')
            lines.append(f'[targets.{name}]\nconnector = "moodle"\nurl = "{url}"\n{told}')
        self.settings.write_text("\n".join(lines), encoding="utf-8")

    def command(self, *arguments: str) -> Done:
        """Run a command in this process."""
        tokens = {f"COURSEBRIDGE_TOKEN_{name.upper()}": self.token for name in self.sources}
        environment = {"COURSEBRIDGE_HOME": str(self.home), "COURSEBRIDGE_SETTINGS": str(self.settings), **tokens}
        result = CliRunner(env=environment).invoke(root, list(arguments))
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Done(result.exit_code, result.stdout, result.stderr)

    def harvest(self, *arguments: str) -> tuple[int, dict[str, Any]]:
        """Run `harvest run --json`; return its exit code and JSON."""
        done = self.command("harvest", "run", "--json", *arguments)
        found: dict[str, Any] = json.loads(done.stdout)
        return done.returncode, found

    def push(self, verb: str, source: Path, *arguments: str) -> tuple[int, dict[str, Any]]:
        """Run `push VERB --json` to the target `box`; return its exit code and JSON."""
        done = self.command("push", verb, str(source), "--target", "box", "--json", *arguments)
        found: dict[str, Any] = json.loads(done.stdout)
        return done.returncode, found
