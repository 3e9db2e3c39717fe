"""A command that was called wrongly: what is wrong with it, in both languages, and where to look."""

from __future__ import annotations

import re

import click

from foundation.text import both

#: What click says, as a pattern → the same in Chinese.
_SAYINGS = (
    (r"No such command '(?P<what>[^']*)'.*", "没有命令“{what}”"),
    (r"No such option:? '?(?P<what>[^' ]*)'?.*", "没有选项 {what}"),
    (r"Missing option '(?P<what>[^']*)'.*", "缺少选项 {what}"),
    (r"Missing argument '(?P<what>[^']*)'.*", "缺少参数 {what}"),
    (r"Missing command.*", "缺少子命令"),
    (r"Got unexpected extra arguments? \((?P<what>[^)]*)\)", "多出参数 {what}"),
    (r"Option '(?P<what>[^']*)' requires an argument.*", "选项 {what} 后面缺少值"),
    (r"Option '(?P<what>[^']*)' does not take a value.*", "选项 {what} 后面不带值"),
    (r"Invalid value for '(?P<what>[^']*)': .*'(?P<given>[^']*)' does not exist\.", "{what}：“{given}”不存在"),
    (r"Invalid value for '(?P<what>[^']*)': .*'(?P<given>[^']*)' is a directory\.", "{what}：“{given}”是文件夹"),
    (r"Invalid value for '(?P<what>[^']*)': .*'(?P<given>[^']*)' is a file\.", "{what}：“{given}”是文件"),
    (r"Invalid value for '(?P<what>[^']*)': '(?P<given>[^']*)' is not a valid .*", "{what}：“{given}”不合要求"),
    (r"Invalid value for '(?P<what>[^']*)': .*", "{what} 的值不合要求"),
)


def usage_message(error: click.ClickException) -> str:
    """Return what is wrong with a call: click's words, and before them the same in Chinese."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        return both("缺少子命令", "A command is missing")
    said = error.format_message().strip()
    own = re.fullmatch(r"Invalid value for '?(?P<what>[^':]*)'?: (?P<zh>.*[\u4e00-\u9fff].*) / (?P<en>.*)", said, re.S)
    if own:
        return both(f"{own['what']}：{own['zh']}", f"{own['what']}: {own['en']}")
    for pattern, zh in _SAYINGS:
        found = re.fullmatch(pattern, said, re.S)
        if found:
            return both(zh.format(**found.groupdict()), said)
    return both("命令用法不对", said)


def usage_remedy(error: click.ClickException) -> str:
    """Return where the call is explained."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    path = context.command_path if context is not None else "coursebridge"
    return both(f"运行 {path} --help 看用法", f"{path} --help tells how it is called")
