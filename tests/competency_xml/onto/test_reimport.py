"""A standard that is edited and read again, over and over: every survivor keeps id and UUID, and nothing is lost."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from competency_xml.check import check_map
from competency_xml.model import CompetencyMap
from competency_xml.onto import Laid, lay_onto
from competency_xml.onto.trimming import inside, refilled
from competency_xml.places import MapPart, placed_parts
from competency_xml.xml import map_bytes, parse_map
from tests.competency_xml.onto.maps import active
from tests.competency_xml.onto.tables import Writer, ids_by_key, read

#: An editor who was asked this often about one import would give up.
_MAX_ROUNDS = 6


class Standard:
    """A standard through its editions: what is printed, the map so far, and which id each line has in truth."""

    def __init__(self, seed: int, folder: Path) -> None:
        self._writer = Writer(seed)
        self._path = folder / "要求.xlsx"
        self.table = self._writer.table()
        self.map = read(self.table, self._path)
        self.ids = {key: part.id for key, part in ids_by_key(self.table, self.map).items()}
        self.uuids = {part.id: part.uuid for part in ids_by_key(self.table, self.map).values()}

    def edit(self, edits: int) -> CompetencyMap:
        """Bring out an edition, and return the map that reading it gives."""
        self.table = self._writer.edited(self.table, edits)
        return read(self.table, self._path)

    def import_edition(self, new: CompetencyMap) -> Laid:
        """Lay an edition onto the map, with an editor who knows the truth and answers as often as asked."""
        truth = {part.id: self.ids.get(key) for key, part in ids_by_key(self.table, new).items()}
        decisions: dict[str, str | None] = {}
        for _ in range(_MAX_ROUNDS):
            found = lay_onto(self.map, new, decisions)
            if not found.doubtful:
                return found
            decisions |= {pair.new.id: truth.get(pair.new.id) for pair in found.doubtful}
        raise AssertionError(found.doubtful)

    def take(self, laid: CompetencyMap) -> None:
        """Make the new map the one that the next edition is laid onto."""
        self.map = laid
        for key, part in ids_by_key(self.table, laid).items():
            self.ids[key] = part.id
            self.uuids[part.id] = part.uuid


@settings(max_examples=40)
@given(st.integers(0, 10**6), st.integers(1, 10))
def test_editions(seed: int, edits: int) -> None:
    with TemporaryDirectory() as folder:
        standard = Standard(seed, Path(folder))
        for _ in range(3):
            before = {place.id: place.part.uuid for place in placed_parts(standard.map)}
            new = standard.edit(edits)
            found = standard.import_edition(new)
            assert found.map is not None
            now = {place.id: place.part.uuid for place in placed_parts(found.map)}

            assert before.items() <= now.items()
            assert len(set(now.values())) == len(now) == len(placed_parts(found.map))
            parts = ids_by_key(standard.table, found.map)
            for key, part in parts.items():
                if key in standard.ids:
                    assert (part.id, part.uuid) == (standard.ids[key], standard.uuids[standard.ids[key]])
                else:
                    assert part.id not in before
            in_use = {place.id for place in placed_parts(found.map) if place.part.status == "active"}
            assert len(in_use) == len(placed_parts(new))

            again = lay_onto(found.map, new)
            assert again.map is not None
            assert map_bytes(again.map) == map_bytes(found.map)
            assert parse_map(map_bytes(found.map)) == found.map
            assert [one for one in check_map(found.map) if one.severity == "error"] == []
            standard.take(found.map)


@settings(max_examples=30)
@given(st.integers(0, 10**6))
def test_order_of_the_table_decides_nothing(seed: int) -> None:
    with TemporaryDirectory() as folder:
        standard = Standard(seed, Path(folder))
        new = standard.edit(5)
        found = lay_onto(standard.map, new)
        turned = new.model_copy(update={"roles": tuple(map(_turned, new.roles))})
        shuffled = lay_onto(standard.map, turned)
        assert {(p.old.id, p.new.id) for p in found.doubtful} == {(p.old.id, p.new.id) for p in shuffled.doubtful}
        assert found.matched == shuffled.matched
        if found.map is not None and shuffled.map is not None:
            assert active(found.map) == active(shuffled.map)


def _turned(part: MapPart) -> MapPart:
    """Return a part with everything in it the other way round, under the same codes."""
    return refilled(part, map(_turned, reversed(inside(part))))
