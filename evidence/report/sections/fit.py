"""Does the map fit the work: importance, frequency and own ability per work, and where the need is largest."""

from __future__ import annotations

from evidence.figures import Figure
from evidence.measures.survey import RATED
from evidence.report.charts.lanes import TICKS, Lane, lanes
from evidence.report.charts.svg import axis
from evidence.report.model import Body, Chart, ChartRow, Plot, Section, Series, Table, Text
from evidence.report.words import NONE, cell, filled, interval, number, people, words
from foundation.text import LangText

_LEAST_TO_CONCLUDE = 10

_NAMES: dict[str, LangText] = {
    "importance": words("重要程度", "Importance"),
    "frequency": words("频次", "Frequency"),
    "own-ability": words("自评能力", "Own ability"),
}
ASPECTS: dict[str, LangText] = {
    "missing": words("图谱还缺什么", "What the map lacks"),
    "post": words("自己的岗位", "Their own post"),
    "role-title": words("本单位的岗位名称", "The post's title with them"),
}


def fit_section(body: Body) -> Section | None:
    """Return the section, or None where nobody rated a work."""
    works = sorted(
        {figure.group.work or "" for figure in body.all("rating_mean", "work")},
        key=lambda work: body.labels.place(body.map, work),
    )
    if not works:
        return None
    return Section(
        id=f"{body.id}-fit",
        heading=words("图谱贴合实际工作吗？", "Does the map fit the work?"),
        charts=(_chart(body, works),),
        notes=tuple(_comment_counts(body)),
        can=words(
            "学完并愿意填写的学员，觉得各项工作有多重要、多久做一次、自己会到什么程度。",
            "How important and frequent each work is to those learners who finished and chose to answer, and how well "
            "they think they can do it.",
        ),
        cannot=words(
            "都是自我报告，学完后才填，填写者不是岗位的随机样本；不能单凭它判定图谱对错。"
            "图谱是否准确，还要看专家评定和真实任务比对。",
            "These are self-reports, given after the course by no random sample of the post. Whether the map is right "
            "also needs expert ratings and a comparison with real tasks.",
        ),
    )


def _chart(body: Body, works: list[str]) -> Chart:
    return Chart(
        title=_title(body, works),
        subtitle=words(
            "学员自评，1 为最低，5 为最高；线段为均值的 95% 置信区间。",
            "Learners' own ratings from 1, lowest, to 5, highest; lines are 95 % intervals of the means.",
        ),
        rows=tuple(row for row in (_row(body, work) for work in works) if row is not None),
        table=Table(
            words("各项工作的均值", "Means per work"),
            (
                words("工作内容", "Work"),
                *(
                    heading
                    for aspect in RATED
                    for heading in (_NAMES[aspect], words("95% 区间", "95 % interval"), words("人数", "n"))
                ),
                words("培训需求次序", "Rank of need"),
            ),
            tuple(_line(body, work) for work in works),
            frozenset(range(1, 11)),
        ),
        plot=_plot(body, works),
        axis=axis(TICKS),
        legend=tuple((aspect, _NAMES[aspect]) for aspect in RATED),
        notes=_notes(body, works),
    )


def _plot(body: Body, works: list[str]) -> Plot:
    figures = {aspect: [body.figure("rating_mean", work=work, aspect=aspect) for work in works] for aspect in RATED}
    series = tuple(
        Series(_NAMES[aspect], tuple(None if f is None or f.value is None else round(f.value, 2) for f in found))
        for aspect, found in figures.items()
    )
    return Plot(tuple(body.labels.work(body.map, work) for work in works), series, lowest=1, highest=5)


def _row(body: Body, work: str) -> ChartRow | None:
    found = [(aspect, body.figure("rating_mean", work=work, aspect=aspect)) for aspect in RATED]
    told = [(aspect, figure) for aspect, figure in found if figure is not None and figure.value is not None]
    if not told:
        return None
    name = body.labels.work(body.map, work)
    zh = "，".join(f"{_NAMES[aspect].best('zh-CN')} {number(f.value, 1)}" for aspect, f in told)
    en = ", ".join(f"{_NAMES[aspect].best('en')} {number(f.value, 1)}" for aspect, f in told)
    strip = lanes(
        [Lane(aspect, f.value or 0.0, f.low, f.high) for aspect, f in told],
        f"{name.best('zh-CN')}：{zh} / {name.best('en', 'zh-CN')}: {en}",
    )
    return ChartRow(name, strip, people(told[0][1].n))


def _line(body: Body, work: str) -> tuple[Text, ...]:
    cells: list[Text] = [body.labels.work(body.map, work)]
    for aspect in RATED:
        figure = body.figure("rating_mean", work=work, aspect=aspect)
        cells += [
            cell(figure, number(figure.value if figure else None)),
            cell(figure, interval(figure)),
            people(figure.n) if figure else NONE,
        ]
    rank = body.figure("need_rank", work=work)
    cells.append(NONE if rank is None or rank.value is None else f"{rank.value:.0f}")
    return tuple(cells)


def _title(body: Body, works: list[str]) -> LangText:
    rated = (body.figure("rating_mean", work=work, aspect="importance") for work in works)
    told = [figure for figure in rated if figure is not None and _concludes(figure)]
    if len(told) != len(works) or not told:
        return words("填写的人太少，不作比较", "Too few answered for a comparison")
    if len(told) == 1:
        return words(
            f"重要程度平均 {number(told[0].value, 1)} 分", f"Importance is {number(told[0].value, 1)} on average"
        )
    best = max(told, key=lambda figure: figure.value or 0.0)
    return filled(
        words(
            f"学员认为最重要的是“{{name}}”（{number(best.value, 1)} 分）",
            f"Learners find “{{name}}” most important ({number(best.value, 1)})",
        ),
        name=body.labels.work(body.map, best.group.work or ""),
    )


def _concludes(figure: Figure) -> bool:
    return figure.value is not None and (figure.n or 0) >= _LEAST_TO_CONCLUDE


def _notes(body: Body, works: list[str]) -> tuple[LangText, ...]:
    first = [work for work in works if (rank := body.figure("need_rank", work=work)) is not None and rank.value == 1]
    if len(first) != 1 or len(works) < 2:
        return ()
    return (
        filled(
            words(
                "培训需求次序第一：“{name}”（重要程度高于自评能力最多；加权差距 Borich 法，只看次序）。",
                "First in need of training: “{name}” (importance exceeds own ability most; Borich's weighted "
                "discrepancy, read as a rank only).",
            ),
            name=body.labels.work(body.map, first[0]),
        ),
    )


def _comment_counts(body: Body) -> list[LangText]:
    notes = []
    for figure in body.all("comments", "aspect"):
        notes.append(
            filled(
                words(
                    "开放意见“{aspect}”：{n}。原文不公布。",
                    "Open comments on “{aspect}”: {n}. Texts are not published.",
                ),
                aspect=ASPECTS.get(figure.group.aspect or "", LangText(figure.group.aspect or "")),
                n=people(figure.n),
            )
        )
    return notes
