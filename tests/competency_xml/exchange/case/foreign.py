"""Hypothesis strategies: any sound CASE 1.1 package of somebody else's system."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from tests.competency_xml.exchange.case.rules import TYPES

Json = Any
_TEXTS = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), min_size=1, max_size=12
).map(lambda text: f"能{text}力")
_LINES = _TEXTS
_UUIDS = st.integers(0, 2**122 - 1).map(lambda number: str(UUID(int=number, version=4)))
_URIS = st.sampled_from(
    ["https://other.example/a?b=c#d", "urn:isbn:0451450523", "http://other.example/能力".encode().hex()]
).map(lambda text: text if ":" in text else f"https://other.example/{text}")
_MOMENTS = st.sampled_from(["2024-03-01T08:00:00Z", "2019-12-31T23:59:59.5+08:00", "2024-03-01T08:00:00.000Z"])
_DAYS = st.sampled_from(["2024-02-29", "1999-12-31"])
_EXTENSIONS = st.dictionaries(
    st.sampled_from(["vendor", "x-other", "weight"]),
    st.recursive(
        st.none() | st.booleans() | st.integers(-9, 9) | _TEXTS,
        lambda inner: st.lists(inner, min_size=1, max_size=2),
        max_leaves=3,
    ),
    min_size=1,
    max_size=2,
)


def _links() -> st.SearchStrategy[Json]:
    return st.fixed_dictionaries({"title": _LINES, "identifier": _UUIDS, "uri": _URIS})


def _some(required: dict[str, st.SearchStrategy[Json]], optional: dict[str, st.SearchStrategy[Json]]) -> Any:
    return st.fixed_dictionaries(required, optional=optional)


def _record(required: dict[str, st.SearchStrategy[Json]], optional: dict[str, st.SearchStrategy[Json]]) -> Any:
    return _some({"uri": _URIS, "lastChangeDateTime": _MOMENTS, **required}, {"extensions": _EXTENSIONS, **optional})


def _several(strategy: st.SearchStrategy[Json]) -> st.SearchStrategy[list[Json]]:
    return st.lists(strategy, min_size=1, max_size=2)


_DOCUMENT = _record(
    {"creator": _LINES, "title": _LINES},
    {
        "caseVersion": st.just("1.1"),
        "frameworkType": _LINES,
        "officialSourceURL": _URIS,
        "publisher": _LINES,
        "description": _TEXTS,
        "subject": _several(_LINES),
        "subjectURI": _several(_links()),
        "language": st.sampled_from(["zh-CN", "zh", "en-US", "ja", "de"]),
        "version": _LINES,
        "adoptionStatus": st.sampled_from(["Draft", "Adopted", "Private Draft"]),
        "statusStartDate": _DAYS,
        "licenseURI": _links(),
        "notes": _TEXTS,
    },
)
_ITEM = _record(
    {"fullStatement": _TEXTS},
    {
        "alternativeLabel": _LINES,
        "CFItemType": st.sampled_from(["Standard", "Domain", "工作内容", "知识", "Skill"]),
        "humanCodingScheme": st.sampled_from(["1", "1.1", "A.B-2", "编号 3"]),
        "listEnumeration": _LINES,
        "abbreviatedStatement": _LINES,
        "conceptKeywords": _several(_LINES),
        "conceptKeywordsURI": _links(),
        "notes": _TEXTS,
        "subject": _several(_LINES),
        "subjectURI": _several(_links()),
        "language": st.sampled_from(["zh-CN", "en", "fr"]),
        "educationLevel": _several(_LINES),
        "CFItemTypeURI": _links(),
        "licenseURI": _links(),
        "statusStartDate": _DAYS,
        "statusEndDate": _DAYS,
    },
)
_LINKING = _record({}, {"sequenceNumber": st.integers(-2, 5), "notes": _TEXTS, "CFAssociationGroupingURI": _links()})
_DEFINITION = {"title": _LINES, "hierarchyCode": _LINES}
_CRITERION_LEVEL = _some(
    {"identifier": _UUIDS, "uri": _URIS, "lastChangeDateTime": _MOMENTS},
    {"quality": _TEXTS, "score": st.integers(0, 5) | st.just(2.5), "extensions": _several(_EXTENSIONS)},
)
_RUBRIC = _record(
    {"identifier": _UUIDS},
    {
        "title": _LINES,
        "CFRubricCriteria": _several(
            _record(
                {"identifier": _UUIDS}, {"weight": st.just(0.25), "CFRubricCriterionLevels": _several(_CRITERION_LEVEL)}
            )
        ),
    },
)


class _Draw:
    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.taken: set[str] = set()
        self.outside = 0

    def identified(self, strategy: st.SearchStrategy[Json]) -> dict[str, Json]:
        identifier = self.draw(_UUIDS.filter(lambda one: one not in self.taken))
        self.taken.add(identifier)
        return {"identifier": identifier, **self.draw(strategy), "uri": f"https://one.example/{identifier}"}

    def end(self, record: dict[str, Json] | None) -> dict[str, Json]:
        if record is None:
            self.outside += 1
            identifiers = _UUIDS | st.just(f"CCSS.{self.outside}")
            uri = st.just(f"https://out.example/{self.outside}")
            ends = _some(
                {"title": _LINES, "identifier": identifiers, "uri": uri},
                {"targetType": st.sampled_from(["CASE", "ext:job"])},
            )
            return dict(self.draw(ends))
        title = record.get("fullStatement", record.get("title"))
        return {"title": title, "identifier": record["identifier"], "uri": record["uri"]}

    def association(self, kind: str, origin: dict[str, Json], destination: dict[str, Json] | None) -> dict[str, Json]:
        ends = {"originNodeURI": self.end(origin), "destinationNodeURI": self.end(destination)}
        return {**self.identified(_LINKING), "associationType": kind, **ends}


@st.composite
def packages(draw: st.DrawFn) -> dict[str, Json]:
    """Draw a package: a forest in which every item stands below the document, below an earlier item, or nowhere."""
    made = _Draw(draw)
    document = made.identified(_DOCUMENT)
    items = [made.identified(_ITEM) for _ in range(draw(st.integers(1, 6)))]
    associations: list[dict[str, Json]] = []
    linked = draw(st.booleans())
    for number, item in enumerate(items):
        parent = draw(st.sampled_from([document, *items[:number]]))
        if linked or parent is not document:
            associations.append(made.association("isChildOf", item, parent))
    kinds = st.sampled_from([*sorted(TYPES - {"isChildOf"}), "ext:near", "isTranslationOf"])
    seen: set[tuple[str, str, str]] = set()
    for _ in range(draw(st.integers(0, 4))):
        one = made.association(
            draw(kinds), draw(st.sampled_from([*items, document])), draw(st.sampled_from([*items, None, None]))
        )
        key = (one["associationType"], one["originNodeURI"]["identifier"], one["destinationNodeURI"]["identifier"])
        if key not in seen and key[1] != key[2]:
            seen.add(key)
            associations.append(one)
    whole = {"CFDocument": document, "CFItems": items, "CFAssociations": draw(st.permutations(associations))}
    if draw(st.booleans()):
        whole["CFDefinitions"] = {
            "CFConcepts": [made.identified(_record(_DEFINITION, {"keywords": _LINES}))],
            "CFItemTypes": [made.identified(_record({**_DEFINITION, "description": _TEXTS}, {"typeCode": _LINES}))],
            "CFLicenses": [made.identified(_record({"title": _LINES, "licenseText": _TEXTS}, {}))],
            "CFAssociationGroupings": [made.identified(_record({"title": _LINES}, {"description": _TEXTS}))],
        }
        whole["CFRubrics"] = [draw(_RUBRIC)]
        whole["extensions"] = draw(_EXTENSIONS)
    return {name: value for name, value in whole.items() if value}
