"""A package within a package: written with the outer one, and named there by the SHA-1 of what was written."""

from __future__ import annotations

import hashlib
from pathlib import Path

from packager.build import write_plan
from packager.plan import Entry, PackagePlan
from packager.references import PlannedMembers, sha1_of, sha1_start_of, size_of
from tests.packager.backup_reader import unzipped

_LISTING = f"{sha1_of('inner')} {size_of('inner')} {sha1_of('nobody')}".encode()


def _plan(*entries: Entry, name: str = "outer") -> PackagePlan:
    return PackagePlan(format="x", identifier=name, version="1", file_name=f"{name}.zip", entries=entries)


def _outer(source: Path) -> PackagePlan:
    size = source.stat().st_size
    asset = Entry(path="文.bin".encode().hex(), content=source, size_bytes=size, sha256="0" * 64)
    inner = _plan(Entry.of("a.txt", b"hello"), asset, name="inner")
    path = f"pool/{sha1_start_of('inner')}/{sha1_of('inner')}"
    return _plan(Entry.of("list.txt", _LISTING, refers=True), Entry.nested(path, inner, name="inner", refers=True))


def test_the_inner_package_is_named_by_its_sha1_wherever_the_plan_refers_to_it(tmp_path: Path) -> None:
    source = tmp_path / "x.bin"
    source.write_bytes(b"\x00" * 100)
    built = write_plan(_outer(source), tmp_path / "out" / "outer.zip")
    members = unzipped(built.path.read_bytes())
    (inner,) = [content for path, content in members.items() if path.startswith("pool/")]
    sha1 = hashlib.sha1(inner, usedforsecurity=False).hexdigest()
    assert list(members) == ["list.txt", f"pool/{sha1[:2]}/{sha1}"]
    assert members["list.txt"].decode() == f"{sha1} {len(inner)} @@cb:sha1:nobody@@", "somebody's text stays"
    assert unzipped(inner) == {"a.txt": b"hello", "文.bin".encode().hex(): b"\x00" * 100}
    assert [each.name for each in (tmp_path / "out").iterdir()] == ["outer.zip"], "nothing is left behind"


def test_references_hold_together_before_anything_is_written(tmp_path: Path) -> None:
    source = tmp_path / "x.bin"
    source.write_bytes(b"")
    planned = PlannedMembers(_outer(source))
    sha1 = planned.read("list.txt").decode().split()[0]
    assert f"pool/{sha1[:2]}/{sha1}" in planned


def test_equal_plans_have_equal_digests_and_a_changed_entry_another() -> None:
    one, other = _plan(Entry.of("a", b"1")), _plan(Entry.of("a", b"2"))
    assert one.digest == _plan(Entry.of("a", b"1")).digest != other.digest
    assert Entry.nested("p", one).sha256 != Entry.nested("p", other).sha256
