"""What the new map says of itself, and of its levels: version, standard, weights."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from competency_xml.check import check_map
from competency_xml.model import CompetencyMap, Entry, ExamPart, Hours, InspiredBy, Level, Standard, Weight, Weights
from competency_xml.onto.statement import next_minor
from foundation.text import LangText
from tests.competency_xml.onto.maps import COMPLETE, edited, laid, part, read_rows, the_map, told, with_cell
from tests.competency_xml.workbooks import SOUND_ROWS

LEVEL = "quality.level"


@pytest.fixture
def old(tmp_path: Path) -> CompetencyMap:
    return read_rows(tmp_path, base="https://example.org/cm/")


@pytest.fixture
def other(tmp_path: Path) -> CompetencyMap:
    """The same standard with a word changed."""
    return read_rows(tmp_path, with_cell(0, 2, "能编制质量计划", "能编制年度质量计划"))


@pytest.mark.parametrize(
    ("version", "after"),
    [("1.0.0", "1.1.0"), ("1.9.3", "1.10.0"), ("2025", "2025.1"), ("2025.1", "2025.2"), ("A", "A.1")],
)
def test_next_version(version: str, after: str) -> None:
    assert next_minor(version) == after


def test_version_moves_on_with_the_content_and_only_then(old: CompetencyMap, other: CompetencyMap) -> None:
    assert the_map(laid(old, old)).version == "1.0.0"
    assert the_map(laid(old, other)).version == "1.1.0"
    assert the_map(laid(old, other, version="2.0.0")).version == "2.0.0"
    assert the_map(laid(old, old, version="1.0.1")) == old.model_copy(update={"version": "1.0.1"})


def test_two_contents_under_one_version_are_told(old: CompetencyMap, other: CompetencyMap) -> None:
    found = laid(old, other, version="1.0.0")
    assert the_map(found).version == "1.0.0"
    assert told(found) == [("MAP-ONTO-VERSION", None)]


def test_base_and_status_are_those_of_the_old_map(old: CompetencyMap, other: CompetencyMap) -> None:
    published = old.model_copy(update={"status": "published", "title": LangText.of("质量图谱", "Quality")})
    now = the_map(laid(published, other))
    assert (now.base, now.status, now.title) == (old.base, "published", published.title)
    assert the_map(laid(published, other, status="draft")).status == "draft"


def test_complete_source_says_version_and_status_itself(old: CompetencyMap, other: CompetencyMap) -> None:
    said = other.model_copy(update={"version": "3.0.0", "status": "published"})
    now = the_map(laid(old, said, traits=COMPLETE))
    assert (now.version, now.status) == ("3.0.0", "published")
    assert the_map(laid(old, other, traits=COMPLETE)).version == "1.1.0"


def test_standard_keeps_what_the_table_does_not_say_of_it(old: CompetencyMap) -> None:
    assert old.standard is not None
    fuller = old.standard.model_copy(
        update={"version": "第 1 版", "publisher": LangText.of("协会"), "title": LangText.of("旧名", "Old name")}
    )
    now = the_map(laid(old.model_copy(update={"standard": fuller}), old)).standard
    assert now is not None
    assert (now.version, now.publisher) == (fuller.version, fuller.publisher)
    assert now.title == LangText.of(old.standard.title.best(), "Old name")


def test_another_standard_is_told(old: CompetencyMap) -> None:
    found = laid(old.model_copy(update={"standard": Standard(number="T/CEAMI 004-2025")}), old)
    assert told(found) == [("MAP-ONTO-STANDARD", None)]


def test_illustrative_content_does_not_take_the_place_of_a_standard(old: CompetencyMap) -> None:
    illustrative = old.model_copy(update={"standard": None, "inspired_by": InspiredBy(title=LangText.of("某规范"))})
    found = laid(old, illustrative)
    assert found.map is None
    assert told(found) == [("MAP-ONTO-STATEMENT", None)]
    assert the_map(laid(illustrative, illustrative)) == illustrative


def _weighed(old: CompetencyMap, **percents: int) -> CompetencyMap:
    weights = tuple(Weight(ref=f"quality.{ref.replace('_', '-')}", percent=Decimal(n)) for ref, n in percents.items())
    return edited(old, {LEVEL: {"weights": (Weights(part="theory", weights=weights),)}})


def _level(competency_map: CompetencyMap) -> Level:
    level = part(competency_map, LEVEL)
    assert isinstance(level, Level)
    return level


def test_weights_hours_entry_and_exams_outlive_a_table_that_says_none(old: CompetencyMap, other: CompetencyMap) -> None:
    weighed = _weighed(old, f1=40, f2=60)
    said = {
        "hours": (Hours(component="total", value=Decimal(64)),),
        "entry": (Entry(code="1", text=LangText.of("大专以上", "College")),),
        "exams": (ExamPart(part="theory", minutes=90, passing=Decimal(60)),),
        "weights": _level(weighed).weights,
    }
    now = _level(the_map(laid(edited(old, {LEVEL: said}), other)))
    assert {name: getattr(now, name) for name in said} == said


def test_conditions_that_the_table_says_win_and_keep_their_translations(old: CompetencyMap) -> None:
    before = {
        "entry": (Entry(text=LangText.of("大专以上", "College")),),
        "exams": (ExamPart(part="theory", minutes=90),),
    }
    after = {"entry": (Entry(text=LangText.of("大专以上。")), Entry(text=LangText.of("有证书")))}
    exams = (ExamPart(part="theory", passing=Decimal(60)),)
    now = _level(the_map(laid(edited(old, {LEVEL: before}), edited(old, {LEVEL: {**after, "exams": exams}}))))
    assert [entry.text for entry in now.entry] == [LangText.of("大专以上。", "College"), LangText.of("有证书")]
    assert now.exams == (ExamPart(part="theory", minutes=90, passing=Decimal(60)),)


def test_weights_that_the_table_says_refer_to_the_old_ids(old: CompetencyMap, tmp_path: Path) -> None:
    first, second, third = SOUND_ROWS
    swapped = [("1. 质量控制", *third[1:]), ("2. 质量策划", *first[1:]), second]
    read = _weighed(read_rows(tmp_path, swapped), f1=70, f2=30)
    now = the_map(laid(old, read))
    assert [(one.ref, one.percent) for one in _level(now).weights[0].weights] == [
        ("quality.f2", Decimal(70)),
        ("quality.f1", Decimal(30)),
    ]


def test_weights_of_what_is_gone_are_not_carried_over(old: CompetencyMap, tmp_path: Path) -> None:
    found = laid(_weighed(old, f1=40, f2=60), read_rows(tmp_path, SOUND_ROWS[:2]))
    assert _level(the_map(found)).weights == ()
    assert told(found) == [("MAP-ONTO-WEIGHTS", "要求!A2")]


def test_weights_that_no_longer_sum_are_not_carried_over(old: CompetencyMap, tmp_path: Path) -> None:
    first, second, third = SOUND_ROWS
    moved = [first, (third[0], *third[1:]), (None, "2.2 设计检验方案", *second[2:])]
    found = laid(_weighed(old, f1=40, f2=60, w1_1=30, w1_2=10), read_rows(tmp_path, moved))
    assert _level(the_map(found)).weights == ()
    assert ("MAP-ONTO-WEIGHTS", "要求!A2") in told(found)
    assert not [one for one in check_map(the_map(found)) if one.severity == "error"]


def test_function_without_weight_in_a_table_carried_over_is_told(old: CompetencyMap, tmp_path: Path) -> None:
    more = [*SOUND_ROWS, ("3. 质量改进", "3.1 立项", "3.1.1 能提出改进项目", "3.1.1 项目管理知识")]
    found = laid(_weighed(old, f1=40, f2=60), read_rows(tmp_path, more))
    assert len(_level(the_map(found)).weights) == 1
    assert told(found) == [("MAP-ONTO-WEIGHTS", "要求!A2")]
    assert "3" in found.findings[0].message
