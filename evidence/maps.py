"""Which body of evidence a map's version belongs to: what is illustrative is never pooled with the standard's own.

A starter map that the real standard replaces keeps its IRI, so that records still lead to their items. The evidence of
its illustrative time is another body all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from course_templates.card import CourseCard

#: IRI and version of a map → what its evidence goes by instead of the IRI.
MapKeys = Mapping[tuple[str, str], str]


def map_keys(cards: Iterable[CourseCard]) -> MapKeys:
    """Return the keys of illustrative versions of maps that have other versions; all other maps go by their IRI."""
    pins = [card.map for card in cards]
    real = {pin.iri for pin in pins if pin.status != "illustrative"}
    return {
        (pin.iri, pin.version): f"{pin.iri}#illustrative"
        for pin in pins
        if pin.status == "illustrative" and pin.iri in real
    }
