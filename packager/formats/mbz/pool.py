"""The files of a backup: `files.xml` says which file is whose, the bytes lie under `files/`, named by their SHA-1."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from packager.formats.mbz.tree import Node, document, listed, node
from packager.media import is_compressed
from packager.plan import Entry
from packager.references import sha1_of, sha1_start_of, size_of


@dataclass(frozen=True)
class PooledFile:
    """One file of an activity: whose file area it is in, its path there (`/assets/fig1.svg`), and its bytes."""

    number: int
    context: int
    component: str
    area: str
    path: str
    source: Entry

    @property
    def name(self) -> str:
        """What its bytes are referred to by: equal bytes share one."""
        return self.source.sha256


def pool_entries(files: Sequence[PooledFile]) -> tuple[Entry, ...]:
    """Return `files.xml` and the bytes, each once."""
    listing = document("files.xml", listed("files", (_record(file) for file in files)), refers=True)
    unique = {file.name: file for file in files}
    return (listing, *map(_pooled, unique.values()))


def _pooled(file: PooledFile) -> Entry:
    path = f"files/{sha1_start_of(file.name)}/{sha1_of(file.name)}"
    stored = is_compressed(file.path)
    return file.source.model_copy(update={"path": path, "name": file.name, "refers": True, "stored": stored})


def _record(file: PooledFile) -> Node:
    folder, filename = posixpath.split(file.path)
    return node(
        "file",
        id_=file.number,
        contenthash=sha1_of(file.name),
        contextid=file.context,
        component=file.component,
        filearea=file.area,
        itemid=0,
        filepath=folder.rstrip("/") + "/",
        filename=filename,
        userid=None,
        filesize=size_of(file.name),
        mimetype=None,  # Moodle goes by the file's name
        status=0,
        timecreated=0,
        timemodified=0,
        source=None,
        author=None,
        license=None,
        sortorder=0,
        repositorytype=None,
        repositoryid=None,
        reference=None,
    )


def numbered(start: int, sources: Iterable[tuple[str, str, Entry]], component: str, context: int) -> list[PooledFile]:
    """Return files of one activity, numbered from `start`; each source is file area, path there, bytes."""
    return [
        PooledFile(number=start + index, context=context, component=component, area=area, path=path, source=source)
        for index, (area, path, source) in enumerate(sources)
    ]
