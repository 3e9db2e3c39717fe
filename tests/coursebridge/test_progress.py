"""Progress on stderr: nothing for quick work, a line a second for slow work, and not the same line over and over."""

from __future__ import annotations

import pytest

from coursebridge.cli import frame


def test_a_slow_source_is_seen_and_does_not_fill_the_screen(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = [0.0]
    monkeypatch.setattr(frame.time, "monotonic", lambda: clock[0])
    told = frame.StderrProgress()

    def at(second: float, rows: int) -> str:
        clock[0] = second
        told(1, 2, f"{rows} rows")
        return capsys.readouterr().err

    assert [at(0.5, 1), at(1.9, 2)] == ["", ""]
    assert at(2.0, 3) == "[1/2] 3 rows\n"
    assert at(2.5, 4) == ""
    assert at(3.0, 5) == "[1/2] 5 rows\n"
    assert [at(second, 5) for second in range(4, 18)] == [""] * 14
    assert at(18.0, 5) == "[1/2] 5 rows\n", "it is still at work"
    assert at(19.0, 6) == "[1/2] 6 rows\n"
