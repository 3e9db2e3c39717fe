"""CSV: rows and columns lost, doubled, exchanged; cells replaced; other delimiters, quotes and encodings."""

from __future__ import annotations

import csv
import io
from random import Random

from tests.fuzz.mutators.raw import mutated_bytes
from tests.fuzz.mutators.values import text

_ENCODINGS = ("utf-8-sig", "gb18030", "utf-16", "utf-16-le", "latin-1", "utf-32")


def mutated_table(content: bytes, random: Random, donor: bytes = b"") -> bytes:
    """Return a table with one to six changes to its cells, mostly; else to its bytes."""
    rows = _rows(content)
    if not rows or random.random() < 0.12:
        return mutated_bytes(content, random)
    if random.random() < 0.2:
        others = _rows(donor)
        rows[random.randrange(len(rows)) :] += others[random.randrange(len(others) + 1) :]
    for _ in range(random.randint(1, 6)):
        _change(rows, random)
    return _written(rows, random)


def _rows(content: bytes) -> list[list[str]]:
    """Return the rows of a table, none where it is no table."""
    try:
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    except (UnicodeDecodeError, csv.Error):
        return []


def _change(rows: list[list[str]], random: Random) -> None:
    if not rows:
        return
    row, other = random.choice(rows), random.choice(rows)
    column = random.randrange(len(row) + 1)
    match random.randrange(10):
        case 0:
            rows.remove(row)
        case 1:
            rows[random.randrange(len(rows)) :] += [list(row) for _ in range(random.choice((1, 2, 50)))]
        case 2:
            random.shuffle(rows)
        case 3:
            for each in rows:
                del each[column : column + 1]
        case 4:
            for each in rows:
                each.insert(column, text(random))
        case 5 if other:
            row[column : column + 1] = [random.choice(other)]
        case 6 if len(other) > column and len(row) > column:
            row[column], other[column] = other[column], row[column]
        case 7:
            row[random.randrange(len(row) + 1) :] = []
        case _:
            row[column : column + 1] = [text(random)]


def _written(rows: list[list[str]], random: Random) -> bytes:
    target = io.StringIO()
    delimiter = random.choice(",;\t|") if random.random() < 0.1 else ","
    csv.writer(target, delimiter=delimiter, lineterminator=random.choice(("\r\n", "\n", "\n", "\r"))).writerows(rows)
    encoding = random.choice(_ENCODINGS) if random.random() < 0.1 else "utf-8"
    return target.getvalue().encode(encoding, "surrogatepass" if encoding.startswith("utf") else "replace")
