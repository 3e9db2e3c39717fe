"""Fixtures of the course stage."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.course_templates.folders import CourseFolder, sound_folder


@pytest.fixture
def sound(tmp_path: Path) -> CourseFolder:
    """Give a sound course folder whose name is Chinese and has a space."""
    return sound_folder(tmp_path / "我的 课程")
