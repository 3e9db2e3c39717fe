"""Who answered the survey, and whether the post exists with them."""

from __future__ import annotations

from evidence.figures import Figure
from evidence.measures.survey import DESCRIBED
from evidence.report.charts.bars import bar
from evidence.report.model import Body, Chart, ChartRow, Section, Table
from evidence.report.words import HIDDEN, filled, people, percent, words
from foundation.text import LangText

_NAMES: dict[str, LangText] = {
    "employer-kind": words("在什么单位工作", "Kind of employer"),
    "experience-years": words("从事这类工作的年限", "Years of experience"),
    "role-exists": words("本单位是否有这个岗位", "Whether the post exists with them"),
}


def respondents_section(body: Body) -> Section | None:
    """Return the section, or None where nobody said anything about themselves."""
    charts = [chart for chart in (_chart(body, aspect) for aspect in DESCRIBED) if chart is not None]
    if not charts:
        return None
    return Section(
        id=f"{body.id}-respondents",
        heading=words("谁填写了调查？", "Who answered the survey?"),
        charts=tuple(charts),
        can=words(
            "填写者的构成，以及他们所在单位是否设有这个岗位。", "Who answered, and whether the post exists with them."
        ),
        cannot=words(
            "填写者不能代表行业；岗位是否普遍，要看市场招聘和企业调查。",
            "Respondents do not stand for the industry; how common the post is, job advertisements and employers tell.",
        ),
    )


def _chart(body: Body, aspect: str) -> Chart | None:
    found = [figure for figure in body.all("answer_share", "response") if figure.group.aspect == aspect]
    if not found:
        return None
    about = (body.map, body.role)
    found.sort(key=lambda figure: body.labels.place(body.map, f"{aspect}/{figure.group.response}"))
    names = {id(f): body.labels.option(about, aspect, f.group.response or "") for f in found}
    told = [figure for figure in found if figure.value is not None]
    rows = [_row(names[id(figure)], figure) for figure in told]
    if told and len(told) < len(found):
        rows.append(_rest(told, len(found) - len(told)))
    return Chart(
        title=_title(aspect, told, names),
        subtitle=_respondents(told),
        rows=tuple(rows),
        table=Table(
            _NAMES[aspect],
            (words("回答", "Answer"), words("人数", "n"), words("比例", "Share")),
            tuple((names[id(f)], people(f.n), HIDDEN if f.suppressed else percent(f.value)) for f in found),
            frozenset((1, 2)),
        ),
    )


def _row(name: LangText, figure: Figure) -> ChartRow:
    aside = words(f"{figure.n} 人 · {percent(figure.value)}", f"{figure.n} · {percent(figure.value)}")
    title = f"{name.best('zh-CN')}：{aside.best('zh-CN')} / {name.best('en', 'zh-CN')}: {aside.best('en')}"
    return ChartRow(name, bar(figure.value or 0.0, title), aside)


def _rest(told: list[Figure], kinds: int) -> ChartRow:
    """Return the row of what is left over: the answers that are withheld, together."""
    share = max(0.0, 1 - sum(figure.value or 0.0 for figure in told))
    name = words(f"其余 {kinds} 类（分开不公布）", f"The other {kinds} (withheld one by one)")
    aside = words(f"合计 {percent(share)}", f"{percent(share)} together")
    return ChartRow(name, bar(share, f"{name.best('zh-CN')}：{aside.best('zh-CN')}", muted=True), aside)


def _title(aspect: str, told: list[Figure], names: dict[int, LangText]) -> LangText:
    if not told:
        return filled(words("{aspect}：人数太少，不公布", "{aspect}: too few, withheld"), aspect=_NAMES[aspect])
    most = max(told, key=lambda figure: figure.value or 0.0)
    return filled(
        words(f"{{aspect}}：{percent(most.value)} 答“{{name}}”", f"{{aspect}}: {percent(most.value)} say “{{name}}”"),
        aspect=_NAMES[aspect],
        name=names[id(most)],
    )


def _respondents(told: list[Figure]) -> LangText:
    first = next((figure for figure in told if figure.value and figure.n), None)
    if first is None or not first.value or first.n is None:
        return words("学员自报，自愿填写。", "Learners' own words, voluntary.")
    n = round(first.n / first.value)
    return words(f"{n} 人回答，自愿填写。", f"{n} answered, voluntarily.")
