"""The sheets of an authoring workbook that hold the map: one table each."""

from __future__ import annotations

from competency_xml.exchange.workbook.form import Field, Sheet
from competency_xml.exchange.workbook.part_sheets import LEVELS, REQUIREMENTS, ROLES

WEIGHTS = Sheet(
    "weights",
    "权重表",
    "Weights",
    (
        Field(
            "level",
            "等级",
            "Level",
            "ref",
            24,
            fills=True,
            printed=True,
            prompt=("空着：与上一行相同", "Blank: as the row above"),
        ),
        Field(
            "part", "科目", "Part", "token", 16, offered=("theory", "practical", "practice"), fills=True, printed=True
        ),
        Field(
            "ref",
            "对象",
            "Weighted part",
            "ref",
            26,
            printed=True,
            prompt=("写标识，或同一等级内的编号或名称", "Its id, or code or name in that level"),
        ),
        Field("name", "名称（参考）", "Name (for reference)", "name", 46, printed=True),
        Field(
            "percent",
            "权重（%）",
            "Weight (%)",
            "number",
            12,
            printed=True,
            prompt=("数字，如 15；不适用写 —，它不是 0", "A number such as 15; — where it does not apply"),
        ),
    ),
    ("percent",),
    (
        (
            "每个等级的每个科目合计 100。— 是“不适用”，不是 0。红色数字：合计似乎不对，导入时细查。",
            "Each part of each level sums to 100. — means that it does not apply, which is not 0. Red: the sum seems"
            " wrong.",
        ),
        (
            "“名称（参考）”不读取；要改名称，请改原处。",
            "Names for reference are not read; change them where they belong.",
        ),
    ),
    "2F6B4F",
)
ALIGNMENTS = Sheet(
    "alignments",
    "对照",
    "Alignments",
    (
        Field(
            "ref",
            "对象",
            "Part of this map",
            "ref",
            26,
            printed=True,
            prompt=("写标识，或唯一的编号或名称", "Its id, or a code or name that is unique"),
        ),
        Field("name", "名称（参考）", "Name (for reference)", "name", 32, printed=True),
        Field(
            "relation",
            "关系",
            "Relation",
            "token",
            16,
            offered=("isRelatedTo", "exactMatchOf", "isPartOf", "isPeerOf", "isChildOf", "precedes"),
            printed=True,
            prompt=("空着就是 isRelatedTo", "Blank means isRelatedTo"),
        ),
        Field(
            "target",
            "对照目标",
            "Target",
            "token",
            46,
            printed=True,
            prompt=("另一框架中该项的 IRI", "IRI of the item in the other framework"),
        ),
        Field("framework", "目标框架", "Framework", "token", 18, printed=True),
        Field("code", "目标编号", "Target code", "token", 14, printed=True),
        Field("title", "目标名称", "Target title", "text", 26, per_language=True, printed=True),
    ),
    ("target",),
    (
        (
            "本图谱的部分与其他框架（CASE、ESCO 等）中某项的关系，每行一个。“名称”只供参考，不读取。",
            "Relations of this map's parts to items of other frameworks, one per row.",
        ),
    ),
    "6B5A2F",
)
FOREIGN = Sheet(
    "foreign",
    "其他格式",
    "Other formats",
    (
        Field("ref", "所属部分", "Of part", "ref", 26, printed=True),
        Field("format", "格式", "Format", "token", 14, printed=True),
        Field("field", "字段", "Field", "token", 26, printed=True),
        Field("content", "字段内容", "Content", "text", 80, printed=True),
    ),
    ("format", "content"),
    (
        (
            "从其他格式（如 CASE）带来、图谱自己没有位置的字段；再导出到该格式时原样写回。一般不用改。",
            "Fields of other formats that a map has no place for; they go out again to that format.",
        ),
    ),
    "5A5A5A",
    always=False,
)
REVISIONS = Sheet(
    "revisions",
    "修订记录",
    "Revisions",
    (
        Field("version", "图谱版本", "Map version", "token", 14, printed=True),
        Field("modified", "修改时间", "Modified", "token", 30, printed=True),
        Field("note", "修订说明", "What changed", "text", 80, printed=True),
    ),
    ("version", "note"),
    (
        (
            "每次修订加一行，写明版本和改了什么，并把“标准信息”里的图谱版本改成同一个。",
            "Add a row per revision, and give the map version on the first sheet the same number.",
        ),
    ),
    "4A5A6B",
)
EXPORTED = Sheet(
    "exported",
    "标识登记",
    "Ids",
    (
        Field("id", "导出时的标识", "Exported id", "id", 40, printed=True),
        Field("kind", "属于", "What it is", "name", 20, printed=True),
        Field("code", "当时的编号", "Code then", "name", 14, printed=True),
    ),
    ("id",),
    (
        (
            "导出时有哪些标识。导入时据此说出哪些行被删掉了，新的行也不会再用旧标识。这里不用改。",
            "The ids that were exported. By them an import tells which rows were deleted. Nothing to edit here.",
        ),
    ),
    "5A5A5A",
)
#: Sheets with a table, in the order in which they stand; 标准信息 comes before and 词表 after them.
TABLES = (ROLES, LEVELS, REQUIREMENTS, WEIGHTS, ALIGNMENTS, FOREIGN, REVISIONS, EXPORTED)
#: Without these there is no map.
NEEDED = (ROLES, LEVELS, REQUIREMENTS)
