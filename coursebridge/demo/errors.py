"""Errors of the demo."""

from __future__ import annotations

from foundation.errors import CourseBridgeError


class DemoError(CourseBridgeError):
    """The demo cannot be made or shown."""

    id = "DEMO-ERROR"


class ExampleError(DemoError):
    """The example course and the workbook that ship with the program do not belong together."""

    id = "DEMO-EXAMPLE"


class NoDemoError(DemoError):
    """The folder holds something else than a finished demo."""

    id = "DEMO-NONE"
