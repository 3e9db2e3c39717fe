"""OLX: a whole Open edX course, with native problems and a grading policy, as the archive that Studio imports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from course_templates.model import Course
from foundation.findings import Finding
from packager import plain
from packager.check.olx import check_olx
from packager.formats.imsmanifest import ManifestNames
from packager.formats.olx.cover import COVER, cover
from packager.formats.olx.policy import RUN, grading_policy, policy
from packager.formats.olx.tree import ROOT, static_path, tree_entries
from packager.options import DEFAULT_OPTIONS, BuildOptions
from packager.plan import Entry, PackagePlan
from packager.player import asset_entry, card_entry, entry


class Olx:
    """An Open edX course. Order by prerequisites is set in Studio: OLX has no element for it."""

    name = "olx"
    ext = "tar.gz"
    carries = {  # noqa: RUF012 - the protocol names it; read only
        "bookmark": True,
        "completion": True,
        "score": True,
        "mastery_score": True,
        "session_time": False,
        "objectives": True,
        "interactions": True,
        "survey": False,
        "both_languages": True,
        "native_quizzes": True,
        "sequencing_by_lms": False,
    }

    def plan(self, course: Course, options: BuildOptions = DEFAULT_OPTIONS) -> PackagePlan:
        """Return the archive of a course: `course.xml` first, then the tree, about, policies, static files."""
        return PackagePlan(
            format=self.name,
            identifier=ManifestNames(course.id).manifest,
            version=course.version,
            file_name=f"{course.id}-{course.version}-{self.name}.{self.ext}",
            entries=(*tree_entries(course), *_about(course), *_policies(course), *_static(course)),
            scos=0,
            archive="tar.gz",
        )

    def check(self, plan: PackagePlan) -> Sequence[Finding]:
        """Return what OLX forbids in a plan, by the rules that judge anybody's course."""
        texts = {each.path: each.content for each in plan.entries if isinstance(each.content, bytes)}
        return check_olx(plan.paths, texts.get, file=plan.file_name)


def _about(course: Course) -> Iterator[Entry]:
    told = Markup("\n").join(Markup("<p><em>{}</em></p>").format(plain.two(each)) for each in plain.notices(course))
    overview = Markup('<section class="about">\n<h2>{}</h2>\n{}\n{}\n</section>\n').format(
        plain.two(course.title), told, plain.about_body(course)
    )
    yield entry(f"{ROOT}about/overview.html", overview.encode())
    short = course.description or course.title
    yield entry(f"{ROOT}about/short_description.html", f"{Markup.escape(short.best())}\n".encode())


def _policies(course: Course) -> Iterator[Entry]:
    yield entry(f"{ROOT}policies/assets.json", b"{}\n")
    yield entry(f"{ROOT}policies/{RUN}/policy.json", policy(course))
    yield entry(f"{ROOT}policies/{RUN}/grading_policy.json", grading_policy(course))


def _static(course: Course) -> Iterator[Entry]:
    card = card_entry(course)
    yield card.model_copy(update={"path": f"{ROOT}static/{card.path}"})
    yield entry(f"{ROOT}static/{COVER}", cover())
    for asset in course.assets:
        yield asset_entry(asset).model_copy(update={"path": f"{ROOT}static/{static_path(asset.path)}"})
