"""`coursebridge sandbox`: run the embedded LMS until Ctrl-C."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from coursebridge.cli.frame import Outcome, home_option, show
from foundation.errors import CourseBridgeError
from foundation.text import both

if TYPE_CHECKING:
    from lms_bridge.sandbox.server import RunningSandbox


@click.command()
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, help="端口，0 为任意空闲 / Port; 0 takes any free one"
)
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    help="课件包和学习记录的文件夹，默认 HOME/sandbox / Folder of packages and attempts, by default HOME/sandbox",
)
@click.option("--simulated", is_flag=True, help="每页标明模拟数据 / Mark every page as simulated")
@click.option("--json", "as_json", is_flag=True, help="出错时也输出 JSON / Errors as JSON as well")
@home_option
def command(port: int, data: Path | None, simulated: bool, as_json: bool, home: Path) -> None:
    """运行内置教学平台，仅限本机；就绪后第一行输出 {url, api}，按 Ctrl-C 结束。

    Run the embedded LMS on loopback until Ctrl-C. The first line of stdout is {url, api}, once it answers.

    Example: coursebridge sandbox --port 8765 --data ./sandbox
    """
    from lms_bridge.sandbox.server import serve

    try:
        serve(data or home / "sandbox", port=port, simulated=simulated, ready=_tell)
    except CourseBridgeError as error:
        show(Outcome(findings=error.findings()), as_json=as_json)
        sys.exit(error.exit_code)


def _tell(sandbox: RunningSandbox) -> None:
    url = sandbox.url
    click.echo(json.dumps({"url": url, "api": sandbox.api, "findings": []}))
    sys.stdout.flush()  # whoever started this process waits for the line
    click.echo(
        both(f"内置教学平台已就绪：{url}（Ctrl-C 结束）", f"The sandbox is ready at {url} (Ctrl-C ends it)"), err=True
    )
