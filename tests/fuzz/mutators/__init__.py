"""Ways to spoil a file by its own structure: archives member by member, XML, JSON and CSV as trees and tables.

A mutator takes bytes that some reader can read, a source of randomness, and other bytes of the kind to take pieces
from; it returns spoiled bytes. Equal randomness gives equal bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tests.fuzz.mutators.archive import mutated_archive
from tests.fuzz.mutators.json_tree import mutated_json
from tests.fuzz.mutators.package import mutated_package
from tests.fuzz.mutators.raw import mutated_bytes
from tests.fuzz.mutators.table import mutated_table
from tests.fuzz.mutators.xml_tree import mutated_xml

Mutator = Callable[[bytes, Random, bytes], bytes]

_BY_ENDING: dict[str, Mutator] = {
    ".xlsx": mutated_archive,
    ".docx": mutated_archive,
    ".zip": mutated_package,
    ".tgz": mutated_package,
    ".xml": mutated_xml,
    ".json": mutated_json,
    ".csv": mutated_table,
}


def mutator_for(ending: str) -> Mutator:
    """Return the mutator that knows files with this ending; bytes alone, where none does."""
    return _BY_ENDING.get(ending, _mutated_bytes)


def _mutated_bytes(content: bytes, random: Random, donor: bytes) -> bytes:
    return mutated_bytes(content, random)
