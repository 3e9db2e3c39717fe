"""The classes of CASE that a map has no words for, kept as they are: definitions and rubrics."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field

from competency_xml.exchange.case.links import Link
from competency_xml.exchange.case.mending import Mending
from competency_xml.exchange.case.part import SINCE_1_1, CasePart, CaseRecord, RawPart, as_parts, fill_field
from competency_xml.exchange.case.values import Count, Extensions, Identifier, Line, Moment, Number, Text


class _Definition(CaseRecord):
    #: Required texts → the fields that stand in for them.
    REQUIRED: ClassVar[dict[str, tuple[str, ...]]] = {"title": ("description",)}

    @classmethod
    def fill(cls, raw: RawPart, mending: Mending) -> RawPart:
        """Return the fields with those that CASE requires, from others where there are any."""
        raw = super().fill(raw, mending)
        for name, others in cls.REQUIRED.items():
            if fill_field(raw, name, *(raw.get(other) for other in others), raw["identifier"]):
                mending.filled(f"{cls.CASE_NAME}.{name}", raw["identifier"])
        return raw


class Concept(_Definition):
    """CFConcept: what a keyword means."""

    CASE_NAME: ClassVar[str] = "CFConcept"
    REQUIRED: ClassVar[dict[str, tuple[str, ...]]] = {
        "title": ("keywords", "description"),
        "hierarchyCode": ("title",),
    }

    title: Line
    keywords: Line | None = None
    hierarchy_code: Line
    description: Text | None = None
    last_change_date_time: Moment
    extensions: Extensions | None = Field(default=None, json_schema_extra=SINCE_1_1)


class Subject(_Definition):
    """CFSubject: a subject of learning."""

    CASE_NAME: ClassVar[str] = "CFSubject"
    REQUIRED: ClassVar[dict[str, tuple[str, ...]]] = {"title": ("description",), "hierarchyCode": ("title",)}

    title: Line
    hierarchy_code: Line
    description: Text | None = None
    last_change_date_time: Moment
    extensions: Extensions | None = Field(default=None, json_schema_extra=SINCE_1_1)


class License(_Definition):
    """CFLicense: under which terms a framework may be used."""

    CASE_NAME: ClassVar[str] = "CFLicense"
    REQUIRED: ClassVar[dict[str, tuple[str, ...]]] = {
        "title": ("description", "licenseText"),
        "licenseText": ("description", "title"),
    }

    title: Line
    description: Text | None = None
    license_text: Text
    last_change_date_time: Moment
    extensions: Extensions | None = Field(default=None, json_schema_extra=SINCE_1_1)


class ItemType(_Definition):
    """CFItemType: a class of statements."""

    CASE_NAME: ClassVar[str] = "CFItemType"
    REQUIRED: ClassVar[dict[str, tuple[str, ...]]] = {
        "title": ("description", "typeCode"),
        "description": ("title",),
        "hierarchyCode": ("typeCode", "title"),
    }

    title: Line
    description: Text
    hierarchy_code: Line
    type_code: Line | None = None
    last_change_date_time: Moment
    extensions: Extensions | None = Field(default=None, json_schema_extra=SINCE_1_1)


class Grouping(_Definition):
    """CFAssociationGrouping: a set of associations."""

    CASE_NAME: ClassVar[str] = "CFAssociationGrouping"

    title: Line
    description: Text | None = None
    last_change_date_time: Moment
    extensions: Extensions | None = Field(default=None, json_schema_extra=SINCE_1_1)


class Definitions(CasePart):
    """CFDefinitions: what items and associations refer to."""

    CASE_NAME: ClassVar[str] = "CFDefinitions"

    concepts: Annotated[tuple[Concept, ...], BeforeValidator(as_parts)] = Field(default=(), alias="CFConcepts")
    subjects: Annotated[tuple[Subject, ...], BeforeValidator(as_parts)] = Field(default=(), alias="CFSubjects")
    licenses: Annotated[tuple[License, ...], BeforeValidator(as_parts)] = Field(default=(), alias="CFLicenses")
    item_types: Annotated[tuple[ItemType, ...], BeforeValidator(as_parts)] = Field(default=(), alias="CFItemTypes")
    groupings: Annotated[tuple[Grouping, ...], BeforeValidator(as_parts)] = Field(
        default=(), alias="CFAssociationGroupings"
    )
    extensions: Extensions | None = Field(default=None, json_schema_extra=SINCE_1_1)


class CriterionLevel(CaseRecord):
    """CFRubricCriterionLevel: one grade of a criterion. Its extensions are a list."""

    CASE_NAME: ClassVar[str] = "CFRubricCriterionLevel"

    description: Text | None = None
    quality: Text | None = None
    score: Number | None = None
    feedback: Text | None = None
    position: Count | None = None
    criterion_id: Identifier | None = Field(default=None, alias="rubricCriterionId")
    last_change_date_time: Moment
    extensions: tuple[Extensions, ...] = Field(default=(), json_schema_extra=SINCE_1_1)

    @classmethod
    def extended(cls, extensions: Any, more: RawPart) -> Any:
        """Return extensions with more in them."""
        return [*(extensions if isinstance(extensions, list) else []), more]


class Criterion(CaseRecord):
    """CFRubricCriterion: what a rubric looks at. `weight` is a share of the rubric."""

    CASE_NAME: ClassVar[str] = "CFRubricCriterion"

    category: Line | None = None
    description: Text | None = None
    item_uri: Link | None = Field(default=None, alias="CFItemURI")
    weight: Number | None = None
    position: Count | None = None
    rubric_id: Identifier | None = None
    last_change_date_time: Moment
    levels: Annotated[tuple[CriterionLevel, ...], BeforeValidator(as_parts)] = Field(
        default=(), alias="CFRubricCriterionLevels"
    )
    extensions: Extensions | None = Field(default=None, json_schema_extra=SINCE_1_1)


class Rubric(CaseRecord):
    """CFRubric: how performance is judged."""

    CASE_NAME: ClassVar[str] = "CFRubric"

    title: Line | None = None
    description: Text | None = None
    last_change_date_time: Moment
    criteria: Annotated[tuple[Criterion, ...], BeforeValidator(as_parts)] = Field(default=(), alias="CFRubricCriteria")
    extensions: Extensions | None = Field(default=None, json_schema_extra=SINCE_1_1)
