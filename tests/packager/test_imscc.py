"""A course as Common Cartridge: pages, tests, links and alignment stand where an LMS looks for them."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
from lxml import etree

from course_templates.model import Course, Form, QuestionType
from foundation.digest import sha256_hex
from foundation.text import LangText
from packager.build import build_package
from packager.check.inspection import inspect_package
from packager.check.report import check_package
from packager.formats.imscc import CommonCartridge
from packager.formats.imscc.lom import shortened
from packager.formats.imscc.qti import profile_of
from packager.plan import PackagePlan
from tests.packager.courses import asset, make_course, question

_Q = {"q": "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"}
_BODY = LangText.of(
    "看图 ![图](assets/fig.svg)，见[官网](https://example.org/a?b=1&c=2)。", "See [web](https://example.org/a?b=1&c=2)."
)


def _named(kind: str, meant: str) -> str:
    """Return the name of a resource: made of what it stands for, so that it stays when others come and go."""
    return f"{kind}-{sha256_hex(meant.encode())[:12]}"


_LINK = f"links/{_named('w', 'https://example.org/a?b=1&c=2')}.xml"


def _plan(course: Course, minor: int = 1) -> PackagePlan:
    return CommonCartridge(minor).plan(course)


def _tree(plan: PackagePlan, path: str = "imsmanifest.xml") -> etree._Element:
    content = plan.entry(path).content
    assert isinstance(content, bytes)
    return etree.fromstring(content)


def _course(tmp_path: Path) -> Course:
    picture = tmp_path / "f.svg"
    picture.write_text("<svg/>")
    course = make_course(assets=(asset("assets/fig.svg", picture),), body=_BODY)
    spare = question("spare1", "quality.a1-1-1")
    exam = Form(id="exam-a", phase="exam", questions=("secret1",))
    secret = question("secret1", "quality.a1-1-1")
    return course.model_copy(update={"questions": (*course.questions, spare, secret), "forms": (*course.forms, exam)})


@pytest.mark.parametrize("minor", [1, 2, 3])
def test_our_own_cartridge_passes_the_check_of_anybodys(tmp_path: Path, minor: int) -> None:
    form = CommonCartridge(minor)
    report = check_package(build_package(_course(tmp_path), form.name, tmp_path / "out").path)
    assert (report.format, report.valid, report.will_import, report.will_report) == (form.name, True, True, True)
    assert {each.id for each in report.findings} <= {"PK-CC-MOODLE"}


@pytest.mark.parametrize("minor", [1, 3])
def test_the_tree_shows_what_each_part_is_about(tmp_path: Path, minor: int) -> None:
    built = build_package(_course(tmp_path), CommonCartridge(minor).name, tmp_path / "out")
    shown = inspect_package(built.path)
    assert [(each.title, each.href, each.objectives) for each in shown.items if each.title] == [
        ("开始", None, ()),
        ("课程说明", "about.html", ()),
        ("前测", "tests/pre.xml", ("quality.a1-1-1", "quality.a1-2-1")),
        ("模块1 过程质量监控", None, ("quality.a1-1-1",) * (minor == 1)),
        ("第1课 看懂控制图", "lesson-l1.html", ("quality.a1-1-1",)),
        ("练习：第1课 看懂控制图", "tests/practice-l1.xml", ("quality.a1-1-1",)),
        ("网页：https://example.org/a?b=1&c=2", _LINK, ()),
        ("模块2 过程质量监控", None, ("quality.a1-2-1",) * (minor == 1)),
        ("第2课 看懂控制图", "lesson-l2.html", ("quality.a1-2-1",)),
        ("练习：第2课 看懂控制图", "tests/practice-l2.xml", ("quality.a1-2-1",)),
        ("结束", None, ()),
        ("后测", "tests/post.xml", ("quality.a1-1-1", "quality.a1-2-1")),
        ("能力项对照表（教师）", "alignment.html", ()),
    ]
    types = {page.path: page.type for page in shown.pages}
    assert (types["tests/pre.xml"], types["tests/bank.xml"], types[_LINK]) == ("test", "bank", "link")


def test_questions_of_the_final_exam_never_travel_and_spare_ones_are_the_bank(tmp_path: Path) -> None:
    plan = _plan(_course(tmp_path))
    texts = {each.path: each.content for each in plan.entries if isinstance(each.content, bytes)}
    card = texts.pop("coursebridge.json")
    assert b"secret1" in card, "the card names ids alone"
    assert [path for path, content in texts.items() if b"secret1" in content] == []
    assert [path for path, content in texts.items() if b"spare1" in content] == ["tests/bank.xml"]


def test_answers_are_marked_as_the_course_says() -> None:
    items = {
        each.get("ident"): each
        for each in _tree(_plan(make_course(per_work=3)), "tests/post.xml").iter(f"{{{_Q['q']}}}item")
    }
    found = {}
    for ident, item in items.items():
        right = item.xpath(
            ".//q:respcondition[q:setvar='100']/q:conditionvar//q:varequal[not(parent::q:not)]/text()", namespaces=_Q
        )
        wrong = item.xpath(".//q:not/q:varequal/text()", namespaces=_Q)
        found[ident] = (sorted(right), sorted(wrong))
    assert found["post.post-a.pos1-1.1"] == (["a"], [])
    assert found["post.post-a.pos1-2.1"] == (["a", "c"], ["b", "d"])
    assert found["post.post-a.pos1-3.1"] == (["true"], [])


def test_only_practice_explains_and_only_the_pre_test_is_taken_once() -> None:
    plan = _plan(make_course())
    told = {}
    for name in ("pre", "practice-l1", "post"):
        root = _tree(plan, f"tests/{name}.xml")
        attempts = root.xpath("//q:qtimetadatafield[q:fieldlabel='cc_maxattempts']/q:fieldentry/text()", namespaces=_Q)
        told[name] = (attempts, bool(root.xpath("//q:itemfeedback", namespaces=_Q)))
    assert told == {
        "pre": (["1"], False),
        "practice-l1": (["unlimited"], True),
        "post": (["unlimited"], False),
    }


def test_every_type_of_question_has_a_profile() -> None:
    profiles = {kind: profile_of(question("q1", "i", kind=kind)) for kind in get_args(QuestionType)}
    assert profiles == {
        "choice": "cc.multiple_choice.v0p1",
        "multiple": "cc.multiple_response.v0p1",
        "true-false": "cc.true_false.v0p1",
    }


def test_a_true_false_question_of_other_keys_is_a_choice_of_two() -> None:
    odd = question("q1", "i", kind="true-false")
    choices = tuple(each.model_copy(update={"key": key}) for each, key in zip(odd.choices, "ab", strict=True))
    assert profile_of(odd.model_copy(update={"choices": choices, "answer": ("a",)})) == "cc.multiple_choice.v0p1"


def test_what_looks_like_html_in_a_question_is_shown_as_written() -> None:
    course = make_course(works=1, per_work=1)
    first = course.questions[0].model_copy(update={"stem": LangText.of("若 a<b & c>d，则？")})
    plan = _plan(course.model_copy(update={"questions": (first, *course.questions[1:])}))
    stem = _tree(plan, "tests/pre.xml").findtext(".//{*}presentation/{*}material/{*}mattext")
    assert stem == '<p lang="zh-CN">若 a&lt;b &amp; c&gt;d，则？</p>'


def test_a_page_needs_its_pictures_and_teachers_pages_are_for_teachers(tmp_path: Path) -> None:
    tree = _tree(_plan(_course(tmp_path)))
    resources = {each.get("identifier"): each for each in tree.iter("{*}resource")}
    needs = [each.get("identifierref") for each in resources["CB-quality-RES-l-l1"].iter("{*}dependency")]
    assert needs == ["CB-quality-RES-style", f"CB-quality-RES-{_named('a', 'assets/fig.svg')}"]
    roles = {
        name.rsplit("-RES-", 1)[-1]: each.findtext(".//{*}intendedEndUserRole/{*}value")
        for name, each in resources.items()
    }
    assert {name for name, role in roles.items() if role == "Instructor"} == {"alignment", "bank"}


def test_a_course_without_tests_survey_and_pictures_is_a_cartridge_all_the_same(tmp_path: Path) -> None:
    bare = make_course(with_survey=False).model_copy(update={"forms": (), "questions": ()})
    modules = tuple(
        module.model_copy(
            update={"lessons": tuple(each.model_copy(update={"practice": ()}) for each in module.lessons)}
        )
        for module in bare.modules
    )
    report = check_package(build_package(bare.model_copy(update={"modules": modules}), "imscc", tmp_path).path)
    assert [each.id for each in report.findings] == ["PK-CC-NO-TEST"]
    assert (report.valid, report.will_report) == (True, False)


def test_titles_that_moodle_would_refuse_are_made_fit(tmp_path: Path) -> None:
    """Moodle imports nothing of a cartridge whose title it would clean, or with an item's long title."""
    made = make_course()
    lesson = made.modules[0].lessons[0].model_copy(update={"title": LangText.of("读懂控制图" * 60)})
    module = made.modules[0].model_copy(update={"title": LangText.of("题" * 240), "lessons": (lesson,)})
    title = LangText.of("读懂 <控制图> & 极差", "R < 1 and <b>more</b>")
    tree = _tree(_plan(made.model_copy(update={"title": title, "modules": (module, *made.modules[1:])})))
    told = [each.text or "" for each in tree.iterfind(".//{*}item/{*}title")]
    assert max(map(len, told)) == 240
    assert ("题" * 240 in told, ("读懂控制图" * 60)[:239] + "…" in told) == (True, True)
    named = [each.text for each in tree.iterfind("{*}metadata/{*}lom/{*}general/{*}title/{*}string")]
    assert named == ["读懂 ＜控制图＞ & 极差", "R ＜ 1 and ＜b＞more＜/b＞"]


@pytest.mark.parametrize("words", ["质" * 40, "Quality " * 40, "a" * 93 + "质", "短"])
def test_a_title_is_never_cut_inside_a_character_where_moodle_cuts_it(words: str) -> None:
    title = shortened(LangText.of(words)).best()
    assert words.startswith(title)
    taken = title.replace(" ", "").encode()
    assert taken[:94].decode() == title.replace(" ", "")
    assert len(taken) >= min(92, len(words.replace(" ", "").encode()))
