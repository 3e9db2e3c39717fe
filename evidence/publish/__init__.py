"""Who may read what: measures become figures, and for the public some of them become suppressed ones."""

from __future__ import annotations

from evidence.collect import Evidence
from evidence.figures import Figures
from evidence.publish.basis import Basis
from evidence.publish.gain import gain_figures, question_figures
from evidence.publish.progress import progress_figures
from evidence.publish.publisher import Audience, Publisher
from evidence.publish.survey import survey_figures

__all__ = ["Audience", "Basis", "publish"]


def publish(evidence: Evidence, audience: Audience, basis: Basis) -> Figures:
    """Return the figures that this audience may read, in a fixed order. `basis` words what each rests on."""
    publisher = Publisher(evidence, audience, basis)
    return Figures(
        figure
        for figures in (gain_figures, progress_figures, survey_figures, question_figures)
        for figure in figures(publisher)
    )
