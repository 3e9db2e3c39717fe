"""How many came through: the funnel from enrolment to pass."""

from __future__ import annotations

from evidence.figures import Figure
from evidence.publish.progress import Step
from evidence.report.charts.bars import bar, between
from evidence.report.model import Body, Chart, ChartRow, Section, Table
from evidence.report.words import HIDDEN, filled, people, percent, words
from foundation.text import LangText

_NAMES: dict[Step, LangText] = {
    "enrolled": words("报名", "Enrolled"),
    "started": words("开始学习", "Started"),
    "pre": words("完成前测", "Pre-test done"),
    "post": words("学完并完成后测", "Post-test done"),
    "passed": words("后测合格", "Post-test passed"),
    "survey": words("填写岗位调查", "Survey answered"),
}


def progress_section(body: Body) -> Section | None:
    """Return the section, or None where nobody enrolled."""
    found = {step: body.figure("progress", step=step) for step in _NAMES}
    steps = {step: figure for step, figure in found.items() if figure is not None}
    if not steps:
        return None
    return Section(
        id=f"{body.id}-progress",
        heading=words("有多少人学完？", "How many came through?"),
        charts=(_chart(body, steps),),
        notes=(_item_data(body),),
        can=words("学员在哪一步离开。", "At which step learners leave."),
        cannot=words(
            "不能说明他们为什么离开；“合格”是课件后测的合格，不是结业考试合格。",
            "Why they leave. “Passed” is the course's own post-test, not the final exam.",
        ),
    )


def _chart(body: Body, steps: dict[Step, Figure]) -> Chart:
    return Chart(
        title=_title(steps),
        subtitle=words("条长为占报名人数的比例。", "Bars are shares of those enrolled."),
        rows=tuple(_row(body, step, figure, steps) for step, figure in steps.items()),
        table=Table(
            words("各步人数", "Learners per step"),
            (words("步骤", "Step"), words("人数", "n"), words("占报名", "Of enrolled")),
            tuple(
                (_NAMES[step], people(f.n), HIDDEN if f.suppressed else percent(f.value)) for step, f in steps.items()
            ),
            frozenset((1, 2)),
        ),
        notes=_why_withheld(steps),
    )


def _row(body: Body, step: Step, figure: Figure, steps: dict[Step, Figure]) -> ChartRow:
    name = _NAMES[step]
    if figure.value is not None and figure.n is not None:
        aside = words(f"{figure.n} 人 · {percent(figure.value)}", f"{figure.n} · {percent(figure.value)}")
        return ChartRow(name, bar(figure.value, _spoken(name, aside), muted=step == "survey"), aside)
    low, high = _bounds(step, steps)
    aside = people(figure.n) if low is None or high is None else words(f"{low.n}–{high.n} 人", f"{low.n} to {high.n}")
    ends = (low.value or 0.0 if low else 0.0, high.value or 0.0 if high else 0.0)
    return ChartRow(name, between(*ends, _spoken(name, aside), f"hatch-{body.id}-{step}"), aside)


def _bounds(step: Step, steps: dict[Step, Figure]) -> tuple[Figure | None, Figure | None]:
    """Return the nearest told steps after and before one that is withheld: they are known to hold it."""
    order = [name for name in steps if name != "survey"]
    if step not in order:
        return None, None
    place = order.index(step)
    told = [name for name in order if steps[name].value is not None]
    after = next((steps[name] for name in told if order.index(name) > place), None)
    before = next((steps[name] for name in reversed(told) if order.index(name) < place), None)
    return after, before


def _title(steps: dict[Step, Figure]) -> LangText:
    enrolled, post = steps.get("enrolled"), steps.get("post")
    if enrolled is None or enrolled.n is None:
        return words("报名人数不公布", "The number of learners is withheld")
    if post is None or post.value is None:
        return words(f"{enrolled.n} 人报名", f"{enrolled.n} learners enrolled")
    return words(
        f"{enrolled.n} 人报名，{post.n} 人学完（{percent(post.value)}）",
        f"Of {enrolled.n} enrolled, {post.n} came through ({percent(post.value)})",
    )


def _why_withheld(steps: dict[Step, Figure]) -> tuple[LangText, ...]:
    if not any(figure.suppressed for figure in steps.values()):
        return ()
    return (
        words(
            "斜线（表中“不公布”）处不公布确切人数：人数太少，或由它能推算出少数几个人的情况。",
            "Hatched, or “withheld” in the table: the number is small, or would tell about a few learners.",
        ),
    )


def _item_data(body: Body) -> LangText:
    figure = body.figure("no_item_data")
    if figure is None or figure.suppressed:
        return words("没有逐题数据的学员比例：不公布。", "Share of learners without item data: withheld.")
    return filled(
        words("没有逐题数据的学员：占学完者的 {share}。", "Learners without item data: {share} of those who finished."),
        share=LangText(percent(figure.value)),
    )


def _spoken(name: LangText, aside: LangText) -> str:
    return f"{name.best('zh-CN')}：{aside.best('zh-CN')} / {name.best('en')}: {aside.best('en')}"
