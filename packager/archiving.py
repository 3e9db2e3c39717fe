"""What a plan becomes in an archive: packages within written first, what refers to them resolved, assets as planned."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from foundation.archive_kinds import write_archive
from foundation.archives import ArchiveEntry
from foundation.text import both
from packager.errors import ChangedAssetError
from packager.plan import Entry, PackagePlan
from packager.references import address_of, resolve


def archive_entries(entries: Sequence[Entry], folder: Path) -> Iterator[ArchiveEntry]:
    """Yield what to write: packages within are written to `folder` first, then what others say of them is known."""
    written = {index: _written(entry, folder / f"inner-{index}") for index, entry in enumerate(entries)}
    known = {entry.name: address_of(written[index]) for index, entry in enumerate(entries) if entry.name is not None}
    for index, entry in enumerate(entries):
        content = written[index]
        if not entry.refers:
            yield ArchiveEntry(path=entry.path, content=content, stored=entry.stored)
            continue
        told = resolve(content, known) if isinstance(content, bytes) and entry.name is None else content
        yield ArchiveEntry(path=resolve(entry.path.encode(), known).decode(), content=told, stored=entry.stored)


def _written(entry: Entry, place: Path) -> bytes | Path:
    content = entry.content
    if isinstance(content, PackagePlan):
        place.mkdir()
        write_archive(content.archive, place / "package", archive_entries(content.entries, place))
        return place / "package"
    if isinstance(content, Path):
        _refuse_changed(entry, content)
    return content


def _refuse_changed(entry: Entry, source: Path) -> None:
    if source.is_file() and source.stat().st_size == entry.size_bytes:
        return
    raise ChangedAssetError(
        both(f"素材已被改动或删除：{entry.path}", f"The asset was changed or removed: {entry.path}"),
        file=source,
        remedy=both("请重新打包", "Build again"),
    )
