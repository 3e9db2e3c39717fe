"""Cut texts are seen, and sound ones raise no alarm: an editor stops reading a list of false alarms."""

from __future__ import annotations

import pytest

from competency_xml.check.half_words import half_words
from competency_xml.check.wording import unbalanced, wording_of

CUT = {
    "能编辑发布图文混排消息，": "separator",
    "能整理文件、": "separator",
    "能完成如下工作：": "separator",
    "能编制计划；": "separator",
    "能编制计划， ": "separator",
    "能在": "short",
    "能": "short",
    "编制。": "short",
    "能通过应用搭建平台以": "function-word",
    "能分析各项工作的": "function-word",
    "能整理数据和": "function-word",
    "能整理数据与": "function-word",
    "能整理数据并": "function-word",
    "能整理数据以及": "function-word",
    "能整理数据或": "function-word",
    "能使用工具对": "function-word",
    "能将数据作为依据，在": "function-word",
    "能把数据转换为": "function-word",
    "能整理数据，将": "function-word",
    "能核对数据，并根据": "function-word",
    "能针对": "function-word",
    "能收集数据，从而": "function-word",
    "能使用常用工具，例如": "function-word",
    "能使用": "function-word",
    "能识别用于": "function-word",
    "能对数据进行": "function-word",
    "能判断产品是否": "function-word",
    "能使用常用工具，如": "function-word",
    "能协调各": "function-word",
    "Can write a plan and": "function-word",
    "能使用低代码工具搭建并发": "half-word",
}
SOUND = [
    *("能说明检验目的", "能确定项目标的", "能核对", "能开展数据比对", "能识别风险并制订应对", "能判断部件是否饱和"),
    *("能计算总和", "能组织全员参与", "能完成企业合并", "能推动技术普及", "能说明风险所在", "能规范操作行为"),
    *("能识别植被", "能说明主从", "能确定改进方向", "能说明选择的理由", "能说明判断依据", "能完成审核并通过"),
    *("能选择并使用", "能进行软件的安装、使用", "能制订制度，并实施", "能提升性能", "能应用人工智能", "能使用5S"),
    *(
        *("能保障对外合作顺利进行", "能组织会议进行", "能熟练自如", "能核实理由", "能配置路由", "能完成培训"),
        "能识别哪些工作是可以自动化的",
        "能说明为什么可以",
        "能使用 Excel",
        "能编制计划。",
        "能推动资源综合利用",
        "能分析高并发",
    ),
    *(
        "逻辑与",
        "比较同或异或",
        "数据校验和",
        "比较大于、小于",
        "键值对",
        "统计过程控制",
        "能比较大小",
        "能编程序",
        "Can log on",
    ),
]


@pytest.mark.parametrize(("text", "kind"), CUT.items())
def test_cut_text_is_seen(text: str, kind: str) -> None:
    wording = wording_of(text, "ability")
    assert wording is not None
    assert wording.kind == kind


@pytest.mark.parametrize("text", SOUND)
def test_sound_text_raises_no_alarm(text: str) -> None:
    assert wording_of(text, "ability") is None
    assert unbalanced(text) is None


@pytest.mark.parametrize(
    ("text", "kind", "is_short"),
    [
        ("数据", "knowledge", True),
        ("数", "literacy", True),
        ("诚信", "literacy", False),
        ("5S", "knowledge", False),
        ("AI", "knowledge", False),
        ("AI", "ability", True),
        ("C#", "knowledge", False),
    ],
)
def test_two_characters_are_enough_for_some(text: str, kind: str, is_short: bool) -> None:
    wording = wording_of(text, kind)  # type: ignore[arg-type]
    assert (wording is not None) == is_short


def test_semicolons_end_the_items_of_a_list() -> None:
    assert wording_of("能编制计划；", "ability", semicolons_end_items=True) is None
    assert wording_of("能编制计划，", "ability", semicolons_end_items=True) is not None


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("方案模式（IaaS", "("),
        ("方案模式IaaS）", ")"),
        ("《标准化法", "《"),
        ("“新质生产力的内涵", "“"),
        ("（a[b）c]", ")"),
        ('使用"看板', '"'),
        ("方案（一）、（二", "("),
    ],
)
def test_mark_without_partner_is_seen(text: str, mark: str) -> None:
    assert unbalanced(text) == mark


@pytest.mark.parametrize(
    "text",
    [
        "（半角)也算",
        "1）计划；2）实施",
        "a) 计划",
        "区间 [0, 1) 的含义",
        '19"显示器',
        '"5"与5',
        "（“新”的《法》）",
        "it’s fine",
    ],
)
def test_marks_that_need_no_partner(text: str) -> None:
    assert unbalanced(text) is None


def test_half_word_is_told_from_the_maps_own_usage() -> None:
    usage = [f"能开展第{n}类业务管理工作" for n in range(25)]
    assert half_words([*usage, "能发现业务管"]) == {25: "理"}


@pytest.mark.parametrize(
    "others",
    [
        [f"能开展第{n}类业务管理工作" for n in range(10)],
        [f"能开展第{n}类业务管理工作" for n in range(25)] + ["能开展业务管控"] * 3,
        [f"能开展第{n}类业务管理工作" for n in range(25)] + ["能向主管报告", "能说明业务主管"],
        [f"能开展第{n}类生产管理工作" for n in range(25)],
    ],
    ids=["too few", "another continuation", "ends a word elsewhere", "never after this character"],
)
def test_half_word_needs_overwhelming_usage(others: list[str]) -> None:
    assert half_words([*others, "能发现业务管"]) == {}
