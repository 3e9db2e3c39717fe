"""What every map format promises, and what each of them cannot say: `test_conformance.py` holds them to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from competency_xml.identity import minted_uuid
from competency_xml.model import (
    Alignment,
    CompetencyMap,
    Entry,
    ExamPart,
    Foreign,
    Function,
    Hours,
    Item,
    Level,
    Role,
    Source,
    Standard,
    Weight,
    Weights,
    Work,
)
from competency_xml.xml import write_map
from foundation.text import LangText
from tests.competency_xml.exchange import hostile
from tests.competency_xml.exchange.case.packages import package_file, tree
from tests.competency_xml.exchange.docx.samples import requirement_file
from tests.competency_xml.exchange.moodle_csv.frameworks import framework_file
from tests.competency_xml.workbooks import workbook_file

BASE = "https://example.org/cm/仓储/"
_ZH_EN = LangText.of


def _identity(part_id: str) -> dict[str, Any]:
    return {"id": part_id, "uuid": minted_uuid(BASE, part_id)}


def full_map() -> CompetencyMap:
    """Return a map that says everything a map can say, with ids such as our importers make."""
    items = (
        Item(
            **_identity("warehousing.senior.d1.a1-1-1"),
            kind="ability",
            code="1.1.1",
            label=_ZH_EN("能规划库位", "Can plan storage"),
            description=_ZH_EN("含立体库", "High bay included"),
            bloom="create",
            assess="project",
            critical=True,
            source=Source(clause="A.2", row=3, document="某标准", place="表1!C3"),
            alignments=(
                Alignment(target="https://esco.example/1", relation="exactMatchOf", code="S1", framework="某"),
            ),
        ),
        Item(
            **_identity("warehousing.senior.d1.k1-1-1"),
            kind="knowledge",
            code="1.1.1",
            label=_ZH_EN("库位编码规则", "Storage codes"),
            supports=("warehousing.senior.d1.a1-1-1",),
            foreign=(Foreign(format="another", name="colour", value='"red"'),),
        ),
        Item(
            **_identity("warehousing.senior.d1.e1-1-1"),
            kind="experience",
            code="1.1.1",
            label=_ZH_EN("一年仓储经验", "A year in a warehouse"),
        ),
        Item(
            **_identity("warehousing.senior.d1.a1-1-2"),
            kind="ability",
            code="1.1.2",
            label=_ZH_EN("能用旧系统", "Can use the old system"),
            status="retired",
            replaced_by=("warehousing.senior.d1.a1-1-1",),
        ),
    )
    work = Work(
        **_identity("warehousing.senior.d1.w1-1"), code="1.1", label=_ZH_EN("库位规划", "Storage planning"), items=items
    )
    function = Function(
        **_identity("warehousing.senior.d1.f1"), code="1", label=_ZH_EN("仓储规划", "Planning"), works=(work,)
    )
    ethics_id, function_id = "basic.ethics", function.id
    theory = (Weight(ref=ethics_id, percent=Decimal("4.5")), Weight(ref=function_id, percent=Decimal("95.5")))
    skill = (Weight(ref=ethics_id, percent=None), Weight(ref=function_id, percent=Decimal(100)))
    level = Level(
        **_identity("warehousing.senior.d1"),
        label=_ZH_EN("高级", "Senior"),
        direction=_ZH_EN("智能仓储", "Smart warehouses"),
        entry=(Entry(code="1", text=_ZH_EN("从业三年", "Three years")),),
        hours=(Hours(component="total", value=Decimal(64)),),
        exams=(ExamPart(part="theory", minutes=90, maximum=Decimal(100), passing=Decimal(60)),),
        functions=(function,),
        weights=(Weights(part="theory", weights=theory), Weights(part="skill", weights=skill)),
    )
    role = Role(
        **_identity("warehousing"),
        code="R12",
        label=_ZH_EN("仓储管理人员", "Warehousing"),
        description=_ZH_EN("管仓库的人", "Who runs the warehouse"),
        category="application",
        duty=(_ZH_EN("保管", "Keeps stock"),),
        levels=(level,),
    )
    ethics = Item(**_identity("basic.ethics"), kind="literacy", label=_ZH_EN("诚信守法", "Honest and lawful"))
    return CompetencyMap(
        base=BASE,
        version="2.1.0",
        status="published",
        modified="2026-04-10T09:00:00+08:00",
        title=_ZH_EN("智能仓储能力规范", "Smart warehousing"),
        standard=Standard(number="T/X 1-2026", title=_ZH_EN("智能仓储能力规范", "Smart warehousing"), version="2026"),
        basic=(ethics,),
        roles=(role,),
    )


Said = Callable[[CompetencyMap], Any]


def _of_items(*names: str) -> Said:
    return lambda one: [tuple(getattr(item, name) for name in names) for item in one.items()]


def _of_active_items(*names: str) -> Said:
    return lambda one: [tuple(getattr(item, name) for name in names) for item in one.items() if item.status == "active"]


def _of_levels(*names: str) -> Said:
    return lambda one: [tuple(getattr(level, name) for name in names) for level in one.levels()]


def _of_roles(*names: str) -> Said:
    return lambda one: [tuple(getattr(role, name) for name in names) for role in one.roles]


def _tree(one: CompetencyMap) -> Any:
    return [
        (role.label.best(), level.label.best(), function.label.best(), work.label.best(), item.label.best())
        for role in one.roles
        for level in role.levels
        for function in level.functions
        for work in function.works
        for item in work.items
        if item.status == "active"
    ]


#: What a map says, one thing at a time.
CAPABILITIES: dict[str, Said] = {
    "tree": _tree,
    "ids": _of_active_items("id"),
    "uuids": _of_active_items("uuid"),
    "codes": _of_active_items("code"),
    "kinds": _of_active_items("kind"),
    "languages": _of_active_items("label"),
    "descriptions": _of_active_items("description"),
    "support": _of_active_items("supports"),
    "levels": _of_levels("label"),
    "directions": _of_levels("direction"),
    "weights": _of_levels("weights"),
    "hours": _of_levels("hours"),
    "exams": _of_levels("exams"),
    "entry conditions": _of_levels("entry"),
    "codes of roles": _of_roles("code"),
    "duties": _of_roles("duty", "category"),
    "retired parts": _of_items("id", "status", "replaced_by"),
    "bloom and critical": _of_active_items("bloom", "assess", "critical"),
    "sources": _of_active_items("source"),
    "alignments": _of_active_items("alignments"),
    "other formats": _of_active_items("foreign"),
    "standard": lambda one: (one.standard, one.status),
    "version": lambda one: one.version,
    "base": lambda one: one.base,
    "title": lambda one: one.title,
    "modified": lambda one: one.modified,
}


@dataclass(frozen=True)
class FormatCase:
    """How one format is tried.

    Attributes:
        name: its name in the registry.
        variant: which of its files, where it reads several kinds.
        sample: writes a sound file of it into a folder and returns its path; None where it cannot be imported.
        reader: the format that reads what this one writes.
        one_way: why it goes one way only, or None.
        gaps: capability → why the format cannot have it.
        hostile: hostile files by what they try, each a function that writes one into a folder.
    """

    name: str
    sample: Callable[[Path], Path] | None = None
    reader: str | None = None
    one_way: str | None = None
    gaps: Mapping[str, str] = field(default_factory=dict)
    hostile: Mapping[str, Callable[[Path], Path]] = field(default_factory=dict)
    variant: str = ""

    @property
    def title(self) -> str:
        """How test ids name it."""
        return f"{self.name} {self.variant}".rstrip()


#: Capability → words by which an export that cannot carry it says so.
TOLD: dict[str, tuple[str, ...]] = {
    "languages": ("languages", "translations"),
    "descriptions": ("languages", "translations"),
    "title": ("languages", "translations"),
    "levels": ("languages", "translations"),
    "directions": ("direction",),
    "weights": ("weight",),
    "hours": ("hours",),
    "exams": ("exam",),
    "entry conditions": ("entry conditions",),
    "duties": ("dut",),
    "retired parts": ("retired",),
    "bloom and critical": ("bloom", "critical"),
    "sources": ("source",),
    "alignments": ("alignment",),
    "other formats": ("other formats",),
    "standard": ("standard",),
    "modified": ("time of change",),
}


def _written(competency_map: CompetencyMap, path: Path) -> Path:
    write_map(competency_map, path)
    return path


_NO_FIELD_1_0 = "CASE 1.0 has no field for it and allows no extensions"
_NO_COLUMN = "Moodle's CSV has no column for it"

CASES: tuple[FormatCase, ...] = (
    FormatCase(
        "printed",
        sample=lambda folder: workbook_file(folder / "要求表.xlsx"),
        one_way="a printed table has no room for ids",
        hostile=hostile.WORKBOOKS,
    ),
    FormatCase(
        "printed",
        variant="docx",
        sample=lambda folder: requirement_file(folder / "要求表.docx"),
        one_way="a printed table has no room for ids",
        hostile=hostile.DOCUMENTS,
    ),
    FormatCase("xlsx", reader="xlsx", hostile=hostile.WORKBOOKS),
    FormatCase(
        "case",
        sample=lambda folder: package_file(folder / "框架.json", tree(2, 2, 3)),
        reader="case",
        hostile=hostile.JSON,
    ),
    FormatCase(
        "case-1.0",
        reader="case",
        gaps={
            **dict.fromkeys(
                (
                    "directions",
                    "weights",
                    "hours",
                    "exams",
                    "entry conditions",
                    "duties",
                    "bloom and critical",
                    "sources",
                    "alignments",
                    "other formats",
                    "standard",
                ),
                _NO_FIELD_1_0,
            ),
            "languages": "CASE 1.0 knows no isTranslationOf",
            "descriptions": "CASE 1.0 knows no isTranslationOf",
            "title": "CASE 1.0 knows no isTranslationOf",
            "levels": "CASE 1.0 knows no isTranslationOf",
        },
    ),
    FormatCase(
        "moodle-csv",
        sample=lambda folder: framework_file(folder / "框架.csv"),
        reader="moodle-csv",
        gaps={
            **dict.fromkeys(
                (
                    "directions",
                    "weights",
                    "hours",
                    "exams",
                    "entry conditions",
                    "duties",
                    "bloom and critical",
                    "sources",
                    "alignments",
                    "other formats",
                    "standard",
                    "modified",
                ),
                _NO_COLUMN,
            ),
            "title": "a framework's name has one language",
            "retired parts": "Moodle knows no retirement, so they stay out",
        },
        hostile=hostile.CSV,
    ),
    FormatCase("rdceo", one_way="RDCEO definitions are flat and know no tree"),
    FormatCase(
        "xml",
        sample=lambda folder: _written(full_map(), folder / "图谱.xml"),
        reader="xml",
        hostile=hostile.XML,
    ),
)
