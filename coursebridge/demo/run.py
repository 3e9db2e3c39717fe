"""The demo, step by step: workbook → map → course → package → two LMSs → learners → records → report."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from course_templates.model import Course
from coursebridge.demo.classroom import OPENING, Lecture, teach
from coursebridge.demo.example import copy_course, import_workbook
from coursebridge.demo.layout import DemoFolder, settings_text
from coursebridge.demo.model import ResponseModel
from coursebridge.demo.refresh import bring_up_to_date
from coursebridge.demo.screens import CourseScreens
from coursebridge.demo.world import CENTRES, PILOT_FROM, PILOT_TO, people_of
from coursebridge.settings import Settings, read_settings
from foundation.files import atomic_directory, write_text
from foundation.findings import Finding
from foundation.progress import Progress, silent
from foundation.text import both
from lms_bridge.keys import new_key
from lms_bridge.package_file import read_package_file
from lms_bridge.push import apply_push
from packager.build import build_package

FORMAT = "scorm12"
_STEPS = 7


class DemoRequest(BaseModel):
    """What demo to make. The same `seed` and number of learners give the same figures."""

    model_config = ConfigDict(frozen=True)

    root: Path
    learners: int = 60
    seed: int = 1


class DemoResult(BaseModel):
    """What was made, and where; `records` counts learning records, `seconds` is how long it took."""

    model_config = ConfigDict(frozen=True)

    root: Path
    map: Path
    course: Path
    packages: tuple[Path, ...]
    home: Path
    report: Path
    internal_report: Path
    records: int
    seconds: float
    findings: tuple[Finding, ...] = ()


def make_demo(request: DemoRequest, progress: Progress = silent) -> DemoResult:
    """Make a demo in a folder that does not exist yet or is empty; it appears there whole or not at all.

    Raises:
        TargetExistsError: there is something at `root` already.
        CourseBridgeError: a step failed.
    """
    began_s = time.monotonic()
    with atomic_directory(request.root) as part:
        records, findings = _Making(DemoFolder(part), request, progress).run()
    made = DemoFolder(request.root)
    return DemoResult(
        root=made.root,
        map=made.map,
        course=made.course,
        packages=tuple(sorted(made.packages.iterdir())),
        home=made.home,
        report=made.report,
        internal_report=made.internal_report,
        records=records,
        seconds=round(time.monotonic() - began_s, 2),
        findings=tuple(findings),
    )


class _Making:
    """One demo in the making."""

    def __init__(self, folder: DemoFolder, request: DemoRequest, progress: Progress) -> None:
        self._folder = folder
        self._request = request
        self._progress = progress
        self._done = 0

    def run(self) -> tuple[int, list[Finding]]:
        """Take every step; return the number of records, and what was noticed on the way."""
        self._step("导入能力图谱：requirements.xlsx", "importing the workbook")
        findings = import_workbook(self._folder)
        self._step("取出该图谱的示例课程", "copying out the course of that map")
        course = copy_course(self._folder)
        self._step("生成课件包", "building the package")
        package = build_package(course, FORMAT, self._folder.packages).path
        self._step("推送到两个中心的教学平台", "pushing it to the LMSs of two centres")
        settings = self._settings()
        self._push(package, settings)
        self._step(f"{self._request.learners} 名模拟学员学习", f"{self._request.learners} simulated learners learn")
        self._teach(course)
        self._step("收回学习数据，生成报告", "harvesting, building the report")
        refreshed = bring_up_to_date(self._folder)
        self._step("完成", "done")
        return refreshed.records, [*findings, *refreshed.findings]

    def _step(self, zh: str, en: str) -> None:
        self._done += 1
        self._progress(self._done, _STEPS, both(zh, en))

    def _settings(self) -> Settings:
        write_text(self._folder.settings, settings_text())
        settings = read_settings(self._folder.settings, {})
        for centre in settings.centres:
            new_key(centre, {})
        return settings

    def _push(self, package: Path, settings: Settings) -> None:
        packed = read_package_file(package)
        for target in settings.targets:
            apply_push(packed, target, OPENING, home=self._folder.home)

    def _teach(self, course: Course) -> None:
        seed, count = self._request.seed, self._request.learners
        model = ResponseModel(course, seed)
        lecture = Lecture(CourseScreens(course), model)
        write_text(self._folder.simulation, json.dumps(self._stated(model), ensure_ascii=False, indent=1) + "\n")
        taught = 0

        def one_more() -> None:
            nonlocal taught
            taught += 1
            if taught % 10 == 0:
                zh, en = f"{taught}/{count} 名模拟学员已学完", f"{taught} of {count} simulated learners are done"
                self._progress(self._done, _STEPS, both(zh, en))

        for number, centre in enumerate(CENTRES):
            share = count // len(CENTRES) + (number < count % len(CENTRES))
            people = people_of(centre, share, seed, course, model)
            teach(self._folder.lms(centre.id), people, lecture, one_more)

    def _stated(self, model: ResponseModel) -> dict[str, Any]:
        return {
            "note": both("全部为模拟数据，与真实学员无关", "Simulated throughout: no real learner is in it"),
            "seed": self._request.seed,
            "learners": self._request.learners,
            "pilot": {"from": PILOT_FROM.isoformat(), "to": PILOT_TO.isoformat()},
            "centres": [centre.model_dump(mode="json") for centre in CENTRES],
            "assumptions": model.assumptions.model_dump(mode="json"),
            "works": [work.model_dump(mode="json") for work in model.works],
            "difficulties": model.difficulties,
        }
