"""Parts that are retired and items that have ended: CASE says it by a date, a map by a status.

Spec: CASE 1.1 Information Model, CFItem.statusEndDate
"""

from __future__ import annotations

from collections.abc import Mapping

from competency_xml.exchange.case.mending import UNKNOWN_MOMENT
from competency_xml.exchange.case.package import Document, Item
from competency_xml.exchange.framework.node import Node
from competency_xml.exchange.framework.notes import FrameworkNotes, Remark
from competency_xml.exchange.framework.placing import Placement
from competency_xml.exchange.framework.slots import MapPart
from foundation.text import both


def end_of(part: MapPart, moment: str) -> str | None:
    """Return the day on which a part was retired at the latest: that of the map's last change, where it is known."""
    return moment[:10] if part.status == "retired" and moment != UNKNOWN_MOMENT else None


def has_ended(item: Item, document: Document) -> bool:
    """Whether an item had ended when it or its framework was last changed; where nobody knows when that was, it had."""
    if item.status_end_date is None:
        return False
    moments = {item.last_change_date_time, document.last_change_date_time} - {UNKNOWN_MOMENT}
    return not moments or item.status_end_date <= max(moments)[:10]


def end_nodes(nodes: Mapping[str, Node], items: Mapping[str, Item], document: Document, notes: FrameworkNotes) -> None:
    """Retire the nodes whose items have ended, but for those of which an export of ours says what they are."""
    for identifier, node in nodes.items():
        if "status" not in node.fields and has_ended(items[identifier], document):
            node.fields["status"] = "retired"
            message = both("statusEndDate 已过，作为停用的部分导入", "Its statusEndDate is past; imported as retired")
            notes.count("ended", Remark("MAP-CASE-ENDED", message, severity="note"), identifier)


def end_fillers(placement: Placement) -> None:
    """Retire what fills up levels that a framework does not know, where it stands in something retired."""
    for draft in placement.drafts():
        parent = draft.parent
        if not draft.node.key and parent is not None and parent.node.fields.get("status") == "retired":
            draft.node.fields["status"] = "retired"
