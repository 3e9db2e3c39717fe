"""A publication as one HTML page."""

from __future__ import annotations

from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from evidence.report.contents import contents
from evidence.report.model import Text
from evidence.report.subject import Subject
from foundation.text import EN, ZH


def report_page(subject: Subject) -> str:
    """Return the page: one HTML document that needs no other file and no network."""
    template = _environment().get_template("report.html.j2")
    said = contents(subject)
    return template.render(
        subject=subject,
        style=Markup(files("evidence.report").joinpath("templates/report.css").read_text("utf-8")),  # noqa: S704 - ours
        overview=said.overview,
        bodies=said.bodies,
        method=said.method,
        provenance=said.provenance,
    )


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("evidence.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["two"] = in_both
    return environment


def in_both(text: Text) -> Markup:
    """Return a text in both languages, Chinese first; where there is one language, or both say the same, that one."""
    if isinstance(text, str):
        return Markup("").join([text])
    zh, en = text.get(ZH), text.get(EN)
    if not zh or not en or zh == en:
        return Markup("<span>{}</span>").format(text.best())
    return Markup('<span class="zh" lang="zh-CN">{}</span> <span class="en" lang="en">{}</span>').format(zh, en)
