"""`jixiao lifecycle`, `jixiao docs`, `jixiao parse`: no database, no Flask, and pages that are what the code says."""

import json
import os
import subprocess
import sys
from pathlib import Path

from typer.testing import CliRunner

from tests.examples.reading import FILES, load
from webapp.cli import docs_cli, main
from workflow.canonical import Declaration
from workflow.lifecycle import LIFECYCLES

ROOT = Path(__file__).parents[2]
KEYS = {
    "machine", "action", "from", "to", "desk_from", "desk_to", "label_zh", "label_en", "who", "needs", "reason",
}  # fmt: skip

VALUE_KEYS = {
    "raw", "class", "kind", "comparator", "low", "high", "unit", "per", "period", "deadline", "parts", "direction",
    "qualitative", "warnings",
}  # fmt: skip

LOOK = """
import json, os, sys
from pathlib import Path
from typer.testing import CliRunner
from webapp.cli import main
for words in (["parse", "≥95%", "--json"], ["lifecycle", "--json"], ["docs", "--check"]):
    result = CliRunner().invoke(main.app, words)
    assert result.exit_code == 0, (words, result.output)
    json.loads(result.stdout)
    known = {name.partition(".")[0] for name in sys.modules}
    assert not known & {"flask", "werkzeug", "celery", "redis"}, (words, known)
    from workflow import db
    assert db._engine is None, words
    assert not Path(os.environ["JIXIAO_HOME"]).exists(), words
"""


def test_they_need_neither_database_nor_flask(tmp_path: Path) -> None:
    """One process for all: the one that needs least comes first, and each is looked at as soon as it has run."""
    environment = os.environ | {"JIXIAO_HOME": str(tmp_path / "none")}
    done = subprocess.run(
        [sys.executable, "-c", LOOK], capture_output=True, text=True, check=False, cwd=ROOT, env=environment
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_table_of_moves_as_json() -> None:
    rows = json.loads(CliRunner().invoke(main.app, ["lifecycle", "--json"]).stdout)
    assert {frozenset(row) for row in rows} == {frozenset(KEYS)}
    assert {row["machine"] for row in rows} == {
        "declaration",
        "monitoring_report",
        "self_evaluation",
        "approval_document",
    }
    assert {row["action"] for row in rows} == {move.action for cycle in LIFECYCLES.values() for move in cycle.moves}
    send_up = next(row for row in rows if row["action"] == "send_up")
    assert (send_up["from"], send_up["to"], send_up["desk_from"], send_up["desk_to"]) == (
        ["drafted"],
        None,
        "filer",
        "head",
    )
    assert {row["reason"] for row in rows} == {"required", "optional", "none"}


def test_the_table_of_moves_for_people() -> None:
    assert "stateDiagram-v2" in CliRunner().invoke(main.app, ["lifecycle"]).stdout


def test_values_are_read_one_a_line() -> None:
    typed = "≥95%\n\n1800元/人/月\r\n"
    lines = CliRunner().invoke(main.app, ["parse", "-", "--json"], input=typed).stdout.splitlines()
    rows = [json.loads(line) for line in lines]
    assert [(row["raw"], row["class"]) for row in rows] == [("≥95%", "V01"), ("", "V21"), ("1800元/人/月", "V08")]
    assert {frozenset(row) for row in rows} == {frozenset(VALUE_KEYS)}


def test_a_value_in_words_says_what_is_doubtful() -> None:
    said = CliRunner().invoke(main.app, ["parse", "较上年下降"]).stdout
    assert "class=V18" in said
    assert "缺少比较基数" in said
    assert "high=0" in CliRunner().invoke(main.app, ["parse", "0起"]).stdout


def test_the_pages_in_the_repository_are_fresh() -> None:
    assert docs_cli.FOLDER == ROOT / "docs"
    for name, made in docs_cli.PAGES.items():
        assert (ROOT / "docs" / name).read_text(encoding="utf-8") == made(), f"{name} is stale: run `jixiao docs`"


def test_a_stale_page_is_told_and_written_anew(tmp_path: Path) -> None:
    def docs(*words: str) -> tuple[int, dict[str, list[str]], str]:
        result = CliRunner().invoke(main.app, ["docs", "--folder", str(tmp_path), *words])
        return result.exit_code, json.loads(result.stdout), result.stderr

    every = list(docs_cli.PAGES)
    assert docs("--check")[:2] == (1, {"stale": every})
    assert not list(tmp_path.iterdir())
    assert docs()[:2] == (0, {"written": every})
    assert docs("--check")[:2] == (0, {"stale": []})
    page = tmp_path / "lifecycle.md"
    page.write_text(page.read_text(encoding="utf-8") + "by hand\n", encoding="utf-8")
    code, answer, told = docs("--check")
    assert (code, answer) == (1, {"stale": ["lifecycle.md"]})
    assert "lifecycle.md is stale" in told
    assert docs()[:2] == (0, {"written": ["lifecycle.md"]})


def test_the_schema_describes_the_examples() -> None:
    schema = json.loads((ROOT / "docs/declaration.schema.json").read_text(encoding="utf-8"))
    assert schema["title"] == "Jixiao declaration 申报, version 1"
    assert schema["additionalProperties"] is False
    assert set(schema["properties"]) == set(Declaration.model_fields)
    assert all(set(load(path)) <= set(schema["properties"]) for path in FILES)
    assert list(schema) == sorted(schema)
