"""What a reader takes in at once: the large numbers of a body, its map, and all bodies in one table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evidence.report.model import Body, Table, Text, Tile
from evidence.report.words import HIDDEN, cell, filled, gain_class, interval, number, people, points, words
from foundation.text import LangText


def tiles(body: Body) -> Iterator[Tile]:
    """Yield the large numbers of a body."""
    enrolled = body.figure("progress", step="enrolled")
    if enrolled is not None:
        yield Tile(words("报名学员", "Learners enrolled"), _count(enrolled.n), words("人", "people"))
    change, gain = body.figure("gain_points"), body.figure("gain_g")
    if change is None or gain is None:
        return
    yield Tile(words("前后测都完成", "Did both tests"), _count(change.n), words("人，首次作答", "people, first try"))
    line = words("分，满分 100", "points out of 100")
    yield Tile(words("平均提高", "Mean change"), cell(change, points(change.value, signed=True)), line)
    kind = gain_class(gain.value) if gain.value is not None else words("无", "none")
    line = filled(words(f"{{kind}}；95% 区间 {interval(gain)}", f"{{kind}}; 95 % interval {interval(gain)}"), kind=kind)
    yield Tile(words("标准化增益 ⟨g⟩", "Normalised gain ⟨g⟩"), cell(gain, number(gain.value)), line)


def _count(n: int | None) -> Text:
    return HIDDEN if n is None else str(n)


def map_line(body: Body) -> LangText:
    """Return which map this is about; an illustrative map never goes by the standard's name or number."""
    pin = body.labels.pin(body.map)
    if pin is None:
        return words(f"能力图谱：{body.map}（没有课程卡片）", f"Competency map: {body.map} (no course card)")
    title = pin.title or LangText(pin.iri)
    if pin.status == "illustrative":
        text = words(
            f"依据示例能力图谱“{{title}}” {pin.version}：参考《{{inspired}}》自拟，"
            "不是标准文本，所得证据不代表该标准。",
            f"About the illustrative map “{{title}}” {pin.version}: our own, inspired by “{{inspired}}”. It is not the "
            "standard, and nothing here is evidence on the standard.",
        )
        return filled(text, title=title, inspired=pin.inspired_by or words("某标准", "a standard"))
    if pin.standard:
        status = "" if pin.status == "published" else f"（{pin.status}）"
        return filled(
            words(
                f"依据 {pin.standard} 能力图谱“{{title}}” {pin.version}{status}",
                f"By {pin.standard}, map “{{title}}” {pin.version} {pin.status}",
            ),
            title=title,
        )
    return filled(
        words(f"能力图谱“{{title}}” {pin.version}（{pin.status}）", f"Map “{{title}}” {pin.version} ({pin.status})"),
        title=title,
    )


def overview_table(bodies: Sequence[Body]) -> Table | None:
    """Return all bodies in one table, or None where there is one."""
    if len(bodies) < 2:
        return None
    return Table(
        words("各岗位一览（按图谱次序，不是排名）", "All roles (in the maps' order; this is no ranking)"),
        (
            words("岗位", "Role"),
            words("报名", "Enrolled"),
            words("前后测都完成", "Both tests"),
            words("前测", "Before"),
            words("后测", "After"),
            words("提高（分）", "Change"),
            words("⟨g⟩", "⟨g⟩"),
        ),
        tuple(_line(body) for body in bodies),
        frozenset(range(1, 7)),
    )


def _line(body: Body) -> tuple[Text, ...]:
    enrolled = body.figure("progress", step="enrolled")
    pre, post, change, gain = (body.figure(m) for m in ("pre_mean", "post_mean", "gain_points", "gain_g"))
    return (
        body.name(),
        people(enrolled.n if enrolled else None),
        people(change.n) if change else words("0 人", "0"),
        cell(pre, points(pre.value if pre else None)),
        cell(post, points(post.value if post else None)),
        cell(change, points(change.value if change else None, signed=True)),
        cell(gain, number(gain.value if gain else None)),
    )
