"""`coursebridge map diff` and `map view`: maps compared and looked at, as pages to open in a browser."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from coursebridge.cli.frame import Outcome, reporting
from foundation.text import both

if TYPE_CHECKING:
    from competency_xml.matching import Identity


@click.command("diff")
@click.argument("old_path", metavar="A", type=click.Path(path_type=Path))
@click.argument("new_path", metavar="B", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    "output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="另存为网页 / Also write an HTML page",
)
@click.option(
    "--threshold",
    type=click.FloatRange(0, 1, min_open=True),
    default=0.6,
    show_default=True,
    help="没有 id 可依时，文字相似到多少算同一项 / Likeness from which texts are one, where ids do not tell",
)
@click.option(
    "--ids",
    "identity",
    type=click.Choice(["auto", "stored", "ignored"]),
    default="auto",
    show_default=True,
    help="是否相信 UUID 和 id / Whether UUIDs and ids are believed",
)
@reporting
def diff(old_path: Path, new_path: Path, output: Path | None, threshold: float, identity: Identity) -> Outcome:
    """比较两个图谱 / Compare two maps: what was added, retired, moved, renumbered, reworded, reweighted.

    Parts are matched by UUID and id; where these are gone or were given out anew, by code and by text. Exits 1 if
    there is a difference.

    Example: coursebridge map diff 旧.xml 新.xml -o 差异.html
    """
    from competency_xml.diff import diff_maps
    from competency_xml.diff.findings import diff_findings
    from competency_xml.diff.page import diff_page
    from competency_xml.diff.text import diff_text
    from competency_xml.xml import read_map
    from foundation.files import write_text

    found = diff_maps(read_map(old_path), read_map(new_path), threshold=threshold, identity=identity)
    text = diff_text(found)
    if output is not None:
        write_text(output, diff_page(found))
        text += "\n" + both(f"已写入 {output}", f"Written to {output}")
    payload = {**found.model_dump(mode="json"), "page": None if output is None else str(output)}
    return Outcome(payload, diff_findings(found, new_path), text, exit_code=0 if found.is_empty else 1)


@click.command("view")
@click.argument("paths", metavar="MAP...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    "output",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="网页 / HTML page",
)
@reporting
def view(paths: tuple[Path, ...], output: Path) -> Outcome:
    """把图谱画成一张可挂墙的网页 / Draw maps as a page to walk through and to hang on a wall.

    One offline file: a picture with weights, search, details, Chinese and English; it prints on A3. Several maps, or a
    folder of them, stand side by side with what they share.

    Example: coursebridge map view map.xml -o 图谱.html
    """
    from competency_xml.view import view_maps
    from competency_xml.view.files import map_files
    from competency_xml.xml import read_map
    from foundation.files import write_text

    picture = view_maps([read_map(path) for path in map_files(paths)])
    write_text(output, picture.page)
    text = both(f"{len(picture.sheets)} 幅图，已写入 {output}", f"{len(picture.sheets)} pictures, written to {output}")
    return Outcome({"page": str(output), **picture.summary().model_dump(mode="json")}, text=text)
