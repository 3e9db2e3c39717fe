"""What this machine and this working folder lack: one check per thing that a person can mend."""

from __future__ import annotations

import os
import platform
import re
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from coursebridge.settings import SETTINGS_FILE, Settings, read_settings
from foundation.errors import CourseBridgeError, UnwritableFileError
from foundation.text import both, halves
from lms_bridge.connectors.base import Check, Probe
from lms_bridge.connectors.registry import connected
from lms_bridge.endpoints import Centre, Target
from lms_bridge.home import Home
from lms_bridge.keys import read_keys
from lms_bridge.sandbox.runtime import require_runtime
from lms_bridge.state import open_state

_WANTED_PYTHON = (3, 11)
_USAGE_EXIT = 2
#: Modules with compiled parts, which may be installed and yet not load (no C++ run-time, another CPU).
_COMPILED = ("duckdb", "lxml.etree", "nh3", "pyarrow", "pydantic_core", "sqlalchemy")


def examine(home: Path, settings_file: Path | None, target: str | None) -> list[Check]:
    """Return all checks; `target` is asked over the network, if it is there, and nothing is changed anywhere."""
    checks = [_python(), _packages(), _compiled(), _runtime(), _home(home)]
    try:
        settings = read_settings(settings_file)
    except CourseBridgeError as error:
        return [*checks, _failed("settings", error, both("可读的设置文件", "settings that can be read"))]
    checks.append(_settings(settings))
    checks += [_key(centre) for centre in settings.centres]
    if target is not None:
        checks += _target(settings, target)
    return checks


def _python() -> Check:
    return Check(
        id="python",
        ok=sys.version_info >= _WANTED_PYTHON,
        found=platform.python_version(),
        want=">= " + ".".join(str(part) for part in _WANTED_PYTHON),
        remedy=both("安装更新的 Python", "Install a newer Python"),
    )


def _packages() -> Check:
    wanted = [
        re.split(r"[^A-Za-z0-9._-]", line)[0] for line in requires("coursebridge") or [] if "extra ==" not in line
    ]
    missing = [name for name in wanted if not _is_installed(name)]
    return Check(
        id="packages",
        ok=not missing,
        found=both(f"缺少 {', '.join(missing)}", f"missing: {', '.join(missing)}") if missing else f"{len(wanted)}",
        want=f"{len(wanted)}",
        remedy="pip install coursebridge" if missing else "",
    )


def _compiled() -> Check:
    broken = [name for name in _COMPILED if not _imports(name)]
    return Check(
        id="compiled",
        ok=not broken,
        found=both(f"无法加载 {', '.join(broken)}", f"do not load: {', '.join(broken)}") if broken else "ok",
        want=", ".join(_COMPILED),
        remedy=both("重新安装；Windows 需 VC++ 运行库", "Install again; Windows needs the VC++ run-time")
        if broken
        else "",
    )


def _runtime() -> Check:
    want = both("内置平台的 SCORM 运行时", "the sandbox's SCORM run-time")
    return _checked("runtime", want, lambda: require_runtime().name)


def _home(home: Path) -> Check:
    return _checked("home", both("可写的数据文件夹", "a folder that can be written"), lambda: _examine_home(Home(home)))


def _examine_home(home: Home) -> str:
    nearest = next(folder for folder in (home.path.absolute(), *home.path.absolute().parents) if folder.exists())
    if not nearest.is_dir() or not os.access(nearest, os.W_OK):
        raise UnwritableFileError(
            both(f"不能写入 {nearest}", f"{nearest} cannot be written"),
            file=nearest,
            remedy=both("用 --home 另选文件夹", "Choose another folder with --home"),
        )
    if not home.state_file.is_file():
        return both(f"{home.path}（还没有数据）", f"{home.path} (no data yet)")
    with open_state(home.state_file):
        return str(home.path)


def _settings(settings: Settings) -> Check:
    found = both(f"没有 {SETTINGS_FILE}", f"no {SETTINGS_FILE}")
    if settings.file is not None:
        counts = (len(settings.sources), len(settings.targets), len(settings.centres))
        found = both("{}：{} 个来源、{} 个目标、{} 个中心", "{}: {} sources, {} targets, {} centres").format(
            *(settings.file, *counts) * 2
        )
    return Check(id="settings", ok=True, found=found, want=SETTINGS_FILE)


def _key(centre: Centre) -> Check:
    def find() -> str:
        keys = read_keys(centre)
        return f"{keys.keys[0].id} ({keys.origin})"

    return _checked(f"key:{centre.name}", both("中心密钥", "the centre's key"), find)


def _target(settings: Settings, name: str) -> Iterator[Check]:
    want = both("可用的目标平台", "a target that answers")
    try:
        with connected(_with_courses(settings, settings.target(name))) as connector:
            yield from connector.probe() if isinstance(connector, Probe) else ()
    except CourseBridgeError as error:
        yield _failed("target", error, want)


def _with_courses(settings: Settings, target: Target) -> Target:
    """Return a target with what the source of the same LMS says is harvested: doctor looks at that, too."""
    same = [one for one in settings.sources if (one.connector, one.url) == (target.connector, target.url)]
    courses = " ".join(str(one.options["courses"]) for one in same if one.options.get("courses"))
    return target.model_copy(update={"options": {**({"courses": courses} if courses else {}), **target.options}})


def _checked(check_id: str, want: str, find: Callable[[], str]) -> Check:
    try:
        return Check(id=check_id, ok=True, found=find(), want=want)
    except CourseBridgeError as error:
        return _failed(check_id, error, want)


def _failed(check_id: str, error: CourseBridgeError, want: str) -> Check:
    return Check(id=check_id, ok=False, found=_found(error), want=want, remedy=error.remedy, exit_code=error.exit_code)


def _found(error: CourseBridgeError) -> str:
    """Return what is wrong, and of settings where they stand."""
    where = " ".join(part for part in (error.file, error.place) if part)
    if not where or error.exit_code != _USAGE_EXIT:
        return error.message
    zh, en = halves(error.message)
    return both(f"{where}：{zh}", f"{where}: {en}")


def _is_installed(name: str) -> bool:
    try:
        return bool(version(name))
    except PackageNotFoundError:
        return False


def _imports(name: str) -> bool:
    try:
        import_module(name)
    except ImportError:
        return False
    return True
