"""cmi5 and Tin Can packages of others are aligned to a map: content and ids stay, competencies are new."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import etree

import competency_xml
from coursebridge.cli.package import command
from packager.build import build_package
from packager.check.inspection import inspect_package
from packager.check.report import check_package
from tests.packager import cmi5_cases
from tests.packager.courses import make_course

_YAML = """id: warehouse
map: map.xml
role: quality
pages:
  - page: one/index.html
    items: [basic.ethics, basic.metrology]
  - page: {second}
    items: [basic.metrology]
"""
_TINCAN = """<?xml version="1.0" encoding="utf-8"?>
<tincan xmlns="http://projecttincan.com/tincan.xsd"><activities>
<activity id="http://6ErS_rise" type="http://adlnet.gov/expapi/activities/course"><name lang="zh-CN">仓储安全</name>
<launch lang="zh-CN">one/index.html</launch>
<extensions><extension key="https://example.org/vendor">自编</extension></extensions></activity>
<activity id="http://6ErS_rise/2" type="http://adlnet.gov/expapi/activities/course"><name>二</name>
<launch>two.html?x=1</launch></activity>
<activity id="http://6ErS_rise/q1" type="http://adlnet.gov/expapi/activities/objective"><name>自己的目标</name></activity>
</activities></tincan>"""
_TINCAN_FILES = {"one/index.html": b"<script>'X-Experience-API-Version'</script>", "two.html": b"<p>"}
_CMI5 = "{https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd}"
_TC = "{http://projecttincan.com/tincan.xsd}"
_KINDS = {
    "cmi5": ("cmi5.xml", cmi5_cases.STRUCTURE, cmi5_cases.FILES, cmi5_cases.SECOND),
    "xapi": ("tincan.xml", _TINCAN, _TINCAN_FILES, "http://6ErS_rise/2"),
}


def _write(folder: Path, form: str, document: str | None = None, yaml: str = _YAML) -> Path:
    name, sound, files, second = _KINDS[form]
    folder.mkdir(exist_ok=True)
    path = folder / "别人的.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for each, content in {name: (document or sound).encode(), **files}.items():
            archive.writestr(each, content)
    return _beside(path, yaml.format(second=second))


def _beside(package: Path, yaml: str) -> Path:
    package.with_suffix(".yaml").write_text(yaml, encoding="utf-8")
    shutil.copyfile(Path(competency_xml.__file__).parent / "maps" / "quality.xml", package.parent / "map.xml")
    return package


def _run(package: Path, form: str, out: Path) -> tuple[int, list[str]]:
    done = CliRunner().invoke(command, ["build", str(package), "--format", form, "-o", str(out), "--json"])
    return done.exit_code, [each["id"] for each in json.loads(done.stdout)["findings"]]


def _aligned(package: Path, form: str, out: Path) -> Path:
    assert _run(package, form, out) == (0, [])
    (made,) = out.iterdir()
    return made


def _files(package: Path) -> Mapping[str, bytes]:
    with zipfile.ZipFile(package) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _ids(document: bytes) -> list[str]:
    """Return the ids of everything that statements and registrations name, in order."""
    wanted = {f"{_CMI5}course", f"{_CMI5}block", f"{_CMI5}au", f"{_TC}activity"}
    return [each.get("id", "") for each in etree.fromstring(document).iter(*wanted)]


@pytest.mark.parametrize("form", _KINDS)
def test_what_is_in_the_package_stays_and_its_units_say_what_they_are_about(form: str, tmp_path: Path) -> None:
    package = _write(tmp_path / "包", form)
    made = _aligned(package, form, tmp_path / "out")
    document = _KINDS[form][0]
    assert made.name == f"warehouse-1.0.0-{form}.zip"
    before, after = _files(package), _files(made)
    assert [*after] == [*before, "coursebridge.json"]
    assert {name for name, content in before.items() if after[name] != content} == {document}
    assert _ids(after[document])[: len(_ids(before[document]))] == _ids(before[document])
    report = check_package(made)
    assert (report.format, report.valid, report.will_import, report.will_report) == (form, True, True, True)
    assert report.findings == tuple(
        each.model_copy(update={"file": str(made)}) for each in check_package(package).findings
    )
    old, new = inspect_package(package), inspect_package(made)
    assert (new.identifier, new.title) == (old.identifier, old.title)
    assert [(each.id, each.href, each.rules) for each in new.items] == [
        (each.id, each.href, each.rules) for each in old.items
    ]
    own = ("https://example.org/items/forklift",) if form == "cmi5" else ()
    assert [each.objectives for each in new.items] == [
        (*own, "basic.ethics", "basic.metrology"),
        ("basic.metrology",),
    ]
    assert {each["id"] for each in json.loads(after["coursebridge.json"])["objectives"]} == {
        "basic.ethics",
        "basic.metrology",
    }


@pytest.mark.parametrize("form", _KINDS)
def test_a_second_alignment_takes_the_place_of_the_first(form: str, tmp_path: Path) -> None:
    yaml = _YAML.format(second=_KINDS[form][3])
    first = _aligned(_write(tmp_path / "包", form), form, tmp_path / "a")
    again = _aligned(_beside(first, yaml), form, tmp_path / "b")
    assert _files(again) == _files(first)
    other = yaml[: yaml.index("pages:")] + f"pages:\n  - page: {_KINDS[form][3]}\n    items: [basic.ethics]\n"
    last = _aligned(_beside(first, other), form, tmp_path / "c")
    own = ("https://example.org/items/forklift",) if form == "cmi5" else ()
    assert [each.objectives for each in inspect_package(last).items] == [own, ("basic.ethics",)]
    text = _files(last)[_KINDS[form][0]].decode()
    assert "basic.metrology" not in text
    assert "自编" in text
    assert "自己的目标" in text or form == "cmi5"


def test_units_without_objectives_of_their_own_get_them_where_cmi5_wants_them(tmp_path: Path) -> None:
    start, end = cmi5_cases.STRUCTURE.index("  <objectives>"), cmi5_cases.STRUCTURE.index("  <block")
    bare = cmi5_cases.STRUCTURE[:start] + cmi5_cases.STRUCTURE[end:]
    bare = bare.replace('      <objectives><objective idref="https://example.org/items/forklift"/></objectives>\n', "")
    made = _aligned(_write(tmp_path / "包", "cmi5", bare), "cmi5", tmp_path / "out")
    root = etree.fromstring(_files(made)["cmi5.xml"])
    assert [etree.QName(each).localname for each in root] == ["course", "objectives", "block", "au"]
    for unit in root.iter(f"{_CMI5}au"):
        names = [etree.QName(each).localname for each in unit]
        assert names[:4] == ["title", "description", "objectives", "url"]
    assert check_package(made).findings == ()


@pytest.mark.parametrize(
    ("form", "change", "found"),
    [
        ("cmi5", lambda text: text.replace("one/index.html?", "gone.html?"), "PK-CMI5-URL-MISSING"),
        ("xapi", lambda text: text.replace("tincan.xsd", "other.xsd"), "PK-TINCAN-ROOT"),
    ],
)
def test_what_no_lms_imports_is_told_and_not_aligned(form: str, change: object, found: str, tmp_path: Path) -> None:
    package = _write(tmp_path / "包", form, change(_KINDS[form][1]))  # type: ignore[operator]
    code, told = _run(package, form, tmp_path / "out")
    assert (code, found in told) == (1, True)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("form", _KINDS)
def test_another_format_our_own_package_and_a_unit_that_is_not_there_are_refused(form: str, tmp_path: Path) -> None:
    package = _write(tmp_path / "包", form)
    assert _run(package, "scorm12", tmp_path / "out") == (1, ["PK-WEB-PACKAGE-FORMAT"])
    _beside(package, _YAML.format(second="nowhere"))
    assert _run(package, form, tmp_path / "out") == (1, ["PK-WEB-UNIT"])
    ours = build_package(make_course(), form, tmp_path / "ours").path
    assert _run(_beside(ours, _YAML), form, tmp_path / "out") == (1, ["PK-WEB-PACKAGE-OURS"])
    assert not (tmp_path / "out").exists()
