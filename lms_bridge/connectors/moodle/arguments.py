"""Arguments of Moodle's functions as form fields, and lists cut so that PHP drops none of them.

PHP reads at most `max_input_vars` fields of a request (1,000 by default) and silently ignores the rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

#: A string, number, bool or None, or a sequence or mapping of these.
Argument = object
Item = TypeVar("Item")

#: Fields that a request may have, whatever the site: below PHP's default, with room for the token and its like.
MAX_FIELDS = 900


def form_fields(arguments: Mapping[str, Argument]) -> dict[str, str]:
    """Return arguments as PHP reads them: `users[0][id]=5`. None is left out, a bool becomes 1 or 0.

    >>> form_fields({"criteria": [{"key": "idnumber", "value": "q"}]})
    {'criteria[0][key]': 'idnumber', 'criteria[0][value]': 'q'}
    """
    fields: dict[str, str] = {}
    for name, value in arguments.items():
        fields.update(_flat(name, value))
    return fields


def chunks(items: Sequence[Item], fields_each: int, most: int = MAX_FIELDS) -> Iterator[Sequence[Item]]:
    """Yield items in lists that each take at most `most` fields."""
    size = max(1, most // fields_each)
    for start in range(0, len(items), size):
        yield items[start : start + size]


def _flat(name: str, value: Argument) -> Iterator[tuple[str, str]]:
    if value is None:
        return
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, bool):
        yield name, str(int(value))
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from _flat(f"{name}[{key}]", part)
    elif isinstance(value, Sequence):
        for index, part in enumerate(value):
            yield from _flat(f"{name}[{index}]", part)
    else:
        yield name, str(value)
