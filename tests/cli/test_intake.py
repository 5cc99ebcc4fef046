"""`jixiao intake`: one JSON object, one file an input, goes on after a bad one, never writes over an answer."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from webapp.cli import main
from workflow.documents.intake import child


@pytest.fixture(autouse=True)
def stub(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "RECOGNISER", "tests.unit.intake.stub_recogniser:recognise")


def test_several_files_one_of_them_bad(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    files = [tmp_path / "a.txt", tmp_path / "b/a.txt", tmp_path / "空.docx", tmp_path / "没有.pdf"]
    for file, words in zip(files, ("甲表", "乙表", ""), strict=False):
        file.write_text(words, encoding="utf-8")
    out = tmp_path / "out"
    done = CliRunner().invoke(main.app, ["intake", *map(str, files), "--out", str(out), "--json"])
    assert done.exit_code == 1, done.output
    said = json.loads(done.stdout)
    assert [form["title"] for form in said["forms"]] == ["甲表", "乙表"]
    assert [problem["code"] for problem in said["problems"]] == ["file_empty", "file_missing"]
    assert "“空.docx”是空文件" in done.stderr and "a.txt.2.json" in done.stderr
    answers = {file.name: json.loads(file.read_text(encoding="utf-8")) for file in out.iterdir()}
    assert set(answers) == {"a.txt.json", "a.txt.2.json", "空.docx.json", "没有.pdf.json"}
    assert answers["a.txt.2.json"]["forms"][0]["title"] == "乙表"
    assert answers["空.docx.json"]["forms"] == []
    assert answers["空.docx.json"]["problems"][0]["code"] == "file_empty"


def test_one_good_file_and_wrong_usage(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text("甲表", encoding="utf-8")
    done = CliRunner().invoke(main.app, ["intake", str(file)])
    assert (done.exit_code, done.stdout.splitlines()[0]) == (0, "a.md  表 1  问题 0")
    assert CliRunner().invoke(main.app, ["intake"]).exit_code == 2
    assert CliRunner().invoke(main.app, ["intake", str(file), "--out", str(file)]).exit_code == 2
