"""Pages about maps: one HTML file that needs nothing else, and in which a map's text is never more than text."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

_FOLDER = Path(__file__).parent / "templates"


@cache
def environment() -> Environment:
    """Return the environment of these pages: autoescape on, unknown names refused."""
    made = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["part_of_page"] = part_of_page
    made.globals["source_hash"] = source_hash
    return made


def render_page(template: str, **values: Any) -> str:
    """Return a template filled in."""
    return environment().get_template(template).render(**values)


@cache
def part_of_page(*names: str) -> Markup:
    """Return our own style sheets or scripts, one after the other, as they stand in a page."""
    return Markup("".join((_FOLDER / name).read_text(encoding="utf-8") for name in names))  # noqa: S704 - our own files


def script_of(*names: str) -> Markup:
    """Return our own scripts as one that leaves no name behind in the page."""
    return Markup('(() => {{\n"use strict";\n{}}})();').format(part_of_page(*names))


def source_hash(source: str) -> str:
    """Return a script's hash as a content security policy names it: no other script can run in the page."""
    return f"sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}"
