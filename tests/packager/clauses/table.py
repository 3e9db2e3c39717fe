"""What a row of the tables is, and how rows are made: by what is replaced in a sound package, and by what."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

Files = Mapping[str, bytes]


@dataclass(frozen=True)
class Clause:
    """A finding's id, the files of a package that earns it, and those of its sound neighbour."""

    id: str
    form: str
    broken: Files
    sound: Files


class Sound:
    """A sound package of one format; `document` is the file that most rules are about."""

    def __init__(self, form: str, document: str, files: Mapping[str, bytes | str]) -> None:
        self.form, self.document = form, document
        self.files: Files = {path: text.encode() if isinstance(text, str) else text for path, text in files.items()}

    def clause(self, finding: str, old: str, broken: str, sound: str | None = None, *, path: str = "") -> Clause:
        """Return a row: `old` becomes `broken` in one package and `sound` in the other, or stays there."""
        return Clause(finding, self.form, self.changed(old, broken, path), self.changed(old, sound or old, path))

    def changed(self, old: str, new: str, path: str = "") -> Files:
        """Return the files, every `old` in one of them being `new`."""
        where = path or self.document
        text = self.files[where].decode()
        assert old in text, (where, old)
        return {**self.files, where: text.replace(old, new).encode()}

    def other(self, finding: str, broken: Files, sound: Files | None = None) -> Clause:
        """Return a row of files of its own; without `sound` ones the neighbour is this package as it is."""
        return Clause(finding, self.form, broken, self.files if sound is None else sound)

    def without(self, *paths: str) -> Files:
        """Return all files but these."""
        return {path: content for path, content in self.files.items() if path not in paths}


def write(path: Path, files: Files) -> Path:
    """Write a package; a file without a name is the package itself."""
    if "" in files:
        path.write_bytes(files[""])
        return path
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path
