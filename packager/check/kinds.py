"""Every kind of finding that the check of a package, or of what is to become one, may report.

`docs/findings/package.md` explains them; a test keeps the two in step. An id is never reused.
"""

from __future__ import annotations

from packager.check import (
    kinds_2004,
    kinds_cartridge,
    kinds_cmi5,
    kinds_files,
    kinds_manifest,
    kinds_mbz,
    kinds_olx,
    kinds_site,
    kinds_tincan,
    kinds_web,
)
from packager.check.kind import Kind

KINDS: tuple[Kind, ...] = tuple(
    value
    for module in (
        kinds_manifest,
        kinds_files,
        kinds_2004,
        kinds_cartridge,
        kinds_site,
        kinds_cmi5,
        kinds_tincan,
        kinds_olx,
        kinds_mbz,
        kinds_web,
    )
    for value in vars(module).values()
    if isinstance(value, Kind)
)
