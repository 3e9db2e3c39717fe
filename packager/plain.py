"""A course's pages as plain HTML without any script, for every format whose LMS shows pages of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from markupsafe import Markup, escape

from course_templates.disclaimer import disclaimer
from course_templates.drafts import drafts
from course_templates.model import Course, Lesson, Objective, Phase, Question
from course_templates.render import lesson_html
from foundation.text import EN, ZH, LangText
from packager.player import RUNTIME, template_of, web_frame

STYLE = "plain.css"
_ASSET = re.compile(r'(?:src|href)="(assets/[^"#?]+)')
Link = tuple[LangText, str]


def style() -> bytes:
    """Return the one style sheet of these pages."""
    return (RUNTIME / "plain" / STYLE).read_bytes().replace(b"\r\n", b"\n")


def two(text: LangText) -> Markup:
    """Return a text in Chinese with its English, where it has one of its own, beside it."""
    first = text.best(ZH, EN)
    english = text.get(EN)
    if not english or english == first:
        return escape(first)
    return escape(first) + Markup(' <span lang="en">{}</span>').format(english)


def page(
    title: LangText,
    body: Markup,
    *,
    notices: Iterable[LangText] = (),
    items: Sequence[Objective] = (),
    crumbs: Sequence[Link] = (),
    steps: Sequence[Link] = (),
) -> bytes:
    """Return one page that stands beside `plain.css` and `assets/`."""
    values = {"title": title, "body": body, "notices": tuple(notices), "items": items, "crumbs": crumbs}
    html = template_of("plain/page.html").render(**values, steps=steps, two=two, language=ZH, up="")
    return html.encode()


def lesson_body(lesson: Lesson) -> Markup:
    """Return a lesson in every language that it is written in, one after the other."""
    if lesson.frame is not None:
        return web_frame(lesson)
    languages = [tag for tag in lesson.body.languages if lesson.body.get(tag)] or [ZH]
    start = Markup('<section class="language" lang="{}">')
    # lesson_html gives sanitised HTML.
    parts = [start.format(tag) + Markup(lesson_html(lesson, tag)) for tag in languages]  # noqa: S704
    return Markup("\n").join(part + Markup("</section>") for part in parts)


def practice_body(questions: Sequence[Question]) -> Markup:
    """Return questions to try on paper: choices, and behind a line to open, what is right and why."""
    if not questions:
        return Markup("")
    head = Markup('<h2>练习 <span lang="en">Practice</span></h2>\n')
    return head + Markup("\n").join(_question(each) for each in questions)


def _question(question: Question) -> Markup:
    choices = Markup("\n").join(Markup("<li>{}</li>").format(two(each.text)) for each in question.choices)
    letters = {each.key: chr(ord("A") + index) for index, each in enumerate(question.choices)}
    right = "、".join(letters[key] for key in question.answer)
    told = Markup("\n").join(
        Markup("<p><b>{}</b> {}</p>").format(letters[each.key], two(each.feedback))
        for each in question.choices
        if each.feedback
    )
    return Markup(
        '<section class="question">\n<p>{}</p>\n<ol>\n{}\n</ol>\n'
        '<details><summary>答案 <span lang="en">Answer</span></summary>\n<p><b>{}</b></p>\n{}\n</details>\n</section>'
    ).format(two(question.stem), choices, right, told)


def assets_in(body: str) -> tuple[str, ...]:
    """Return the paths of assets that a page shows or links to, in order, each once."""
    return tuple(dict.fromkeys(_ASSET.findall(body)))


def items_of(course: Course, lesson: Lesson) -> tuple[Objective, ...]:
    """Return the map items that a lesson teaches."""
    wanted = set(lesson.items)
    return tuple(objective for objective in course.objectives if objective.id in wanted)


def notices(course: Course) -> tuple[LangText, ...]:
    """Return what must be said of a course wherever it is shown: an illustrative map, drafts, simulated data."""
    told = [disclaimer(course.map)]
    if drafts(course):
        told.append(LangText.of("课程含有草稿，仅供试用。", "This course holds drafts: for trial only."))
    if course.simulated:
        told.append(LangText.of("课程为演示用的模拟数据。", "A simulated course for demonstration."))
    return tuple(each for each in told if each)


def about_body(course: Course) -> Markup:
    """Return what a course is: for whom, by which map and version, how long."""
    rows: list[tuple[LangText, LangText]] = [
        (LangText.of("岗位", "Role"), course.role_label),
        (LangText.of("等级", "Level"), course.level_label),
        (LangText.of("能力图谱", "Map"), course.map.title),
        (LangText.of("标准", "Standard"), LangText.of(course.map.standard)),
        (LangText.of("版本", "Version"), LangText.of(f"{course.version} · {course.map.version}")),
    ]
    if course.hours_required is not None:
        rows.append((LangText.of("学时", "Hours"), LangText.of(f"{course.hours_required.normalize():f}")))
    listed = Markup("\n").join(Markup("<dt>{}</dt><dd>{}</dd>").format(two(a), two(b)) for a, b in rows if b)
    intro = Markup("<p>{}</p>\n").format(two(course.description)) if course.description else Markup("")
    return intro + Markup('<dl class="about">\n{}\n</dl>').format(listed)


def alignment_body(course: Course) -> Markup:
    """Return the table for teachers: which item is taught, practised and tested where. It holds no answers."""
    heads = ("能力项 / Item", "课 / Lesson", "练习 / Practice", "前测 / Pre", "后测 / Post")
    head = Markup("").join(Markup("<th>{}</th>").format(each) for each in heads)
    rows = Markup("\n").join(_alignment_row(course, objective) for objective in course.objectives)
    return Markup("<table>\n<thead><tr>{}</tr></thead>\n<tbody>\n{}\n</tbody>\n</table>").format(head, rows)


def _alignment_row(course: Course, objective: Objective) -> Markup:
    lessons = [lesson for lesson in course.lessons() if objective.id in lesson.items]
    taught = Markup("<br>").join(two(lesson.title) for lesson in lessons)
    practised = {question for lesson in course.lessons() for question in lesson.practice}
    counts = [_asked(course, practised, objective.id), *(_of_form(course, each, objective.id) for each in _TESTS)]
    name = Markup("{} ").format(objective.code or "") + two(objective.label)
    cells = Markup("").join(Markup("<td>{}</td>").format(count or "—") for count in counts)
    return Markup("<tr><td>{}</td><td>{}</td>{}</tr>").format(name, taught or "—", cells)


_TESTS: tuple[Phase, ...] = ("pre", "post")


def _of_form(course: Course, phase: Phase, item: str) -> int:
    form = course.form(phase)
    return 0 if form is None else _asked(course, set(form.questions), item)


def _asked(course: Course, ids: set[str], item: str) -> int:
    return sum(1 for question in course.questions if question.id in ids and question.item == item)
