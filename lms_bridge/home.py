"""The home folder: where state, raw segments, refused rows and records lie, and who may write there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from foundation.errors import BusyError
from foundation.text import both

_LEFTOVERS = ".*.part"


@dataclass(frozen=True)
class Home:
    """A home folder. Making one of these touches nothing on disk."""

    path: Path

    @property
    def state_file(self) -> Path:
        """The SQLite database of sources, cursors and batches."""
        return self.path / "state.db"

    @property
    def raw(self) -> Path:
        """Folder of the raw segments, one folder per source."""
        return self.path / "raw"

    @property
    def refused(self) -> Path:
        """Folder of the rows that could not be understood, one folder per source."""
        return self.path / "refused"

    @property
    def records(self) -> Path:
        """Folder of the Parquet files: `month=YYYY-MM/source=NAME/SERIAL.parquet`."""
        return self.path / "records"

    def segment(self, source: str, serial: int) -> Path:
        """Return the raw segment of a batch."""
        return self.raw / source / f"{serial:08d}.ndjson.gz"

    def card(self, source: str, sha256: str) -> Path:
        """Return the course card that segments of a source name by its SHA-256."""
        return self.raw / source / "cards" / f"{sha256}.json"

    def refused_file(self, source: str, serial: int) -> Path:
        """Return the file of a batch's refused rows."""
        return self.refused / source / f"{serial:08d}.ndjson"

    def records_folder(self, source: str, month: str) -> Path:
        """Return the folder of a source's records of one month (`YYYY-MM`)."""
        return self.records / f"month={month}" / f"source={source}"

    def records_file(self, source: str, month: str, serial: int) -> Path:
        """Return the Parquet file of a batch's records of one month."""
        return self.records_folder(source, month) / f"{serial:08d}.parquet"


@contextmanager
def locked(home: Home) -> Iterator[None]:
    """Be the only process that writes to a home folder; what a killed one left half-written is removed.

    Raises:
        BusyError: another process is at work there.
    """
    home.path.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(home.path / "lock", timeout=0):
            _remove_leftovers(home)
            yield
    except Timeout as error:
        raise BusyError(
            both("另一个进程正在使用此文件夹", "Another process is at work in this folder"),
            file=home.path,
            remedy=both("等它结束后再运行，或用 --home 另选文件夹", "Wait until it ends, or choose another --home"),
        ) from error


def _remove_leftovers(home: Home) -> None:
    for folder in (home.raw, home.refused, home.records):
        for part in folder.rglob(_LEFTOVERS):
            part.unlink(missing_ok=True)
