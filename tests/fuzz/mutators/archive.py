"""Archives: a member changed by its own structure; members lost, exchanged, added, renamed; the archive's bytes."""

from __future__ import annotations

import io
import lzma
import struct
import warnings
import zipfile
import zlib
from random import Random

from tests.fuzz.mutators.raw import mutated_bytes
from tests.fuzz.mutators.values import text
from tests.fuzz.mutators.xml_tree import mutated_xml

_NAMES = (
    *("../x.xml", "/x.xml", "C:\\x.xml", "a" * 300, "", ".", "xl/vbaProject.bin", "word/vbaProject.bin", "中文.xml"),
    *("xl/WORKBOOK.xml", "xl/workbook.xml", "word/document.xml", "[Content_Types].xml", "_rels/.rels", "x/"),
)
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
#: What zipfile raises for an archive that was spoiled before.
DAMAGE = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, OSError, EOFError),
    *(ValueError, OverflowError, RuntimeError, NotImplementedError),
)
_CONTENT = ("xl/workbook.xml", "xl/worksheets/", "xl/sharedStrings.xml", "xl/styles.xml", "word/")


def mutated_archive(content: bytes, random: Random, donor: bytes = b"") -> bytes:
    """Return an archive with one or two members changed, mostly; else with its directory or its bytes changed."""
    members, others = _members(content), _members(donor)
    if not members or random.random() < 0.03:
        return mutated_bytes(content, random)
    for _ in range(random.choice((1, 1, 1, 2))):
        name = _chosen(members, random)
        if random.random() < 0.94:
            members[name] = _mutated_member(members[name], random, others.get(name, b""))
        elif name in others and random.random() < 0.5:
            members[name] = others[name]
        else:
            _change_directory(members, random)
    return _packed(members, random)


def _members(content: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return {info.filename: archive.read(info) for info in archive.infolist()}
    except DAMAGE:
        return {}


def _chosen(members: dict[str, bytes], random: Random) -> str:
    """Choose a member, those that hold the content more often."""
    names = list(members)
    weights = [1 + len(members[name]) ** 0.3 if name.startswith(_CONTENT) else 0.5 for name in names]
    return random.choices(names, weights)[0]


def _mutated_member(content: bytes, random: Random, donor: bytes) -> bytes:
    return mutated_xml(content, random, donor) if random.random() < 0.95 else mutated_bytes(content, random)


def _change_directory(members: dict[str, bytes], random: Random) -> None:
    name, other = random.choice(list(members)), random.choice(list(members))
    match random.randrange(6):
        case 0:
            del members[name]
        case 1:
            members[name], members[other] = members[other], members[name]
        case 2:
            members[name] = members[other]
        case 3:
            members[random.choice(_NAMES) or name] = members.pop(name)
        case 4:
            members[random.choice(_NAMES) or "x"] = text(random).encode("utf-8", "surrogatepass")
        case _:
            members[name] = b" " * random.choice((0, 1, 100_000, 5_000_000))


def _packed(members: dict[str, bytes], random: Random) -> bytes:
    target = io.BytesIO()
    order = list(members)
    if random.random() < 0.1:
        random.shuffle(order)
    with warnings.catch_warnings(), zipfile.ZipFile(target, "w") as archive:
        warnings.simplefilter("ignore")
        for name in order:
            method = random.choice(_METHODS) if random.random() < 0.002 else zipfile.ZIP_DEFLATED
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            archive.writestr(info, members[name], method, compresslevel=1)
            if random.random() < 0.001:
                archive.writestr(info, b"<twice/>")
    return target.getvalue()
