"""Numbers in the cells of printed tables: 5, ５％, 12.5 %; and the dash that is no number."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

_NUMBER = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,6})?)%?")
#: A dash in any of its forms, also 一 and ー, which input methods give for it; a slash; 无.
_DASH = re.compile("[-—–−─―‒‐﹣ーˉ一/／\\\\]{1,4}|无|不适用|n/?a", re.IGNORECASE)


def number_in(text: str) -> Decimal | None:
    """Return the number that a cell holds, a percent sign left out; None for anything else."""
    found = _NUMBER.fullmatch(_plain(text))
    return None if found is None else Decimal(found[1]).normalize() + 0


def is_dash(text: str) -> bool:
    """Return whether a cell says that something does not apply (—); a blank cell says nothing."""
    return _DASH.fullmatch(_plain(text)) is not None


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
