"""Which forms of file are taken in, in an explicit tuple; a further form is one module and one line here."""

from __future__ import annotations

from lms_bridge.connectors.registry import load
from lms_bridge.ingest.base import IngestForm

#: `module:name` of each form; the first that recognises a file takes it.
FORMS = ("lms_bridge.ingest.result_form:form",)


def forms() -> list[IngestForm]:
    """Return every form."""
    return [load(where)() for where in FORMS]
