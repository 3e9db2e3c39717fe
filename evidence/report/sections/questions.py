"""Are the questions good: difficulty and discrimination, to be mended by the centre."""

from __future__ import annotations

from evidence.figures import Figure
from evidence.report.model import Body, Section, Table, Text
from evidence.report.words import NONE, cell, number, people, percent, words
from foundation.text import LangText

_PHASES = {"pre": words("前测", "Pre-test"), "post": words("后测", "Post-test")}
_GOOD, _FAIR, _WEAK = 0.4, 0.3, 0.2
_EASY, _HARD = 0.95, 0.2


def questions_section(body: Body) -> Section | None:
    """Return the section, or None where there are no answers question by question."""
    found = body.all("question_p", "question")
    if not found:
        return None
    found.sort(key=lambda f: (f.group.course or "", f.group.phase != "pre", f.group.question or ""))
    return Section(
        id=f"{body.id}-questions",
        heading=words("题目好用吗？", "Are the questions good?"),
        tables=(_table(body, found),),
        notes=(
            _to_review(body, found),
            words(
                "区分度 D：总分高、低各 27% 的学员答对率之差。0.40 以上良好，0.30–0.39 尚可，0.20–0.29 应修改，"
                "更低应更换；高、低分组各不足 10 人时不计算。前测题答对率低是正常的。",
                "Discrimination D: right answers of the top less those of the bottom 27 % by total score. From .40 "
                "good, .30 fair, .20 to be revised, less to be dropped; no D with fewer than 10 in either group. Few "
                "right answers before the course are as they should be.",
            ),
        ),
        can=words("哪些题目值得复查。", "Which questions to look at again."),
        cannot=words(
            "人数少时 p 和 D 波动很大，不要只凭它删题。",
            "With few learners p and D vary much: drop no question on their account alone.",
        ),
    )


def _table(body: Body, found: list[Figure]) -> Table:
    return Table(
        words(f"{len(found)} 道题的正确率与区分度", f"Right answers and discrimination of {len(found)} questions"),
        (
            words("题号", "Question"),
            words("试卷", "Test"),
            words("人数", "n"),
            words("正确率 p", "Right, p"),
            words("区分度 D", "D"),
            words("提示", "Note"),
        ),
        tuple(_line(body, figure) for figure in found),
        frozenset((2, 3, 4)),
    )


def _to_review(body: Body, found: list[Figure]) -> LangText:
    told = [(p, body.figures.one("question_d", p.group)) for p in found]
    judged = [(p, d.value) for p, d in told if d is not None and d.value is not None]
    if not judged:
        return words(
            "人数不足，暂不判断题目的区分度。", "Too few learners to judge how well questions tell learners apart."
        )
    weak = [f"{p.group.question}（{number(value)}）" for p, value in judged if value < _FAIR]
    if not weak:
        return words(
            f"{len(judged)} 道题的区分度都在 0.30 以上。", f"All {len(judged)} questions have a D of .30 or more."
        )
    listed = "、".join(weak)
    return words(f"建议复查（D 低于 0.30）：{listed}。", f"To review, D under .30: {listed}.")


def _line(body: Body, p: Figure) -> tuple[Text, ...]:
    d = body.figures.one("question_d", p.group)
    version = p.group.question_version
    name = f"{p.group.question}" if version in (None, 1) else f"{p.group.question} v{version}"
    return (
        name,
        _PHASES.get(p.group.phase or "", LangText(p.group.phase or "")),
        people(p.n),
        cell(p, percent(p.value)),
        NONE if d is None else cell(d, number(d.value)),
        _remark(p, d),
    )


def _remark(p: Figure, d: Figure | None) -> Text:
    if p.value is not None and p.group.phase == "post" and p.value < _HARD:
        return words("学后仍很难", "Hard even after the course")
    if p.value is not None and p.value >= _EASY:
        return words("几乎人人答对", "Nearly all are right")
    if d is None or d.value is None:
        return ""
    if d.value < _WEAK:
        return words("区分度低，建议更换", "Tells little apart: replace")
    if d.value < _FAIR:
        return words("建议修改", "Revise")
    return words("良好", "Good") if d.value >= _GOOD else words("尚可", "Fair")
