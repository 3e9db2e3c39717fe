"""`coursebridge map export`: a map in the form of another system."""

from __future__ import annotations

from pathlib import Path

import click

from coursebridge.cli.frame import Outcome, reporting
from foundation.text import both


@click.command("export")
@click.argument("map_path", metavar="MAP", type=click.Path(path_type=Path))
@click.option(
    "--to",
    "format_name",
    metavar="FMT",
    required=True,
    help="格式：xlsx、case、case-1.0、moodle-csv、rdceo、xml / Format: xlsx, case, case-1.0, moodle-csv, rdceo, xml",
)
@click.option(
    "-o",
    "--output",
    "output",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="输出文件 / File to write",
)
@reporting
def export(map_path: Path, format_name: str, output: Path) -> Outcome:
    """把图谱导出为其他系统的格式 / Export a map in the form of another system.

    xlsx is the authoring workbook, which says everything. What another form cannot say is told by notes.

    Example: coursebridge map export map.xml --to case -o framework.json
    """
    from competency_xml.exchange.registry import writer_named
    from competency_xml.xml import read_map

    writer = writer_named(format_name)
    findings = writer.write(read_map(map_path), output)
    text = both(f"已写入 {output}", f"Written to {output}")
    return Outcome({"format": writer.name, "path": str(output)}, findings, text)
