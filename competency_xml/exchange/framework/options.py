"""What an importing person told beside a framework, laid over what the framework says."""

from __future__ import annotations

from competency_xml.exchange.base import ImportOptions
from competency_xml.exchange.framework.slots import MapPart
from competency_xml.model import CompetencyMap, Function, InspiredBy, Item, Level, Role, Work
from foundation.text import LangText


def with_options(competency_map: CompetencyMap, options: ImportOptions) -> CompetencyMap:
    """Return the map as the options want it. Only what was given counts: status and version have defaults.

    With `inspired_by` the map states no standard and cites no clause.
    """
    given = options.model_fields_set
    update: dict[str, object] = {name: getattr(options, name) for name in ("version", "status") if name in given}
    if options.inspired_by:
        update["standard"] = None
        update["inspired_by"] = InspiredBy(title=LangText.of(options.inspired_by))
        update["basic"] = tuple(map(_item_without_clause, competency_map.basic))
        update["roles"] = tuple(map(_role_without_clauses, competency_map.roles))
    return competency_map.model_copy(update=update) if update else competency_map


def _role_without_clauses(role: Role) -> Role:
    levels = tuple(map(_level_without_clauses, role.levels))
    return role.model_copy(update={**_sourced(role), "levels": levels})


def _level_without_clauses(level: Level) -> Level:
    functions = tuple(map(_function_without_clauses, level.functions))
    return level.model_copy(update={**_sourced(level), "functions": functions})


def _function_without_clauses(function: Function) -> Function:
    works = tuple(map(_work_without_clauses, function.works))
    return function.model_copy(update={**_sourced(function), "works": works})


def _work_without_clauses(work: Work) -> Work:
    return work.model_copy(update={**_sourced(work), "items": tuple(map(_item_without_clause, work.items))})


def _item_without_clause(item: Item) -> Item:
    return item.model_copy(update=_sourced(item))


def _sourced(part: MapPart) -> dict[str, object]:
    if part.source is None or part.source.clause is None:
        return {}
    return {"source": part.source.model_copy(update={"clause": None})}
