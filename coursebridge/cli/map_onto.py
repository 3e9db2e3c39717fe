"""`coursebridge map import --onto`: its options, and what it tells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from coursebridge.cli.frame import Outcome, StderrProgress
from coursebridge.cli.map_counts import counted
from foundation.text import both

if TYPE_CHECKING:
    from competency_xml.exchange.base import ImportOptions
    from competency_xml.matching import Pair
    from competency_xml.model import MapStatus
    from competency_xml.onto.importing import OntoOutcome
    from competency_xml.onto.model import Doubtful
    from competency_xml.places import Placed


@dataclass(frozen=True)
class SourceFiles:
    """What is imported, in which format if that was said, and where the map is written."""

    source: Path
    output: Path
    format_name: str | None = None


@dataclass(frozen=True)
class OntoChoice:
    """Onto which map a source is imported, if onto one, and what becomes of doubtful pairs."""

    map_path: Path | None
    pairs: Path | None
    doubtful: Doubtful

    def imported(
        self, files: SourceFiles, reading: ImportOptions, *, status: MapStatus | None, version: str | None
    ) -> Outcome:
        """Import a source onto the map."""
        from competency_xml.onto.importing import OntoRequest, import_onto
        from competency_xml.onto.model import OntoOptions

        assert self.map_path is not None
        if reading.base is not None:
            raise click.UsageError(both("--onto 沿用旧图谱的 base", "With --onto the base is that of the old map"))
        request = OntoRequest(
            source=files.source,
            onto=self.map_path,
            output=files.output,
            format_name=files.format_name,
            pairs=self.pairs,
            reading=reading,
            options=OntoOptions(version=version or None, status=status, doubtful=self.doubtful),
        )
        return _outcome(import_onto(request, StderrProgress()))


def onto_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of a re-import, as one argument `onto`."""

    @click.option(
        "--onto",
        "map_path",
        metavar="OLD.xml",
        type=click.Path(path_type=Path),
        help="导入到已有图谱上：标识和证据延续 / Import onto a map: its ids, and so its evidence, go on",
    )
    @click.option(
        "--pairs",
        metavar="XLSX",
        type=click.Path(dir_okay=False, path_type=Path),
        help="对照表：先写出，填好再读入；默认在 -o 旁边 / Sheet of doubtful pairs: written, then read when filled in",
    )
    @click.option(
        "--doubtful",
        type=click.Choice(["ask", "new"]),
        default="ask",
        show_default=True,
        help="存疑的：问，或当作新项 / Doubtful pairs: ask, or treat the new parts as new",
    )
    @wraps(function)
    def command(*args: Any, map_path: Path | None, pairs: Path | None, doubtful: Doubtful, **kwargs: Any) -> Any:
        return function(*args, onto=OntoChoice(map_path, pairs, doubtful), **kwargs)

    return command


def _outcome(found: OntoOutcome) -> Outcome:
    pairs = () if found.laid is None else found.laid.doubtful
    payload = {
        "counts": dict(found.counts),
        "matched": found.matched.model_dump(),
        "doubtful": [_told(pair) for pair in pairs],
        "map": None if found.map_path is None else str(found.map_path),
        "pairs": None if found.sheet is None else str(found.sheet),
    }
    return Outcome(payload, found.findings, _text(found))


def _told(pair: Pair) -> dict[str, Any]:
    source = pair.new.part.source
    return {
        "type": pair.new.type,
        "old": _part(pair.old),
        "new": _part(pair.new) | {"place": None if source is None else source.place},
        "score": round(pair.score, 4),
    }


def _part(place: Placed) -> dict[str, Any]:
    return {"id": place.id, "code": place.part.code, "text": place.part.label.best()}


def _text(found: OntoOutcome) -> str:
    if found.laid is None:
        return ""
    matched = found.matched
    lines = [
        counted(found.counts),
        both(
            f"按编号 {matched.by_key}，按文字 {matched.by_text}，人定 {matched.decided}，"
            f"新增 {matched.new}，停用 {matched.retired}",
            f"{matched.by_key} by key, {matched.by_text} by text, {matched.decided} decided, "
            f"{matched.new} new, {matched.retired} retired",
        ),
    ]
    if found.sheet is not None:
        count = len(found.laid.doubtful)
        zh = f"{count} 对存疑，请在 {found.sheet} 里决定，再运行一次"
        lines.append(both(zh, f"{count} pairs are doubtful: decide in {found.sheet}, and run this again"))
    if found.map_path is not None:
        lines.append(both(f"已写入 {found.map_path}", f"Written to {found.map_path}"))
    return "\n".join(lines)
