"""`jixiao db …` as it is typed."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from migrations import run
from webapp.cli.main import app


@pytest.fixture(autouse=True)
def installation(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"HOME": str(tmp_path), "SECRET_KEY": "0123456789abcdef" * 3, "DATABASE_URL": url}.items():
        monkeypatch.setenv(f"JIXIAO_{name}", value)


def jixiao_db(*words: str) -> Result:
    return CliRunner().invoke(app, ["db", *words])


def said(*words: str) -> dict[str, Any]:
    result = jixiao_db(*words)
    assert result.exit_code == 0, result.output
    answer: dict[str, Any] = json.loads(result.stdout)
    return answer


def test_up_and_down() -> None:
    head = run.head()
    assert said("current") == {"revision": None, "head": head}
    assert said("upgrade") == {"revision_before": None, "revision": head}
    assert said("upgrade") == {"revision_before": head, "revision": head}
    assert said("current") == {"revision": head, "head": head}
    assert said("downgrade", "base") == {"revision_before": head, "revision": None}


def test_what_cannot_be_done_is_said_on_stderr() -> None:
    """On one database: what is refused has changed nothing."""
    said("upgrade")
    for words, told in (("upgrade nowhere", "nowhere"), ("downgrade nowhere", "nowhere"), ("revision", "ASCII words")):
        result = jixiao_db(*words.split())
        assert (result.exit_code, result.stdout) == (1, ""), words
        assert told in result.stderr, words
    assert said("current") == {"revision": run.head(), "head": run.head()}


def test_down_needs_to_be_told_how_far() -> None:
    assert jixiao_db("downgrade").exit_code == 2
