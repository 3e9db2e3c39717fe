"""Every kind of finding of this stage: its id, how severe it is, and what to do about it.

`docs/findings/course.md` explains them to designers; a test keeps the two in step.
"""

from __future__ import annotations

from pathlib import Path

from foundation.findings import Finding, Severity
from foundation.text import both

#: id → severity, remedy in Chinese, remedy in English.
CATALOGUE: dict[str, tuple[Severity, str, str]] = {
    "CT-FILE-MISSING": ("error", "补上此文件，或用 course new 重新生成", "Add the file, or start anew with course new"),
    "CT-FILE-UNKNOWN": ("warning", "改名、移走或删除此文件", "Rename it, move it away or delete it"),
    "CT-FILE-SIZE": ("error", "把文件拆小；图片放入 assets/", "Split the file; pictures belong in assets/"),
    "CT-FILE-LINK": ("error", "把文件本身复制进课程文件夹", "Copy the file itself into the course folder"),
    "CT-YAML": ("error", "按提示位置修正 YAML（常见原因：缩进、冒号后缺空格、引号）", "Mend the YAML at this place"),
    "CT-FRONT": (
        "error",
        "课文开头应为 --- 、字段、再一行 ---",
        "Begin the lesson with ---, its fields, and --- again",
    ),
    "CT-KEY-TWICE": ("error", "只保留一个", "Keep one of them"),
    "CT-KEY-UNKNOWN": ("error", "改正字段名或删除", "Correct the name or delete it"),
    "CT-KEY-MISSING": ("error", "补上此字段", "Add the field"),
    "CT-VALUE": ("error", "按提示改正", "Correct it as told"),
    "CT-LANGUAGE": (
        "error",
        "用 zh-CN 或 en，并列入 course.yaml 的 languages",
        "Use zh-CN or en, as listed in languages",
    ),
    "CT-ID-TWICE": ("error", "给其中一个换编号", "Give one of them another id"),
    "CT-PIN": (
        "error",
        "恢复原来的 map.xml，或在 course.yaml 更新 map",
        "Bring the old map.xml back, or update the pin",
    ),
    "CT-ROLE": ("error", "改为图谱中的编号", "Use an id of the map"),
    "CT-REF-WORK": ("error", "改为图谱中的工作内容编号", "Use the id of a work of the map"),
    "CT-REF-ITEM": ("error", "改为图谱中的能力项编号", "Use the id of an item of the map"),
    "CT-RETIRED": ("error", "改用替代它的能力项", "Use the item that replaces it"),
    "CT-REF-QUESTION": ("error", "改正题目编号，或在 questions/ 补上此题", "Correct the id, or add the question"),
    "CT-EMPTY": ("error", "补上文字", "Write the text"),
    "CT-MODULE-EMPTY": ("error", "加入课文，或删除此模块", "Add a lesson, or delete the module"),
    "CT-ANSWER": ("error", "答案应为选项的 key", "Answers are keys of the choices"),
    "CT-CHOICES": ("error", "检查选项的 key 和数量", "Check keys and number of the choices"),
    "CT-ALIKE": ("warning", "改写其中一个", "Reword one of them"),
    "CT-FORM-SHARED": ("error", "换成同一单元格的另一题", "Take another question of the same cell"),
    "CT-FORM-TWICE": ("error", "删除重复的一个", "Delete the repetition"),
    "CT-FORM-CELL": (
        "error",
        "按双向细目表增减题目或调整分值",
        "Add, remove or re-weigh questions to fit the blueprint",
    ),
    "CT-FORM-PARALLEL": ("error", "让前测与后测的细目表一致", "Make the cells of pre and post equal"),
    "CT-FORM-NONE": ("warning", "在 forms.yaml 补上，否则无法比较培训前后", "Add it, or no gain can be shown"),
    "CT-PRACTICE": ("warning", "让练习卷与各课的练习题一致", "Make the practice form and the lessons agree"),
    "CT-PRACTICE-TWICE": ("error", "一道练习题只放在一课", "Use a practice question in one lesson only"),
    "CT-LEAK": ("warning", "练习换用另一题", "Practise with another question"),
    "CT-SURVEY": ("error", "按提示补全调查题", "Complete the survey question as told"),
    "CT-ASSET-MISSING": (
        "error",
        "把图片放入 assets/，或改正链接（区分大小写）",
        "Put it in assets/, or correct the link (mind case)",
    ),
    "CT-ASSET-NAME": ("error", "文件名只用英文字母、数字、-、_ 和 .", "Name it with letters, digits, -, _ and . only"),
    "CT-ASSET-CASE": ("error", "给其中一个改名，并改正链接", "Give one of them another name, and correct the links"),
    "CT-ASSET-ESCAPE": ("error", "复制到 assets/ 再引用", "Copy it to assets/ and link that"),
    "CT-ASSET-REMOTE": ("error", "下载到 assets/ 再引用，离线才能看到", "Put it in assets/, so that it shows offline"),
    "CT-ASSET-TYPE": (
        "error",
        "改用 SVG、PNG、JPEG、WebP、MP4、PDF 等",
        "Use SVG, PNG, JPEG, WebP, MP4, PDF or the like",
    ),
    "CT-ASSET-SVG": ("error", "导出为不含脚本和外部链接的 SVG", "Export it as SVG without scripts and outside links"),
    "CT-ASSET-UNUSED": ("warning", "在课文中引用，或删除", "Use it in a lesson, or delete it"),
    "CT-LINK": ("warning", "改用 https:// 链接", "Use an https:// link"),
    "CT-REMEMBER": ("warning", "把部分题目改为应用或分析层次", "Turn some into questions that apply or analyse"),
    "CT-KEYS": ("warning", "调整选项顺序，使各答案大致均衡", "Reorder choices until the right keys are balanced"),
    "CT-CRITICAL": ("warning", "为此关键能力项出一道后测题", "Write a post-test question for this critical item"),
    "CT-UNTAUGHT": ("warning", "在一课的 items 中列出并讲授", "List it in the items of a lesson, and teach it"),
    "CT-NAME-LENGTH": ("warning", "写得短些；细节放入简介或正文", "Say it shorter; put details into the text"),
    "CT-HOURS": ("warning", "增加课时，或核对各课的 minutes", "Plan more lessons, or check their minutes"),
}


_MESSAGE_CHARS = 300


def finding(finding_id: str, zh: str, en: str, *, file: Path | str | None, place: str | None = None) -> Finding:
    """Return a finding of a known kind, with its severity and remedy."""
    severity, remedy_zh, remedy_en = CATALOGUE[finding_id]
    return Finding(
        id=finding_id,
        severity=severity,
        file=None if file is None else str(file),
        place=place,
        message=both(_short(zh), _short(en)),
        remedy=both(remedy_zh, remedy_en),
    )


def _short(text: str) -> str:
    return text if len(text) <= _MESSAGE_CHARS else text[: _MESSAGE_CHARS - 1] + "…"
