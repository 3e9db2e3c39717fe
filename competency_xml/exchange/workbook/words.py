"""Words that cells choose from: one value each, shown in both languages, understood in either."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from competency_xml.exchange.workbook.texts import folded

_GAPS = re.compile(r"[\s/／|,，、;；()（）]+")


@dataclass(frozen=True)
class Word:
    """A value as the map holds it, its names, what it means, and other words that people write for it."""

    value: str
    zh: str
    en: str
    others: tuple[str, ...] = ()
    about_zh: str = ""
    about_en: str = ""

    @property
    def shown(self) -> str:
        """The word as a cell shows it."""
        return f"{self.zh} {self.en}"


@dataclass(frozen=True)
class Vocabulary:
    """The words of one field."""

    zh: str
    en: str
    words: tuple[Word, ...]
    _by_name: dict[str, Word] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        for word in self.words:
            names = (word.shown, word.value, word.zh, word.en, *word.others)
            self._by_name.update((folded(name), word) for name in names)

    def shown(self, value: str) -> str:
        """Return the word for a value."""
        return next(word.shown for word in self.words if word.value == value)

    def value_of(self, cell: str) -> str | None:
        """Return the value that a cell names (apply, 应用, 应用/apply, ＡＰＰＬＹ), or None."""
        word = self._by_name.get(folded(cell))
        if word is not None:
            return word.value
        named = {self._by_name.get(folded(name)) for name in _GAPS.split(cell) if name}
        only = named.pop() if len(named) == 1 else None
        return None if only is None else only.value


ROLE_ROWS = Vocabulary(
    "岗位角色的类别",
    "Kinds of rows: roles",
    (
        Word("role", "岗位", "role", ("岗位角色", "角色"), "一个岗位，如“质量管理人员”", "A role, such as Quality"),
        Word("duty", "职责", "duty", ("岗位职责", "duties"), "上面岗位的一条职责", "A duty of the role above"),
    ),
)
LEVEL_ROWS = Vocabulary(
    "等级的类别",
    "Kinds of rows: levels",
    (
        Word(
            "level",
            "等级",
            "level",
            ("级别",),
            "一个等级（有职业方向时，每个方向的每个等级一行）；标准不分等级时，名称空着",
            "A level, one row per direction; nameless where the standard knows no levels",
        ),
        Word(
            "entry", "申报条件", "entry", ("条件",), "上面等级的一条申报条件", "An entry condition of the level above"
        ),
        Word("hours", "学时", "hours", ("标准学时",), "学时：科目写 total、theory 或 practice", "Training hours"),
        Word("exam", "考核", "exam", ("考试",), "一个考核科目：时长、满分、合格分", "An exam part"),
    ),
)
REQUIREMENT_ROWS = Vocabulary(
    "能力要求的类别",
    "Kinds of rows: requirements",
    (
        Word("function", "职业功能", "function", ("功能",), "职业功能，下含工作内容", "A function; works belong to it"),
        Word(
            "work", "工作内容", "work", ("work content", "工作任务"), "工作内容，下含各项要求", "A work and its items"
        ),
        Word(
            "ability",
            "能力",
            "ability",
            ("专业能力", "能力要求", "专业能力要求", "技能", "技能要求", "skill"),
            "专业能力要求",
            "What a person is able to do",
        ),
        Word(
            "knowledge",
            "知识",
            "knowledge",
            ("专业知识", "相关知识", "知识要求", "相关知识要求"),
            "相关知识要求",
            "What a person knows",
        ),
        Word("experience", "经验", "experience", ("经验要求",), "经验要求", "What a person has done"),
        Word("literacy", "素养", "literacy", ("素养要求", "职业素养"), "素养要求", "How a person acts"),
    ),
)
BLOOM = Vocabulary(
    "认知层次",
    "Bloom's levels",
    (
        Word("remember", "记忆", "remember", ("识记", "记住"), "说出、认出", "Recall, recognise"),
        Word("understand", "理解", "understand", ("领会",), "解释、举例、归类", "Explain, exemplify, classify"),
        Word("apply", "应用", "apply", ("运用",), "在给定情境中执行", "Carry out in a given situation"),
        Word("analyse", "分析", "analyse", ("analyze",), "分解、比较、找出关系", "Take apart, compare, relate"),
        Word("evaluate", "评价", "evaluate", ("评估",), "依准则判断", "Judge by criteria"),
        Word("create", "创造", "create", ("创新", "综合"), "设计、编制、提出", "Design, compose, propose"),
    ),
)
STATUS = Vocabulary(
    "状态",
    "Status",
    (
        Word("active", "有效", "active", ("启用", "在用"), "空着也是有效", "Blank means active, too"),
        Word(
            "retired", "停用", "retired", ("废止", "已停用"), "停用而不删除，学习证据因此不失", "Kept for its evidence"
        ),
    ),
)
CRITICAL = Vocabulary(
    "关键",
    "Critical",
    (
        Word("yes", "是", "yes", ("y", "true", "1", "√", "✓", "✔", "对"), "关键项，必须考核", "Must be tested"),
        Word("no", "否", "no", ("n", "false", "0", "×", "✗", "✘", "x", "不是"), "空着也是“否”", "Blank means no, too"),
    ),
)
MAP_STATUS = Vocabulary(
    "图谱状态",
    "Map status",
    (
        Word("draft", "草稿", "draft", ("草案",), "正在编写", "Being written"),
        Word("illustrative", "示例", "illustrative", (), "示例内容，只写取材", "An example; states no standard"),
        Word("published", "已发布", "published", ("发布", "正式"), "正式发布，须写标准编号", "States its standard"),
        Word("withdrawn", "已撤回", "withdrawn", ("撤回", "废止"), "不再使用", "No longer in use"),
    ),
)
#: Stands in a level column for the basic requirements, which belong to no level.
BASIC = Word("basic", "基本要求", "basic", ("basic requirements", "基础要求"))
#: Stands for the map itself where others name a part.
WHOLE_MAP = Word("map", "图谱", "map", ("全图谱",))
VOCABULARIES = (ROLE_ROWS, LEVEL_ROWS, REQUIREMENT_ROWS, BLOOM, STATUS, CRITICAL, MAP_STATUS)


def names(word: Word, cell: str) -> bool:
    """Return whether a cell names this one word."""
    return Vocabulary("", "", (word,)).value_of(cell) is not None
