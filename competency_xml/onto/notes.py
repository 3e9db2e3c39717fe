"""What a person should know of a re-import: doubtful pairs, and what was carried over, left behind or taken back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from competency_xml.diff.wording import field_name
from competency_xml.matching import Pair
from competency_xml.model import Item
from competency_xml.onto.pairing import Pairing
from competency_xml.onto.texts import is_changed, stale_languages
from competency_xml.part_names import PART_NAMES
from competency_xml.places import MapPart, Placed
from foundation.findings import Finding, Severity
from foundation.text import LangText, both

_LANGUAGES = {"zh-CN": LangText.of("中文", "the Chinese text"), "en": LangText.of("英文", "the English text")}
_FIELDS = {"weights": "weight_tables", "exams": "exam"}
#: Of so few matched items one asks whether this is the right map.
_LITTLE = 0.1
_SHOWN_CHARACTERS = 40


class Notes:
    """Collects findings about a re-import; a place is where the source has the part, else its id."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []

    def doubtful(self, pair: Pair) -> None:
        """Tell a pair that a person must decide."""
        self.findings.append(doubtful_finding(pair))

    def scope(self, pairing: Pairing) -> None:
        """Tell what the source does not speak of, which is left as it is."""
        scope = pairing.scope
        for role in scope.roles:
            message = both(
                f"来源里没有岗位“{role.label.best()}”，保持不变",
                f"The source has no role {role.id}; it is left as it is",
            )
            remedy = both("要停用它，请在编辑工作簿里改", "To retire it, use the authoring workbook")
            self._add("MAP-ONTO-ROLE", "warning", role.id, message, remedy)
        for level in pairing.unmatched:
            if level.type == "level" and level.parent is not None and level.parent.id in pairing.new_id:
                self._retiring_level(level)
        if scope.basic:
            self._left("基本要求", "basic requirements")
        for kind in scope.kinds:
            self._left(f"{PART_NAMES[kind].best()}要求", f"items of the kind {kind}")

    def little(self, pairing: Pairing) -> None:
        """Ask whether this is the right map, when hardly any item was matched."""
        news = [place for place in pairing.task.news.values() if place.type == "item"]
        matched = sum(place.id in pairing.old_id for place in news)
        if matched < _LITTLE * len(news):
            message = both(f"{len(news)} 项里只对上 {matched} 项", f"Only {matched} of {len(news)} items were matched")
            remedy = both("请核对 --onto 的图谱是否对应这份来源", "Check that --onto is the map of this source")
            self._add("MAP-ONTO-LITTLE", "warning", None, message, remedy)

    def carried(self, new: MapPart, old: MapPart, now: MapPart) -> None:
        """Tell that a part is back in use; and, where its text has changed, what still belongs to the old text."""
        if (old.status, now.status) == ("retired", "active"):
            message = both(f"{now.id} 恢复使用：{_short(now)}", f"{now.id} is in use again: {_short(now)}")
            self._add("MAP-ONTO-REVIVED", "note", _place(new), message, "")
        if not is_changed(old.label, new.label):
            return
        carried = [*stale_languages(old.label, new.label, now.label), *_carried(new, now)]
        if carried:
            names = [_LANGUAGES.get(name) or field_name(name) for name in carried]
            message = both(
                f"{now.id} 文字已改，以下内容沿用旧的，可能已过时：{_list(names)}",
                f"The text of {now.id} has changed; carried over, and possibly out of date: {_list(names, 'en')}",
            )
            remedy = both("请核对译文和其他内容", "Check the translation and the rest")
            self._add("MAP-ONTO-CARRIED", "warning", _place(new), message, remedy)

    def left_behind(self, new: MapPart, fields: Sequence[str]) -> None:
        """Tell what an illustrative map said of a level or role, and no standard says."""
        if fields:
            names = [field_name(_FIELDS.get(name, name)) for name in fields]
            message = both(
                f"示例图谱的这些内容没有写到标准名下：{_list(names)}",
                f"Illustrative, and not taken over under the standard's name: {_list(names, 'en')}",
            )
            remedy = both("标准有规定的，请补上", "Add them where the standard states them")
            self._add("MAP-ONTO-ILLUSTRATIVE", "warning", _place(new), message, remedy)

    def weights_dropped(self, level: MapPart, parts: Sequence[str]) -> None:
        """Tell that weight tables no longer fit the functions and works."""
        message = both(
            f"结构变了，旧权重表不再适用，没有沿用：{'，'.join(parts)}",
            f"The old weight tables no longer fit and were not carried over: {', '.join(parts)}",
        )
        self._add("MAP-ONTO-WEIGHTS", "warning", _place(level), message, both("请重新填写权重", "Enter them anew"))

    def weights_kept(self, level: MapPart, unweighed: Sequence[str]) -> None:
        """Tell that weight tables were carried over and say nothing of these functions."""
        if unweighed:
            message = both(
                f"权重表沿用旧的，其中没有：{'，'.join(unweighed)}",
                f"The weight tables were carried over; they do not have {', '.join(unweighed)}",
            )
            self._add("MAP-ONTO-WEIGHTS", "warning", _place(level), message, both("请核对权重", "Check the weights"))

    def other_standard(self, old: str, new: str) -> None:
        """Tell that the source is another standard than the map's."""
        message = both(f"标准号由 {old} 变为 {new}", f"The standard's number was {old} and is {new} now")
        self._add("MAP-ONTO-STANDARD", "warning", None, message, both("请核对来源", "Check the source"))

    def becomes_illustrative(self) -> None:
        """Refuse illustrative content in the place of a standard."""
        message = both("示例内容不能盖在标准图谱上", "Illustrative content cannot be laid onto a standard's map")
        remedy = both("去掉 --inspired-by，或另建图谱", "Leave out --inspired-by, or make a map of its own")
        self._add("MAP-ONTO-STATEMENT", "error", None, message, remedy)

    def same_version(self, version: str, *, replaced: bool) -> None:
        """Tell that two different maps go by one version, by which learning records tell them apart."""
        message = both(f"内容变了，版本仍是 {version}", f"The content has changed, and the version is still {version}")
        remedy = both("请给 --version 另一个版本号", "Give another --version")
        self._add("MAP-ONTO-VERSION", "error" if replaced else "warning", None, message, remedy)

    def _retiring_level(self, level: Placed) -> None:
        name = level.part.label.best() or level.id
        message = both(f"来源里没有等级“{name}”，整级停用", f"The source has no level {level.id}; all of it retires")
        remedy = both(
            "只导入了部分等级时，请把各等级放在一个文件里", "If this is a part only, put all levels in one file"
        )
        self._add("MAP-ONTO-LEVEL", "warning", level.id, message, remedy)

    def _left(self, zh: str, en: str) -> None:
        message = both(f"来源里没有{zh}，保持不变", f"The source says nothing of {en}; they are left as they are")
        self._add("MAP-ONTO-SILENT", "note", None, message, "")

    def _add(self, finding_id: str, severity: Severity, place: str | None, message: str, remedy: str) -> None:
        self.findings.append(Finding(id=finding_id, severity=severity, place=place, message=message, remedy=remedy))


def doubtful_finding(pair: Pair, place: str | None = None) -> Finding:
    """Return what a person must decide about a pair; `place` is its row of a sheet, if it has one."""
    old, new, score = pair.old, pair.new, f"{pair.score:.2f}"
    return Finding(
        id="MAP-ONTO-DOUBTFUL",
        severity="error",
        place=place or _place(new.part),
        message=both(
            f"请决定是不是同一项（相似度 {score}）：旧 {old.id} {_coded(old)} ↔ 新 {_coded(new)}",
            f"Decide whether these are one ({score} alike): old {old.id} {_coded(old)} ↔ new {_coded(new)}",
        ),
        remedy=both(
            "在对照表的“决定”一栏选择后重新导入，或用 --doubtful new 当作新项",
            "Decide in the 对照 sheet and import again, or treat them as new with --doubtful new",
        ),
    )


def _carried(new: MapPart, now: MapPart) -> Iterator[str]:
    """Yield the fields that the new map has and the source has not."""
    if now.description and not new.description:
        yield "description"
    if now.alignments and not new.alignments:
        yield "alignments"
    if isinstance(new, Item) and isinstance(now, Item):
        yield from (
            name
            for name in ("bloom", "assess", "critical", "supports")
            if getattr(now, name) and not getattr(new, name)
        )


def _place(part: MapPart) -> str:
    return part.source.place if part.source is not None and part.source.place else part.id


def _coded(place: Placed) -> str:
    return f"{place.part.code or ''} {_short(place.part)}".strip()


def _short(part: MapPart) -> str:
    text = " ".join(part.label.best().split())
    return text if len(text) <= _SHOWN_CHARACTERS else text[:_SHOWN_CHARACTERS] + "…"


def _list(names: Iterable[LangText], lang: str = "zh-CN") -> str:
    return ("、" if lang == "zh-CN" else ", ").join(name.best(lang, "zh-CN") for name in names)
