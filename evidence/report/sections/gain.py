"""Did learners gain: before and after, overall and per work; per item and per centre as tables."""

from __future__ import annotations

from evidence.figures import Figure, Measure
from evidence.report.charts.dumbbell import TICKS, dumbbell
from evidence.report.charts.svg import axis
from evidence.report.model import Body, Chart, ChartRow, Plot, Section, Series, Table, Text
from evidence.report.words import NONE, cell, filled, gain_class, interval, name_in, number, people, points, words
from foundation.text import LangText

#: Above it most questions were solved before the course, so that there is little left to gain.
_CEILING = 0.8
_LEAST_TO_CONCLUDE = 10

_BEFORE, _AFTER = words("前测", "Before"), words("后测", "After")
_MEANS: dict[Measure, LangText] = {"pre_mean": _BEFORE, "post_mean": _AFTER}

_HEADINGS: tuple[LangText, ...] = (
    words("人数", "n"),
    _BEFORE,
    _AFTER,
    words("提高（分）", "Change"),
    words("95% 区间", "95 % interval"),
    words("⟨g⟩", "⟨g⟩"),
    words("95% 区间", "95 % interval"),
    words("d_z", "d_z"),
    words("95% 区间", "95 % interval"),
)


def gain_section(body: Body) -> Section | None:
    """Return the section, or None where nobody did both tests."""
    if body.figure("gain_points") is None:
        return None
    return Section(
        id=f"{body.id}-gain",
        heading=words("学到了吗？培训前后对比", "Did learners gain? Before and after"),
        charts=(_chart(body),),
        tables=tuple(table for table in (_centres(body), _items(body)) if table is not None),
        notes=(_dropouts(body), *_ceiling(body)),
        can=words(
            "同一批学员在本课程所测内容上，学完后比学之前答得好多少。",
            "How much better the same learners answer questions on this course's content after it than before.",
        ),
        cannot=words(
            "不能说明标准是否合理；没有对照组，进步也可能来自工作或熟悉题型；"
            "前后测由课件自动评分，不是结业考试，不能据此发证。",
            "Whether the standard is right. There is no control group: work, or knowing the kind of question, may have "
            "helped too. The tests mark themselves; they are not the final exam, and no certificate rests on them.",
        ),
    )


def headline(body: Body) -> LangText:
    """Return what the gain says, in one sentence."""
    change = body.figure("gain_points")
    if change is None:
        return words("没有前后测成绩，只能看完成情况", "No results before and after: progress alone can be seen")
    if change.suppressed or change.value is None:
        return words("前后测都完成的学员太少，结果不公布", "Too few learners did both tests: withheld")
    if change.n is not None and change.n < _LEAST_TO_CONCLUDE:
        return words(f"只有 {change.n} 人做完前后测，不作结论", f"Only {change.n} did both tests: no conclusion")
    if not _is_clear(change):
        return words(
            "前测与后测没有可辨的差别", "No difference between before and after that could be told from chance"
        )
    by = f"{abs(change.value) * 100:.1f}"
    if change.value > 0:
        return words(f"后测平均比前测高 {by} 分", f"After the course, {by} points higher on average")
    return words(f"后测平均比前测低 {by} 分", f"After the course, {by} points lower on average")


def _is_clear(change: Figure) -> bool:
    """Whether the interval of a change leaves out 0."""
    return change.low is not None and change.high is not None and not change.low <= 0 <= change.high


def _works_headline(body: Body, works: list[Figure]) -> LangText | None:
    """Return what the works say, or None where there are too few learners or works to say it."""
    whole = body.figure("gain_points")
    told = [figure for figure in works if figure.value is not None]
    if whole is None or (whole.n or 0) < _LEAST_TO_CONCLUDE or len(told) < 2:
        return None
    risen = [figure for figure in told if _is_clear(figure) and (figure.value or 0.0) > 0]
    if not risen:
        return words(f"{len(told)} 项工作都没有可辨的提高", f"None of {len(told)} works shows a clear gain")
    most = max(risen, key=lambda figure: figure.value or 0.0)
    by = points(most.value, signed=True)
    count = words(f"{len(told)} 项工作都有提高", f"All {len(told)} works show a clear gain")
    if len(risen) < len(told):
        zh, en = f"{len(told)} 项工作中 {len(risen)} 项有提高", f"{len(risen)} of {len(told)} works show a clear gain"
        fallen = sum(_is_clear(figure) and (figure.value or 0.0) < 0 for figure in told)
        count = words(zh + f"、{fallen} 项下降" * (fallen > 0), en + f" and {fallen} a clear loss" * (fallen > 0))
    return filled(
        words(f"{{count}}，最多的是“{{name}}”（{by} 分）", f"{{count}}, most in “{{name}}” ({by})"),
        count=count,
        name=body.labels.work(body.map, most.group.work or ""),
    )


def _chart(body: Body) -> Chart:
    works = body.all("gain_points", "work")
    names = [body.labels.work(body.map, figure.group.work or "") for figure in works]
    whole = words("全部题目", "All questions")
    rows = [_row(body, whole, None), *(_row(body, name, f.group.work) for name, f in zip(names, works, strict=True))]
    table = [_line(body, whole), *(_line(body, name, work=f.group.work) for name, f in zip(names, works, strict=True))]
    return Chart(
        title=_works_headline(body, works) or headline(body),
        subtitle=_subtitle(body),
        rows=tuple(row for row in rows if row is not None),
        table=Table(
            words("前测与后测（满分 100）", "Before and after (out of 100)"),
            (words("工作内容", "Work"), *_HEADINGS),
            tuple(table),
            frozenset(range(1, 10)),
        ),
        plot=_plot(body, works, (whole, *names)),
        axis=axis(TICKS),
        legend=(("pre", _BEFORE), ("post", _AFTER)),
    )


def _plot(body: Body, works: list[Figure], names: tuple[LangText, ...]) -> Plot:
    abouts: list[dict[str, str | None]] = [{}, *({"work": figure.group.work} for figure in works)]
    means = {m: tuple(_points(body.figure(m, **about)) for about in abouts) for m in _MEANS}
    series = tuple(Series(name, means[measure]) for measure, name in _MEANS.items())
    return Plot(names, series, lowest=0, highest=100)


def _points(figure: Figure | None) -> float | None:
    return None if figure is None or figure.value is None else round(figure.value * 100, 1)


def _row(body: Body, name: LangText, work: str | None) -> ChartRow | None:
    change, pre, post = (body.figure(m, work=work) for m in ("gain_points", "pre_mean", "post_mean"))
    if change is None or pre is None or post is None or pre.value is None or post.value is None:
        return None
    zh, en = name_in(name)
    title = (
        f"{zh}：前测 {points(pre.value)}，后测 {points(post.value)} / {en}: {points(pre.value)} → {points(post.value)}"
    )
    changed = words(f"{points(change.value, signed=True)} 分", f"{points(change.value, signed=True)} points")
    aside = changed if _is_clear(change) else filled(words("{by}，不明显", "{by}, within chance"), by=changed)
    return ChartRow(name, dumbbell(pre.value, post.value, title), aside, strong=work is None)


def _subtitle(body: Body) -> LangText:
    change, gain, effect = (body.figure(measure) for measure in ("gain_points", "gain_g", "gain_dz"))
    if change is None or change.suppressed:
        return words("满分 100 分。", "Out of 100 points.")
    zh = [f"满分 100；前后测都完成的学员 {change.n if change.n is not None else NONE} 人"]
    en = [f"Out of 100; {change.n if change.n is not None else NONE} learners did both tests"]
    if change.low is not None:
        zh.append(f"提高的 95% 置信区间 {interval(change, 1, 100)} 分")
        en.append(f"95 % interval of the change {interval(change, 1, 100)}")
    if gain is not None and gain.value is not None:
        kind = gain_class(gain.value)
        zh.append(f"标准化增益 ⟨g⟩ = {number(gain.value)}（{kind.best('zh-CN')}；{interval(gain)}）")
        en.append(f"normalised gain ⟨g⟩ = {number(gain.value)} ({kind.best('en')}; {interval(gain)})")
    if effect is not None and effect.value is not None:
        zh.append(f"d_z = {number(effect.value)}（{interval(effect)}）")
        en.append(f"d_z = {number(effect.value)} ({interval(effect)})")
    return words("；".join(zh) + "。", "; ".join(en) + ".")


def _line(body: Body, name: Text, **about: str | None) -> tuple[Text, ...]:
    change, gain, effect = (body.figure(m, **about) for m in ("gain_points", "gain_g", "gain_dz"))
    pre, post = (body.figure(m, **about) for m in ("pre_mean", "post_mean"))
    return (
        name,
        people(change.n if change else None),
        cell(pre, points(_value(pre))),
        cell(post, points(_value(post))),
        cell(change, points(_value(change), signed=True)),
        cell(change, interval(change, 1, 100)),
        cell(gain, number(_value(gain))),
        cell(gain, interval(gain)),
        cell(effect, number(_value(effect))),
        cell(effect, interval(effect)),
    )


def _value(figure: Figure | None) -> float | None:
    return None if figure is None else figure.value


def _centres(body: Body) -> Table | None:
    found = body.all("gain_points", "centre")
    if len(found) < 2:
        return None
    return Table(
        words("按试点单位（按名称排列，不是排名）", "By centre (in order of name; this is no ranking)"),
        (words("试点单位", "Centre"), *_HEADINGS),
        tuple(_line(body, body.labels.centre(f.group.centre or ""), centre=f.group.centre) for f in found),
        frozenset(range(1, 10)),
    )


def _items(body: Body) -> Table | None:
    found = body.all("gain_points", "item")
    if not found:
        return None
    return Table(
        words("按能力项（前后测各有 3 题以上的才列出）", "By item (where either test has 3 or more questions)"),
        (words("能力项", "Item"), *_HEADINGS),
        tuple(_line(body, body.labels.item(body.map, f.group.item or ""), item=f.group.item) for f in found),
        frozenset(range(1, 10)),
    )


def _dropouts(body: Body) -> LangText:
    before, after = body.figure("pre_only"), body.figure("post_only")
    counts = [people(figure.n) if figure else words("0 人", "0") for figure in (before, after)]
    return filled(
        words(
            "未计入对比的学员：只完成前测——{before}；无同课程前测而学完——{after}。中途退出的学员可能与学完的不同。",
            "Not in the comparison: pre-test alone: {before}; finished without a pre-test of that course: {after}. "
            "Those who left may differ from those who stayed.",
        ),
        before=counts[0],
        after=counts[1],
    )


def _ceiling(body: Body) -> list[LangText]:
    high = [f for f in body.all("pre_mean", "work") if f.value is not None and f.value >= _CEILING]
    names = [body.labels.work(body.map, figure.group.work or "") for figure in high]
    return [
        filled(
            words(
                "“{name}”的前测已在 80 分以上：学员多数已经会，提高的余地小，⟨g⟩ 也不稳定。",
                "“{name}” was above 80 points before the course: mostly known already, little left to gain.",
            ),
            name=name,
        )
        for name in names
    ]
