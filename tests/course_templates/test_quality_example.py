"""The quality example, recomputed: a wrong figure in a lesson or a wrong key would teach learners something false."""

from __future__ import annotations

import math
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import combinations, pairwise
from pathlib import Path
from statistics import NormalDist, mean

import pytest

import course_templates
from competency_xml.exchange.base import ImportOptions
from competency_xml.exchange.printed import read_printed
from competency_xml.xml import map_bytes
from course_templates.model import Course, Question
from course_templates.source import load_course
from foundation.digest import sha256_hex
from foundation.text import EN, ZH

EXAMPLE = Path(course_templates.__file__).parent / "examples" / "quality"
_NUMBER = r"\d+(?:\.\d+)?"
_TERM = rf"\(?{_NUMBER}%?\)?"
_EQUATION = re.compile(rf"({_TERM}(?: ?[÷×+−] ?\(?{_TERM}\)?)+) ?([=≈]) ?({_NUMBER})(%?)")
_OPERATORS = str.maketrans({"÷": "/", "×": "*", "−": "-"})


@pytest.fixture(scope="module")
def course() -> Course:
    read, findings = load_course(EXAMPLE / "course")
    assert findings == []
    assert read is not None
    return read


def _lesson(course: Course, lesson_id: str, lang: str = ZH) -> str:
    (body,) = (
        lesson.body.get(lang) for module in course.modules for lesson in module.lessons if lesson.id == lesson_id
    )
    assert body is not None
    return _plain(body)


def _plain(text: str) -> str:
    """Return a text with ASCII brackets and without bold marks and thousands separators."""
    text = text.replace("（", "(").replace("）", ")").replace("**", "")
    return re.sub(r"(?<=\d),(?=\d{3}\b)", "", text)


def _rows(text: str, heading: str) -> list[list[str]]:
    """Return the cells of the table whose first heading this is, without its two heading lines."""
    lines = text.split("\n")
    start = next(index for index, line in enumerate(lines) if line.startswith(f"| {heading} |")) + 2
    end = next(index for index in range(start, len(lines)) if not lines[index].startswith("|"))
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[start:end]]


def _found(pattern: str, text: str) -> list[float]:
    match = re.search(pattern, text)
    assert match, pattern
    return [float(group) for group in match.groups()]


def _printed(value: float, digits: int) -> str:
    return f"{value:.{digits}f}"


def _question(course: Course, question_id: str) -> tuple[str, str]:
    """Return a question's stem and the text of its right choice, in Chinese."""
    (question,) = (question for question in course.questions if question.id == question_id)
    (key,) = (choice for choice in question.choices if (choice.key,) == question.answer)
    return _plain(question.stem.best(ZH)), _plain(key.text.best(ZH))


def _texts(course: Course) -> Iterator[str]:
    for lang in (ZH, EN):
        for module in course.modules:
            yield from (lesson.body.best(lang) for lesson in module.lessons)
        for question in course.questions:
            yield question.stem.best(lang)
            yield from (text.best(lang) for choice in question.choices for text in (choice.text, choice.feedback))


def _value(terms: str) -> float:
    """Return what a sum printed in a text comes to; a bracket before it may belong to the sentence."""
    terms = terms.removeprefix("(") if terms.count("(") > terms.count(")") else terms
    return float(eval(terms.replace("%", "/100").translate(_OPERATORS)))  # digits, operators, brackets only


def test_every_calculation_printed_anywhere_comes_out_as_printed(course: Course) -> None:
    equations = [match for text in _texts(course) for match in _EQUATION.finditer(_plain(text))]
    assert len(equations) >= 70
    for match in equations:
        terms, _, result, percent = match.groups()
        value = _value(terms) * (100 if percent else 1)
        half = 0.5 * 10 ** -len(result.partition(".")[2])
        assert abs(value - float(result)) <= half + 1e-9, match.group()


def test_limits_follow_from_the_sums_and_factors_printed(course: Course) -> None:
    text = _lesson(course, "control-chart")
    count, means, ranges = _found(rf"(\d+) 个子组均值之和为 ({_NUMBER})，极差之和为 ({_NUMBER})", text)
    a2, d4, d2 = next([float(cell) for cell in row[1:]] for row in _rows(text, "每组件数 n") if row[0] == "5")
    centre, spread = means / count, ranges / count
    assert f"上限 {_printed(centre + a2 * spread, 2)}，下限 {_printed(centre - a2 * spread, 2)}" in text
    assert f"= {_printed(d4 * spread, 2)}，下限 0" in text
    assert f"2.90 ÷ 2.326 = {_printed(spread / d2, 2)}" in text
    beyond = 1 - NormalDist().cdf((15 - 12.5) / (spread / d2))
    assert f"每百件大约有 {round(100 * beyond)} 件超差" in text


@pytest.mark.parametrize("lang", [ZH, EN])
def test_only_subgroup_10_signals_and_its_pieces_are_good(course: Course, lang: str) -> None:
    rows = _rows(_lesson(course, "control-chart", lang), "组" if lang == ZH else "No.")
    assert [row[0] for row in rows] == [str(number) for number in range(1, 13)]
    readings = [[float(reading) for reading in row[1].split()] for row in rows]
    means = [mean(five) for five in readings]
    assert [(row[2], row[3]) for row in rows] == [
        (_printed(mean(five), 2), _printed(max(five) - min(five), 1)) for five in readings
    ]
    assert [index for index, value in enumerate(means, 1) if not 6.83 <= value <= 10.17] == [10]
    assert all(max(five) - min(five) < 6.13 for five in readings)
    sides = "".join("+" if value > 8.5 else "-" for value in means)
    steps = "".join("+" if later > earlier else "-" for earlier, later in pairwise(means))
    assert not re.search(r"\+{9}|-{9}", sides)
    assert not re.search(r"\+{5}|-{5}", steps)
    assert all(2 <= reading <= 15 for five in readings for reading in five)


@pytest.mark.parametrize("picture", ["xbar-r.svg", "xbar-r-en.svg"])
def test_the_control_chart_shows_the_table(course: Course, picture: str) -> None:
    svg = (EXAMPLE / "course/assets" / picture).read_text(encoding="utf-8")
    rows = _rows(_lesson(course, "control-chart"), "组")
    mean_line, range_line = re.findall(r'<polyline[^>]*points="([^"]+)"', svg)
    for line, column, foot, low, unit in ((mean_line, 2, 236, 6, 38.4), (range_line, 3, 414, 0, 120 / 7)):
        heights = [float(point.split(",")[1]) for point in line.split()]
        assert heights == pytest.approx([foot - (float(row[column]) - low) * unit for row in rows], abs=0.06)


def test_pareto_counts_shares_and_machines_add_up(course: Course) -> None:
    text = _lesson(course, "pareto-cpk")
    inspected, units, items = _found(r"终检 (\d+) 件，发现不合格品 (\d+) 件、不合格项 (\d+) 项", text)
    assert f"即 {_printed(1e6 * units / inspected, 0)} ppm" in text
    rows = _rows(text, "不合格项")
    counts = [int(row[1]) for row in rows]
    assert sum(counts) == items
    assert counts[:-1] == sorted(counts[:-1], reverse=True)
    for index, row in enumerate(rows):
        shares = (float(cell.rstrip("%")) for cell in row[2:])
        expected = (100 * counts[index] / items, 100 * sum(counts[: index + 1]) / items)
        assert tuple(shares) == pytest.approx(expected, abs=0.0501)
    made, m01, m02, m03 = _found(r"各加工 (\d+) 件：M01 超差 (\d+) 件[^M]*M02 (\d+) 件[^M]*M03 (\d+) 件", text)
    assert 3 * made == inspected
    assert m01 + m02 + m03 == counts[0]
    assert [f"{_printed(100 * bad / made, 2)}%" in text for bad in (m01, m02, m03)] == [True] * 3
    assert f"占全部 {counts[0]} 项的 {_printed(100 * m03 / counts[0], 1)}%" in text
    each, total, *july = _found(
        r"7 月每台加工 (\d+) 件，共 (\d+) 件，.*超差 (\d+) 件：M01 (\d+) 件，M02 (\d+) 件，M03 (\d+) 件", text
    )
    assert (3 * each, july[0]) == (total, sum(july[1:]))
    assert f"降到 {_printed(100 * july[3] / each, 2)}%" in text
    assert f"一件没有的机会还有约 {_printed(100 * (1 - m03 / made) ** 50, 0)}%" in text


def test_capability_follows_from_mean_and_ranges_and_explains_the_rejects(course: Course) -> None:
    text = _lesson(course, "pareto-cpk")
    centre, ranges = _found(rf"总均值 ({_NUMBER})，极差之和 ({_NUMBER})", text)
    sigma = ranges / 20 / 2.326
    assert f"= {_printed(30 / (6 * sigma), 2)}，只比较" in text
    assert f"= {_printed((30 - centre) / (3 * sigma), 2)}。" in text
    assert f"上限距均值 {_printed((30 - centre) / sigma, 2)} 个标准差" in text
    beyond = 1 - NormalDist(centre, sigma).cdf(30)
    assert f"约 {_printed(100 * beyond, 1)}%，1610 件约 {round(1610 * beyond)} 件" in text


def test_the_trace_balances_to_the_last_gear_and_gearbox(course: Course) -> None:
    text = _lesson(course, "batch-trace")
    (load,) = _found(r"HT0612-2\(共 (\d+) 件", text)
    rows = [[int(re.sub(r"\D", "", cell) or 0) for cell in row] for row in _rows(text, "每台含本炉齿轮")]
    assert all(each * boxes == gears for each, boxes, gears in rows[:-1])
    assert rows[-1][1:] == [sum(row[column] for row in rows[:-1]) for column in (1, 2)]
    places = _found(r"正向分为台架拆下(\d+)、报废(\d+)、在库(\d+)、已装机(\d+)；", text)
    assert (sum(places), places[3]) == (load, rows[-1][2])
    first = _found(r"台架拆下 (\d+)\([^)]*\)、报废 (\d+)\([^)]*\)、在库 (\d+)、已装机 (\d+)", text)
    assert f"合计 {sum(first):.0f}，比 {load:.0f} 少 {load - sum(first):.0f}" in text
    on_line, stored, shipped = _found(r"在线(\d+)台，成品库(\d+)台，已发货(\d+)台", text)
    assert on_line + stored + shipped == rows[-1][1]
    assert f"厂内共 {on_line + stored:.0f} 台" in text
    assert sum(_found(r"客户甲\((\d+) 台\)和乙\((\d+) 台\)", text)) == shipped
    tested, good, soft = _found(r"(\d+) 件全测硬度，(\d+) 件合格，(\d+) 件低于", text)
    assert (tested, good + soft) == (places[2], places[2])
    assert f"只有约 {_printed(100 * (good / tested) ** 20, 1)}%" in text


@pytest.mark.parametrize(("question_id", "digits"), [("pre-01", 4), ("post-01", 2)])
def test_the_key_on_limits_is_the_right_one(course: Course, question_id: str, digits: int) -> None:
    stem, key = _question(course, question_id)
    n, centre, spread = _found(rf"连续取 (\d) [件个].*总均值 ({_NUMBER}).*平均极差 ({_NUMBER})", stem)
    (a2,) = _found(rf"n = {n:.0f} 时 A₂ = ({_NUMBER})", stem)
    low, high = centre - a2 * spread, centre + a2 * spread
    assert key.startswith(f"{_printed(low, digits)}～{_printed(high, digits)} ")


@pytest.mark.parametrize("question_id", ["pre-05", "post-05"])
def test_the_key_on_capability_is_the_right_one(course: Course, question_id: str) -> None:
    stem, key = _question(course, question_id)
    nominal, half, centre, sigma = _found(
        rf"({_NUMBER}) ± ({_NUMBER}) mm.*均值 ({_NUMBER}) mm.*标准差 ({_NUMBER}) mm", stem
    )
    cp, cpk = half / (3 * sigma), (half - abs(centre - nominal)) / (3 * sigma)
    assert key.startswith(f"Cp {_printed(cp, 2)}，Cpk {_printed(cpk, 2)}；")


def test_grr_is_composed_and_chances_are_as_the_feedback_says(course: Course) -> None:
    first = _found(r"重复性 (\d+)%，再现性 (\d+)%，总 %GRR (\d+)%", _question(course, "pre-03")[0])
    total, *parts = _found(r"%GRR (\d+)%.*重复性 (\d+)%.*再现性 (\d+)%", _question(course, "post-03")[0])
    assert (round(math.hypot(*first[:2])), round(math.hypot(*parts))) == (first[2], total)
    at_most_4 = sum(math.comb(400, bad) * 0.02**bad * 0.98 ** (400 - bad) for bad in range(5))
    said = " ".join(_texts(course))
    assert f"不超过 4 件的机会约有 {round(100 * at_most_4)}%" in said
    assert f"每一侧的概率只有约 {_printed(100 * 0.5**9, 1)}%" in said


def test_three_forms_of_eight_balanced_in_keys_and_level(course: Course) -> None:
    bank = {question.id: question for question in course.questions}
    assert {form.id: len(form.questions) for form in course.forms} == {"pre": 8, "practice": 8, "post": 8}
    assert sorted(bank) == sorted(question_id for form in course.forms for question_id in form.questions)
    for form in course.forms:
        assert Counter(bank[question_id].answer for question_id in form.questions) == {(key,): 2 for key in "abcd"}
    assert sum(question.bloom == "remember" for question in bank.values()) <= 0.3 * len(bank)
    pre, post = ([(bank[i].item, bank[i].bloom) for i in _form(course, phase)] for phase in ("pre", "post"))
    assert pre == post


def _form(course: Course, phase: str) -> tuple[str, ...]:
    (form,) = (form for form in course.forms if form.phase == phase)
    return form.questions


@pytest.mark.parametrize("lang", [ZH, EN])
def test_no_two_questions_are_one_and_no_key_gives_itself_away(course: Course, lang: str) -> None:
    stems = [question.stem.best(lang) for question in course.questions]
    assert max(SequenceMatcher(None, *pair, autojunk=False).ratio() for pair in combinations(stems, 2)) < 0.75
    assert sum(_key_is_longest(question, lang) for question in course.questions) <= len(stems) / 4


def _key_is_longest(question: Question, lang: str) -> bool:
    lengths = {choice.key: len(choice.text.best(lang)) for choice in question.choices}
    return lengths[question.answer[0]] > max(size for key, size in lengths.items() if key not in question.answer)


def test_lessons_are_whole_and_every_choice_is_explained_in_both_languages(course: Course) -> None:
    for module in course.modules:
        for lesson in module.lessons:
            assert len(re.findall(r"[\u4e00-\u9fff]", lesson.body.best(ZH))) >= 1000, lesson.id
            assert lesson.body.get(EN)
            assert lesson.draft is False
    explained = [choice.feedback for question in course.questions for choice in question.choices]
    assert len(explained) == 24 * 4
    assert all(len(text.get(ZH) or "") >= 10 and len(text.get(EN) or "") >= 20 for text in explained)


def test_the_pin_is_the_import_of_the_workbook_whose_bytes_do_not_depend_on_the_day(course: Course) -> None:
    options = ImportOptions(status="illustrative", inspired_by="智能制造数字应用人员能力评价规范")
    imported, findings = read_printed(EXAMPLE / "requirements.xlsx", options)
    assert findings == []
    assert map_bytes(imported) == (EXAMPLE / "course/map.xml").read_bytes()
    assert sha256_hex(map_bytes(imported)) == course.map.sha256
    with zipfile.ZipFile(EXAMPLE / "requirements.xlsx") as workbook:
        assert {entry.date_time for entry in workbook.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_every_ability_and_knowledge_is_taught(course: Course) -> None:
    taught = {item for module in course.modules for lesson in module.lessons for item in lesson.items}
    assert taught == {part.id for part in course.objectives if part.kind in ("ability", "knowledge")}
