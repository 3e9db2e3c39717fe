"""The one Jinja2 environment, and lessons as HTML that is safe to put into a page of ours."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import nh3
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from course_templates.markdown import MARKDOWN, is_asset_path, to_tokens
from course_templates.model import Lesson
from foundation.text import LANGUAGES

_TEMPLATES = Path(__file__).parent / "templates"
_TAG_NAMES = (
    "h1 h2 h3 h4 h5 h6 p br hr blockquote ul ol li strong em s code pre a img figure figcaption "
    "table thead tbody tr th td"
)
_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    "th": {"align"},
    "td": {"align"},
    "code": {"class"},
}


@cache
def environment() -> Environment:
    """Return the environment in which every page of a course is rendered: autoescape on, unknown names refused."""
    loader = FileSystemLoader(_TEMPLATES)
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def render_page(template: str, **values: Any) -> str:
    """Return a template of `templates/` filled in."""
    return environment().get_template(template).render(**values)


def lesson_html(lesson: Lesson, lang: str) -> str:
    """Return a lesson's body as sanitised HTML, in `lang` if it is written in it, else in zh-CN, else in any.

    The fragment is one `<div class="cb-lesson" lang=…>`. Pictures are `<img src="assets/…">`; a picture alone in
    its paragraph is a `<figure>`. A draft begins with a mark. Links are https or assets, nothing else.
    """
    body_lang = next((tag for tag in (lang, *LANGUAGES, *lesson.body.languages) if lesson.body.get(tag)), lang)
    body = Markup(markdown_html(lesson.body.best(body_lang)))  # noqa: S704 - nh3 has sanitised it
    return render_page("pages/lesson.html", body=body, lang=body_lang, ui_lang=lang, draft=lesson.draft)


@lru_cache(maxsize=512)
def markdown_html(body: str) -> str:
    """Return Markdown as sanitised HTML; several formats of one course ask for the same bodies."""
    html: str = MARKDOWN.renderer.render(to_tokens(body), MARKDOWN.options, {})
    return nh3.clean(
        html,
        tags=set(_TAG_NAMES.split()),
        attributes=_ATTRIBUTES,
        attribute_filter=_safe_attribute,
        url_schemes={"https"},
        link_rel="noopener noreferrer",
        strip_comments=True,
    )


def _safe_attribute(tag: str, attribute: str, value: str) -> str | None:
    if tag == "img" and attribute == "src":
        return value if is_asset_path(value) else None
    if tag == "a" and attribute == "href":
        is_ours = is_asset_path(value.partition("#")[0]) or value.startswith("#")
        return value if is_ours or value.lower().startswith("https://") else None
    if attribute == "class":
        return value if value.startswith("language-") else None
    return value
