"""What is known of an earlier build: its inputs, its outputs, and what was said of them."""

from __future__ import annotations

import logging
import os
import time
from pathlib import Path

import platformdirs
from pydantic import BaseModel, ConfigDict, ValidationError

from foundation.digest import sha256_file
from foundation.errors import CourseBridgeError
from foundation.files import write_text
from foundation.findings import Finding
from packager.build import BuiltPackage
from packager.incremental.stamps import Stamp, stamp_of

_LOG = logging.getLogger(__name__)
_MOST_RECORDS = 200


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class KnownFile(_Part):
    """A file as it was: its stamp, when that was taken (ns since 1970), and the SHA-256 of its content."""

    stamp: Stamp
    seen_ns: int
    sha256: str

    def as_now(self, path: Path | str, stamp: Stamp | None) -> KnownFile | None:
        """Return what is known of the file if its content is still the same, else None; it is read only in doubt."""
        if stamp is None or stamp.size_bytes != self.stamp.size_bytes:
            return None
        if stamp == self.stamp and self.stamp.is_trusted(self.seen_ns):
            return self
        seen_ns = time.time_ns()
        try:
            sha256 = sha256_file(Path(path))
        except OSError:
            return None
        return KnownFile(stamp=stamp, seen_ns=seen_ns, sha256=sha256) if sha256 == self.sha256 else None


class BuildRecord(_Part):
    """A build: `tool` made `packages` of `inputs`, by their paths in the course folder."""

    tool: str
    inputs: dict[str, KnownFile]
    packages: tuple[BuiltPackage, ...]
    outputs: tuple[KnownFile, ...]
    findings: tuple[Finding, ...] = ()


def record_path(key: str) -> Path:
    """Return where the record of a build is kept; COURSEBRIDGE_CACHE names another folder than the user's cache."""
    named = os.environ.get("COURSEBRIDGE_CACHE")
    root = Path(named) if named else platformdirs.user_cache_path("coursebridge", appauthor=False)
    return root / "builds" / f"{key}.json"


def read_record(path: Path) -> BuildRecord | None:
    """Return a record, or None where there is none that can be read: then everything is built."""
    try:
        return BuildRecord.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None


def write_record(path: Path, record: BuildRecord) -> None:
    """Keep a record. A cache that cannot be written costs time, not the build."""
    try:
        write_text(path, record.model_dump_json())
        for old in sorted(path.parent.glob("*.json"), key=_age, reverse=True)[_MOST_RECORDS:]:
            old.unlink(missing_ok=True)
    except (OSError, CourseBridgeError) as error:
        _LOG.info("build record not kept: %s", error)


def known_output(package: BuiltPackage) -> KnownFile | None:
    """Return what is known of a package that has just been built."""
    seen_ns, stamp = time.time_ns(), stamp_of(package.path)
    return None if stamp is None else KnownFile(stamp=stamp, seen_ns=seen_ns, sha256=package.sha256)


def _age(path: Path) -> int:
    stamp = stamp_of(path)
    return 0 if stamp is None else stamp.modified_ns
