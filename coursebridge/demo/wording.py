"""What simulated learners write in open survey questions. Each says itself that it is simulated."""

from __future__ import annotations

from collections.abc import Mapping

OPEN_ANSWERS: Mapping[str, tuple[str, ...]] = {
    "post": ("（模拟）来料检验员", "（模拟）过程质量工程师", "（模拟）质量体系专员", "（模拟）客户质量代表"),
    "role-title": ("（模拟）品质工程师", "（模拟）质量数据专员", "（模拟）质保主管", "（模拟）SQE"),
    "missing": (
        "（模拟）缺少供应商质量数据对接方面的要求",
        "（模拟）建议补充用 Python 或 BI 工具做质量看板的能力项",
        "（模拟）实际工作中要会看设备点检数据，图谱里没有",
        "（模拟）希望增加 8D 报告撰写的要求",
        "（模拟）检验设备联网和数据采集的内容偏少",
    ),
}
OTHER_ANSWERS = ("（模拟）无", "（模拟）暂无补充")
