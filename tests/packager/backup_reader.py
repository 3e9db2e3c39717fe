"""Reads a Moodle backup by a path of its own, with nothing of ours but the file: what a restore would find."""

from __future__ import annotations

import hashlib
import io
import json
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path
from typing import Any

_NULL = "$@NULL@$"


class ReadBackup:
    """A backup, by what Moodle's restore steps ask of it."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as archive:
            self.members = {info.filename: archive.read(info) for info in archive.infolist()}
        self.information = self.xml("moodle_backup.xml").find("information")
        assert self.information is not None

    def xml(self, path: str) -> ET.Element:
        return ET.fromstring(self.members[path])

    def sections(self) -> list[tuple[int, str]]:
        found = [
            self.xml(f"{d.text}/section.xml") for d in self.information.iterfind("contents/sections/section/directory")
        ]
        return [(int(each.findtext("number") or ""), each.findtext("name") or "") for each in found]

    def activities(self) -> list[dict[str, Any]]:
        return [self._activity(each) for each in self.information.iterfind("contents/activities/activity")]

    def activity(self, idnumber: str) -> dict[str, Any]:
        (found,) = [each for each in self.activities() if each["idnumber"] == idnumber]
        return found

    def _activity(self, listed: ET.Element) -> dict[str, Any]:
        kind, folder = listed.findtext("modulename") or "", listed.findtext("directory") or ""
        module = self.xml(f"{folder}/module.xml")
        own = self.xml(f"{folder}/{kind}.xml")
        condition = module.findtext("availability") or ""
        return {
            "cm": int(module.get("id") or 0),
            "kind": kind,
            "name": own.findtext(f"{kind}/name"),
            "idnumber": module.findtext("idnumber"),
            "section": int(module.findtext("sectionnumber") or 0),
            "completion": tuple(
                module.findtext(each)
                for each in ("completion", "completionview", "completiongradeitemnumber", "completionpassgrade")
            ),
            "waits_for": [] if condition == _NULL else [(c["cm"], c["e"]) for c in json.loads(condition)["c"]],
            "items": [
                (c.findtext("frameworkidnumber"), c.findtext("idnumber"))
                for c in self.xml(f"{folder}/competencies.xml").iter("competency")
            ],
            "grades": [
                tuple(
                    float(g.findtext(each) or 0)
                    for each in ("grademax", "gradepass", "aggregationcoef2", "weightoverride")
                )
                for g in self.xml(f"{folder}/grades.xml").iter("grade_item")
            ],
            "context": own.get("contextid"),
            "refs": {e.text for e in self.xml(f"{folder}/inforef.xml").iterfind("fileref/file/id")},
            "categories": {
                e.text for e in self.xml(f"{folder}/inforef.xml").iterfind("question_categoryref/question_category/id")
            },
            "own": own,
        }

    def bank(self) -> dict[str, dict[str, Any]]:
        """Questions by the number of their bank entry."""
        found = {}
        for category in self.xml("questions.xml"):
            for entry in category.iter("question_bank_entry"):
                (question,) = entry.iter("question")
                found[entry.get("id") or ""] = {
                    "idnumber": entry.findtext("idnumber"),
                    "version": int(next(entry.iter("version")).text or 0),
                    "category": category.findtext("name"),
                    "category_number": category.get("id"),
                    "qtype": question.findtext("qtype"),
                    "name": question.findtext("name"),
                    "text": question.findtext("questiontext"),
                    "penalty": float(question.findtext("penalty") or 1),
                    "mark": float(question.findtext("defaultmark") or 0),
                    "stamp": question.findtext("stamp"),
                    "answers": [
                        (a.findtext("answertext"), float(a.findtext("fraction") or 0), a.findtext("feedback"))
                        for a in question.iter("answer")
                    ],
                    "single": question.findtext("plugin_qtype_multichoice_question/multichoice/single"),
                }
        return found

    def slots(self, idnumber: str) -> list[tuple[dict[str, Any], float]]:
        """Questions of a quiz in order, with their marks there."""
        bank = self.bank()
        return [
            (bank[slot.findtext("question_reference/questionbankentryid") or ""], float(slot.findtext("maxmark") or 0))
            for slot in self.activity(idnumber)["own"].iter("question_instance")
        ]

    def files(self, context: str, area: str) -> dict[str, bytes]:
        """Files of one area of an activity by path, that its inforef names; their bytes by their hash."""
        refs = next(each["refs"] for each in self.activities() if each["context"] == context)
        found = {}
        for file in self.xml("files.xml"):
            here = (file.findtext("contextid"), file.findtext("filearea")) == (context, area)
            if here and file.get("id") in refs:
                sha1 = file.findtext("contenthash") or ""
                content = self.members[f"files/{sha1[:2]}/{sha1}"]
                assert hashlib.sha1(content, usedforsecurity=False).hexdigest() == sha1
                assert file.findtext("filesize") == str(len(content))
                found[f"{file.findtext('filepath')}{file.findtext('filename')}"] = content
        return found


def unzipped(content: bytes) -> dict[str, bytes]:
    """Files of an archive in memory."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
