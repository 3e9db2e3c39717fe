"""A course as the objects that a Moodle course is made of: sections, pages, package, tests, survey, criteria.

The order is that of learning: the pre-test first, a section per module with a page per lesson, the package with its
exercises, then post-test, final exam and survey. Pages and package wait for the pre-test; post-test and exam wait for
all of them. The survey is voluntary. Idnumbers are those that a restored .mbz has.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from decimal import Decimal

from pydantic import JsonValue

from course_templates.disclaimer import disclaimer
from course_templates.model import Asset, Course, Form, Lesson, Phase, Question, SurveyQuestion
from course_templates.moodle_text import MAX_FULLNAME_CHARACTERS, block, inline, label, literal, multilang, title
from course_templates.render import lesson_html
from foundation.text import LangText
from lms_bridge.connectors.base import PackageFile
from lms_bridge.connectors.moodle.wired import Document, Fields, Wired, WiredFile

_TITLES: dict[Phase, LangText] = {
    "pre": LangText.of("前测", "Pre-test"),
    "practice": LangText.of("练习", "Practice"),
    "post": LangText.of("后测", "Post-test"),
    "exam": LangText.of("结业考试", "Final exam"),
    "survey": LangText.of("岗位契合度调查", "Job-fit survey"),
}
_START = LangText.of("开始", "Start")
_EXERCISES = LangText.of("互动课件与练习", "Interactive lessons and exercises")
_END = LangText.of("结业", "Conclusion")
_MAX_FRAMEWORK = 100
_MAX_OPTION = 1333
_LINK = re.compile(r'(?<=["\'])(assets/[^"\'#]+)')


def course_document(course: Course, package: PackageFile, competencies: Collection[str]) -> Document:
    """Return the document of a course; `package` holds its lessons and exercises.

    It links to those `competencies` that the site has, no others: the site would refuse the whole object.
    """
    return Document("course", course.id, tuple(_Making(course, package, competencies).objects()))


class _Making:
    """Makes the objects of one course."""

    def __init__(self, course: Course, package: PackageFile, competencies: Collection[str]) -> None:
        self._course = course
        self._known = competencies
        self._package = package
        self._assets = {asset.path: asset for asset in course.assets}
        iri = course.map.iri
        self._framework = iri if len(iri) <= _MAX_FRAMEWORK else None
        self._pre = [self._form_idnumber(form) for form in self._forms("pre")]
        self._learning = [self._page_idnumber(lesson) for lesson in course.lessons()] + [self._scorm_idnumber]
        self._last = len(course.modules) + 3

    @property
    def _scorm_idnumber(self) -> str:
        return f"{self._course.id}.scorm.{self._package.identifier}"

    def objects(self) -> Iterator[Wired]:
        """Yield the objects, each after those it refers to."""
        yield self._whole()
        yield from self._sections()
        yield from (self._question(question) for question in self._asked())
        yield from (self._quiz(form, 1, ()) for form in self._forms("pre"))
        yield self._scorm()  # before the pages: their pictures then are on the site already
        for position, module in enumerate(self._course.modules, start=2):
            yield from (self._page(lesson, position) for lesson in module.lessons)
        for phase in ("post", "exam"):
            yield from (self._quiz(form, self._last, tuple(self._learning)) for form in self._forms(phase))
        if self._course.survey is not None and self._course.survey.questions:
            yield self._feedback()
        yield self._criteria()

    def _whole(self) -> Wired:
        course = self._course
        card = None if self._package.card is None else self._package.card.model_dump(mode="json")
        return Wired(
            "course",
            course.id,
            {
                "fullname": title(course.title, MAX_FULLNAME_CHARACTERS) or course.id,
                "shortname": course.id,
                "summary_html": block(course.description),
                "version": course.version,
                "card": card,
                "competencies": self._links(objective.id for objective in course.objectives),
            },
        )

    def _sections(self) -> Iterator[Wired]:
        course = self._course
        titles = [_START, *(module.title for module in course.modules), _EXERCISES, _END]
        for position, each in enumerate(titles, start=1):
            summary = block(course.description) + block(disclaimer(course.map)) if position == 1 else ""
            fields: Fields = {"name": title(each), "summary_html": summary, "position": position}
            yield Wired("section", self._section(position), fields)

    def _question(self, question: Question) -> Wired:
        return Wired(
            "question",
            question.id,
            {
                "version": question.version,
                "type": question.type,
                "stem_html": block(question.stem),
                "choices": [
                    {"key": choice.key, "html": inline(choice.text), "feedback_html": inline(choice.feedback)}
                    for choice in question.choices
                ],
                "answer": list(question.answer),
                "points": question.points,
            },
        )

    def _quiz(self, form: Form, position: int, after: tuple[str, ...]) -> Wired:
        questions = [self._course.question(each) for each in form.questions]
        total = sum(question.points for question in questions)
        passing = float((form.passing_scaled or Decimal(0)) * total)
        counts = form.phase != "pre" and form.passing_scaled is not None
        items = dict.fromkeys(question.item for question in questions)
        return Wired(
            "quiz",
            self._form_idnumber(form),
            {
                **self._activity(position, form.title or _TITLES[form.phase], after),
                "completion": {"tracking": "automatic", "grade": True, "pass_grade": counts},
                "competencies": self._links(items) if form.phase != "pre" else [],
                "questions": [{"id": question.id, "points": question.points} for question in questions],
                "grade_max": total,
                "grade_pass": passing,
                "attempts": 0 if form.phase == "post" and form.passing_scaled is not None else 1,
                "shuffle_answers": False,
                "review": "score",
                "grade_method": "highest",
            },
        )

    def _page(self, lesson: Lesson, position: int) -> Wired:
        tags = [tag for tag in lesson.body.languages if lesson.body.get(tag)] or ["zh-CN"]
        html = multilang([(tag, literal(lesson_html(lesson, tag).strip())) for tag in tags])
        used = [asset for path in dict.fromkeys(_LINK.findall(html)) if (asset := self._assets.get(path))]
        content = _LINK.sub(lambda found: f"@@PLUGINFILE@@/{found[1]}" if found[1] in self._assets else found[1], html)
        files = tuple(_wired(asset) for asset in used)
        return Wired(
            "page",
            self._page_idnumber(lesson),
            {
                **self._activity(position, lesson.title or LangText.of(lesson.id), tuple(self._pre)),
                "completion": {"tracking": "automatic", "view": True},
                "competencies": self._links(lesson.items),
                "content_html": content,
                "files": [{"path": f"/{asset.path}", **file.told} for asset, file in zip(used, files, strict=True)],
            },
            files,
        )

    def _scorm(self) -> Wired:
        package = self._package
        file = WiredFile(package.path, package.sha256, package.path.stat().st_size, ".zip", package.sha1)
        return Wired(
            "scorm",
            self._scorm_idnumber,
            {
                **self._activity(self._last - 1, self._course.title, tuple(self._pre)),
                "completion": {"tracking": "automatic", "status": ["passed", "completed"]},
                "package": file.told,
                "scos": list(package.scos),
                "grade_max": 100,
                "grade_method": "highest",
                "what_grade": "highest",
            },
            (file,),
        )

    def _feedback(self) -> Wired:
        survey = self._course.survey
        assert survey is not None
        works = {work.id: work.label for work in self._course.works}
        items: list[JsonValue] = []
        above: str | None = None
        for number, question in enumerate(survey.questions):
            if question.work is not None and question.work != above:
                heading = inline(works.get(question.work, LangText.of(question.work)))
                items.append({"label": f"work{number}", "type": "info", "text": f"<h4>{heading}</h4>"})
            above = question.work
            items.append(_asked(question))
        return Wired(
            "feedback",
            f"{self._course.id}.survey.{survey.id}",
            {
                **self._activity(self._last, survey.title or _TITLES["survey"], ()),
                "intro_html": block(survey.intro),
                "completion": {"tracking": "automatic", "submit": True},
                "items": items,
            },
        )

    def _criteria(self) -> Wired:
        tests = [self._form_idnumber(form) for phase in ("post", "exam") for form in self._forms(phase)]
        fields: Fields = {"activities": [*self._pre, *self._learning, *tests], "aggregation": "all"}
        return Wired("completion", self._course.id, fields)

    def _activity(self, position: int, named: LangText, after: tuple[str, ...]) -> Fields:
        return {
            "section": self._section(position),
            "name": title(named),
            "availability": [{"completed": idnumber, "state": "complete"} for idnumber in after],
        }

    def _links(self, items: Iterable[str]) -> list[JsonValue]:
        if self._framework is None:
            return []
        return [
            {"framework": self._framework, "competency": item, "outcome": "evidence"}
            for item in items
            if item in self._known
        ]

    def _forms(self, phase: str) -> list[Form]:
        return [form for form in self._course.forms if form.phase == phase and form.questions]

    def _asked(self) -> list[Question]:
        wanted = {each for phase in ("pre", "post", "exam") for form in self._forms(phase) for each in form.questions}
        return [question for question in self._course.questions if question.id in wanted]

    def _section(self, position: int) -> str:
        return f"{self._course.id}.section.{position}"

    def _page_idnumber(self, lesson: Lesson) -> str:
        return f"{self._course.id}.page.{lesson.id}"

    def _form_idnumber(self, form: Form) -> str:
        return f"{self._course.id}.{form.phase}.{form.id}"


def _asked(question: SurveyQuestion) -> Fields:
    return {
        "label": f"{question.id}.{question.version}",
        "type": question.kind,
        "text": label(question.prompt) or question.id,
        "options": [
            {"key": each.key, "text": label(each.text, _MAX_OPTION), "value": each.value} for each in question.options
        ],
        "max_chars": question.max_chars if question.kind == "text" else 0,
    }


def _wired(asset: Asset) -> WiredFile:
    suffix = "." + asset.path.rsplit(".", 1)[-1] if "." in asset.path else ""
    return WiredFile(asset.source, asset.sha256, asset.size_bytes, suffix)
