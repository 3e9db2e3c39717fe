"""A site without an LMS: the player, opened from a folder or a web server, and pages that need no script."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from course_templates.model import Course, Lesson
from foundation.findings import Finding
from foundation.text import LangText
from packager import plain
from packager.check.site import check_site
from packager.formats.imsmanifest import ManifestNames
from packager.options import DEFAULT_OPTIONS, BuildOptions
from packager.plan import Entry, PackagePlan
from packager.player import LAUNCH, entry, player_entries

CONTENTS = "contents.html"
NOT_RECORDED = LangText.of(
    "这是不接教学平台的网页版：不登录、不上报，成绩只留在这台机器的浏览器里。",
    "This is the site without an LMS: no sign-in, nothing is recorded; results stay in this machine's browser.",
)


class Html:
    """The course as a site. Nothing comes back from it: for reading, trial and places without an LMS."""

    name = "html"
    ext = "zip"
    carries = {  # noqa: RUF012 - the protocol names it; read only
        "bookmark": True,
        "completion": False,
        "score": False,
        "mastery_score": True,
        "session_time": False,
        "objectives": False,
        "interactions": False,
        "survey": False,
        "both_languages": True,
        "native_quizzes": False,
        "sequencing_by_lms": False,
    }

    def plan(self, course: Course, options: BuildOptions = DEFAULT_OPTIONS) -> PackagePlan:
        """Return the site of a course: launch page and player, then the plain pages."""
        return PackagePlan(
            format=self.name,
            identifier=ManifestNames(course.id).manifest,
            version=course.version,
            file_name=f"{course.id}-{course.version}-{self.name}.{self.ext}",
            entries=(*player_entries(course, "none", plain=CONTENTS), *_plain_pages(course)),
        )

    def check(self, plan: PackagePlan) -> Sequence[Finding]:
        """Return what would not open from a folder, by the rules that judge anybody's site."""
        texts = {each.path: each.content for each in plan.entries if isinstance(each.content, bytes)}
        return check_site(plan.paths, texts.get, file=plan.file_name)


def _plain_pages(course: Course) -> Iterator[Entry]:
    lessons = list(course.lessons())
    notices = (NOT_RECORDED, *plain.notices(course))
    body = plain.about_body(course) + Markup("\n") + _contents(course)
    yield entry(CONTENTS, plain.page(course.title, body, notices=notices))
    for index, lesson in enumerate(lessons):
        yield entry(_path(lesson), _lesson(course, lessons, index, notices))
    yield entry("alignment.html", _alignment(course, notices))
    yield entry(plain.STYLE, plain.style())


def _path(lesson: Lesson) -> str:
    return f"lesson-{lesson.id}.html"


def _lesson(course: Course, lessons: Sequence[Lesson], index: int, notices: Sequence[LangText]) -> bytes:
    lesson = lessons[index]
    body = plain.lesson_body(lesson) + Markup("\n")
    body += plain.practice_body([course.question(each) for each in lesson.practice])
    before, after = lessons[max(index - 1, 0) : index], lessons[index + 1 : index + 2]
    steps = [(_named("← ", each), _path(each)) for each in before] + [
        (_named("", each, " →"), _path(each)) for each in after
    ]
    items = plain.items_of(course, lesson)
    crumbs = [(course.title, CONTENTS)]
    return plain.page(lesson.title, body, notices=notices, items=items, crumbs=crumbs, steps=steps)


def _named(before: str, lesson: Lesson, after: str = "") -> LangText:
    return LangText(tuple((tag, f"{before}{words}{after}") for tag, words in lesson.title.root))


def _alignment(course: Course, notices: Sequence[LangText]) -> bytes:
    title = LangText.of("能力项对照表", "Alignment with the map")
    return plain.page(title, plain.alignment_body(course), notices=notices, crumbs=[(course.title, CONTENTS)])


def _contents(course: Course) -> Markup:
    """Return the table of contents. Tests want a script, and so the player."""
    link = Markup('<li><a href="{}">{}</a></li>')
    player = link.format(
        LAUNCH,
        plain.two(
            LangText.of("互动版：前测、练习、后测（需要 JavaScript）", "The player: tests and practice (JavaScript)")
        ),
    )
    parts = [Markup("<ul>\n{}\n</ul>").format(player)]
    for module in course.modules:
        items = Markup("\n").join(link.format(_path(each), plain.two(each.title)) for each in module.lessons)
        parts.append(Markup("<h2>{}</h2>\n<ol>\n{}\n</ol>").format(plain.two(module.title), items))
    aligned = link.format("alignment.html", plain.two(LangText.of("能力项对照表", "Alignment with the map")))
    return Markup("\n").join([*parts, Markup("<ul>\n{}\n</ul>").format(aligned)])
