"""What the bridge is told about sources, targets and centres: the part of the settings that it needs."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

#: Names become folder names and parts of environment variables.
NAME_PATTERN = r"^[a-z0-9][a-z0-9_-]{0,39}$"

Option = str | int | float | bool


class Endpoint(BaseModel):
    """An LMS: which connector speaks to it, and where it is. `options` belong to that connector alone."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(pattern=NAME_PATTERN)
    connector: str
    url: str | None = None
    data: Path | None = None
    options: dict[str, Option] = {}


class Target(Endpoint):
    """An LMS that packages are pushed to."""


class Source(Endpoint):
    """An LMS that is harvested for a centre. `simulated` marks all its records."""

    centre: str = Field(pattern=NAME_PATTERN)
    simulated: bool = False


class Centre(BaseModel):
    """A training centre (试点单位) and the file that its key is kept in, unless the key is kept elsewhere."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(pattern=NAME_PATTERN)
    title: str = ""
    key_file: Path


def environment_part(name: str) -> str:
    """Return a name as it stands in environment variables: upper case, `-` as `_`."""
    return name.upper().replace("-", "_")
