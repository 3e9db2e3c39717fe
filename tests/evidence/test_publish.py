"""A public copy that tells on a few learners breaks the promise made to them; one that hides too much is no use."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.collect import Evidence, Extent
from evidence.counts import Tables
from evidence.engines.base import Engine
from evidence.figures import Figure, Figures
from evidence.labels import Labels
from evidence.measures.gain import GainRow
from evidence.measures.progress import STAGES, ProgressRow, Stage
from evidence.measures.survey import AnswerRow, RatingRow
from evidence.publish import Audience, Basis, publish
from evidence.report.build import ReportRequest, build_report
from evidence.report.open_data import write_open_data
from tests.evidence.pilot import Plan, pilot_home, quality_card
from tests.evidence.test_privacy import rank

SETTINGS = settings(max_examples=60, deadline=None, derandomize=True)
LEVELS, CENTRES = ("r.junior", "r.senior"), ("alpha", "beta", "gamma")
MATCHED: tuple[Stage, ...] = ("finished", "passed")
UNMATCHED: tuple[Stage, ...] = ("unmatched-finished", "unmatched-passed")
#: What each step of the funnel counts, told here a second time.
TAKEN = {
    "enrolled": set(STAGES),
    "started": set(STAGES) - {"enrolled"},
    "pre": {"pre", *MATCHED},
    "post": {*MATCHED, *UNMATCHED},
    "passed": {"passed", "unmatched-passed"},
}
Atom = tuple[str, str, str]  # level, centre, stage
ATOMS: list[Atom] = list(product(LEVELS, CENTRES, STAGES))
COUNTS = st.fixed_dictionaries(dict.fromkeys(ATOMS, st.one_of(st.integers(0, 12), st.integers(0, 60), st.just(0))))


def evidence_of(counts: Mapping[Atom, int], **more: object) -> Evidence:
    rows = [
        ProgressRow(map="m", role="r", level=level, centre=centre, stage=stage, items=True, survey=False, n=n)
        for (level, centre, stage), n in counts.items()
        if n
    ]
    values = {
        "simulated": False, "sources": ("s",), "centres": CENTRES, "versions": (), "ratings": (), "needs": (),
        "answers": (), "questions": (), "comment_counts": (), "comments": (), "progress": tuple(rows),
        "extent": Extent(records=1, learners=1, unattributed=0, first=None, until=datetime(2026, 6, 30, tzinfo=UTC)),
        "gains": tuple(gain_rows(counts)),
        **more,
    }  # fmt: skip
    return Evidence.model_validate(values)


def gain_rows(counts: Mapping[Atom, int]) -> Iterable[GainRow]:
    for level, centre in product((None, *LEVELS), (None, *CENTRES)):
        n = sum(
            own
            for (its_level, its_centre, stage), own in counts.items()
            if stage in MATCHED and level in (None, its_level) and centre in (None, its_centre)
        )
        if n:
            yield GainRow(
                map="m", role="r", level=level, centre=centre, n=n, pre_mean=0.5, post_mean=0.75, pre_sd=0.1,
                post_sd=0.1, change_sd=0.1, gain_g=0.5, gain_dz=2.5,
            )  # fmt: skip


def published(evidence: Evidence, **audience: object) -> Figures:
    basis = Basis(Labels([]), {"r": "m"}, simulated=False)
    return publish(evidence, Audience.model_validate(audience), basis)


def known_sums(figures: Figures, open_folder: Path) -> list[set[Atom]]:
    """Return every set of atoms whose number of learners a reader of all published files knows."""
    known = [set(told) for told in map(_of_figure, figures) if told is not None]
    for file, column in (("progress.csv", "stage"), ("matched.csv", "centre")):
        with (open_folder / "open" / file).open(encoding="utf-8-sig", newline="") as stream:
            for line in csv.DictReader(stream):
                if line["n"]:
                    place = line[column]
                    stages = set(MATCHED) if column == "centre" else {place}
                    centre = place if column == "centre" else "all"
                    known.append(set(_atoms(line["level"], centre, set(STAGES) if stages == {"all"} else stages)))
    # Whoever is listed nowhere is nobody.
    return known


def _of_figure(figure: Figure) -> Iterable[Atom] | None:
    level, centre = figure.group.level or "all", figure.group.centre or "all"
    if figure.n is None:
        return None
    if figure.measure.startswith(("gain_", "pre_mean")):
        return _atoms(level, centre, set(MATCHED))
    if figure.measure == "progress" and figure.group.step in TAKEN:
        return _atoms(level, centre, TAKEN[figure.group.step])
    if figure.measure == "pre_only":
        return _atoms(level, centre, {"pre"})
    if figure.measure == "post_only":
        return _atoms(level, centre, set(UNMATCHED))
    if figure.measure == "no_item_data":
        return _atoms(level, centre, TAKEN["post"])
    return None


def _atoms(level: str, centre: str, stages: set[str]) -> list[Atom]:
    return [a for a in ATOMS if level in ("all", a[0]) and centre in ("all", a[1]) and a[2] in stages]


@SETTINGS
@given(counts=COUNTS)
def test_nothing_small_follows_from_all_that_is_published(
    tmp_path_factory: pytest.TempPathFactory, counts: dict[Atom, int]
) -> None:
    """The attack of a patient reader: every published number is an equation, and the equations are solved."""
    evidence = evidence_of(counts)
    folder = tmp_path_factory.mktemp("open")
    write_open_data(folder, Tables(evidence), threshold=10)
    atoms = [atom for atom in ATOMS if counts[atom]]
    column = {atom: number for number, atom in enumerate(atoms)}

    def line(told: Iterable[Atom]) -> list[int]:
        own = {atom for atom in told if atom in column}
        return [int(atom in own) for atom in atoms]

    matrix = [line(told) for told in known_sums(published(evidence), folder)]
    full = rank(matrix)
    sensitive = [_atoms(level, "all", {stage}) for level in ("all", *LEVELS) for stage in STAGES]
    sensitive += [_atoms(level, centre, set(MATCHED)) for level in ("all", *LEVELS) for centre in CENTRES]
    sensitive += [list(ATOMS), *(_atoms(level, "all", set(STAGES)) for level in LEVELS)]
    for cell in sensitive:
        if 0 < sum(counts[atom] for atom in cell) < 10:
            assert rank([*matrix, line(cell)]) > full, cell


def test_a_small_centre_is_not_told_by_the_total_and_the_other_centre() -> None:
    counts = {("r.junior", "alpha", "passed"): 40, ("r.junior", "beta", "passed"): 4}
    figures = published(evidence_of(counts))
    (beta,) = figures.find("gain_g", centre="beta", level=None)
    assert (beta.suppressed, beta.value, beta.low, beta.n) == (True, None, None, None)
    (alpha,) = figures.find("gain_g", centre="alpha", level=None)
    assert alpha.suppressed
    (total,) = figures.find("gain_g", centre=None, level=None)
    assert (total.n, total.suppressed) == (44, False)


def test_the_internal_copy_shows_small_classes() -> None:
    counts = {("r.junior", "alpha", "passed"): 40, ("r.junior", "beta", "passed"): 4}
    figures = published(evidence_of(counts), internal=True)
    assert not any(figure.suppressed for figure in figures)
    (beta,) = figures.find("gain_g", centre="beta", level=None)
    assert beta.n == 4


def test_two_large_centres_are_shown() -> None:
    counts = {("r.junior", "alpha", "passed"): 25, ("r.junior", "beta", "passed"): 15}
    figures = published(evidence_of(counts))
    assert not any(figure.suppressed for figure in figures)


def test_a_funnel_with_few_losses_keeps_its_ends_and_hides_what_lies_between() -> None:
    stages = {"enrolled": 3, "started": 2, "pre": 7, "finished": 12, "passed": 36}
    figures = published(evidence_of({("r.junior", "alpha", stage): n for stage, n in stages.items()}))
    told = {f.group.step: (f.value, f.n, f.suppressed) for f in figures.find("progress", level=None) if f.group.step}
    assert told["enrolled"] == (1.0, 60, False)
    assert told["started"] == told["pre"] == (None, None, True)
    assert told["post"] == (0.8, 48, False)
    assert told["passed"] == (0.6, 36, False)


def test_nobody_is_a_number_to_be_told() -> None:
    figures = published(evidence_of({("r.junior", "alpha", "passed"): 30}))
    (lost,) = figures.find("pre_only", level=None)
    assert (lost.value, lost.n, lost.suppressed) == (0.0, 0, False)


def test_a_mean_of_a_work_hides_its_n_where_that_would_tell_who_lacks_answers() -> None:
    row = GainRow(
        map="m", role="r", level="r.junior", work="w", n=38, pre_mean=0.5, post_mean=0.6, pre_sd=0.1, post_sd=0.1,
        change_sd=0.1, gain_g=0.2, gain_dz=1.0,
    )  # fmt: skip
    counts = {("r.junior", "alpha", "passed"): 40}
    evidence = evidence_of(counts, gains=(*gain_rows(counts), row))
    (found,) = published(evidence).find("gain_g", work="w")
    assert (found.value, found.n, found.suppressed) == (0.2, None, False)


def test_ratings_of_few_are_withheld_and_answers_of_few_take_another_along() -> None:
    about = {"map": "m", "role": "r", "level": "r.junior"}
    ratings = tuple(
        RatingRow(**about, work=work, aspect="importance", n=n, mean=4.0, sd=1.0) for work, n in (("a", 9), ("b", 10))
    )
    answers = tuple(
        AnswerRow(**about, aspect="employer-kind", response=r, n=n) for r, n in zip("abc", (20, 15, 3), strict=True)
    )
    counts = {("r.junior", "alpha", "passed"): 40}
    figures = published(evidence_of(counts, ratings=ratings, answers=answers))
    assert [f.suppressed for f in figures.find("rating_mean")] == [True, False]
    assert [f.suppressed for f in figures.find("answer_share")] == [False, True, True]


def test_figures_of_two_maps_name_their_map_and_those_of_one_do_not(engine: Engine, home: Path, tmp_path: Path) -> None:
    other = quality_card().model_copy(update={"id": "other"})
    other = other.model_copy(update={"map": other.map.model_copy(update={"iri": "urn:x:standard:"})})
    pilot_home(home, Plan(quality_card(), {"alpha": 30}))
    out = tmp_path / "out"
    assert {"map" in f["group"] for f in _figures(home, out)} == {False}
    pilot_home(home, Plan(other, {"alpha": 30}, seed=9))
    assert {"map" in f["group"] for f in _figures(home, out)} == {True}


def _figures(home: Path, out: Path) -> list[dict[str, dict[str, str]]]:
    build_report(ReportRequest(home=home, out=out))
    figures: list[dict[str, dict[str, str]]] = json.loads((out / "figures.json").read_text("utf-8"))
    return figures
