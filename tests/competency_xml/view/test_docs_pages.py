"""The examples in docs/maps-view.md and docs/maps-diff.md run as they stand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize(
    ("page", "said"), [("maps-diff.md", "version 1.0.0 → 1.1.0"), ("maps-view.md", "s0 人工智能应用人员")]
)
def test_python_example_runs(
    page: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    (example,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    exec(compile(example, page, "exec"), {})
    assert said in capsys.readouterr().out
