"""The course that the demo runs on: our own workbook, imported, and the illustrative course of that very map."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import course_templates
from competency_xml.exchange.base import ImportOptions
from competency_xml.exchange.printed import read_printed
from competency_xml.model import CompetencyMap
from competency_xml.xml import map_bytes, read_map
from course_templates.model import Course
from course_templates.source import read_course
from coursebridge.demo.errors import ExampleError
from coursebridge.demo.layout import DemoFolder
from foundation.digest import sha256_hex
from foundation.files import read_text, write_bytes, write_text
from foundation.findings import Finding
from foundation.text import both

EXAMPLE = Path(course_templates.__file__).parent / "examples" / "quality"
_SIMULATED = re.compile(r"^simulated:.*$", re.MULTILINE)


def import_workbook(folder: DemoFolder) -> list[Finding]:
    """Copy the workbook, import it, and write the map; return what the import noticed."""
    folder.workbook.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(EXAMPLE / "requirements.xlsx", folder.workbook)
    imported, findings = read_printed(folder.workbook, _options(read_map(EXAMPLE / "course" / "map.xml")))
    write_bytes(folder.map, map_bytes(imported))
    return [finding.model_copy(update={"file": folder.workbook.name}) for finding in findings]


def copy_course(folder: DemoFolder) -> Course:
    """Copy the course for the user to edit, mark it as simulated, and see that its pin is the imported map.

    Raises:
        ExampleError: the course was written for another map.
    """
    shutil.copytree(EXAMPLE / "course", folder.course)
    course_file = folder.course / "course.yaml"
    write_text(course_file, _SIMULATED.sub("simulated: true", read_text(course_file)))
    course = read_course(folder.course)
    imported = folder.map.read_bytes()
    if course.map.sha256 != sha256_hex(imported) or (folder.course / "map.xml").read_bytes() != imported:
        raise ExampleError(
            both("示例课程所依据的不是刚导入的图谱", "The example course is not about the map just imported"),
            file=course_file,
            place="map",
            remedy=both("请报告：安装包不一致", "Please report it: the installed files do not match"),
        )
    return course


def _options(pinned: CompetencyMap) -> ImportOptions:
    """Return what a workbook cannot say and its importer must: base, status, role, what inspired it."""
    return ImportOptions(
        role=pinned.roles[0].id,
        base=pinned.base,
        status=pinned.status,
        inspired_by=pinned.inspired_by.title.best() if pinned.inspired_by else "",
        version=pinned.version,
    )
