"""Courses made in Python for tests of packages: small, large, with every kind of question."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from course_templates.model import (
    Asset,
    Cell,
    Choice,
    Course,
    Form,
    Lesson,
    MapPin,
    Module,
    Objective,
    Question,
    Survey,
    SurveyOption,
    SurveyQuestion,
    WorkRef,
)
from foundation.digest import sha256_file
from foundation.text import LangText

SCALE_ZH = ("不重要", "不太重要", "一般", "重要", "非常重要")
SCALE_EN = ("Not important", "Slightly", "Moderately", "Important", "Very important")

_BODY_ZH = """质量管理人员每天要看的不是一个平均数，而是一张**控制图**。

## 案例

某厂加工轴类零件，直径规格为 20.00 ± 0.05 毫米。

| 班次 | 均值 | 极差 |
| --- | ---: | ---: |
| 早班 | 20.012 | 0.031 |
| 中班 | 20.027 | 0.044 |

- 先看极差图，再看均值图
- 有点出界，先隔离再分析

> 数据异常不等于人有过错。
"""
_BODY_EN = """A quality manager does not watch one mean, but a **control chart**.

## Case

A plant turns shafts of 20.00 ± 0.05 mm.
"""


def question(id_: str, item: str, *, right: str = "b", kind: str = "choice", points: int = 1) -> Question:
    """Return a question with four choices; `multiple` ones are right with a and c, `true-false` ones with t."""
    keys = "tf" if kind == "true-false" else "abcd"
    answer = {"choice": (right,), "multiple": ("a", "c"), "true-false": ("t",)}[kind]
    choices = tuple(
        Choice(
            key=key,
            text=LangText.of(
                f"选项 {key.upper()}：先确认测量系统是否可靠", f"Choice {key.upper()}: check the gauge first"
            ),
            feedback=LangText.of(
                f"{key.upper()} 的讲解：先排除测量误差。", f"About {key.upper()}: rule out the gauge."
            ),
        )
        for key in keys
    )
    return Question(
        id=id_,
        item=item,
        bloom="apply",
        type=kind,
        stem=LangText.of(
            f"{id_}：均值图上有一点超出上控制限，首先应当怎么做？", f"{id_}: a point is above the limit. What first?"
        ),
        choices=choices,
        answer=answer,
        points=points,
    )


def survey(works: tuple[WorkRef, ...]) -> Survey:
    """Return a job survey: three ratings per work, then questions about the respondent."""
    scale = tuple(
        SurveyOption(key=str(n), text=LangText.of(zh, en), value=n)
        for n, (zh, en) in enumerate(zip(SCALE_ZH, SCALE_EN, strict=True), start=1)
    )
    ratings = tuple(
        SurveyQuestion(
            id=f"{name}-{index}",
            aspect=aspect,
            kind="rating",
            work=work.id,
            prompt=LangText.of(zh, en),
            options=scale,
        )
        for index, work in enumerate(works, start=1)
        for name, aspect, zh, en in (
            ("imp", "importance", "这项工作在您的岗位上有多重要？", "How important is this work in your post?"),
            ("freq", "frequency", "您多久做一次？", "How often do you do it?"),
            ("own", "own-ability", "您能做到什么程度？", "How well can you do it?"),
        )
    )
    years = tuple(
        SurveyOption(key=key, text=LangText.of(zh, en))
        for key, zh, en in (("a", "不到 1 年", "Under 1"), ("b", "1–3 年", "1 to 3"), ("c", "3 年以上", "Over 3"))
    )
    others = (
        SurveyQuestion(id="post", aspect="post", kind="text", prompt=LangText.of("您的岗位名称", "Your post")),
        SurveyQuestion(
            id="years",
            aspect="experience-years",
            kind="choice",
            prompt=LangText.of("从事该岗位的年限", "Years in that post"),
            options=years,
        ),
        SurveyQuestion(
            id="missing", aspect="missing", kind="text", prompt=LangText.of("图谱缺少什么？", "What is missing?")
        ),
    )
    return Survey(
        id="jobfit",
        title=LangText.of("岗位契合度调查", "Job-fit survey"),
        intro=LangText.of("请结合您的实际工作填写。", "Please answer from your own work."),
        questions=(*ratings, *others),
    )


def works_and_items(count: int) -> tuple[tuple[WorkRef, ...], tuple[Objective, ...]]:
    """Return works, each with one ability."""
    works = tuple(
        WorkRef(id=f"quality.w1-{n}", code=f"1.{n}", label=LangText.of(f"过程质量监控 {n}", f"Monitor the process {n}"))
        for n in range(1, count + 1)
    )
    items = tuple(
        Objective(
            id=f"quality.a1-{n}-1",
            kind="ability",
            code=f"1.{n}.1",
            label=LangText.of(f"能用控制图判断过程是否受控 {n}", f"Judge by control chart {n}"),
            work=f"quality.w1-{n}",
        )
        for n in range(1, count + 1)
    )
    return works, items


def make_course(
    *,
    id_: str = "quality",
    version: str = "1.0.0",
    works: int = 2,
    per_work: int = 2,
    kinds: tuple[str, ...] = ("choice", "multiple", "true-false"),
    passing: str | None = "0.6",
    with_survey: bool = True,
    simulated: bool = False,
    assets: tuple[Asset, ...] = (),
    body: LangText | None = None,
) -> Course:
    """Return a course with pre, practice and post of `works` × `per_work` questions and one lesson per work."""
    refs, items = works_and_items(works)
    bank = {
        phase: tuple(
            question(f"{phase[0:3]}{w + 1}-{n + 1}", items[w].id, kind=kinds[n % len(kinds)], right="abcd"[(w + n) % 4])
            for w in range(works)
            for n in range(per_work)
        )
        for phase in ("pre", "practice", "post")
    }
    forms = tuple(
        Form(
            id=f"{phase}-a",
            phase=phase,
            questions=tuple(q.id for q in bank[phase]),
            cells=tuple(Cell(item=ref.id, count=per_work, points=per_work) for ref in refs),
            passing_scaled=Decimal(passing) if phase == "post" and passing is not None else None,
        )
        for phase in ("pre", "practice", "post")
    )
    modules = tuple(
        Module(
            id=f"m{w + 1}",
            title=LangText.of(f"模块{w + 1} 过程质量监控", f"Module {w + 1}: monitoring"),
            works=(refs[w].id,),
            lessons=(
                Lesson(
                    id=f"l{w + 1}",
                    title=LangText.of(f"第{w + 1}课 看懂控制图", f"Lesson {w + 1}: reading control charts"),
                    items=(items[w].id,),
                    body=body or LangText.of(_BODY_ZH, _BODY_EN),
                    practice=tuple(q.id for q in bank["practice"][w * per_work : (w + 1) * per_work]),
                    minutes=20,
                ),
            ),
        )
        for w in range(works)
    )
    return Course(
        id=id_,
        version=version,
        title=LangText.of("质量管理人员示意课程", "Quality: an illustrative course"),
        description=LangText.of("面向质量管理岗位：监控、改进、追溯。", "For quality staff: monitor, improve, trace."),
        map=MapPin(
            iri="https://example.org/cm/quality/",
            version="1.0.0",
            sha256="0" * 64,
            status="illustrative",
            title=LangText.of("质量管理人员能力图谱（示意）", "Quality map (illustrative)"),
            inspired_by=LangText.of("智能制造数字应用人员能力评价", "Digital application staff"),
        ),
        role="quality",
        role_label=LangText.of("质量管理人员", "Quality"),
        languages=("zh-CN", "en"),
        works=refs,
        objectives=items,
        modules=modules,
        questions=tuple(q for phase in bank.values() for q in phase),
        forms=forms,
        survey=survey(refs) if with_survey else None,
        assets=assets,
        simulated=simulated,
    )


def asset(path: str, source: Path, media_type: str = "application/octet-stream") -> Asset:
    """Return an asset that is on disk."""
    return Asset(
        path=path,
        source=source,
        size_bytes=source.stat().st_size,
        sha256=sha256_file(source),
        media_type=media_type,
    )
