"""Where things lie in a demo's folder, and the settings that name them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from coursebridge.demo.world import CENTRES

_HEAD = """\
# 演示的设置；所有数据均为模拟。在此文件夹中可直接运行 coursebridge harvest run
# Settings of the demo; all data are simulated. Here `coursebridge harvest run` works as it is.
"""
_TABLES = """
[centres.{id}]
title = "{title}"
key_file = "keys/{id}.key"

[targets.{id}]
connector = "sandbox"
data = "lms/{id}"

[sources.{id}]
connector = "sandbox"
data = "lms/{id}"
centre = "{id}"
simulated = true
"""


@dataclass(frozen=True)
class DemoFolder:
    """The folder of one demo."""

    root: Path

    @property
    def workbook(self) -> Path:
        """The workbook that the map was imported from."""
        return self.root / "requirements.xlsx"

    @property
    def map(self) -> Path:
        """The map."""
        return self.root / "map.xml"

    @property
    def course(self) -> Path:
        """The course folder, for the user to edit."""
        return self.root / "course"

    @property
    def packages(self) -> Path:
        """Folder of the packages."""
        return self.root / "packages"

    @property
    def settings(self) -> Path:
        """The settings file."""
        return self.root / "coursebridge.toml"

    @property
    def home(self) -> Path:
        """The bridge's home folder: what commands in this folder use by default."""
        return self.root / ".coursebridge"

    @property
    def report(self) -> Path:
        """Folder of the report, as it may be published: small classes are suppressed."""
        return self.root / "report"

    @property
    def internal_report(self) -> Path:
        """Folder of the experts' copy of the report: internal, small classes shown."""
        return self.root / "report-internal"

    @property
    def simulation(self) -> Path:
        """What the simulation assumed, as JSON; a finished demo has it."""
        return self.root / "simulation.json"

    def lms(self, centre: str) -> Path:
        """Return the data folder of a centre's LMS."""
        return self.root / "lms" / centre

    @property
    def is_finished(self) -> bool:
        """Whether a demo was made here."""
        return self.simulation.is_file() and self.settings.is_file()


def settings_text() -> str:
    """Return the settings of the demo's centres, with paths relative to the file."""
    tables = (_TABLES.format(id=centre.id, title=centre.title.best()) for centre in CENTRES)
    return _HEAD + "".join(tables)
