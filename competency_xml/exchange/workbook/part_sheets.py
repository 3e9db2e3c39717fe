"""The three sheets in which the parts of a map stand: 岗位角色, 等级 and 能力要求."""

from __future__ import annotations

from competency_xml.exchange.workbook.form import Field, Sheet
from competency_xml.exchange.workbook.words import (
    BLOOM,
    CRITICAL,
    LEVEL_ROWS,
    REQUIREMENT_ROWS,
    ROLE_ROWS,
    STATUS,
)


def _label(zh: str, en: str, width: float) -> Field:
    return Field("label", zh, en, "text", width, per_language=True, printed=True)


_ID_PROMPT = ("已有的不要改；新的空着，导入时自动给出", "Leave as it is; blank for a new one")
_UUID = Field("uuid", "UUID", "UUID", "uuid", 38, hidden=True)
_CODE = Field(
    "code",
    "编号",
    "Code",
    "code",
    9,
    printed=True,
    prompt=("按文本填写，如 1.10；全角数字也可以", "As text, such as 1.10"),
)
_FRAME = (
    Field(
        "status",
        "状态",
        "Status",
        "word",
        13,
        words=STATUS,
        prompt=("不再使用的写“停用”，不要删行", "Retire what is no longer used"),
    ),
    Field(
        "replaced_by",
        "替代者",
        "Replaced by",
        "ids",
        18,
        prompt=("停用后由谁替代：写标识或编号", "Ids or codes of what replaces it"),
    ),
    Field("description", "说明", "Description", "text", 60, per_language=True),
    Field("clause", "条款", "Clause", "token", 10),
    Field("row", "原表行号", "Row", "whole", 8),
    Field("document", "来源文件", "Document", "token", 16),
    Field("place", "来源位置", "Place", "token", 18),
)

ROLES = Sheet(
    "roles",
    "岗位角色",
    "Roles",
    (
        Field("id", "标识", "Id", "id", 22, printed=True, prompt=_ID_PROMPT),
        _UUID,
        Field(
            "parent",
            "所属岗位",
            "Of role",
            "ref",
            20,
            printed=True,
            prompt=("职责属于哪个岗位；空着：属于上面的岗位", "The role of a duty; blank: the role above"),
        ),
        Field("kind", "类别", "Kind", "word", 14, words=ROLE_ROWS, printed=True),
        _CODE,
        _label("岗位或职责", "Role or duty", 46),
        Field("category", "岗位类别", "Category", "token", 14, offered=("manager", "application"), printed=True),
        *_FRAME,
    ),
    ("label",),
    (
        (
            "每个岗位一行，下面每条职责一行。改名称、加职责、调顺序都可以；“标识”不要改，它连着学习证据。",
            "One row per role, then one per duty. Ids stay as they are: evidence hangs on them.",
        ),
    ),
    "7A4E2D",
)
LEVELS = Sheet(
    "levels",
    "等级",
    "Levels",
    (
        Field("id", "标识", "Id", "id", 24, printed=True, prompt=_ID_PROMPT),
        _UUID,
        Field(
            "parent",
            "所属",
            "Belongs to",
            "ref",
            24,
            printed=True,
            prompt=(
                "等级写岗位；条件、学时、考核写等级；空着：随上面一行",
                "A level: its role. Others: their level. Blank: as the row above",
            ),
        ),
        Field("kind", "类别", "Kind", "word", 16, words=LEVEL_ROWS, printed=True),
        _CODE,
        _label("等级或条件", "Level or condition", 36),
        Field("direction", "职业方向", "Direction", "text", 19, per_language=True, printed=True),
        Field(
            "part",
            "科目",
            "Part",
            "token",
            11,
            offered=("total", "theory", "practice", "practical"),
            printed=True,
            prompt=("学时：total、theory、practice；考核：theory、practical 等", "Of hours and exams"),
        ),
        Field("hours", "学时", "Hours", "number", 8, printed=True),
        Field("minutes", "时长（分钟）", "Minutes", "whole", 13, printed=True),
        Field("maximum", "满分", "Full marks", "number", 11, printed=True),
        Field("passing", "合格分", "Pass mark", "number", 10, printed=True),
        *_FRAME,
    ),
    ("label",),
    (
        (
            "每个等级一行，下面是它的申报条件、学时和考核。标准不分等级时，留一行等级，名称空着。",
            "One row per level, then its entry conditions, hours and exam parts. A standard without levels has one"
            " nameless level.",
        ),
    ),
    "5B4A7D",
)
REQUIREMENTS = Sheet(
    "requirements",
    "能力要求",
    "Requirements",
    (
        Field("id", "标识", "Id", "id", 24, hidden=True),
        _UUID,
        Field(
            "level",
            "等级",
            "Level",
            "ref",
            16,
            fills=True,
            printed=True,
            prompt=(
                "写“等级”表里的标识或名称；基本要求写“基本要求”；空着：与上一行相同",
                "Id or name of a level; blank: as the row above",
            ),
        ),
        Field("kind", "类别", "Kind", "word", 19, words=REQUIREMENT_ROWS, printed=True),
        _CODE,
        _label("要求或名称", "Requirement or name", 46),
        Field("bloom", "认知层次", "Bloom", "word", 16, words=BLOOM, printed=True),
        Field(
            "assess",
            "考核方式",
            "Assessed by",
            "token",
            12,
            offered=("test", "case", "practical", "project", "portfolio"),
            printed=True,
        ),
        Field("critical", "关键", "Critical", "word", 8, words=CRITICAL, printed=True),
        Field(
            "supports",
            "支撑",
            "Supports",
            "ids",
            22,
            prompt=(
                "知识支撑哪些能力：写标识，或同一等级内的编号，几个用空格隔开",
                "Ids or codes of the abilities it supports",
            ),
        ),
        Field(
            "parent",
            "上级",
            "Belongs to",
            "ref",
            20,
            prompt=(
                "工作内容写职业功能，要求写工作内容：标识、编号或名称；空着：按位置归属",
                "Id, code or name of the function or work; blank: by position",
            ),
        ),
        *_FRAME,
    ),
    ("label",),
    (
        (
            "每行一个：职业功能，它的工作内容，工作内容的各项要求；基本要求在最前。插入的行只填类别、编号和文字即可。",
            "One per row: a function, its works, their items. An inserted row needs kind, code and text alone.",
        ),
        (
            "移到别的工作内容下：剪切并插入该行，再清空它的“上级”。不再使用的写“停用”，不要删行。",
            "To move a row to another work: cut and insert it there and clear its Belongs to. Retire rows, do not"
            " delete them.",
        ),
    ),
)
