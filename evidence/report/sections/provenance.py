"""Where the figures come from: records, and the versions of the texts they are about."""

from __future__ import annotations

from collections.abc import Iterator

from course_templates.card import CourseCard
from evidence.collect import VersionRow
from evidence.report.model import Table, Text, joined
from evidence.report.subject import Subject
from evidence.report.words import NONE, words
from evidence.store import PROGRAMME_TIME
from foundation.digest import canonical_json, sha256_hex
from foundation.text import LangText

_STATUS = {
    "draft": words("草稿", "draft"),
    "illustrative": words("示例", "illustrative"),
    "published": words("已发布", "published"),
    "withdrawn": words("已撤回", "withdrawn"),
}
_SHORT_HASH = 12


def provenance_tables(subject: Subject, *, full: bool = False) -> tuple[Table, ...]:
    """Return the tables of provenance; `full`: hashes in all their digits."""
    return _extent(subject), _versions(subject, None if full else _SHORT_HASH)


def _extent(subject: Subject) -> Table:
    extent = subject.extent
    until = extent.until.astimezone(PROGRAMME_TIME)
    rows: list[tuple[Text, ...]] = [
        (words("截至", "As of"), subject.as_of.isoformat()),
        (words("最后一条记录存入", "Last record stored"), f"{until:%Y-%m-%d %H:%M} UTC+8"),
        (words("学习记录", "Learning records"), f"{extent.records:,}"),
        *_brought(subject),
        (words("数据性质", "Kind of data"), _kind(subject)),
    ]
    if subject.audience.internal:
        rows.append((words("学员（假名）", "Learners, pseudonymous"), f"{extent.learners:,}"))
        rows.append((words("不属于任何岗位的记录", "Records without a role"), f"{extent.unattributed:,}"))
        rows.append((words("来源", "Sources"), ", ".join(subject.sources)))
    centres = joined([subject.labels.centre(centre) for centre in subject.centres], "、")
    rows.append((words("试点单位", "Centres"), centres))
    return Table(words("数据", "Data"), (words("项目", "What"), words("内容", "Value")), tuple(rows))


def _brought(subject: Subject) -> tuple[tuple[Text, ...], ...]:
    if subject.extent.brought == 0:
        return ()
    what = words("其中由学员以成绩文件交来，平台没有", "Of these, brought by learners as files alone")
    return ((what, f"{subject.extent.brought:,}"),)


def _kind(subject: Subject) -> LangText:
    if subject.simulated:
        return words("模拟数据，学员并不存在", "Simulated: these learners do not exist")
    return words("真实学员，已假名化", "Real learners, pseudonymised")


def _versions(subject: Subject, digits: int | None) -> Table:
    return Table(
        words("图谱、课程与试卷的版本", "Versions of map, course and tests"),
        (
            words("能力图谱", "Map"),
            words("图谱版本", "Version"),
            words("图谱 SHA-256", "Map SHA-256"),
            words("课程", "Course"),
            words("课程版本", "Version"),
            words("课程卡片 SHA-256", "Card SHA-256"),
            words("试卷", "Tests"),
        ),
        tuple(_version(subject, version, digits) for version in subject.versions),
    )


def _version(subject: Subject, version: VersionRow, digits: int | None) -> tuple[Text, ...]:
    card = next(
        (c for c in subject.labels.cards if (c.id, c.version) == (version.course, version.course_version)), None
    )
    if card is None:
        return (
            version.map,
            version.map_version or NONE,
            NONE,
            version.course,
            version.course_version or NONE,
            NONE,
            NONE,
        )
    status = _STATUS[card.map.status]
    return (
        card.map.title or LangText(card.map.iri),
        joined([LangText(card.map.version), status]),
        card.map.sha256[:digits],
        joined([card.title, LangText(card.id)]),
        card.version,
        sha256_hex(canonical_json(card.model_dump(mode="json")))[:digits],
        "、".join(_forms(card)),
    )


def _forms(card: CourseCard) -> Iterator[str]:
    for form in card.forms:
        if form.phase in ("pre", "post"):
            yield f"{form.id} v{form.version}"
