"""What a person should know before trusting a difference: ids that were not kept, and doubtful pairs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from competency_xml.diff.model import Doubt, MapDiff
from foundation.findings import Finding
from foundation.text import both


def diff_findings(diff: MapDiff, file: Path | str | None = None) -> list[Finding]:
    """Return the findings of a difference; `file` stands for the new map in them."""
    return list(_findings(diff, None if file is None else str(file)))


def _findings(diff: MapDiff, file: str | None) -> Iterator[Finding]:
    if diff.new_ids or not diff.identity_believed:
        yield Finding(
            id="MAP-DIFF-IDENTITY",
            severity="warning",
            file=file,
            message=both(
                f"id 没有沿用：{diff.new_ids} 个部分换了 id，按编号和文字（相似度 ≥ {diff.threshold}）对上",
                f"ids were not kept: {diff.new_ids} parts have other ids, and were matched by key and text "
                f"(likeness ≥ {diff.threshold})",
            ),
            remedy=both(
                "用 map import --onto 导入，id 和证据才能沿用", "Import with --onto, so that ids and evidence survive"
            ),
        )
    for doubt in diff.doubtful:
        yield _doubtful(doubt, file)


def _doubtful(doubt: Doubt, file: str | None) -> Finding:
    zh, en = ("当作同一项", "taken as one") if doubt.paired else ("当作两项", "taken as two")
    return Finding(
        id="MAP-DIFF-DOUBT",
        severity="note",
        file=file,
        place=doubt.new_id,
        message=both(
            f"与旧图谱的 {doubt.old_id} 相似 {doubt.score:.2f}，{zh}：“{doubt.old[:30]}”与“{doubt.new[:30]}”",
            f"{doubt.score:.2f} like {doubt.old_id} of the old map, {en}",
        ),
        remedy=both("请人核对", "A person should look"),
    )
