"""`jixiao settings`, `reminders` and `overall`: the same tables and files as the pages, JSON out, nothing half done."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from migrations import run
from tests.unit.rules.beside import overall
from webapp.cli import main
from workflow import db


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A database with one region and one department."""
    folder = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JIXIAO_HOME", str(folder))
        _one_department(folder)
        yield folder


def _one_department(folder: Path) -> None:
    run.upgrade(db.configure(f"sqlite:///{folder / 'jixiao.db'}"))
    db.dispose()
    for words in (
        ("org", "region", "--code", "420103", "--name", "江汉区"),
        ("org", "add", "--kind", "department", "--code", "117", "--name", overall().department),
    ):
        assert jixiao(*words).exit_code == 0


def jixiao(*words: str) -> Result:
    return CliRunner().invoke(main.app, [*words])


def test_settings_are_listed_and_set(home: Path) -> None:
    done = jixiao("settings", "set", "review_grade_bands", "95，85，70", "--year", "2026", "--json")
    [line] = json.loads(done.stdout)
    assert (line["value"], line["since"]) == ([95, 85, 70], 2026)
    listed = {item["key"]: item for item in json.loads(jixiao("settings", "list", "--year", "2025", "--json").stdout)}
    assert (listed["review_grade_bands"]["value"], listed["review_grade_bands"]["since"]) == ([90, 80, 60], None)
    assert "2026 年度起" in jixiao("settings", "list", "--year", "2027").stdout
    for words, reason in ((("return_working_days", "很久"), "不是整数"), (("no_such", "1"), "没有地区设置")):
        refused = jixiao("settings", "set", *words)
        assert (refused.exit_code, reason in refused.stderr) == (1, True)


def test_reminders_of_a_day_are_told(home: Path) -> None:
    told = jixiao("reminders", "preview", "--on", "2025-08-24", "--json")
    assert (told.exit_code, json.loads(told.stdout)) == (0, [])
    assert jixiao("reminders", "preview", "--on", "gestern").exit_code == 2


def test_statements_are_loaded_all_or_none(home: Path) -> None:
    good, bad = home / "good.json", home / "bad.json"
    good.write_text(overall().model_dump_json(), encoding="utf-8")
    bad.write_text("{}", encoding="utf-8")
    refused = jixiao("overall", str(good), str(bad))
    assert refused.exit_code == 1 and f"{bad}：不是部门整体支出" in refused.stderr
    for outcome in ("new", "same"):
        [line] = json.loads(jixiao("overall", str(good), "--json").stdout)
        assert (line["outcome"], line["department"], line["year"]) == (outcome, overall().department, 2024)
    assert {item["field"] for item in line["findings"]} == {"expenditure/2/share"}
    assert jixiao("overall", str(home / "none.json")).exit_code == 1
