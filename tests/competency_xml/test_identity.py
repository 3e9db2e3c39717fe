"""Ids and UUIDs of a first import never depend on when or where it ran."""

from __future__ import annotations

from uuid import NAMESPACE_URL, uuid5

from competency_xml.identity import IdMint, code_slug, minted_uuid, slug


def test_uuid_is_made_of_base_and_first_key() -> None:
    assert minted_uuid("urn:x:", "quality.a1-1-1") == uuid5(NAMESPACE_URL, "urn:x:quality.a1-1-1")


def test_taken_id_gets_a_number() -> None:
    mint = IdMint("urn:x:")
    minted = [mint.mint("q.a1")[0] for _ in range(3)] + [mint.mint("q.a1-2")[0]]
    assert minted == ["q.a1", "q.a1-2", "q.a1-3", "q.a1-2-2"]
    assert len(set(minted)) == 4


def test_ids_are_ascii() -> None:
    assert code_slug("1.1.2") == "1-1-2"
    assert slug("T/CEAMI 005-2025") == "t-ceami-005-2025"
    assert slug("质量") == ""
