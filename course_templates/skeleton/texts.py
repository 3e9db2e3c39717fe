"""The words of a skeleton in Chinese and English: titles, prompts to the author, draft questions."""

from __future__ import annotations

import re

from competency_xml.model import Bloom
from competency_xml.roles import role_by_id
from course_templates.disclaimer import disclaimer
from course_templates.drafts import PROMPT_EN, PROMPT_ZH
from course_templates.model import Objective, WorkRef
from course_templates.scope import Scope
from foundation.text import EN, ZH, LangText

#: Bloom levels in words, as a draft question names them.
BLOOM_NAMES: dict[Bloom, LangText] = {
    "remember": LangText.of("记忆", "remember"),
    "understand": LangText.of("理解", "understand"),
    "apply": LangText.of("应用", "apply"),
    "analyse": LangText.of("分析", "analyse"),
    "evaluate": LangText.of("评价", "evaluate"),
    "create": LangText.of("创造", "create"),
}
BASIC_TITLE = LangText.of("基本要求", "Basic requirements")


def course_title(scope: Scope) -> LangText:
    """Return the title of a course for this role and level."""
    role, level = role_name(scope), scope.level_label
    en_level = f", {level.best(EN)}" if level else ""
    return LangText.of(f"{role.best(ZH)}{level.best(ZH)}培训课程", f"Training course: {role.best(EN)}{en_level}")


def role_name(scope: Scope) -> LangText:
    """Return the role's label; where the map has no English one, the programme's own stands behind the Chinese."""
    label, known = scope.role.label, role_by_id(scope.role.id)
    zh = label.best(ZH) or scope.role.id
    beside = f"{zh} ({known.en})" if known else zh
    return LangText.of(zh, label.get(EN) or beside)


def course_description(scope: Scope) -> LangText:
    """Return what the course is built on, with the disclaimer that its map asks for."""
    title = scope.pin.title
    zh = f"依据能力图谱《{title.best(ZH) or scope.pin.iri}》{scope.pin.version} 版编写。"
    en = f"Built on the competency map “{title.best(EN) or scope.pin.iri}”, version {scope.pin.version}."
    notice = disclaimer(scope.pin)
    return LangText.of(f"{zh}{notice.best(ZH)}", f"{en} {notice.best(EN)}".strip())


def work_title(work: WorkRef) -> LangText:
    """Return a work's label in the languages it has."""
    return work.label or LangText.of(work.code or work.id, work.code or work.id)


def part_title(title: LangText, number: int, parts: int) -> LangText:
    """Return the title of one of several lessons on a work."""
    if parts == 1:
        return title
    return LangText.of(f"{title.best(ZH)}（{number}/{parts}）", f"{title.best(EN)} ({number}/{parts})")


def named(objective: Objective, lang: str) -> str:
    """Return an item with its number, on one line."""
    label = " ".join(objective.label.best(lang).split())
    return f"{objective.code} {label}" if objective.code else label


def lesson_body(title: LangText, abilities: list[Objective], others: list[Objective]) -> LangText:
    """Return a lesson's outline with prompts to its author."""
    return LangText.of(_body_zh(title.best(ZH), abilities, others), _body_en(title.best(EN), abilities, others))


def _body_zh(title: str, abilities: list[Objective], others: list[Objective]) -> str:
    goals = _list(abilities, ZH) or f"- {PROMPT_ZH}学完能做什么"
    knowledge = _list(others, ZH) or f"- {PROMPT_ZH}做这项工作必须知道的概念、规则和方法"
    return f"""\
> {PROMPT_ZH}本课是草稿。写完后删除带此标记的提示，再把文件开头的 draft 改为 false。

## 这一课解决什么问题

{PROMPT_ZH}用两三句话说清：在“{_escaped(title)}”这项工作中会遇到什么情形，做不好有什么后果。

## 学完能做什么

{goals}

## 需要知道的

{knowledge}

{PROMPT_ZH}逐条讲清上面的内容，每条配一个本岗位的例子。

## 案例

{PROMPT_ZH}写一个真实或贴近真实的案例，不少于 300 字：什么单位、什么情形、哪些数据（带数字和单位）、怎么做、结果如何。

| 步骤 | 做什么 | 依据的数据 |
| --- | --- | --- |
| 1 | {PROMPT_ZH} | {PROMPT_ZH} |
| 2 | {PROMPT_ZH} | {PROMPT_ZH} |

{PROMPT_ZH}配一张自己画的图，放入 assets/（英文文件名），写法：`![图中有什么](assets/fig-1.svg "图 1　标题")`

## 常见错误

- {PROMPT_ZH}初学者常犯的错误，怎样发现，怎样避免

## 小结

{PROMPT_ZH}三句话以内。"""


def _body_en(title: str, abilities: list[Objective], others: list[Objective]) -> str:
    goals = _list(abilities, EN) or f"- {PROMPT_EN} what learners can do afterwards"
    knowledge = _list(others, EN) or f"- {PROMPT_EN} concepts, rules and methods this work needs"
    return f"""\
> {PROMPT_EN} This lesson is a draft. Replace every prompt, then set `draft` to false at the top of the Chinese file.

## What this lesson is for

{PROMPT_EN} In two or three sentences: what happens in the work “{_escaped(title)}”, and what goes wrong without skill.

## What you can do afterwards

{goals}

## What you need to know

{knowledge}

{PROMPT_EN} Explain each of these, with an example from this role.

## A case

{PROMPT_EN} A real or realistic case: which employer, what happened, which data (figures with units), what was done,
with what result.

| Step | What is done | On which data |
| --- | --- | --- |
| 1 | {PROMPT_EN} | {PROMPT_EN} |
| 2 | {PROMPT_EN} | {PROMPT_EN} |

{PROMPT_EN} Add a picture of your own: `![what it shows](assets/fig-1.svg "Figure 1  Title")`

## Common mistakes

- {PROMPT_EN} what beginners get wrong, how to notice and avoid it

## In short

{PROMPT_EN} Three sentences at most."""


def stem(objective: Objective, bloom: Bloom, number: int) -> LangText:
    """Return the stem of a draft question: what it is to ask about, at which level."""
    name = BLOOM_NAMES[bloom]
    return LangText.of(
        f"{PROMPT_ZH}第 {number} 题：用本岗位的一个具体情形考查“{named(objective, ZH)}”（{name.best(ZH)}层次）",
        f"{PROMPT_EN} Question {number}: test “{named(objective, EN)}” with a situation of this role "
        f"(level: {name.best(EN)})",
    )


def right_choice() -> tuple[LangText, LangText]:
    """Return text and feedback of the right choice of a draft question."""
    text = LangText.of(f"{PROMPT_ZH}正确的做法", f"{PROMPT_EN} the right way")
    return text, LangText.of(f"{PROMPT_ZH}说明为什么正确", f"{PROMPT_EN} say why it is right")


def wrong_choice(number: int) -> tuple[LangText, LangText]:
    """Return text and feedback of a wrong choice of a draft question."""
    text = LangText.of(f"{PROMPT_ZH}常见的错误做法 {number}", f"{PROMPT_EN} a common mistake {number}")
    return text, LangText.of(f"{PROMPT_ZH}指出误解在哪里", f"{PROMPT_EN} say what is misunderstood")


def _list(objectives: list[Objective], lang: str) -> str:
    return "\n".join(f"- {_escaped(named(objective, lang))}" for objective in objectives)


def _escaped(text: str) -> str:
    """Escape what Markdown would take for markup."""
    return re.sub(r"([\\`*_\[\]<>#|~&])", r"\\\1", text)
