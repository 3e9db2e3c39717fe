"""Write docs/packages-table.md: what each format carries, what comes back, and who proved it: `make docs`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from packager.formats.base import PackageFormat
from packager.formats.registry import package_formats
from tests.proofs import Proof, proofs

TARGET = Path(__file__).resolve().parent / "packages-table.md"
_HEAD = """\
# 格式一览 / Formats at a glance

由 `make docs` 按格式和测试自身的标记生成，请勿手改。
/ Made by `make docs` from the formats and from the marks of the tests: not edited by hand."""
_FEATURES = {
    "bookmark": ("断点续学", "bookmark"),
    "completion": ("完成", "completion"),
    "score": ("分数", "score"),
    "mastery_score": ("合格线", "mastery score"),
    "session_time": ("学习时长", "session time"),
    "objectives": ("能力项", "competencies"),
    "interactions": ("逐题作答", "answers"),
    "survey": ("岗位调查", "survey"),
    "both_languages": ("中英文", "both languages"),
    "native_quizzes": ("平台自己的测验", "native quizzes"),
    "several_scos": ("可分多个单元", "several units"),
    "sequencing_by_lms": ("平台管顺序", "order by the LMS"),
}


def main() -> None:
    """Write the file, or the one that is named as an argument."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET
    target.write_text(page(), encoding="utf-8")


def page() -> str:
    """Return the page as Markdown."""
    forms, proven = package_formats(), proofs()
    parts = [_HEAD, "## 各带什么 / What each carries", _table(_carried(forms))]
    parts += ["## 能收回什么 / What evidence comes back", _table(_evidence(forms))]
    parts += ["## 别人的代码证明了什么 / What outside code proved", _table(_proven(forms, proven))]
    return "\n\n".join(parts) + "\n"


def _carried(forms: Sequence[PackageFormat]) -> Iterator[list[str]]:
    yield ["格式 / format", *(f"{zh} / {en}" for zh, en in _FEATURES.values())]
    for form in forms:
        yield [f"`{form.name}`", *("✓" if form.carries.get(name) else "–" for name in _FEATURES)]


def _evidence(forms: Sequence[PackageFormat]) -> Iterator[list[str]]:
    yield ["格式 / format", "证据 / evidence"]
    for form in forms:
        yield [f"`{form.name}`", _comes_back(form)]


def _comes_back(form: PackageFormat) -> str:
    if form.carries.get("interactions"):
        own = "，由平台自己的测验记 / , kept by the LMS's own quizzes" if form.carries.get("native_quizzes") else ""
        zh, _, en = own.partition(" / ")
        return f"逐题、逐能力项{zh} / per question and item{en}"
    if form.carries.get("score"):
        return "一个总分 / one score"
    return "没有，只留在本机 / nothing: kept on the machine"


def _proven(forms: Sequence[PackageFormat], proven: Sequence[Proof]) -> Iterator[list[str]]:
    yield ["格式 / format", "别人的代码 / outside code", "证明了什么 / what it showed", "测试 / test"]
    for form in forms:
        own = [proof for proof in proven if proof.format == form.name]
        for proof in own:
            live = "（真实平台 / live）" if proof.live else ""
            yield [f"`{form.name}`", proof.by, f"{proof.zh} / {proof.en}", f"`{proof.test}`{live}"]
        if not own:
            yield [f"`{form.name}`", "没有 / nobody", "–", "–"]


def _table(rows: Iterator[list[str]]) -> str:
    head, *body = rows
    lines = [head, ["---"] * len(head), *body]
    return "\n".join(f"| {' | '.join(cell.replace('|', '&#124;') for cell in row)} |" for row in lines)


if __name__ == "__main__":
    main()
