"""Texts that one of the programme's languages lacks, or that are not in the language they are said to be in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from competency_xml.check.doubts import Doubt, MapPart
from competency_xml.check.layout import MapLayout, Row
from foundation.text import EN, LANGUAGES, both

#: So many texts without translation are told one by one; of more, their number and the first few.
_FEW = 50
_NAMED = 5
_CHINESE = re.compile("[\u4e00-\u9fff]")


def translation_doubts(layout: MapLayout, *, imported: bool) -> Iterator[Doubt]:
    """Yield what lacks a translation. A draft, or a file just read, in a single language is not asked for another."""
    labelled = [row for row in layout.rows if row.texts and row.status == "active"]
    by_languages: dict[tuple[str, ...], list[Row]] = {}
    for row in labelled:
        by_languages.setdefault(tuple([lang for lang, _ in row.texts]), []).append(row)
    known = {lang for languages in by_languages for lang in languages}
    for lang in LANGUAGES:
        missing = [row for languages, rows in by_languages.items() if lang not in languages for row in rows]
        if not missing or (lang not in known and (imported or layout.map.status == "draft")):
            continue
        if lang not in known or len(missing) > _FEW:
            yield _missing_in_many(lang, missing, len(labelled))
        else:
            yield from (_missing(row.part, lang) for row in missing)
    for row in labelled if EN in known else ():
        for lang, text in row.texts:
            if lang == EN and not text.isascii() and 2 * len(_CHINESE.findall(text)) > len(text):
                yield _untranslated(row.part, lang)


def _missing(part: MapPart, lang: str) -> Doubt:
    return Doubt(
        "MAP-TRANSLATION",
        part,
        both(f"缺少 {lang} 文字", f"There is no text in {lang}"),
        both("请补上译文", "Add the translation"),
        "note",
    )


def _missing_in_many(lang: str, missing: list[Row], total: int) -> Doubt:
    first = ", ".join(row.id for row in missing[:_NAMED])
    zh, en = f"{total} 处文字中有 {len(missing)} 处没有 {lang}", f"{len(missing)} of {total} texts are not in {lang}"
    if len(missing) < total:
        zh, en = f"{zh}：{first} 等", f"{en}: {first} and others"
    return Doubt(
        "MAP-TRANSLATION", None, both(zh, en), both("需要时补上译文", "Add the translations, if needed"), "note"
    )


def _untranslated(part: MapPart, lang: str) -> Doubt:
    return Doubt(
        "MAP-TRANSLATION",
        part,
        both(f"标为 {lang} 的文字是中文", f"The text that is said to be in {lang} is Chinese"),
        both("请写译文，或删除这一处", "Write the translation, or remove it"),
        "note",
    )
