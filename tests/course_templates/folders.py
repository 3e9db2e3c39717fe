"""A small sound course folder, and ways to break it in one place."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from competency_xml.model import CompetencyMap
from competency_xml.xml import map_bytes
from course_templates.source import load_course
from foundation.digest import sha256_hex
from foundation.findings import Finding
from tests.course_templates.maps import BASE, small_map

RECEIVING = "modules/01-收货/01-收货核对.md"
COUNTING = "modules/02-盘点/01-盘点.md"

_COURSE = """\
id: warehouse
version: 1.0.0
title: {{zh-CN: 仓储数字化, en: Digital warehousing}}
role: warehousing
level: null
languages: [zh-CN, en]
map:
  iri: {base}
  version: 1.0.0
  sha256: {sha256}
"""
_RECEIVING = """\
---
id: receiving
title: 收货核对
items: [wh.a1-1-1, wh.a1-1-2, wh.k1-1-1]
practice: [pr-1]
minutes: 45
---

## 案例

到货 120 箱，系统登记 118 箱。先核对批次，再决定是否拒收。

![收货流程](assets/flow.svg "图 1　收货流程")

详见[盘点表](assets/count.csv)和[公开资料](https://example.org/a)。
"""
_COUNTING = """\
---
id: counting
title: 循环盘点
items:
  - wh.a1-2-1
  - wh.k1-2-1
practice: [pr-2]
---

差异率 = 差异数 ÷ 账面数。
"""
_SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>流程</title><path d="M0 0h9"/></svg>\n'
_QUESTION = """\
  - id: {id}
    item: {item}
    bloom: apply
    stem: {stem}
    choices:
      - {{key: a, text: 立即入库}}
      - {{key: b, text: 先核对批次, feedback: 正确}}
      - {{key: c, text: 直接拒收}}
    answer: [{key}]
"""
_QUESTIONS = (
    ("pre-1", "wh.a1-1-1", "到货 120 箱，单据 118 箱，先做什么？", "b"),
    ("pre-2", "wh.a1-2-1", "盘点差异率 3%，先查什么？", "a"),
    ("post-1", "wh.a1-1-1", "到货 96 箱，单据 100 箱，先做什么？", "c"),
    ("post-2", "wh.a1-2-1", "两次盘点结果不同，先查什么？", "b"),
    ("pr-1", "wh.a1-1-2", "破损 2 箱，怎样登记？", "a"),
    ("pr-2", "wh.a1-2-1", "账面 500 件，实盘 490 件，差异率是多少？", "c"),
)
_FORM = """\
  - id: {phase}
    phase: {phase}
    cells:
      - {{item: wh.w1-1, count: 1, points: 1}}
      - {{item: wh.w1-2, count: 1, points: 1}}
    questions: [{questions}]
"""
_SURVEY = """\
id: fit
title: 岗位契合度调查
questions:
  - id: w1-1-importance
    aspect: importance
    kind: rating
    work: wh.w1-1
    prompt: 收货入库有多重要？
    options:
      - {key: "1", text: 不重要, value: 1}
      - {key: "2", text: 重要, value: 2}
  - id: missing
    aspect: missing
    kind: text
    prompt: 还缺什么？
"""


@dataclass(frozen=True)
class CourseFolder:
    """A course folder on disk, made to be broken."""

    root: Path

    def change(self, relative: str, old: str, new: str) -> None:
        """Replace a text that stands in a file exactly once."""
        path = self.root / relative
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {relative}"
        path.write_text(text.replace(old, new), encoding="utf-8")

    def write(self, relative: str, content: str | bytes) -> Path:
        """Write a file."""
        path = self.root / relative
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def findings(self) -> list[Finding]:
        """Return everything that is found in the folder."""
        return load_course(self.root)[1]

    def found(self) -> list[tuple[str, str, str | None]]:
        """Return the findings as (id, file below the folder, place)."""
        return [(each.id, self._below(each.file), each.place) for each in self.findings()]

    def _below(self, file: str | None) -> str:
        return Path(file or "").relative_to(self.root).as_posix()


def sound_folder(root: Path, competency_map: CompetencyMap | None = None) -> CourseFolder:
    """Write a complete small course: two lessons, six questions, pre-test, post-test, practice, survey, picture."""
    folder = CourseFolder(root)
    content = map_bytes(competency_map or small_map())
    folder.write("course.yaml", _COURSE.format(base=BASE, sha256=sha256_hex(content)))
    folder.write("map.xml", content)
    folder.write("modules/01-收货/module.yaml", "id: receiving\ntitle: 收货入库\nworks: [wh.w1-1]\n")
    folder.write(RECEIVING, _RECEIVING)
    folder.write("modules/02-盘点/module.yaml", "id: counting\ntitle: 库存盘点\nworks: [wh.w1-2]\n")
    folder.write(COUNTING, _COUNTING)
    folder.write(COUNTING.replace(".md", ".en.md"), "Difference rate = difference ÷ book value.\n")
    questions = (_QUESTION.format(id=q, item=item, stem=stem, key=key) for q, item, stem, key in _QUESTIONS)
    folder.write("questions/题库.yaml", "questions:\n" + "".join(questions))
    forms = [("pre", "pre-1, pre-2"), ("practice", "pr-1, pr-2"), ("post", "post-1, post-2")]
    folder.write("forms.yaml", "forms:\n" + "".join(_FORM.format(phase=p, questions=q) for p, q in forms))
    folder.write("survey.yaml", _SURVEY)
    folder.write("assets/flow.svg", _SVG)
    folder.write("assets/count.csv", "a,b\n")
    return folder
