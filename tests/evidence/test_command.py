"""`coursebridge report build` is what the secretariat's clerks and scripts call."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from coursebridge.cli.report import command
from tests.evidence.pilot import Plan, pilot_home, quality_card
from tests.evidence.rows import tried, write_store


@pytest.fixture(scope="module")
def pilot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return pilot_home(tmp_path_factory.mktemp("home"), Plan(quality_card(), {"alpha": 20, "beta": 20}))


def call(*arguments: object) -> Result:
    return CliRunner().invoke(command, ["build", *(str(argument) for argument in arguments)], catch_exceptions=False)


def test_a_script_gets_one_json_object(pilot: Path, tmp_path: Path) -> None:
    result = call("-o", tmp_path / "报告", "--home", pilot, "--json")
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert Path(told["index"]).is_file()
    assert Path(told["out"]) == tmp_path / "报告"
    assert told["records"] > 500
    assert told["figures"] == len(json.loads((tmp_path / "报告" / "figures.json").read_text("utf-8")))
    assert told["simulated"] is True
    assert told["findings"] == []


def test_a_reader_is_told_where_the_page_is(pilot: Path, tmp_path: Path) -> None:
    result = call("-o", tmp_path / "out", "--home", pilot)
    assert str(tmp_path / "out" / "index.html") in result.stdout
    assert "条记录" in result.stdout


def test_simulated_and_real_records_together_exit_1_and_write_nothing(tmp_path: Path) -> None:
    home = write_store(
        tmp_path / "home", [tried("L1", "pre", 0.5, source="demo", simulated=True), tried("L2", "pre", 0.5)]
    )
    result = call("-o", tmp_path / "out", "--home", home, "--json")
    assert result.exit_code == 1
    (finding,) = json.loads(result.stdout)["findings"]
    assert (finding["id"], finding["severity"]) == ("EV-MIXED", "error")
    assert finding["remedy"]
    assert [path.name for path in tmp_path.iterdir()] == ["home"]


@pytest.mark.parametrize(
    ("options", "exit_code", "finding"),
    [
        (("--home", "nowhere"), 1, "EV-EMPTY"),
        (("--centre", "nobody"), 2, "EV-CENTRE"),
        (("--engine", "spork"), 2, "EV-ENGINE"),
        (("--as-of", "2020-01-01"), 1, "EV-EMPTY"),
    ],
)
def test_what_cannot_be_reported_says_so_by_contract(
    pilot: Path, tmp_path: Path, options: tuple[str, str], exit_code: int, finding: str
) -> None:
    result = call("-o", tmp_path / "out", "--home", pilot, "--json", *options)
    assert result.exit_code == exit_code
    assert [found["id"] for found in json.loads(result.stdout)["findings"]] == [finding]
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("options", [("--as-of", "30.6.2026"), ("--memory", "lots"), ("--threshold", "1")])
def test_a_wrong_option_is_a_usage_error(pilot: Path, tmp_path: Path, options: tuple[str, str]) -> None:
    assert call("-o", tmp_path / "out", "--home", pilot, *options).exit_code == 2


def test_centres_go_by_their_titles_in_the_settings(
    pilot: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    settings = '[centres.alpha]\ntitle = "沈阳装备培训中心"\nkey_file = "alpha.key"\n'
    (tmp_path / "coursebridge.toml").write_text(settings, "utf-8")
    call("-o", tmp_path / "out", "--home", pilot)
    assert "沈阳装备培训中心" in (tmp_path / "out" / "index.html").read_text("utf-8")


def test_the_command_runs_outside_the_sources_in_chinese_folders_and_little_memory(pilot: Path, tmp_path: Path) -> None:
    folder = tmp_path / "数据 汇总"
    folder.mkdir()
    arguments = ["-m", "coursebridge", "report", "build", "-o", "报告", "--home", str(pilot), "--memory", "256MB"]
    environment = {**os.environ, "PYTHONUTF8": "1", "TZ": "America/New_York"}
    done = subprocess.run([sys.executable, *arguments], cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert (folder / "报告" / "index.html").is_file()


def test_help_names_every_option_in_both_languages_and_gives_an_example() -> None:
    text = CliRunner().invoke(command, ["build", "--help"]).stdout
    assert "Example: coursebridge report build -o report" in text
    for option in ("--as-of", "--centre", "--internal", "--threshold", "--engine", "--memory", "--home", "--json"):
        assert option in text
