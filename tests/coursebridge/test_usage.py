"""A command that is called wrongly says so in Chinese first, and where its use is explained."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from coursebridge.cli import root
from coursebridge.cli.usage import usage_message, usage_remedy
from foundation.text import halves

HERE = str(Path(__file__).parent)


@pytest.mark.parametrize(
    ("call", "zh"),
    [
        (["psuh"], "没有命令“psuh”"),
        (["push"], "缺少子命令"),
        (["push", "plna"], "没有命令“plna”"),
        (["push", "plan", HERE], "缺少选项 --target"),
        (["push", "plan", "--target", "campus"], "缺少参数 SRC"),
        (["push", "plan", "nirgends", "--target", "campus"], "SRC：“nirgends”不存在"),
        (["push", "plan", HERE, "--target", "campus", "--alow", "x"], "没有选项 --alow"),
        (["push", "plan", HERE, "--target"], "选项 --target 后面缺少值"),
        (["push", "plan", HERE, "--target", "campus", "--retire=yes"], "选项 --retire 后面不带值"),
        (["push", "apply", HERE, "--target", "campus", "--allow", "sco"], "--allow：“sco”应写成 KIND:IDNUMBER"),
        (["push", "apply", HERE, "--target", "campus", "--allow", "sco:"], "--allow：“sco:”应写成 KIND:IDNUMBER"),
        (["doctor", "extra"], "多出参数 extra"),
        (["harvest", "run", "--settings", HERE], f"--settings：“{HERE}”是文件夹"),
        (["demo", "--learners", "many"], "--learners：“many”不合要求"),
    ],
    ids=lambda part: " ".join(part)[-30:] if isinstance(part, list) else "",
)
def test_a_wrong_call_is_explained(call: list[str], zh: str) -> None:
    with pytest.raises(click.ClickException) as caught:
        root.main(call, prog_name="coursebridge", standalone_mode=False)
    told_zh, told_en = halves(usage_message(caught.value))
    assert told_zh.startswith(zh)
    assert told_en != told_zh
    assert caught.value.exit_code == 2
    assert all("--help" in half for half in halves(usage_remedy(caught.value)))
