"""A difference as one HTML page to read, print and send on."""

from __future__ import annotations

from competency_xml.diff.model import MapDiff
from competency_xml.diff.text import summary
from competency_xml.diff.wording import LIST_NAMES, field_name, shown, why_text
from competency_xml.pages import render_page
from competency_xml.part_names import PART_NAMES, STATUS_NAMES, exam_part_name
from foundation.text import LangText

_WHAT: dict[str, LangText] = {
    "added": LangText.of("新图谱才有的部分，和恢复使用的部分", "Parts of the new map alone, and parts taken back"),
    "retired": LangText.of("新图谱里没有的部分，和状态改为停用的部分", "Parts that are gone or were retired"),
    "moved": LangText.of("换了工作内容、职业功能、等级或岗位", "Parts that stand elsewhere"),
    "renumbered": LangText.of("编号变了", "Parts with another code"),
    "reworded": LangText.of("删去的字和加上的字", "What was struck out and what was put in"),
    "reweighted": LangText.of("权重表中的数", "Numbers in the weight tables"),
    "changed": LangText.of("版本、学时、考试、关键项、认知层次等", "Version, hours, exams, critical, Bloom …"),
}


def diff_page(diff: MapDiff) -> str:
    """Return the page. It has no script, and no address but `#`."""
    return render_page(
        "diff.html",
        diff=diff,
        lists=diff.lists(),
        names=LIST_NAMES,
        what=_WHAT,
        parts=PART_NAMES,
        statuses=STATUS_NAMES,
        summary=summary(diff),
        field_name=field_name,
        table_name=exam_part_name,
        shown=shown,
        why=why_text,
    )
