"""Packages, zip or tar.gz: a document in them changed by its own structure; members lost, renamed, hostile, linked."""

from __future__ import annotations

import gzip
import io
import struct
import tarfile
import warnings
import zipfile
from pathlib import PurePosixPath
from random import Random

from tests.fuzz.mutators.archive import DAMAGE
from tests.fuzz.mutators.json_tree import mutated_json
from tests.fuzz.mutators.raw import mutated_bytes
from tests.fuzz.mutators.values import text
from tests.fuzz.mutators.xml_tree import mutated_xml

_NAMES = (
    *("../x.html", "a/../../x", "/etc/x", "C:\\x.html", "\\\\host\\x", "x\\y.html", "CON", "a:b", "x.", "a" * 300),
    *("IMSMANIFEST.XML", "imsmanifest.xml", "deep/imsmanifest.xml", "cmi5.xml", "tincan.xml", "moodle_backup.xml"),
    *("course.xml", "index.html", "课件.html", "x/", "", ".", "a\x00b", "index.html/x"),
)
_GBK = "课件/第一课.html".encode("gbk")
_TAR_KINDS = (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE, b"S")
_MAX_BYTES = 3_000_000


def mutated_package(content: bytes, random: Random, donor: bytes = b"") -> bytes:
    """Return a package with one or two documents changed, mostly; else with its directory or its bytes changed."""
    members, others = members_of(content), members_of(donor)
    if not members or random.random() < 0.04:
        return mutated_bytes(content, random)
    for _ in range(random.choice((1, 1, 1, 2))):
        if not members:
            break  # the first change took the only one
        name = _chosen(members, random)
        if random.random() < 0.9:
            members[name] = _mutated(name, members[name], random, others.get(name, b""))
        else:
            _change_directory(members, random)
    pack = packed_tar if content.startswith(b"\x1f\x8b") else _packed_zip
    return pack(members, random)


def members_of(content: bytes) -> dict[str, bytes]:
    """Return the files of a package; none where it is damaged."""
    try:
        if content.startswith(b"\x1f\x8b"):
            plain = gzip.GzipFile(fileobj=io.BytesIO(content)).read(_MAX_BYTES)
            with tarfile.open(fileobj=io.BytesIO(plain)) as tar:
                return {info.name: (tar.extractfile(info) or io.BytesIO()).read() for info in tar if info.isfile()}
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return {info.filename: archive.read(info) for info in archive.infolist() if info.file_size < _MAX_BYTES}
    except (*DAMAGE, tarfile.TarError, KeyError):
        return {}


def _chosen(members: dict[str, bytes], random: Random) -> str:
    """Choose a member: the documents that describe the package more often than its pages and pictures."""
    weights = {".xml": 12, ".json": 4, ".html": 2, ".htm": 2, ".js": 0.5}
    names = list(members)
    return random.choices(names, [weights.get(PurePosixPath(name).suffix, 0.5) for name in names])[0]


def _mutated(name: str, content: bytes, random: Random, donor: bytes) -> bytes:
    if content.startswith(b"<?xml") or name.endswith(".xml"):
        return mutated_xml(content, random, donor)
    if name.endswith(".json"):
        return mutated_json(content, random, donor)
    return mutated_bytes(content, random)


def _change_directory(members: dict[str, bytes], random: Random) -> None:
    name, other = random.choice(list(members)), random.choice(list(members))
    match random.randrange(7):
        case 0:
            del members[name]
        case 1:
            members[name], members[other] = members[other], members[name]
        case 2:
            members[random.choice(_NAMES)] = members.pop(name)
        case 3:
            members[random.choice(_NAMES)] = text(random).encode("utf-8", "surrogatepass")
        case 4:
            members[name.swapcase()] = members[other]
        case 5:
            members[f"{random.choice(('one', 'course', '一层'))}/{name}"] = members.pop(name)
        case _:
            members[name] = b" " * random.choice((0, 1, 100_000, 2_000_000))


def _packed_zip(members: dict[str, bytes], random: Random) -> bytes:
    target = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(target, "w") as archive:
        warnings.simplefilter("ignore")
        for name, content in members.items():
            info = zipfile.ZipInfo(name.replace("\x00", "0"), (1980, 1, 1, 0, 0, 0))
            if random.random() < 0.002:
                info.external_attr = 0o120777 << 16
            archive.writestr(info, content, zipfile.ZIP_DEFLATED, compresslevel=1)
            if random.random() < 0.001:
                archive.writestr(info, b"<twice/>")
    whole = target.getvalue()
    if random.random() < 0.02:
        whole = _lying(whole, random)
    return whole


def _lying(whole: bytes, random: Random) -> bytes:
    """Let a member's size be another, or its name be no UTF-8."""
    if random.random() < 0.5:
        name = random.choice(list(members_of(whole)) or ["x"]).encode()
        return whole.replace(name, (_GBK * len(name))[: len(name)])
    start = whole.rfind(b"PK\x01\x02")
    size = struct.pack("<I", random.choice((0, 1, 2**31, 2**32 - 1)))
    return whole[: start + 24] + size + whole[start + 28 :]


def packed_tar(members: dict[str, bytes], random: Random) -> bytes:
    """Return a tar.gz of some files; now and then one of them is a link, a device or another kind."""
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w") as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name.replace("\x00", "0"))
            info.size = len(content)
            if random.random() < 0.004:
                info.type, info.linkname, info.size = random.choice(_TAR_KINDS), random.choice(_NAMES), 0
                content = b""
            archive.addfile(info, io.BytesIO(content))
    return gzip.compress(target.getvalue(), compresslevel=1, mtime=0)
