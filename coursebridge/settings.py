"""`coursebridge.toml` and its environment overrides, as frozen models; every complaint names file, key and remedy."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from foundation.errors import SettingsError
from foundation.files import read_text
from foundation.text import both
from lms_bridge.endpoints import Centre, Endpoint, Source, Target, environment_part
from lms_bridge.errors import UnknownNameError

SETTINGS_FILE = "coursebridge.toml"
SETTINGS_VARIABLE = "COURSEBRIDGE_SETTINGS"
_TABLES: dict[str, type[BaseModel]] = {"sources": Source, "targets": Target, "centres": Centre}
_PATHS = ("data", "key_file")
_MAX_BYTES = 1 << 20

#: What people get wrong in TOML, as Python's reader says it → what to look for there.
_TOML_MISTAKES = {
    "twice": "此处的名称前面已经写过一次，请改名或合并",
    "overwrite": "此处的名称前面已经写过一次，请改名或合并",
    "Invalid initial character for a key": "名称只能用英文字母、数字、- 和 _",
    "Invalid value": '值要写在英文双引号内，如 url = "https://…"',
    "Invalid statement": "此行应写成 名称 = 值；名称只能用英文字母、数字、- 和 _",
    "Expected '=' after a key": "名称后面缺少英文的等号，或名称里有英文字母、数字、- 和 _ 以外的字符",
    "Expected ']'": "缺少英文的方括号 ]",
    "Expected newline or end of document": "这一行末尾有多余的内容",
    "Unescaped '\\'": "Windows 路径请写在英文单引号内，如 data = 'D:\\平台'",
    "Illegal character": "此处有不能用的字符，或缺少右边的引号",
}

Part = TypeVar("Part", bound="Source | Target | Centre")


class Settings(BaseModel):
    """Sources, targets and centres of one working folder. `file` is None when there is no settings file."""

    model_config = ConfigDict(frozen=True)

    file: Path | None = None
    sources: tuple[Source, ...] = ()
    targets: tuple[Target, ...] = ()
    centres: tuple[Centre, ...] = ()

    def source(self, name: str) -> Source:
        """Return a source. Raises UnknownNameError."""
        return self._find(name, self.sources, "sources")

    def target(self, name: str) -> Target:
        """Return a target. Raises UnknownNameError."""
        return self._find(name, self.targets, "targets")

    def centre(self, name: str) -> Centre:
        """Return a centre. Raises UnknownNameError."""
        return self._find(name, self.centres, "centres")

    def select_sources(self, names: Sequence[str] = ()) -> list[Source]:
        """Return the sources with these names; all when none is named.

        Raises:
            UnknownNameError: a name is unknown, or there is no source at all.
        """
        if not names and not self.sources:
            raise self._without("sources", "NAME", both("设置中没有来源", "The settings have no source"))
        return [self.source(name) for name in names] if names else list(self.sources)

    def _find(self, name: str, parts: Sequence[Part], table: str) -> Part:
        for part in parts:
            if part.name == name:
                return part
        raise self._unknown(table, name, [part.name for part in parts])

    def _unknown(self, table: str, name: str, known: Iterable[str]) -> UnknownNameError:
        have = ", ".join(known)
        zh = f"设置中没有 [{table}.{name}]；" + (f"已有：{have}" if have else "一个也没有")
        en = f"The settings have no [{table}.{name}]; there is " + (have or "none at all")
        return self._without(table, name, both(zh, en))

    def _without(self, table: str, name: str, message: str) -> UnknownNameError:
        if self.file is None:
            message = both(f"当前文件夹里没有 {SETTINGS_FILE}", f"There is no {SETTINGS_FILE} in this folder")
        return UnknownNameError(
            message,
            file=self.file or Path(SETTINGS_FILE).absolute(),
            place=f"{table}.{name}",
            remedy=both(
                f"在 {SETTINGS_FILE} 中加入 [{table}.{name}]（写法见 docs/bridge.md），或用 --settings 或 "
                f"{SETTINGS_VARIABLE} 指定设置文件",
                f"Add [{table}.{name}] to {SETTINGS_FILE} (docs/bridge.md shows how), or name the settings file by "
                f"--settings or {SETTINGS_VARIABLE}",
            ),
        )


def read_settings(file: Path | None = None, environment: Mapping[str, str] | None = None) -> Settings:
    """Return the settings of `file`, else of COURSEBRIDGE_SETTINGS, else of `coursebridge.toml` here.

    Without any file the settings are empty. Relative paths are relative to the file. A variable
    `COURSEBRIDGE_SOURCES__NAME__KEY` (TARGETS, CENTRES likewise) replaces one key of a table that is in the file.

    Raises:
        SettingsError: the named file is missing, is no TOML, or holds a wrong key or value (`place` is the key).
    """
    environment = os.environ if environment is None else environment
    named = file or (Path(environment[SETTINGS_VARIABLE]) if environment.get(SETTINGS_VARIABLE) else None)
    path = (named or Path(SETTINGS_FILE)).absolute()
    if named is None and not path.is_file():
        return Settings()
    document = _overridden(_tables(_parse(path), path), environment, path)
    parts = {table: _parts(document, table, model, path) for table, model in _TABLES.items()}
    settings = Settings.model_validate({"file": path, **parts})
    _refuse_unknown_centres(settings, path)
    return settings


def _parse(path: Path) -> dict[str, Any]:
    if not path.is_file():
        raise SettingsError(
            both("找不到设置文件", "There is no such settings file"),
            file=path,
            remedy=both(
                f"检查 --settings 或环境变量 {SETTINGS_VARIABLE} 中的路径",
                f"Check the path in --settings or in the variable {SETTINGS_VARIABLE}",
            ),
        )
    text = read_text(path, max_bytes=_MAX_BYTES)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+), column (\d+)", str(error))
        place = f"{found[1]}:{found[2]}" if found else None
        message = both(f"不是有效的 TOML：{_in_chinese(str(error))}", f"Not valid TOML: {error}")
        raise _error(path, place, message) from error


def _in_chinese(complaint: str) -> str:
    return next((zh for en, zh in _TOML_MISTAKES.items() if en in complaint), complaint)


def _tables(document: dict[str, Any], path: Path) -> dict[str, dict[str, dict[str, Any]]]:
    for key, value in document.items():
        if key not in _TABLES:
            known = ", ".join(f"[{table}.NAME]" for table in _TABLES)
            raise _error(path, key, both(f"不认识“{key}”，可用：{known}", f"Unknown {key!r}; there is {known}"))
        if not isinstance(value, dict) or not all(isinstance(part, dict) for part in value.values()):
            raise _error(path, key, both(f"应写成 [{key}.NAME]", f"It should be written as [{key}.NAME]"))
    return {table: document.get(table, {}) for table in _TABLES}


def _overridden(
    tables: dict[str, dict[str, dict[str, Any]]], environment: Mapping[str, str], path: Path
) -> dict[str, dict[str, dict[str, Any]]]:
    for variable, value in sorted(environment.items()):
        table, _, rest = variable.removeprefix("COURSEBRIDGE_").partition("__")
        name, _, key = rest.partition("__")
        if not variable.startswith("COURSEBRIDGE_") or table.lower() not in tables or not key:
            continue
        parts = tables[table.lower()]
        part = next((part for known, part in parts.items() if environment_part(known) == name), None)
        if part is None:
            message = both("环境变量所指的项不在设置文件中", "The variable names a table that the settings do not have")
            raise _error(path, variable, message)
        part[key.lower()] = value
    return tables


def _parts(
    tables: dict[str, dict[str, dict[str, Any]]], table: str, model: type[BaseModel], path: Path
) -> list[BaseModel]:
    parts = [_part(model, table, name, dict(values), path) for name, values in tables[table].items()]
    in_environment = [environment_part(name) for name in tables[table]]
    if len(set(in_environment)) < len(in_environment):
        message = both("有两个名称只差“-”与“_”", "Two names differ only in '-' and '_'")
        raise _error(path, table, message)
    return parts


def _part(model: type[BaseModel], table: str, name: str, values: dict[str, Any], path: Path) -> BaseModel:
    for key in _PATHS:
        if isinstance(values.get(key), str):
            values[key] = path.parent / values[key]
    if issubclass(model, Endpoint):
        values["options"] = {key: values.pop(key) for key in list(values) if key not in model.model_fields}
    if model is Centre:
        values.setdefault("key_file", path.parent / "keys" / f"{name}.key")
    try:
        return model.model_validate({**values, "name": name})
    except ValidationError as error:
        raise _invalid(error, f"{table}.{name}", path) from error


def _invalid(error: ValidationError, table: str, path: Path) -> SettingsError:
    first = error.errors()[0]
    key = [str(part) for part in first["loc"] if part not in ("name", "options")]
    return _error(path, ".".join([table, *key]), _complaint(first["type"], first["msg"], table))


def _complaint(kind: str, message: str, table: str) -> str:
    if kind == "missing":
        return both("缺少此项", "it is missing")
    if kind == "extra_forbidden":
        return both("不认识此项", "no such key")
    if kind == "string_pattern_mismatch":
        is_titled = table.startswith("centres.")
        return both(
            "名称只能用小写英文字母、数字、- 和 _" + ("，中文写在 title" if is_titled else ""),
            "names are of a-z, 0-9, - and _" + ("; other text goes into title" if is_titled else ""),
        )
    return both("值不合要求", message)


def _refuse_unknown_centres(settings: Settings, path: Path) -> None:
    centres = {centre.name for centre in settings.centres}
    for source in settings.sources:
        if source.centre not in centres:
            place = f"sources.{source.name}.centre"
            message = both(f"没有 [centres.{source.centre}]", f"There is no [centres.{source.centre}]")
            raise _error(path, place, message)


def _error(path: Path, place: str | None, message: str) -> SettingsError:
    remedy = both("改正此处，写法见 docs/bridge.md", "Mend this place; docs/bridge.md shows how it is written")
    return SettingsError(message, file=path, place=place, remedy=remedy)
