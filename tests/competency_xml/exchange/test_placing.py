"""Wherever a framework puts a statement, it is in the map afterwards."""

from __future__ import annotations

import pytest

from competency_xml.exchange.framework.node import Node
from competency_xml.exchange.framework.placing import place
from competency_xml.exchange.framework.slots import Slot
from foundation.text import LangText


def _below_a_basic_requirement(child: Node) -> list[Node]:
    basic = Node(
        key="basic", label=LangText.of("不编造检验记录"), slot=Slot.ITEM, basic=True, known=True, id="basic.l1"
    )
    basic.children.append(child)
    return [basic, Node(key="role", label=LangText.of("质量管理人员"), slot=Slot.ROLE, known=True, id="q")]


@pytest.mark.parametrize("slot", [Slot.FUNCTION, Slot.WORK, Slot.ITEM])
def test_statement_below_a_basic_requirement_is_kept(slot: Slot) -> None:
    child = Node(key="child", label=LangText.of("能编制检验方案"), slot=slot, known=True)
    placement = place(_below_a_basic_requirement(child), [], LangText.of("能力图谱"))
    assert "child" in {draft.node.key for draft in placement.drafts()}
    assert all(draft.slot is Slot.ITEM and not draft.children for draft in placement.basic)
