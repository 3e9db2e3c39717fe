"""The house: what is imported is declared, locks hold every dependency with hashes, nothing names a registry."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import coursebridge
from tests.conftest import ROOT

_OURS = {"coursebridge", "competency_xml", "course_templates", "packager", "lms_bridge", "evidence", "foundation"}
#: Import name → the distribution that brings it: its own, or one whose interface is made of it.
_DISTRIBUTIONS = {
    "ruamel": "ruamel-yaml",
    "markdown_it": "markdown-it-py",
    "ibis": "ibis-framework",
    "importlinter": "import-linter",
    "docx": "python-docx",
    "_pytest": "pytest",
    "anyio": "starlette",
    "pydantic_core": "pydantic",
    "markupsafe": "jinja2",
}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = sorted(path.name for path in (ROOT / "requirements").glob("*.txt"))


def _names(requirements: list[str]) -> set[str]:
    names = {re.split(r"[\[<>=!~; ]", requirement)[0].lower() for requirement in requirements}
    return {re.sub(r"[-_.]+", "-", name) for name in names}


def _imports(folder: Path) -> Iterator[tuple[Path, str]]:
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from ((path, alias.name.split(".")[0]) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
                yield path, node.module.split(".")[0]


def _undeclared(folders: set[str], declared: set[str]) -> set[str]:
    known = {*sys.stdlib_module_names, *_OURS, "tests", "hatch_build"}
    found = [(path, name) for folder in folders for path, name in _imports(ROOT / folder) if name not in known]
    return {f"{name} in {path}" for path, name in found if _DISTRIBUTIONS.get(name, name).lower() not in declared}


def test_what_the_product_imports_is_what_a_user_installs() -> None:
    extras = [requirement for extra in PROJECT["project"]["optional-dependencies"].values() for requirement in extra]
    assert _undeclared(_OURS, _names(PROJECT["project"]["dependencies"] + extras)) == set()


def test_what_the_tests_import_is_what_make_test_installs() -> None:
    everything = PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["dev"]
    everything += PROJECT["build-system"]["requires"]
    assert _undeclared({"tests", "docs"}, _names(everything)) == set()


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_pins_every_version_with_hashes_and_names_no_address(lock: str) -> None:
    text = (ROOT / "requirements" / lock).read_text(encoding="utf-8")
    pins = [line for line in text.splitlines() if line and line[0] not in "# "]
    assert pins
    assert all(re.fullmatch(r"[a-z0-9._-]+==\S+ \\", pin) for pin in pins)
    assert text.count("--hash=sha256:") >= len(pins)
    assert not re.search(r"://|--index|--find-links|@ ", text)


def test_locks_hold_what_is_declared() -> None:
    def pinned(lock: str) -> set[str]:
        return set(re.findall(r"^([a-z0-9._-]+)==", (ROOT / "requirements" / lock).read_text(), re.MULTILINE))

    assert _names(PROJECT["project"]["dependencies"]) <= pinned("run.txt")
    assert _names(PROJECT["build-system"]["requires"]) <= pinned("build.txt")
    assert _names(PROJECT["dependency-groups"]["dev"]) <= pinned("dev.txt")


def test_the_light_core_stays_light() -> None:
    text = (ROOT / "requirements/run.txt").read_text()
    assert not re.search(r"^(scipy|pandas|pyspark|numpy)==", text, re.MULTILINE)


def test_every_file_begins_with_what_it_is_for() -> None:
    paths = [path for folder in (*_OURS, "tests") for path in (ROOT / folder).rglob("*.py") if path.stat().st_size]
    silent = [path for path in paths if ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) is None]
    assert silent == []


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    paths = [path for folder in _OURS for path in (ROOT / folder).rglob("*.py")]
    assert [path for path in paths if len(path.read_text(encoding="utf-8").splitlines()) > 400] == []


def test_the_changelog_tells_of_this_version() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## [{coursebridge.__version__}]" in text or "## [Unreleased]" in text


def test_every_finding_that_a_user_may_meet_is_documented() -> None:
    pages = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "docs/findings").glob("*.md"))
    documented = set(re.findall(r"`((?:CB|MAP|CT|PK|SBX|BRIDGE|EV|DEMO)-[A-Z0-9-]+)`", pages))
    sources = [path.read_text(encoding="utf-8") for folder in _OURS for path in (ROOT / folder).rglob("*.py")]
    used = set(re.findall(r'"((?:CB|MAP|CT|PK|SBX|BRIDGE|EV|DEMO)-[A-Z0-9-]+)"', "\n".join(sources)))
    assert used - documented == set()


def test_no_link_in_the_documentation_leads_nowhere() -> None:
    nowhere = []
    for page in [*(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md")]:
        prose = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
        links = [link for link in re.findall(r"\]\(([^)#\s]+)", prose) if "://" not in link]
        nowhere += [f"{page.name}: {link}" for link in links if not (page.parent / link).exists()]
    assert nowhere == []
