"""The classes of CASE that make a framework: document, items, associations, and the package of all.

What CASE 1.0 does not know is marked with SINCE_1_1.
Spec: CASE 1.1 Information Model; REST/JSON Binding, classes CFPckg… and CFPackage
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field

from competency_xml.exchange.case.definitions import Definitions, Rubric
from competency_xml.exchange.case.links import Link, Links, NodeLink
from competency_xml.exchange.case.mending import Mending, uuid_in
from competency_xml.exchange.case.part import SINCE_1_1, CasePart, CaseRecord, RawPart, as_parts, fill_field
from competency_xml.exchange.case.values import (
    AssociationType,
    Count,
    Day,
    Extensions,
    Line,
    Lines,
    Moment,
    Text,
    Uri,
    identifier_of,
    uri_of,
)

#: The creator of a framework whose creator nobody knows.
UNKNOWN_CREATOR = "未注明 / not stated"


class Document(CaseRecord):
    """CFDocument: the framework as a whole."""

    CASE_NAME: ClassVar[str] = "CFDocument"

    framework_type: Line | None = Field(default=None, json_schema_extra=SINCE_1_1)
    case_version: Literal["1.1"] | None = Field(default=None, json_schema_extra=SINCE_1_1)
    creator: Line
    title: Line
    last_change_date_time: Moment
    official_source_url: Uri | None = Field(default=None, alias="officialSourceURL")
    publisher: Line | None = None
    description: Text | None = None
    subject: Lines = ()
    subject_uri: Links = Field(default=(), alias="subjectURI")
    language: Line | None = None
    version: Line | None = None
    adoption_status: Line | None = None
    status_start_date: Day | None = None
    status_end_date: Day | None = None
    license_uri: Link | None = Field(default=None, alias="licenseURI")
    notes: Text | None = None
    extensions: Extensions | None = Field(default=None, json_schema_extra=SINCE_1_1)

    @classmethod
    def fill(cls, raw: RawPart, mending: Mending) -> RawPart:
        """Return the fields with those that CASE requires."""
        given = raw.get("identifier")
        raw = super().fill(raw, mending)
        identifier = identifier_of(raw["identifier"]) or ""
        mending.remember(str(given), identifier)
        mending.by_uri.setdefault(uri_of(raw["uri"]) or "", identifier)
        if fill_field(raw, "creator", raw.get("publisher"), UNKNOWN_CREATOR):
            mending.filled("CFDocument.creator", raw["identifier"])
        if fill_field(raw, "title", raw.get("description"), mending.notes.file_stem, raw["identifier"]):
            mending.filled("CFDocument.title", raw["identifier"])
        if raw.get("caseVersion") != "1.1":
            raw.pop("caseVersion", None)
        return raw


class Item(CaseRecord):
    """CFItem: a statement, or a group of statements."""

    CASE_NAME: ClassVar[str] = "CFItem"

    full_statement: Text
    alternative_label: Line | None = None
    item_type: Line | None = Field(default=None, alias="CFItemType")
    human_coding_scheme: Line | None = None
    list_enumeration: Line | None = None
    abbreviated_statement: Line | None = None
    concept_keywords: Lines = ()
    concept_keywords_uri: Link | None = Field(default=None, alias="conceptKeywordsURI")
    notes: Text | None = None
    subject: Lines = Field(default=(), json_schema_extra=SINCE_1_1)
    subject_uri: Links = Field(default=(), alias="subjectURI", json_schema_extra=SINCE_1_1)
    language: Line | None = None
    education_level: Lines = ()
    item_type_uri: Link | None = Field(default=None, alias="CFItemTypeURI")
    license_uri: Link | None = Field(default=None, alias="licenseURI")
    status_start_date: Day | None = None
    status_end_date: Day | None = None
    last_change_date_time: Moment
    extensions: Extensions | None = Field(default=None, json_schema_extra=SINCE_1_1)

    @classmethod
    def fill(cls, raw: RawPart, mending: Mending) -> RawPart:
        """Return the fields with identity and, from another text, the statement; remember what the item was called."""
        given = raw.get("identifier")
        raw = super().fill(raw, mending)
        identifier = identifier_of(raw["identifier"]) or ""
        if isinstance(given, str | int):
            mending.remember(str(given), identifier)
            uuid = uuid_in(str(given))
            if uuid is not None and str(uuid) != identifier:
                mending.uuids[identifier] = uuid
        mending.by_uri.setdefault(uri_of(raw["uri"]) or "", identifier)
        texts = ("abbreviatedStatement", "alternativeLabel", "humanCodingScheme", "notes")
        if fill_field(raw, "fullStatement", *(raw.get(name) for name in texts)) and raw["fullStatement"]:
            mending.filled("CFItem.fullStatement", identifier)
        if not raw["fullStatement"]:
            raise ValueError("an item without any text")
        return raw

    @classmethod
    def keeps_given(cls, given: str) -> bool:
        """Whether a former identifier goes into the extensions: a UUID is the part's own in the map anyway."""
        return uuid_in(given) is None


class Association(CaseRecord):
    """CFAssociation: a relation between two items, or an item and a document. The origin is the child."""

    CASE_NAME: ClassVar[str] = "CFAssociation"

    association_type: AssociationType
    sequence_number: Count | None = None
    origin_node_uri: NodeLink = Field(alias="originNodeURI")
    destination_node_uri: NodeLink = Field(alias="destinationNodeURI")
    grouping_uri: Link | None = Field(default=None, alias="CFAssociationGroupingURI")
    last_change_date_time: Moment
    notes: Text | None = Field(default=None, json_schema_extra=SINCE_1_1)
    extensions: Extensions | None = Field(default=None, json_schema_extra=SINCE_1_1)

    @property
    def origin(self) -> str:
        """Identifier of the origin: the child, the superseded, the translation."""
        return self.origin_node_uri.identifier

    @property
    def destination(self) -> str:
        """Identifier of the destination."""
        return self.destination_node_uri.identifier


class Package(CasePart):
    """CFPackage: a framework with everything that belongs to it."""

    CASE_NAME: ClassVar[str] = "CFPackage"

    document: Document = Field(alias="CFDocument")
    items: Annotated[tuple[Item, ...], BeforeValidator(as_parts)] = Field(default=(), alias="CFItems")
    associations: Annotated[tuple[Association, ...], BeforeValidator(as_parts)] = Field(
        default=(), alias="CFAssociations"
    )
    definitions: Definitions = Field(default=Definitions(), alias="CFDefinitions")
    rubrics: Annotated[tuple[Rubric, ...], BeforeValidator(as_parts)] = Field(default=(), alias="CFRubrics")
    extensions: Extensions | None = Field(default=None, json_schema_extra=SINCE_1_1)

    def parts(self) -> Iterator[tuple[str, CasePart | tuple[CasePart, ...] | Extensions]]:
        """Yield what the package holds, by the names in JSON."""
        yield "CFDocument", self.document
        for name, records in (("CFItems", self.items), ("CFAssociations", self.associations)):
            if records:
                yield name, records
        if self.definitions != Definitions():
            yield "CFDefinitions", self.definitions
        if self.rubrics:
            yield "CFRubrics", self.rubrics
        if self.extensions:
            yield "extensions", self.extensions
