"""A skeleton of any map is whole: it checks without errors, its forms are parallel, its survey is ready."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from competency_xml.model import CompetencyMap
from competency_xml.xml import write_map
from course_templates.blueprint import cell_counts
from course_templates.drafts import drafts
from course_templates.errors import BlueprintError, UnknownRoleError
from course_templates.model import Course
from course_templates.skeleton import course_skeleton, new_course
from course_templates.source import load_course
from foundation.errors import TargetExistsError
from tests.course_templates.maps import function, item, level, levelled_map, role, small_map, work

MAPS = {
    "one-level": (small_map(), None),
    "weights-hours-basic": (levelled_map(), "初级"),
    "no-weights": (levelled_map(), "高级"),
}


@pytest.fixture(params=MAPS)
def skeleton(request: pytest.FixtureRequest) -> Course:
    competency_map, level_name = MAPS[request.param]
    return course_skeleton(competency_map, "仓储管理人员", level_name)


@pytest.mark.parametrize("name", MAPS)
def test_a_skeleton_written_and_read_is_the_same_course(name: str, tmp_path: Path) -> None:
    competency_map, level_name = MAPS[name]
    write_map(competency_map, tmp_path / "图谱.xml")
    course = new_course(tmp_path / "图谱.xml", "warehousing", level_name, tmp_path / "课程 一")
    assert load_course(tmp_path / "课程 一") == (course, [])


def test_two_skeletons_of_a_map_have_equal_bytes(tmp_path: Path) -> None:
    write_map(small_map(), tmp_path / "map.xml")
    for name in ("a", "b"):
        new_course(tmp_path / "map.xml", "warehousing", None, tmp_path / name)
    first, second = (
        {
            path.relative_to(tmp_path / name): path.read_bytes()
            for path in (tmp_path / name).rglob("*")
            if path.is_file()
        }
        for name in ("a", "b")
    )
    assert first == second


def test_pre_and_post_are_parallel_and_practice_has_questions_of_its_own(skeleton: Course) -> None:
    forms = {form.phase: form for form in skeleton.forms}
    assert set(forms) == {"pre", "practice", "post"}
    asked = [question for form in forms.values() for question in form.questions]
    assert len(asked) == len(set(asked)) == len(skeleton.questions)
    work_of = {objective.id: objective.work for objective in skeleton.objectives}
    for form in forms.values():
        questions = [skeleton.question(question) for question in form.questions]
        assert form.cells == forms["pre"].cells
        for cell, have in cell_counts(form.cells, questions, work_of):
            assert (have.count, have.points) == (cell.count, cell.points)
    pre, post = ([skeleton.question(q).item for q in forms[phase].questions] for phase in ("pre", "post"))
    assert pre == post


def test_a_form_has_a_hundred_points_and_eight_questions_at_least(skeleton: Course) -> None:
    for form in skeleton.forms:
        assert sum(cell.points for cell in form.cells) == 100
        assert len(form.questions) >= 8


def test_right_keys_are_balanced_in_every_form(skeleton: Course) -> None:
    for form in skeleton.forms:
        counts = Counter(skeleton.question(question).answer[0] for question in form.questions)
        assert max(counts.values()) - min(counts.values()) <= 1
        assert len(counts) == 4


def test_every_item_is_taught_and_critical_ones_are_tested(skeleton: Course) -> None:
    taught = {item_id for lesson in skeleton.lessons() for item_id in lesson.items}
    assert taught == {objective.id for objective in skeleton.objectives}
    tested = {skeleton.question(question).item for form in skeleton.forms for question in form.questions}
    assert {objective.id for objective in skeleton.objectives if objective.critical} <= tested


def test_every_practice_question_follows_the_lesson_that_teaches_its_item(skeleton: Course) -> None:
    practice = skeleton.form("practice")
    assert practice is not None
    placed = [question for lesson in skeleton.lessons() for question in lesson.practice]
    assert sorted(placed) == sorted(practice.questions)
    for lesson in skeleton.lessons():
        assert {skeleton.question(question).item for question in lesson.practice} <= set(lesson.items)


def test_every_lesson_and_question_is_a_draft_and_the_survey_is_not(skeleton: Course) -> None:
    assert len(drafts(skeleton)) == len(list(skeleton.lessons())) + len(skeleton.questions)
    assert skeleton.survey is not None
    assert "待编写" not in skeleton.survey.model_dump_json()


def test_a_draft_names_the_ability_it_is_to_ask_about(skeleton: Course) -> None:
    for question in skeleton.questions:
        assert skeleton.objective(question.item).label.best() in question.stem.best()


def test_the_survey_asks_what_the_secretariat_must_know(skeleton: Course) -> None:
    assert skeleton.survey is not None
    questions = skeleton.survey.questions
    for aspect in ("importance", "frequency", "own-ability"):
        rated = [question for question in questions if question.aspect == aspect]
        assert [question.work for question in rated] == [each.id for each in skeleton.works]
        for question in rated:
            assert [option.value for option in question.options] == [1, 2, 3, 4, 5]
            assert all(option.text.languages == ("zh-CN", "en") for option in question.options)
    others = {question.aspect: question.kind for question in questions if question.work is None}
    assert others == {
        "post": "text",
        "experience-years": "choice",
        "employer-kind": "choice",
        "role-exists": "choice",
        "role-title": "text",
        "missing": "text",
    }
    assert all(question.prompt.languages == ("zh-CN", "en") for question in questions)


def test_the_training_hours_are_shared_out_to_the_minute() -> None:
    junior = course_skeleton(levelled_map(), "warehousing", "初级")
    assert sum(lesson.minutes or 0 for lesson in junior.lessons()) == 40 * 45
    assert junior.hours_required == Decimal(40)
    assert all(lesson.minutes is None for lesson in course_skeleton(levelled_map(), "warehousing", "高级").lessons())


def test_weights_of_the_standard_decide_the_points() -> None:
    form = course_skeleton(levelled_map(), "warehousing", "初级").form("post")
    assert form is not None
    assert {cell.item: cell.points for cell in form.cells} == {
        "basic.ethics": 10,
        "wh.junior.w1-1": 30,
        "wh.junior.w1-2": 30,
        "wh.junior.w2-1": 30,
    }


def test_an_illustrative_map_says_so_in_the_course(skeleton: Course) -> None:
    says_so = "示意" in skeleton.description.best("zh-CN") and "illustration" in skeleton.description.best("en")
    assert says_so == (skeleton.map.status == "illustrative")
    if says_so:
        assert "智能制造数字应用人员能力评价规范" in skeleton.description.best()
        assert skeleton.map.standard is None


@pytest.mark.parametrize(
    ("role_name", "level_name"), [("nobody", None), ("warehousing", None), ("仓储管理人员", "五级")]
)
def test_an_unknown_role_or_level_names_those_there_are(role_name: str, level_name: str | None) -> None:
    with pytest.raises(UnknownRoleError) as refusal:
        course_skeleton(levelled_map(), role_name, level_name)
    assert "warehousing" in refusal.value.remedy or "wh.junior" in refusal.value.remedy


def test_a_role_without_works_is_refused() -> None:
    empty = small_map(roles=(role("warehousing", "仓储管理人员", [level("wh", [])]),))
    with pytest.raises(BlueprintError):
        course_skeleton(empty, "warehousing", None)


def test_nothing_is_written_over_somebodys_work(tmp_path: Path) -> None:
    write_map(small_map(), tmp_path / "map.xml")
    (tmp_path / "课程").mkdir()
    (tmp_path / "课程/笔记.txt").write_text("x", encoding="utf-8")
    with pytest.raises(TargetExistsError):
        new_course(tmp_path / "map.xml", "warehousing", None, tmp_path / "课程")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["map.xml", "课程"]


def _awkward_map() -> CompetencyMap:
    many = [item(f"x:y/a{n}", None, f"能做第 {n} 件事，含 *星号*、[链接](x) 与 | 竖线") for n in range(20)]
    works = [
        work("x:y/w1", "1/甲", "很长的工作", many),
        work("x:y/w2", "1\\甲", "只有知识", [item("x:y/k1", None, "<b>知识</b>", "knowledge")]),
        work("x:y/w3", "", "没有要求的工作", []),
    ]
    return small_map(roles=(role("r@1", "数据:分析", [level("x:y", [function("x:y/f", "", "", works)])]),))


def test_ids_that_no_file_system_likes_become_names_that_all_do(tmp_path: Path) -> None:
    write_map(_awkward_map(), tmp_path / "map.xml")
    course = new_course(tmp_path / "map.xml", "r@1", None, tmp_path / "c")
    assert load_course(tmp_path / "c") == (course, [])
    names = {path.name for path in (tmp_path / "c").rglob("*")}
    assert all(name.isascii() and not set(name) & set('<>:"/\\|?*') for name in names)


def test_a_work_of_many_abilities_is_several_lessons() -> None:
    course = course_skeleton(_awkward_map(), "r@1", None)
    abilities = [len(lesson.items) for lesson in course.modules[0].lessons]
    assert abilities == [5, 5, 5, 5]


def test_the_real_table_gives_a_skeleton_at_every_level(printed_standard: Path, tmp_path: Path) -> None:
    from competency_xml.exchange.printed import read_printed

    competency_map, _ = read_printed(printed_standard)
    write_map(competency_map, tmp_path / "图谱.xml")
    (real,) = competency_map.roles
    assert len(real.levels) == 3
    for each in real.levels:
        course = new_course(tmp_path / "图谱.xml", real.id, each.id, tmp_path / each.id)
        assert load_course(tmp_path / each.id) == (course, [])
        assert len(course.works) == len(list(each.works()))
