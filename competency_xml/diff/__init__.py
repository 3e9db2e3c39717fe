"""What changed between two maps: `map diff`. Parts are matched by `competency_xml.matching`."""

from __future__ import annotations

from competency_xml.collector import collector_paused
from competency_xml.diff.comparing import Comparison
from competency_xml.diff.model import Doubt, MapDiff, Side
from competency_xml.matching import Identity, Matching, match_maps
from competency_xml.model import CompetencyMap
from competency_xml.similarity import NEAR_ALIKE

__all__ = ["MapDiff", "diff_maps"]


def diff_maps(
    old: CompetencyMap, new: CompetencyMap, *, threshold: float = NEAR_ALIKE, identity: Identity = "auto"
) -> MapDiff:
    """Return what changed from one map to another; a map and itself differ in nothing.

    Args:
        old: the map as it was.
        new: the map as it is.
        threshold: likeness from which two texts are one, where ids do not tell.
        identity: whether UUIDs and ids are believed (see `competency_xml.matching.match_maps`).
    """
    matching = match_maps(old, new, threshold=threshold, identity=identity)
    with collector_paused():
        comparison = Comparison(matching)
        return MapDiff(
            old=_side(old),
            new=_side(new),
            added=tuple(comparison.added()),
            retired=tuple(comparison.retired()),
            moved=tuple(comparison.moved()),
            renumbered=tuple(comparison.renumbered()),
            reworded=tuple(comparison.reworded()),
            reweighted=tuple(comparison.reweighted()),
            changed=tuple(comparison.changed(old, new)),
            identity_believed=matching.identity_believed,
            threshold=threshold,
            new_ids=sum(pair.old.id != pair.new.id for pair in matching.pairs),
            doubtful=_doubts(matching),
        )


def _side(competency_map: CompetencyMap) -> Side:
    return Side(
        title=competency_map.title,
        version=competency_map.version,
        status=competency_map.status,
        items=sum(item.status == "active" for item in competency_map.items()),
    )


def _doubts(matching: Matching) -> tuple[Doubt, ...]:
    return tuple(
        Doubt(
            old_id=pair.old.id,
            new_id=pair.new.id,
            old=pair.old.part.label.best(),
            new=pair.new.part.label.best(),
            score=round(pair.score, 3),
            paired=number < len(matching.doubtful) - len(matching.near_misses),
        )
        for number, pair in enumerate(matching.doubtful)
    )
