"""The Moodle backup holds the course: sections, pages, package, quizzes, survey, order, completion, competencies."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import pytest

from course_templates.card import CourseCard
from course_templates.model import Choice, Course, Form
from foundation.text import LangText
from packager.build import build_package
from packager.check.inspection import inspect_package
from packager.check.report import check_package
from packager.formats.registry import package_format
from packager.options import BuildOptions
from packager.plan import PackagePlan
from tests.packager.backup_reader import ReadBackup, unzipped
from tests.packager.courses import asset, make_course, question

_BODY = LangText.of('看图：\n\n![图](assets/fig.svg)\n\n代码 `src="assets/fig.svg"`', "See [it](assets/fig.svg).")


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course with every type of question, a final exam, pictures, and a question that no form asks."""
    picture = tmp_path_factory.mktemp("素材") / "图.svg"
    picture.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    unused = picture.with_name("unused.svg")
    unused.write_text("<svg/>")
    assets = (asset("assets/fig.svg", picture), asset("assets/unused.svg", unused))
    made = make_course(per_work=3, body=_BODY, assets=assets)
    item = made.objectives[0].id
    plain = question("exa2", item, kind="true-false").model_copy(
        update={"choices": (Choice(key="t", text=LangText.of("对")), Choice(key="f", text=LangText.of("错", "False")))}
    )
    exam = (question("exa1", item, points=3), plain, question("exa3", item, kind="multiple"))
    form = Form(id="exam-a", phase="exam", questions=("exa1", "exa2", "exa3"), passing_scaled=Decimal("0.6"))
    spare = question("spare1", item).model_copy(update={"version": 4})
    return made.model_copy(update={"questions": (*made.questions, *exam, spare), "forms": (*made.forms, form)})


@pytest.fixture(scope="module")
def backup(course: Course, tmp_path_factory: pytest.TempPathFactory) -> ReadBackup:
    return ReadBackup(build_package(course, "mbz", tmp_path_factory.mktemp("out")).path)


def test_sections_and_activities_stand_in_learning_order(backup: ReadBackup) -> None:
    assert [number for number, _ in backup.sections()] == [0, 1, 2, 3, 4]
    assert backup.sections()[1] == (1, "模块1 过程质量监控 / Module 1: monitoring")
    assert [(each["section"], each["kind"], each["idnumber"]) for each in backup.activities()] == [
        (0, "quiz", "quality.pre.pre-a"),
        (1, "page", "quality.page.l1"),
        (2, "page", "quality.page.l2"),
        (3, "scorm", "quality.scorm.CB-quality"),
        (4, "quiz", "quality.post.post-a"),
        (4, "quiz", "quality.exam.exam-a"),
        (4, "feedback", "quality.survey.jobfit"),
    ]
    assert backup.xml("course/course.xml").findtext("idnumber") == "quality"
    assert backup.members["moodle_backup.xml"].startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n<moodle_backup>')


def test_a_restored_course_starts_on_the_day_of_its_release_and_never_in_1970(course: Course, tmp_path: Path) -> None:
    for number, (released, beijing) in enumerate(((date(2027, 3, 1), "2027-03-01"), (None, "2026-01-01"))):
        dated = course.model_copy(update={"released": released})
        read = ReadBackup(build_package(dated, "mbz", tmp_path / str(number)).path)
        starts = read.xml("course/course.xml").findtext("startdate")
        assert starts == read.xml("moodle_backup.xml").findtext(".//original_course_startdate"), (
            "with two of them Moodle shifts the start that an administrator has chosen"
        )
        at = datetime.fromtimestamp(int(starts or 0), timezone(timedelta(hours=8)))
        assert at.isoformat() == f"{beijing}T00:00:00+08:00"


def test_a_title_with_angle_brackets_can_be_restored(course: Course, tmp_path: Path) -> None:
    """Moodle cleans what it calls PARAM_TEXT, strips tags that is, and refuses the backup whose name that changes."""
    titled = course.model_copy(update={"title": LangText.of("读懂 <控制图> & 极差", "R < 1 and <b>more</b>")})
    read = ReadBackup(build_package(titled, "mbz", tmp_path).path)
    for file, place in (("moodle_backup.xml", ".//original_course_fullname"), ("course/course.xml", "fullname")):
        assert read.xml(file).findtext(place) == "读懂 ＜控制图＞ & 极差 / R ＜ 1 and ＜b＞more＜/b＞"


def test_every_question_is_in_the_bank_with_its_type_version_and_feedback(course: Course, backup: ReadBackup) -> None:
    bank = {each["idnumber"]: each for each in backup.bank().values()}
    assert list(bank) == [
        each.id for each in sorted(course.questions, key=lambda q: (q.id != "spare1", course.questions.index(q)))
    ]
    assert {each["penalty"] for each in bank.values()} == {0.0}
    assert len({each["stamp"] for each in bank.values()}) == len(bank)
    for each in course.questions:
        found = bank[each.id]
        assert (found["name"], found["version"], found["mark"]) == (
            f"{each.id}.{each.version}",
            each.version,
            each.points,
        )
        right = [(choice.key in each.answer) for choice in each.choices]
        assert [fraction > 0 for _, fraction, _ in found["answers"]] == right
        assert all(
            choice.feedback.best() in (feedback or "")
            for choice, (_, _, feedback) in zip(each.choices, found["answers"], strict=True)
        )
    kinds = Counter((each["qtype"], each["single"]) for each in bank.values())
    # Six true-false questions say more than true and false: they keep their words as single choices.
    assert kinds == {("multichoice", "1"): 6 + 6 + 2, ("multichoice", "0"): 7, ("truefalse", None): 1}
    assert [each["text"].rpartition("<span")[2] for each in bank.values() if each["qtype"] == "truefalse"] == [
        ' data-cb-choices="t f"></span>'
    ], "the page tells which key is true"


def test_choosing_everything_earns_nothing_and_all_right_ones_everything(backup: ReadBackup) -> None:
    answers = next(each["answers"] for each in backup.bank().values() if each["idnumber"] == "exa3")
    fractions = [fraction for _, fraction, _ in answers]
    assert sum(fraction for fraction in fractions if fraction > 0) == pytest.approx(1)
    assert sum(fractions) <= 0
    assert [text.partition(">")[0] for text, _, _ in answers] == [f'<span data-cb-choice="{key}"' for key in "abcd"]


def test_quizzes_ask_the_forms_questions_in_order_with_their_points(course: Course, backup: ReadBackup) -> None:
    for form in course.forms:
        if form.phase == "practice":
            continue
        asked = backup.slots(f"quality.{form.phase}.{form.id}")
        assert [each["idnumber"] for each, _ in asked] == list(form.questions)
        assert [marks for _, marks in asked] == [course.question(each).points for each in form.questions]
        activity = backup.activity(f"quality.{form.phase}.{form.id}")
        assert {each["category_number"] for each, _ in asked} <= activity["categories"]
        assert activity["own"].findtext("quiz/grade") == f"{sum(marks for _, marks in asked):.5f}"


def test_pre_test_and_exam_are_taken_once_and_nothing_shows_right_answers(backup: ReadBackup) -> None:
    quizzes = {each["idnumber"].split(".")[1]: each["own"] for each in backup.activities() if each["kind"] == "quiz"}
    assert {phase: own.findtext("quiz/attempts_number") for phase, own in quizzes.items()} == {
        "pre": "1",
        "post": "0",
        "exam": "1",
    }
    for own in quizzes.values():
        hidden = ("correctness", "rightanswer", "specificfeedback", "generalfeedback")
        assert {own.findtext(f"quiz/review{each}") for each in hidden} == {"0"}
        assert int(own.findtext("quiz/reviewattempt") or 0) == 0x10000, "only while the attempt is open"
        assert own.findtext("quiz/preferredbehaviour") == "deferredfeedback"


def test_no_test_question_travels_in_the_package(course: Course, backup: ReadBackup) -> None:
    scorm = backup.activity("quality.scorm.CB-quality")
    ((name, package),) = backup.files(scorm["context"], "package").items()
    assert name == "/quality-1.0.0-scorm12.zip"
    inside = unzipped(package)
    everything = b"".join(content for path, content in inside.items() if path != "coursebridge.json").decode()
    tests = [each for form in course.forms if form.phase != "practice" for each in form.questions]
    practice = [each for form in course.forms if form.phase == "practice" for each in form.questions]
    assert not [each for each in tests if each in everything]
    assert all(each in everything for each in practice)
    card = CourseCard.model_validate_json(inside["coursebridge.json"])
    assert [form.phase for form in card.forms] == ["pre", "practice", "post", "exam"], (
        "a harvest reads the whole course"
    )


def test_what_moodle_would_unpack_is_there_already_with_its_scos(backup: ReadBackup) -> None:
    scorm = backup.activity("quality.scorm.CB-quality")
    own = scorm["own"].find("scorm")
    ((name, package),) = backup.files(scorm["context"], "package").items()
    assert {f"/{path}": content for path, content in unzipped(package).items()} == backup.files(
        scorm["context"], "content"
    )
    assert (own.findtext("reference"), own.findtext("version")) == (name.lstrip("/"), "SCORM_1.2")
    assert own.findtext("sha1hash") == hashlib.sha1(package, usedforsecurity=False).hexdigest()
    scos = [
        tuple(sco.findtext(each) for each in ("identifier", "scormtype", "launch", "parent")) for sco in own.iter("sco")
    ]
    assert scos == [
        ("CB-quality-ORG", "", "", "/"),
        ("CB-quality-ITEM-1", "sco", "index.html", "CB-quality-ORG"),
    ]


def test_several_scos_become_several_rows(course: Course, tmp_path: Path) -> None:
    built = build_package(course, "mbz", tmp_path, options=BuildOptions(division="multi"))
    assert built.scos == 2
    own = ReadBackup(built.path).activity("quality.scorm.CB-quality")["own"]
    assert [sco.findtext("launch") for sco in own.iter("sco")] == ["", "module-m1.html", "module-m2.html"]
    assert own.findtext("scorm/completionstatusallscos") == "1"


def test_pages_carry_the_pictures_they_show_in_both_languages(backup: ReadBackup) -> None:
    page = backup.activity("quality.page.l1")
    assert list(backup.files(page["context"], "content")) == ["/assets/fig.svg"]
    content = page["own"].findtext("page/content") or ""
    assert 'src="@@PLUGINFILE@@/assets/fig.svg"' in content
    assert 'href="@@PLUGINFILE@@/assets/fig.svg"' in content
    assert '<code>src="assets/fig.svg"</code>' in content, "what a lesson quotes is no link"
    assert content.startswith('<span lang="zh-CN" class="multilang"><div')
    assert '</span> <span lang="en" class="multilang"><div' in content


def test_survey_items_are_told_by_question_and_version_and_answers_have_names(
    course: Course, backup: ReadBackup
) -> None:
    own = backup.activity("quality.survey.jobfit")["own"]
    assert (own.findtext("feedback/anonymous"), own.findtext("feedback/multiple_submit")) == ("2", "0")
    items = [tuple(item.findtext(each) for each in ("typ", "label", "required")) for item in own.iter("item")]
    assert course.survey is not None
    asked = [(typ, label) for typ, label, _ in items if typ != "label"]
    assert [label for _, label in asked] == [f"{each.id}.{each.version}" for each in course.survey.questions]
    assert Counter(typ for typ, _ in asked) == {"multichoicerated": 6, "textarea": 2, "multichoice": 1}
    assert {required for _, _, required in items} == {"0"}, "the survey is voluntary"
    rating = next(item for item in own.iter("item") if item.findtext("typ") == "multichoicerated")
    assert (rating.findtext("presentation") or "").startswith("r>>>>>1####不重要 / Not important|2####")
    works = [item.findtext("presentation") for item in own.iter("item") if item.findtext("typ") == "label"]
    assert [each.label.best() in (shown or "") for each, shown in zip(course.works, works, strict=True)] == [True, True]


def test_the_pre_test_comes_first_and_tests_after_all_modules(backup: ReadBackup) -> None:
    number = {each["idnumber"]: each["cm"] for each in backup.activities()}
    learning = [number["quality.page.l1"], number["quality.page.l2"], number["quality.scorm.CB-quality"]]
    waits = {each["idnumber"]: each["waits_for"] for each in backup.activities()}
    pre = [(number["quality.pre.pre-a"], 1)]
    assert waits == {
        "quality.pre.pre-a": [],
        "quality.page.l1": pre,
        "quality.page.l2": pre,
        "quality.scorm.CB-quality": pre,
        "quality.post.post-a": [(each, 1) for each in learning],
        "quality.exam.exam-a": [(each, 1) for each in learning],
        "quality.survey.jobfit": [],
    }


def test_each_activity_says_when_it_is_done_and_the_course_when_all_are(backup: ReadBackup) -> None:
    null = "$@NULL@$"
    done = {each["idnumber"].split(".")[1]: each["completion"] for each in backup.activities()}
    assert done == {
        "pre": ("2", "0", "0", "0"),
        "page": ("2", "1", null, "0"),
        "scorm": ("2", "0", null, "0"),
        "post": ("2", "0", "0", "1"),
        "exam": ("2", "0", "0", "1"),
        "survey": ("2", "0", null, "0"),
    } | {"exam": ("2", "0", "0", "1")}
    scorm = backup.activity("quality.scorm.CB-quality")["own"]
    assert scorm.findtext("scorm/completionstatusrequired") == "6"
    criteria = backup.xml("completion.xml").findall("course_completion_criteria")
    needed = [each["cm"] for each in backup.activities() if each["kind"] != "feedback"]
    assert [int(each.findtext("moduleinstance") or 0) for each in criteria] == needed
    methods = backup.xml("completion.xml").findall("course_completion_aggr_methd")
    assert [(each.findtext("criteriatype"), each.findtext("method")) for each in methods] == [(null, "1"), ("4", "1")]


def test_the_gradebook_counts_post_test_and_exam_alone(backup: ReadBackup) -> None:
    grades = {each["idnumber"].split(".")[1]: each["grades"] for each in backup.activities()}
    assert grades["pre"] == [(6.0, 0.0, 0.0, 1.0)]
    assert grades["scorm"] == [(1.0, 0.0, 0.0, 1.0)]
    assert grades["post"] == [(6.0, 3.6, 1.0, 0.0)]
    assert grades["exam"] == [(5.0, 3.0, 1.0, 0.0)]
    (total,) = [g for g in backup.xml("gradebook.xml").iter("grade_item") if g.findtext("itemtype") == "course"]
    assert total.findtext("grademax") == "11.00000"


def test_competencies_are_linked_by_idnumber_and_framework(course: Course, backup: ReadBackup) -> None:
    linked = {each["idnumber"]: each["items"] for each in backup.activities()}
    first, second = [(course.map.iri, each.id) for each in course.objectives]
    assert linked["quality.page.l1"] == [first]
    assert linked["quality.post.post-a"] == [first, second]
    assert linked["quality.exam.exam-a"] == [first]
    assert linked["quality.survey.jobfit"] == []
    whole = backup.xml("course/competencies.xml").iter("competency")
    assert [(each.findtext("frameworkidnumber"), each.findtext("idnumber")) for each in whole] == [first, second]


def test_a_map_whose_iri_is_too_long_for_an_idnumber_links_nothing(course: Course, tmp_path: Path) -> None:
    pin = course.map.model_copy(update={"iri": "https://example.org/" + "x" * 90})
    read = ReadBackup(build_package(course.model_copy(update={"map": pin}), "mbz", tmp_path).path)
    assert not [each for each in read.activities() if each["items"]]


def test_a_course_without_tests_or_survey_is_pages_and_package(tmp_path: Path) -> None:
    bare = make_course(with_survey=False).model_copy(update={"forms": (), "questions": ()})
    bare = bare.model_copy(
        update={
            "modules": tuple(
                module.model_copy(
                    update={"lessons": tuple(each.model_copy(update={"practice": ()}) for each in module.lessons)}
                )
                for module in bare.modules
            )
        }
    )
    built = build_package(bare, "mbz", tmp_path)
    read = ReadBackup(built.path)
    assert [each["kind"] for each in read.activities()] == ["page", "page", "scorm"]
    assert {tuple(each["waits_for"]) for each in read.activities()} == {()}
    assert check_package(built.path).valid


def test_long_texts_fit_moodles_columns(course: Course, tmp_path: Path) -> None:
    long = LangText.of("质量管理 & 改进" * 40, "Quality & improvement " * 20)
    assert course.survey is not None
    asked = tuple(each.model_copy(update={"prompt": long}) for each in course.survey.questions)
    survey = course.survey.model_copy(update={"title": long, "questions": asked})
    lessons = tuple(
        module.model_copy(
            update={"title": long, "lessons": tuple(each.model_copy(update={"title": long}) for each in module.lessons)}
        )
        for module in course.modules
    )
    built = build_package(
        course.model_copy(update={"title": long, "survey": survey, "modules": lessons}), "mbz", tmp_path
    )
    assert [each.id for each in check_package(built.path).findings] == ["PK-MBZ-COMPETENCIES"]
    read = ReadBackup(built.path)
    assert max(len(each["name"]) for each in read.activities()) <= 255
    item = read.activity("quality.survey.jobfit")["own"].find(".//item/name[.='label']/../../item[2]")
    assert item is not None
    assert (item.findtext("name") or "").endswith("…")


def test_the_backup_is_valid_by_our_own_check_and_shows_its_course(course: Course, tmp_path: Path) -> None:
    built = build_package(course, "mbz", tmp_path / "输出")
    assert built.path.name == "quality-1.0.0-mbz.mbz"
    report = check_package(built.path)
    assert (report.format, report.valid, report.will_import, report.will_report) == ("mbz", True, True, True)
    assert [each.id for each in report.findings] == ["PK-MBZ-COMPETENCIES"]
    shown = inspect_package(built.path)
    assert (shown.identifier, shown.title) == ("quality", "质量管理人员示意课程 / Quality: an illustrative course")
    assert [page.type for page in shown.pages] == ["pre", "lesson", "lesson", "launch", "post", "exam", "survey"]
    items = {each.id: each for each in shown.items}
    assert items["quality.page.l1"].prerequisites == "quality.pre.pre-a"
    assert items["quality.page.l1"].objectives == (course.objectives[0].id,)


def test_the_plan_needs_no_file_and_holds_the_package_as_a_plan(course: Course) -> None:
    gone = course.model_copy(
        update={"assets": tuple(each.model_copy(update={"source": Path("/nowhere")}) for each in course.assets)}
    )
    form = package_format("mbz")
    plan = form.plan(gone)
    assert plan == form.plan(gone)
    (inner,) = [each.content for each in plan.entries if isinstance(each.content, PackagePlan)]
    assert (inner.format, inner.identifier) == ("scorm12", "CB-quality")
    assert [each.id for each in form.check(plan)] == ["PK-MBZ-COMPETENCIES"]


def test_the_same_course_gives_the_same_bytes_and_another_version_other_ones(course: Course, tmp_path: Path) -> None:
    one = build_package(course, "mbz", tmp_path / "a")
    again = build_package(course, "mbz", tmp_path / "b")
    other = build_package(course.model_copy(update={"version": "2"}), "mbz", tmp_path / "c")
    assert one.sha256 == again.sha256 != other.sha256
    stamps = [{q["stamp"] for q in ReadBackup(each.path).bank().values()} for each in (one, other)]
    assert stamps[0] == stamps[1], "questions are the same in the next version of the course"
