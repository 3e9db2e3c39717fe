"""How the figures were worked out, and what was withheld: for those who check."""

from __future__ import annotations

from evidence.report.subject import Subject
from evidence.report.words import words
from foundation.text import LangText


def method_notes(subject: Subject) -> tuple[LangText, ...]:
    """Return the notes on method, in the order of the page."""
    return (
        words(
            "前后对比只用同一学员在同一课程中首次作答、且答完整卷的前测与后测；重考不计。",
            "Before and after are the same learner's first, complete pre-test and post-test of one course; retakes "
            "do not count.",
        ),
        words(
            "⟨g⟩ =（后测班级均值 − 前测班级均值）÷（1 − 前测班级均值）；低 < 0.3 ≤ 中 < 0.7 ≤ 高（Hake 1998）。"
            "它不是各人增益的平均。",
            "⟨g⟩ = (class mean after − before) ÷ (1 − before); low < 0.3 ≤ medium < 0.7 ≤ high (Hake 1998). It is not "
            "the mean of single gains.",
        ),
        words(
            "d_z = 提高的均值 ÷ 提高的标准差（样本标准差）。",
            "d_z = mean change ÷ standard deviation of the change (sample).",
        ),
        words(
            "95% 区间：均值与提高用 t 分布；⟨g⟩ 用 delta 法（同一批学员的两个均值之比）；"
            "d_z 用大样本正态近似 ±1.96√(1/n + d²/2n)。",
            "95 % intervals: Student's t for means and changes; the delta method for ⟨g⟩, a ratio of means of the same "
            "learners; for d_z the large-sample normal approximation ±1.96√(1/n + d²/2n).",
        ),
        words(
            "每项工作的得分是该工作各题答对的比例，每题权重相同；能力项只在前后测各有 3 题以上时单列。",
            "The score of a work is the share of its questions answered right, each counting the same; an item has its "
            "own line only with 3 or more questions in either test.",
        ),
        words(
            "培训需求次序按 Borich 加权差距 mean[(重要 − 自评能力) × 平均重要程度]，只看次序；不足 10 人不排序。",
            "The rank of need is by Borich's weighted discrepancy mean[(I − A) · mean I], a rank only; nothing is "
            "ranked on fewer than 10.",
        ),
        _disclosure(subject),
    )


def _disclosure(subject: Subject) -> LangText:
    if subject.audience.internal:
        return words(
            "本件为内部资料，显示小班数据，不得外传；open/ 中的表仍按公开规则处理。",
            "This copy is internal and shows small classes: do not pass it on. The tables in open/ follow the rules "
            "for the public all the same.",
        )
    least = subject.audience.threshold
    return words(
        f"不足 {least} 人的数不公布；由合计或相邻数能推算出它的数也一并不公布（以线性方程组逐一核验）。",
        f"Counts under {least} are withheld, and so are those from which they could be worked out by totals or "
        "neighbours (checked by solving the sums).",
    )
