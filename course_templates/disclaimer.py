"""What must be said wherever a course is shown whose map is not a published standard."""

from __future__ import annotations

from course_templates.model import MapPin
from foundation.text import EN, ZH, LangText


def disclaimer(pin: MapPin) -> LangText:
    """Return the sentence that a course on this map carries; empty for the map of a published standard."""
    if pin.status == "illustrative":
        zh, en = "所依据的能力图谱为示意，由我们自行编写", "The competency map behind it is an illustration of our own"
        if pin.inspired_by:
            zh += f"，参照《{pin.inspired_by.best(ZH)}》的公开信息"
            en += f", inspired by what is public of {pin.inspired_by.best(EN, ZH)}"
        return LangText.of(f"{zh}；不是任何标准的内容。", f"{en}; it is not the text of any standard.")
    if pin.status == "draft":
        return LangText.of("所依据的能力图谱尚为草稿。", "The competency map behind it is still a draft.")
    if pin.status == "withdrawn":
        return LangText.of("所依据的能力图谱已废止。", "The competency map behind it has been withdrawn.")
    return LangText()
