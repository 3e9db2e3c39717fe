"""Write docs/cli.md, the reference of every command, from the commands themselves: `make docs`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from coursebridge.cli import root

TARGET = Path(__file__).resolve().parent / "cli.md"
_HEAD = """\
# 命令参考 / Command reference

由 `make docs` 按命令自身的帮助生成，请勿手改。/ Made by `make docs` from the commands' own help: not edited by hand.

退出码 / Exit codes: 0 正常 / fine · 1 有错误级发现 / a finding is an error · 2 用法错误 / usage · \
3 平台或网络 / LMS or network.
`--json`：标准输出只有一个 JSON 对象，必含 `findings` / standard output is one JSON object, which has `findings`.
"""


def main() -> None:
    """Write the file, or the one that is named as an argument."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET
    target.write_text(reference(), encoding="utf-8")


def reference() -> str:
    """Return the reference as Markdown."""
    return "\n".join([_HEAD, *(section(path, command) for path, command in commands())])


def commands() -> Iterator[tuple[str, click.Command]]:
    """Yield every command and group below the root, as they are listed, with the words that call it."""
    yield from _below("coursebridge", root)


def section(path: str, command: click.Command) -> str:
    """Return one command's section: its help as the command line prints it, 100 characters wide."""
    level = "#" * min(path.count(" ") + 1, 4)
    return f"{level} {path}\n\n```\n{help_of(path, command)}\n```\n"


def help_of(path: str, command: click.Command) -> str:
    """Return a command's help as users see it: with the root's settings, which its own context would inherit."""
    width = {"terminal_width": 100, "max_content_width": 100}
    return command.get_help(click.Context(command, info_name=path, **{**root.context_settings, **width}))


def _below(path: str, group: click.Group) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group, info_name=path)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is None:
            continue
        yield f"{path} {name}", command
        if isinstance(command, click.Group):
            yield from _below(f"{path} {name}", command)


if __name__ == "__main__":
    main()
