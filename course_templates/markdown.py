"""The Markdown of lessons: CommonMark with tables, no raw HTML, pictures as figures; and the links in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token

_ASSET_PATH = re.compile(r"assets(/[A-Za-z0-9_][A-Za-z0-9._-]*)+")

MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


@dataclass(frozen=True)
class Link:
    """A link or picture of a lesson: where it leads, as the author wrote it, and the line of the body it is on."""

    target: str
    is_image: bool
    line: int

    @property
    def path(self) -> str:
        """The target without query and fragment."""
        return re.split(r"[?#]", self.target, maxsplit=1)[0]


def links(body: str) -> Iterator[Link]:
    """Yield the links and pictures of a Markdown text, lines counted from 1."""
    lines = body.split("\n")
    for token in MARKDOWN.parse(body):
        if token.type != "inline" or token.map is None:
            continue
        first, after = token.map
        for child in token.children or ():
            target = child.attrGet("src") if child.type == "image" else child.attrGet("href")
            if isinstance(target, str):
                written = unquote(target)
                yield Link(written, child.type == "image", _line_of(lines, first, after, written))


def _line_of(lines: list[str], first: int, after: int, written: str) -> int:
    for index in range(first, min(after, len(lines))):
        if written in lines[index]:
            return index + 1
    return first + 1


def is_asset_path(path: str) -> bool:
    """Return whether a path names a file below assets/ that every LMS can serve: ASCII, no spaces, no `..`."""
    return _ASSET_PATH.fullmatch(path) is not None


def to_tokens(body: str) -> list[Token]:
    """Return the tokens of a text, ready to render.

    A picture alone in its paragraph becomes a figure with its title as caption; columns are aligned by attribute,
    since pages that forbid inline styles drop the other way.
    """
    tokens = MARKDOWN.parse(body)
    for token in tokens:
        style = token.attrs.pop("style", None) if token.tag in ("th", "td") else None
        if style is not None:
            token.attrSet("align", str(style).removeprefix("text-align:"))
    for opening, inline, closing in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if opening.type == "paragraph_open" and _is_lone_image(inline):
            opening.tag = closing.tag = "figure"
            _add_caption(inline)
    return tokens


def _is_lone_image(token: Token) -> bool:
    children = token.children or []
    return len(children) == 1 and children[0].type == "image"


def _add_caption(inline: Token) -> None:
    image = (inline.children or [])[0]
    caption = image.attrs.pop("title", "")
    if not caption or inline.children is None:
        return
    text = Token("text", "", 0, content=str(caption))
    inline.children += [Token("caption_open", "figcaption", 1), text, Token("caption_close", "figcaption", -1)]
