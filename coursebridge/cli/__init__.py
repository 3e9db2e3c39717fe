"""The command line: one root group, one module per command group, each imported when it is used."""

from __future__ import annotations

import io
import json
import os
import sys
from importlib import import_module
from typing import NoReturn

import click

from coursebridge import __version__

#: Command name → module and attribute; the help line stands here so that `--help` imports no stage.
_COMMANDS: dict[str, tuple[str, str]] = {
    "map": ("coursebridge.cli.map", "能力图谱：导入、检查、比较、导出 / Competency maps"),
    "course": ("coursebridge.cli.course", "课程：新建、检查、预览 / Courses"),
    "package": ("coursebridge.cli.package", "课件包：生成、检查、查看 / Packages"),
    "push": ("coursebridge.cli.push", "推送到教学平台 / Push to an LMS"),
    "harvest": ("coursebridge.cli.harvest", "收回学习数据 / Harvest learning records"),
    "report": ("coursebridge.cli.report", "证据与报告 / Evidence and reports"),
    "demo": ("coursebridge.cli.demo", "在一台机器上走完全程 / The whole loop on one machine"),
    "doctor": ("coursebridge.cli.doctor", "检查环境缺什么 / What is missing here"),
    "sandbox": ("coursebridge.cli.sandbox", "内置教学平台 / The embedded LMS"),
    "keys": ("coursebridge.cli.keys", "中心密钥 / Keys of centres"),
}


class _LazyGroup(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in _COMMANDS:
            return None
        module_name, _ = _COMMANDS[name]
        command = import_module(module_name).command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in _COMMANDS.items()])


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="coursebridge")
def root() -> None:
    """能力标准 → 课程 → 课件包 → 教学平台 → 学习证据。

    From a competency standard to evidence that people learned it.

    Example: coursebridge demo
    """


def main() -> None:
    """Run the command line; the last place where an unforeseen error is caught."""
    for stream in (sys.stdout, sys.stderr):
        # A pipe on Windows, or an old locale, has an encoding without Chinese letters.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        sys.exit(root.main(prog_name="coursebridge", standalone_mode=False))
    except BrokenPipeError:
        # The reader (`| head`) has gone: nothing to say, and nobody to say it to.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except click.Abort:
        sys.stderr.write("已中断 / Interrupted\n")
        sys.exit(130)
    except click.ClickException as error:
        _explain(error)
    except Exception as error:
        _unforeseen(error)


def _explain(error: click.ClickException) -> NoReturn:
    """Leave after a call that was wrong; what explains it is imported now, as `--help` imports next to nothing."""
    from coursebridge.cli.usage import usage_message, usage_remedy

    message, remedy = usage_message(error), usage_remedy(error)
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        error.show()
    else:
        if isinstance(error, click.UsageError) and error.ctx is not None:
            sys.stderr.write(f"{error.ctx.get_usage()}\n")
        sys.stderr.write(f"error CB-USAGE: {message} → {remedy}\n")
    _close("CB-USAGE", message, error.exit_code, remedy)


def _unforeseen(error: Exception) -> NoReturn:
    """Leave after an error that nobody foresaw; what tells it is imported now, as `--help` imports next to nothing."""
    from foundation.errors import InternalError, is_debugging

    if is_debugging():
        raise error
    told = InternalError(error)
    sys.stderr.write(f"error {told.id}: {told.message} → {told.remedy}\n")
    _close(told.id, told.message, told.exit_code, told.remedy)


def _close(finding_id: str, message: str, exit_code: int, remedy: str = "") -> NoReturn:
    """Leave with `exit_code`; with `--json`, standard output still holds exactly one object."""
    if "--json" in sys.argv:
        finding = {"id": finding_id, "severity": "error", "file": None, "place": None, "message": message}
        click.echo(json.dumps({"findings": [{**finding, "remedy": remedy, "clause": None}]}, ensure_ascii=False))
    sys.exit(exit_code)
