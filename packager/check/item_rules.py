"""What an item says of order and objectives beyond plain content packaging: sequencing rules, objectives, taxa."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from packager.check.sequencing_words import NAMESPACE


def precondition_text(item: etree._Element) -> str | None:
    """Return an item's precondition rules as one line, or None: `disabled if not satisfied CB-x.modules`."""
    rules = item.findall(f"{_ss('sequencing')}/{_ss('sequencingRules')}/{_ss('preConditionRule')}")
    lines = [_rule_text(rule, _targets(item)) for rule in rules]
    return "; ".join(lines) or None


def objective_ids(item: etree._Element) -> tuple[str, ...]:
    """Return the ids of an item's objectives in sequencing, the primary one first where it has an id."""
    container = item.find(f"{_ss('sequencing')}/{_ss('objectives')}")
    below = () if container is None else container.iterchildren(etree.Element)
    return tuple(identifier for each in below if (identifier := each.get("objectiveID")))


def taxon_ids(item: etree._Element) -> tuple[str, ...]:
    """Return the ids of the taxa that an item's own metadata classifies it by, in any version of LOM."""
    metadata = next((each for each in item if _local(each) == "metadata"), None)
    taxa = () if metadata is None else (each for each in metadata.iter(etree.Element) if _local(each) == "taxon")
    ids = (child.text for taxon in taxa for child in taxon if _local(child) == "id")
    return tuple(dict.fromkeys(text.strip() for text in ids if text and text.strip()))


def _rule_text(rule: etree._Element, targets: dict[str, str]) -> str:
    action = rule.find(_ss("ruleAction"))
    conditions = rule.find(_ss("ruleConditions"))
    combination = "all" if conditions is None else conditions.get("conditionCombination", "all")
    parts = list(_condition_texts(conditions, targets))
    joined = (" and " if combination == "all" else " or ").join(parts)
    return f"{'' if action is None else action.get('action', '')} if {joined}"


def _condition_texts(conditions: etree._Element | None, targets: dict[str, str]) -> Iterator[str]:
    for each in () if conditions is None else conditions.iterchildren(etree.Element):
        name = each.get("referencedObjective")
        negation = "not " if each.get("operator") == "not" else ""
        about = f" {targets.get(name, name)}" if name else ""
        threshold = f" {text}" if (text := each.get("measureThreshold")) else ""
        yield f"{negation}{each.get('condition', '')}{about}{threshold}"


def _targets(item: etree._Element) -> dict[str, str]:
    """Return the global objective behind each local one that only reads."""
    container = item.find(f"{_ss('sequencing')}/{_ss('objectives')}")
    below = () if container is None else container.iterchildren(etree.Element)
    pairs = ((each.get("objectiveID"), each.find(_ss("mapInfo"))) for each in below)
    return {name: info.get("targetObjectiveID", name) for name, info in pairs if name and info is not None}


def _ss(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
