"""What is fuzzed: every reader of maps and packages, with valid files to start from and where its code lies."""

from __future__ import annotations

import inspect
import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from competency_xml.check import check_map
from competency_xml.exchange.base import MapReader, MapWriter
from competency_xml.exchange.registry import map_formats
from competency_xml.model import CompetencyMap
from competency_xml.onto.importing import OntoRequest, import_onto
from competency_xml.xml import map_bytes, read_map
from foundation.errors import CourseBridgeError
from foundation.findings import Finding
from tests.fuzz.package_targets import CODE, package_seeds, read_package
from tests.fuzz.seeds import PairsDesk, pairs_desk, seed_files

ROOT = Path(__file__).resolve().parents[2]
#: One map in so many goes out again and in.
_OUT_AND_IN = 5
Read = Callable[[Path], Sequence[Finding]]


@dataclass(frozen=True)
class Target:
    """A reader and one kind of its files.

    `read` returns findings and raises nothing but CourseBridgeError; it leaves nothing behind. `code` are the files
    and folders of the reader, from the root of the repository.
    """

    name: str
    ending: str
    seeds: tuple[bytes, ...]
    read: Read
    code: tuple[str, ...]

    @property
    def title(self) -> str:
        """Its name with the ending: one reader may read several kinds of files."""
        return f"{self.name}{self.ending}"


def targets(folder: Path) -> list[Target]:
    """Return every target; `folder` is where valid files are made, and stays as long as the targets are used."""
    seeds = seed_files(folder)
    desk = pairs_desk(folder)
    found = [
        Target("map", ".xml", seeds["map-xml", ".xml"], _read_map, ("competency_xml/xml/reading.py",)),
        Target(
            "pairs", ".xlsx", (desk.sheet.read_bytes(),), _deciding(desk), ("competency_xml/onto/sheet/reading.py",)
        ),
    ]
    for reader in map_formats():
        if not isinstance(reader, MapReader):
            continue
        kinds = [kind for kind in seeds if kind[0] == reader.name]
        if not kinds:
            raise LookupError(f"tests/fuzz/seeds.py makes no file for the reader {reader.name}")
        for kind in kinds:
            found.append(Target(kind[0], kind[1], seeds[kind], _reading(reader), _code_of(reader, kind[1])))
    packages = package_seeds(folder).items()
    return [*found, *(Target(name, ending, files, read_package, CODE) for (name, ending), files in packages)]


def _code_of(reader: MapReader, ending: str) -> tuple[str, ...]:
    module = Path(inspect.getfile(type(reader))).resolve()
    own = module.parent if module.name == "__init__.py" else module
    cells = {".xlsx": "competency_xml/exchange/xlsx_cells.py", ".docx": "competency_xml/exchange/docx"}
    return (own.relative_to(ROOT).as_posix(), *((cells[ending],) if ending in cells else ()))


def _reading(reader: MapReader) -> Read:
    """Read as an import does; now and then the map goes out in some format, and in again."""

    def read(path: Path) -> Sequence[Finding]:
        reader.recognises(path)
        competency_map, findings = reader.read(path)
        with suppress(CourseBridgeError):
            map_bytes(competency_map)
        number, is_due = divmod(crc32(path.read_bytes()), _OUT_AND_IN)
        if not is_due:
            writers = [known for known in map_formats() if isinstance(known, MapWriter)]
            _go_out_and_in(competency_map, writers[number % len(writers)], path.parent)
        return findings

    return read


def _go_out_and_in(competency_map: CompetencyMap, writer: MapWriter, folder: Path) -> None:
    path = folder / f"again{writer.endings[0]}"
    try:
        writer.write(competency_map, path)
        if isinstance(writer, MapReader):
            writer.read(path)
    except CourseBridgeError:
        pass
    finally:
        path.unlink(missing_ok=True)


def _read_map(path: Path) -> Sequence[Finding]:
    return check_map(read_map(path), path)


def _deciding(desk: PairsDesk) -> Read:
    def read(path: Path) -> Sequence[Finding]:
        folder = path.with_name("out")
        folder.mkdir()
        try:
            sheet = Path(shutil.copy(path, folder))
            request = OntoRequest(source=desk.source, onto=desk.old, output=folder / "new.xml", pairs=sheet)
            return import_onto(request).findings
        finally:
            shutil.rmtree(folder)

    return read
