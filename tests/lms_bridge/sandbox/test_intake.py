"""A hostile or broken package is refused with a reason and a remedy, and nothing of it stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from foundation.digest import canonical_json
from foundation.errors import CourseBridgeError
from lms_bridge.sandbox.store import SandboxStore
from tests.foundation.rawzip import ENCRYPTED, UTF8, Member, raw_zip
from tests.lms_bridge.sandbox.samples import AT, MANIFEST, PAGE, card, manifest, package_bytes, write, zip_bytes

GOOD = (Member(b"imsmanifest.xml", manifest()), Member(b"index.html", PAGE.encode()))
MIB, TWO_MIB = bytes(1 << 20), bytes(2 << 20)

HOSTILE_ZIPS = {
    "no zip": b"<html>not a zip</html>",
    "empty": b"",
    "cut off": package_bytes()[:-30],
    "climbing path": raw_zip(*GOOD, Member(b"../evil.html")),
    "absolute path": raw_zip(*GOOD, Member(b"/etc/cron.d/evil")),
    "backslash path": raw_zip(*GOOD, Member(b"..\\evil.html")),
    "drive path": raw_zip(*GOOD, Member(b"C:/evil.html")),
    "link": raw_zip(*GOOD, Member(b"link", b"/etc/passwd", mode=0o120777)),
    "device": raw_zip(*GOOD, Member(b"dev", mode=0o020644)),
    "encrypted": raw_zip(*GOOD, Member(b"secret.js", flags=UTF8 | ENCRYPTED)),
    "bomb": raw_zip(*GOOD, Member(b"bomb.bin", TWO_MIB, deflated=True)),
    "bomb of small files": raw_zip(*GOOD, *(Member(f"f/{n}".encode(), MIB, deflated=True) for n in range(40))),
    "lying size": raw_zip(*GOOD, Member(b"a.js", b"x" * 100, size=10, packed_size=100)),
    "claims terabytes": raw_zip(*GOOD, Member(b"a.bin", b"x", size=0xFFFFFFF0)),
    "same path twice": raw_zip(*GOOD, Member(b"index.html", b"other")),
    "differs in case": raw_zip(*GOOD, Member(b"INDEX.html", b"other")),
    "file and folder": raw_zip(*GOOD, Member(b"index.html/a.js")),
    "overlong name": raw_zip(*GOOD, Member(b"n" * 300)),
    "windows device": raw_zip(*GOOD, Member(b"pages/aux.html")),
    "windows mark": raw_zip(*GOOD, Member(b"pages/what?.html")),
    "too many files": raw_zip(*GOOD, *(Member(f"f/{n}".encode(), b"") for n in range(10_001))),
}
DOCTYPE = '<!DOCTYPE manifest [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
TEXT = MANIFEST.format(identifier="quality", href="index.html")

BAD_MANIFESTS = {
    "missing": None,
    "not xml": "清单",
    "broken xml": TEXT.replace("</manifest>", ""),
    "dtd": TEXT.replace("<manifest ", f"{DOCTYPE}<manifest ", 1),
    "other root": "<course/>",
    "no identifier": TEXT.replace('identifier="quality" ', "", 1),
    "common cartridge": TEXT.replace("<schemaversion>1.2<", "<schemaversion>1.1.0<"),
    "no organization": TEXT.replace("organization>", "other>").replace("<organization ", "<other "),
    "no sco": TEXT.replace('adlcp:scormtype="sco"', 'adlcp:scormtype="asset"'),
    "launch page missing": MANIFEST.format(identifier="q", href="gone.html"),
    "launch page elsewhere": MANIFEST.format(identifier="q", href="https://example.org/evil.html"),
    "launch page climbs": MANIFEST.format(identifier="q", href="../../sandbox.db"),
    "launch page absolute": MANIFEST.format(identifier="q", href="/api/packages"),
    "launch page script": MANIFEST.format(identifier="q", href="javascript:alert(1)"),
}


def refusal(store: SandboxStore, tmp_path: Path, content: bytes) -> CourseBridgeError:
    """Add it; return the refusal, and see that nothing came of it."""
    with pytest.raises(CourseBridgeError) as caught:
        store.add_package(write(tmp_path, content, "来件.zip"), AT)
    assert caught.value.exit_code == 1
    assert store.packages() == []
    assert [path for path in (store.data / "packages").glob("**/*") if path.is_file()] == []
    assert {path.name for path in tmp_path.iterdir()} == {"来件.zip", "数据"}
    return caught.value


@pytest.mark.parametrize("kind", list(HOSTILE_ZIPS))
def test_a_hostile_zip_is_refused(store: SandboxStore, tmp_path: Path, kind: str) -> None:
    error = refusal(store, tmp_path, HOSTILE_ZIPS[kind])
    assert (error.id, error.file) == ("CB-ARCHIVE", "来件.zip")
    assert error.remedy


@pytest.mark.parametrize("kind", list(BAD_MANIFESTS))
def test_a_package_that_cannot_be_launched_is_refused(store: SandboxStore, tmp_path: Path, kind: str) -> None:
    text = BAD_MANIFESTS[kind]
    files: dict[str, bytes | str] = {"index.html": PAGE} | ({} if text is None else {"imsmanifest.xml": text})
    error = refusal(store, tmp_path, zip_bytes(files))
    assert error.id in ("SBX-PACKAGE", "CB-XML")
    assert "来件.zip" in (error.file or "")


def test_a_manifest_one_folder_down_is_not_taken_for_one_at_the_root(store: SandboxStore, tmp_path: Path) -> None:
    error = refusal(store, tmp_path, zip_bytes({"course/imsmanifest.xml": manifest(), "course/index.html": PAGE}))
    assert error.place == "imsmanifest.xml"


@pytest.mark.parametrize("text", ["{", "[]", '{"id": 1}'])
def test_a_damaged_course_card_is_refused(store: SandboxStore, tmp_path: Path, text: str) -> None:
    error = refusal(store, tmp_path, package_bytes(**{"coursebridge.json": text}))
    assert (error.id, error.place) == ("SBX-PACKAGE", "coursebridge.json")


@pytest.mark.parametrize(("field", "value"), [("id", "../../evil"), ("version", "../1"), ("version", "..")])
def test_a_card_whose_names_would_leave_their_folder_is_refused(
    store: SandboxStore, tmp_path: Path, field: str, value: str
) -> None:
    hostile = card().model_dump(mode="json") | {field: value}
    error = refusal(store, tmp_path, package_bytes(**{"coursebridge.json": canonical_json(hostile)}))
    assert error.place == "coursebridge.json"


def test_a_refused_version_leaves_the_package_as_it_was(store: SandboxStore, tmp_path: Path) -> None:
    first = store.add_package(write(tmp_path, package_bytes()), AT)
    with pytest.raises(CourseBridgeError):
        store.add_package(write(tmp_path, HOSTILE_ZIPS["lying size"]), AT)
    assert store.packages() == [first.model_copy(update={"changed": False})]
    assert (store.content_folder(1, 1) / "index.html").read_text(encoding="utf-8") == PAGE


def test_names_in_chinese_and_launch_parameters_are_kept(store: SandboxStore, tmp_path: Path) -> None:
    text = MANIFEST.format(identifier="q", href="%E8%AF%BE%E7%A8%8B/首页.html?lang=zh#one")
    text = text.replace('identifierref="res-1"', 'identifierref="res-1" parameters="?mode=a"')
    package = store.add_package(write(tmp_path, zip_bytes({"imsmanifest.xml": text, "课程/首页.html": PAGE})), AT)
    assert (store.content_folder(1, 1) / "课程" / "首页.html").is_file()
    assert package.scos[0].href == "%E8%AF%BE%E7%A8%8B/首页.html?lang=zh&mode=a#one"


def test_every_sco_of_the_default_organization_is_offered_in_order(store: SandboxStore, tmp_path: Path) -> None:
    item = '<item identifier="{0}" identifierref="{0}-res"><title>{1}</title></item>'
    resource = '<resource identifier="{0}-res" type="webcontent" adlcp:scormtype="sco" href="{0}.html"/>'
    text = TEXT.replace("</organization>", item.format("sco-2", "第二课") + "</organization>", 1)
    text = text.replace("</resources>", resource.format("sco-2") + "</resources>")
    files: dict[str, bytes | str] = {"imsmanifest.xml": text, "index.html": PAGE, "sco-2.html": PAGE}
    package = store.add_package(write(tmp_path, zip_bytes(files)), AT)
    assert [(sco.identifier, sco.title) for sco in package.scos] == [("sco-1", "第一课"), ("sco-2", "第二课")]
    store.add_learner("王小明", AT)
    second = store.open_attempt(1, 1, AT, sco="sco-2")
    assert (second.sco, second.number) == ("sco-2", 1)
    assert store.open_attempt(1, 1, AT).sco == "sco-1"
