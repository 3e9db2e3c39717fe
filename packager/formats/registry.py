"""The package formats there are: ours, then those that other distributions bring."""

from __future__ import annotations

from importlib.metadata import entry_points

from foundation.text import both
from packager.errors import UnknownFormatError
from packager.formats.base import PackageFormat
from packager.formats.cmi5 import Cmi5
from packager.formats.html import Html
from packager.formats.imscc import CommonCartridge
from packager.formats.mbz import Mbz
from packager.formats.olx import Olx
from packager.formats.scorm12 import Scorm12
from packager.formats.scorm2004 import Scorm2004
from packager.formats.xapi import XApi

ENTRY_POINTS = "coursebridge.package_formats"
_BUILT_IN: tuple[PackageFormat, ...] = (
    Scorm12(),
    Scorm2004("scorm2004", "4th"),
    Scorm2004("scorm2004-3rd", "3rd"),
    Cmi5(),
    XApi(),
    CommonCartridge(1),
    CommonCartridge(2),
    CommonCartridge(3),
    Olx(),
    Mbz(Scorm12()),
    Html(),
)


def package_formats() -> tuple[PackageFormat, ...]:
    """Return every format: the built-in ones in their order, then third parties' by name."""
    brought = sorted(entry_points(group=ENTRY_POINTS), key=lambda point: point.name)
    return (*_BUILT_IN, *(point.load()() for point in brought))


def is_built_in(name: str) -> bool:
    """Return whether a format is ours."""
    return any(each.name == name for each in _BUILT_IN)


def package_format(name: str) -> PackageFormat:
    """Return the format of this name.

    Raises:
        UnknownFormatError: there is none.
    """
    known = package_formats()
    for each in known:
        if each.name == name:
            return each
    names = ", ".join(each.name for each in known)
    raise UnknownFormatError(
        both(f"没有名为 {name} 的格式", f"There is no format named {name}"),
        remedy=both(f"可用格式：{names}", f"Formats: {names}"),
    )
