"""What the bridge's tests stand on: a small course's package, a sandbox with learners, settings, and their records."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq
from click.testing import CliRunner

from course_templates.card import CourseCard, FormCard, QuestionCard, SurveyQuestionCard
from course_templates.model import MapPin, Objective, WorkRef
from coursebridge.cli import root
from foundation.archives import ArchiveEntry, write_zip
from foundation.digest import canonical_json
from foundation.text import LangText
from lms_bridge.sandbox.store import SandboxStore

START = datetime(2026, 4, 28, 1, 0, tzinfo=UTC)
KEY = "1f" * 32
#: Names that must never be found in a home folder.
NAMES = ("欧阳质检", "司马测量", "Zhuge Liang-Quality")

MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
  xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2" identifier="{identifier}" version="1.0">
  <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
  <organizations default="org"><organization identifier="org"><title>质量管理入门</title>
    <item identifier="{sco}" identifierref="res"><title>课程</title></item>
  </organization></organizations>
  <resources><resource identifier="res" type="webcontent" adlcp:scormtype="sco" href="index.html">
    <file href="index.html"/></resource></resources>
</manifest>"""


def card(**changes: object) -> CourseCard:
    """Return the card of a small course: two works, three items, forms of two questions, a survey of three."""
    questions = [("q1", "a1"), ("q2", "a2"), ("q3", "a1"), ("q4", "a2"), ("q5", "a3")]
    forms = [("pre-a", "pre", ("q1", "q2")), ("post-a", "post", ("q3", "q4"))]
    base = CourseCard(
        id="quality-basics",
        version="1.0.0",
        title=LangText.of("质量管理入门"),
        map=MapPin(iri="https://example.cn/map/quality", version="0.1", sha256="0" * 64, status="illustrative"),
        role="quality",
        role_label=LangText.of("质量管理人员"),
        works=(WorkRef(id="w1", label=LangText.of("检验")), WorkRef(id="w2", label=LangText.of("改进"))),
        objectives=tuple(
            Objective(id=item, kind="ability", label=LangText.of(item), work=work)
            for item, work in (("a1", "w1"), ("a2", "w2"), ("a3", "w2"))
        ),
        lessons=("l1",),
        questions=tuple(
            QuestionCard(id=q, version=1, item=item, points=2 if q == "q4" else 1) for q, item in questions
        ),
        forms=tuple(
            FormCard(
                id=f, phase=phase, version=3, questions=qs, passing_scaled=Decimal("0.6") if f == "post-a" else None
            )
            for f, phase, qs in forms
        ),
        survey="fit",
        survey_questions=(
            SurveyQuestionCard(
                id="s1", version=1, aspect="importance", kind="rating", work="w1", values={"a": 1, "b": 4}
            ),
            SurveyQuestionCard(id="s2", version=1, aspect="role-exists", kind="choice"),
            SurveyQuestionCard(id="s3", version=2, aspect="missing", kind="text"),
        ),
    )
    return base.model_copy(update=changes)


def package(
    path: Path,
    of: CourseCard | None = None,
    *,
    identifier: str = "cb-quality-basics",
    sco: str = "cb-sco",
    page: str = "一",
) -> Path:
    """Write a SCORM 1.2 package; without a card it is a foreign one."""
    entries = {"imsmanifest.xml": MANIFEST.format(identifier=identifier, sco=sco), "index.html": f"<p>{page}</p>"}
    if of is not None:
        entries["coursebridge.json"] = canonical_json(of.model_dump(mode="json")).decode()
    write_zip(path, [ArchiveEntry(name, content.encode()) for name, content in entries.items()])
    return path


def interaction(index: int, name: str, response: str, result: str, **more: str) -> dict[str, str]:
    """Return the elements of one answered question."""
    prefix = f"cmi.interactions.{index}"
    values = {"id": name, "student_response": response, "result": result, "latency": "0000:00:12.50", **more}
    return {f"{prefix}.{element}": value for element, value in values.items()}


def pre_test(right: int) -> dict[str, str]:
    """Return the commit of a pre-test with 0 to 2 right answers."""
    values = {"cmi.core.lesson_status": "incomplete", "cmi.core.session_time": "0000:01:00.00"}
    for index, question in enumerate(("q1", "q2")):
        result = "correct" if index < right else "wrong"
        values |= interaction(index, f"pre.pre-a.{question}.1.1", "a", result)
    return values


def post_test(right: int, tried: int = 1) -> dict[str, str]:
    """Return the commit of a post-test with 0 to 2 right answers (1 and 2 points), its status and score."""
    first = 2 + 2 * (tried - 1)
    values: dict[str, str] = {"cmi.core.session_time": "0000:02:00.00"}
    for index, question in enumerate(("q3", "q4")):
        result = "correct" if index < right else "wrong"
        values |= interaction(first + index, f"post.post-a.{question}.1.{tried}", "b", result)
    status = "passed" if right == 2 else "failed"
    return {**values, "cmi.core.lesson_status": status, "cmi.core.score.raw": str((0, 33, 100)[right])}


def survey(index: int = 4) -> dict[str, str]:
    """Return the commit of the survey, open text in Chinese."""
    return {
        **interaction(index, "survey.fit.s1.1.1", "b", "neutral", type="likert"),
        **interaction(index + 1, "survey.fit.s2.1.1", "a", "neutral", type="choice"),
        **interaction(index + 2, "survey.fit.s3.2.1", "缺少供应商质量管理", "neutral", type="fill-in"),
    }


class Done(NamedTuple):
    """How a command ended."""

    returncode: int
    stdout: str
    stderr: str


@dataclass
class Site:
    """A working folder: a sandbox, a key, settings and a home folder."""

    root: Path
    options: Mapping[str, object] = field(default_factory=dict)
    centre: str = "hefei"
    clock: datetime = START

    def __post_init__(self) -> None:
        self.data = self.root / "平台"
        self.home = self.root / "home"
        self.store = SandboxStore(self.data)
        key_file = self.root / "keys" / f"{self.centre}.key"
        key_file.parent.mkdir(parents=True, exist_ok=True)
        key_file.write_text(f"current {KEY}\n", encoding="utf-8")
        options = "".join(f"{key} = {json.dumps(value)}\n" for key, value in self.options.items())
        self.settings = self.root / "coursebridge.toml"
        self.settings.write_text(
            f'[sources.box]\nconnector = "sandbox"\ndata = "平台"\ncentre = "{self.centre}"\n{options}'
            f'[targets.box]\nconnector = "sandbox"\ndata = "平台"\n'
            f'[centres.{self.centre}]\ntitle = "合肥试点"\n',
            encoding="utf-8",
        )

    def at(self, minutes: float = 1) -> datetime:
        """Move the clock on and return the time."""
        self.clock += timedelta(minutes=minutes)
        return self.clock

    def add_package(self, of: CourseCard | None = None, **more: str) -> int:
        """Put a package into the sandbox; return its id."""
        path = package(self.root / "course.zip", of, **more)
        return self.store.add_package(path, self.at()).id

    def learn(self, package_id: int, learner: int, *commits: Mapping[str, str], finish: bool = True) -> int:
        """Have a learner make an attempt, one commit after the other; return its id."""
        attempt = self.store.launch(package_id, learner, self.at())
        for number, values in enumerate(commits, start=1):
            self.store.commit(attempt.id, values, self.at(), finish and number == len(commits))
        return attempt.id

    def command(self, *arguments: str) -> Done:
        """Run a command in this process, which is faster than the real command line."""
        environment = {"COURSEBRIDGE_HOME": str(self.home), "COURSEBRIDGE_SETTINGS": str(self.settings)}
        result = CliRunner(env=environment).invoke(root, list(arguments))
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Done(result.exit_code, result.stdout, result.stderr)

    def run(self, *arguments: str, environment: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        """Run the real command line in the working folder."""
        return subprocess.run(
            [sys.executable, "-m", "coursebridge", *arguments],
            cwd=self.root,
            env={**os.environ, "COURSEBRIDGE_HOME": str(self.home), "PYTHONUTF8": "1", **(environment or {})},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )

    def harvest(self, *arguments: str) -> dict[str, object]:
        """Run `harvest run --json`, which must go well; return its JSON."""
        done = self.command("harvest", "run", "--json", *arguments)
        assert done.returncode == 0, done.stderr
        found: dict[str, object] = json.loads(done.stdout)
        return found


def records(home: Path) -> list[dict[str, object]]:
    """Return all records of a home folder, every revision."""
    files = sorted((home / "records").glob("month=*/source=*/*.parquet"))
    tables = [pq.ParquetFile(file).read() for file in files]
    return pa.concat_tables(tables).to_pylist() if tables else []


def multiset(home: Path) -> Counter[str]:
    """Return the records of a home folder as a multiset."""
    return Counter(json.dumps(row, ensure_ascii=False, sort_keys=True, default=str) for row in records(home))


def newest(home: Path) -> list[dict[str, object]]:
    """Return the newest revision of every record that is not deleted, by kind and question."""
    last: dict[object, dict[str, object]] = {}
    for row in sorted(records(home), key=lambda row: str(row["revision"])):
        last[row["record_id"]] = row
    return [row for row in last.values() if not row["deleted"]]


def of_kind(rows: Sequence[dict[str, object]], kind: str) -> list[dict[str, object]]:
    """Return the rows of one kind."""
    return [row for row in rows if row["kind"] == kind]
