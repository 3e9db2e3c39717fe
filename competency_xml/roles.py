"""The sixteen roles of T/CEAMI 004-2025 and 005-2025: ids, names, and the standard that knows them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class KnownRole:
    """A role of the programme. `category` is `manager` (004) or `application` (005)."""

    id: str
    zh: str
    en: str
    category: str


def _manager(role_id: str, zh: str, en: str) -> KnownRole:
    return KnownRole(role_id, zh, en, "manager")


def _application(role_id: str, zh: str, en: str) -> KnownRole:
    return KnownRole(role_id, zh, en, "application")


KNOWN_ROLES: tuple[KnownRole, ...] = (
    _manager("decision-maker", "决策人员", "Decision maker"),
    _manager("chief-data-officer", "首席数据官", "Chief data officer"),
    _manager("planning-execution", "规划执行人员", "Planning and execution"),
    _manager("consulting-assessment", "咨询评估人员", "Consulting and assessment"),
    _application("rd-design", "研发设计人员", "R&D and design"),
    _application("production", "生产制造人员", "Production"),
    _application("operation-maintenance", "运维服务人员", "Operation and maintenance"),
    _application("finance", "财务管理人员", "Finance"),
    _application("marketing-customer", "营销与客户管理人员", "Marketing and customers"),
    _application("human-resources", "人力资源管理人员", "Human resources"),
    _application("supply-chain", "供应链管理人员", "Supply chain"),
    _application("warehousing", "仓储管理人员", "Warehousing"),
    _application("quality", "质量管理人员", "Quality"),
    _application("ai-application", "人工智能应用人员", "AI application"),
    _application("education-application", "教育领域应用人员", "Digital application in education"),
    _application("government-application", "政务领域应用人员", "Digital application in government"),
)


#: Titles of the programme's standards, by number.
STANDARD_TITLES: dict[str, str] = {
    "T/CEAMI 004-2025": "智能制造数字管理人员能力评价规范",
    "T/CEAMI 005-2025": "智能制造数字应用人员能力评价规范",
}


def role_named_in(text: str) -> KnownRole | None:
    """Return the role whose Chinese name stands in a text; the longest name wins."""
    found = [role for role in KNOWN_ROLES if role.zh in text]
    return max(found, key=lambda role: len(role.zh), default=None)


def role_by_id(role_id: str) -> KnownRole | None:
    """Return the role with this id, or None."""
    return next((role for role in KNOWN_ROLES if role.id == role_id), None)
