"""What a figure rests on, in words that travel with it."""

from __future__ import annotations

from evidence.figures import Measure
from evidence.labels import Labels
from foundation.text import both

_MATCHED = (
    "配对学员的班级均值（首次作答，两卷完整，得分 0–1）",
    "class means of matched learners (first try, both forms complete, scores 0–1)",
)
_METHOD: dict[Measure, tuple[str, str]] = {
    "gain_g": _MATCHED,
    "gain_dz": _MATCHED,
    "gain_points": _MATCHED,
    "pre_mean": _MATCHED,
    "post_mean": _MATCHED,
    "pre_sd": _MATCHED,
    "post_sd": _MATCHED,
    "pre_only": ("只完成前测的学员数", "learners who completed the pre-test alone"),
    "post_only": ("无同课程前测而结业的学员数", "learners who finished without a pre-test of that course"),
    "progress": ("达到此步的学员占报名学员的比例", "learners who reached the step, as a share of those enrolled"),
    "no_item_data": (
        "学完的学员中没有逐题数据的比例",
        "share of those who finished of whom there are no answers question by question",
    ),
    "rating_mean": ("学员自评，1–5 分，自愿填写", "learners' self-reports from 1 to 5, voluntary"),
    "need_rank": (
        "按加权差距（Borich）排序，1 为差距最大；不足 10 人不排序",
        "rank by weighted discrepancy (Borich), 1 = largest; none under 10 respondents",
    ),
    "answer_share": ("占回答此题学员的比例", "share of the learners who answered"),
    "question_p": ("配对学员首次作答的正确率", "share of right first answers of matched learners"),
    "question_d": ("总分高、低各 27% 两组正确率之差", "right answers of the top less those of the bottom 27 %"),
    "comments": ("写有意见的学员数", "learners who wrote a comment"),
}


class Basis:
    """Words a figure's basis: its method, whether the map is the standard, whether the learners were simulated."""

    def __init__(self, labels: Labels, maps: dict[str, str], *, simulated: bool) -> None:
        """`maps` gives the map that a role's evidence is about, where the store holds one map."""
        self._labels = labels
        self._maps = maps
        self._simulated = simulated

    def of(self, measure: Measure, role: str, map_: str | None) -> str:
        """Return the basis of a figure, in both languages."""
        parts = [_METHOD[measure]]
        pin = self._labels.pin(map_ or self._maps.get(role, ""))
        if pin is not None:
            parts.append(_of_map(pin.status, pin.standard, pin.version))
        if self._simulated:
            parts.append(("模拟数据", "simulated data"))
        return both("；".join(zh for zh, _ in parts), "; ".join(en for _, en in parts))


def _of_map(status: str, standard: str | None, version: str) -> tuple[str, str]:
    if status == "published" and standard:
        return f"依据 {standard}", f"by {standard}"
    if status == "illustrative":
        return f"示例能力图谱 {version}，不代表标准", f"illustrative map {version}, not the standard"
    return f"能力图谱 {version}（{status}）", f"competency map {version} ({status})"
