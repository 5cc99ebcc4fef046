"""`jixiao review`: findings as one object, one file an input, goes on after a bad one."""

import json
from pathlib import Path

from typer.testing import CliRunner

from tests.domain.factories import EXAMPLES, example
from webapp.cli import main

KEYS = {
    "rule", "severity", "form", "project_name", "field", "excerpt", "message", "message_en", "suggestion", "source",
}  # fmt: skip
REPLACED = EXAMPLES / "ezhou-2025-approval-table/02-computer-replacement.json"
SUBSIDIES = EXAMPLES / "jianghan-2024/08-employment-subsidies.json"


def test_findings_of_all_inputs_in_one_object() -> None:
    done = CliRunner().invoke(main.app, ["review", str(REPLACED), str(SUBSIDIES), "--json"])
    assert done.exit_code == 0, done.output
    findings = json.loads(done.stdout)["findings"]
    assert {frozenset(item) for item in findings} == {frozenset(KEYS)}
    assert {item["project_name"] for item in findings} == {
        example(f"{path.parent.name}/{path.stem}").project_name for path in (REPLACED, SUBSIDIES)
    }
    [beyond] = [item for item in findings if item["rule"] == "percent_within_100"]
    assert (beyond["severity"], beyond["field"], beyond["excerpt"]) == ("warning", "indicators/i003/target", "≥100%")
    assert beyond["suggestion"] == "=100%"
    [apart] = [item for item in findings if item["rule"] == "sources_match_budget"]
    assert "资金来源合计 6,763.00 万元与当年预算 6,793.00 万元相差 30.00 万元" in apart["message"]


def test_a_bad_input_is_named_and_the_others_are_reviewed(tmp_path: Path) -> None:
    odd = tmp_path / "odd.json"
    odd.write_text("[]", encoding="utf-8")
    broken = tmp_path / "broken.json"
    broken.write_bytes(b"\xff\xfe{")
    unknown = tmp_path / "unknown.json"
    raw = json.loads(REPLACED.read_text(encoding="utf-8")) | {"form_profile": "mars-2031"}
    unknown.write_text(json.dumps(raw), encoding="utf-8")
    deep = tmp_path / "deep.json"
    deep.write_text("[" * 200_000, encoding="utf-8")
    given = [str(odd), str(broken), str(unknown), "none.json", str(deep), "9" * 300, str(REPLACED)]
    done = CliRunner().invoke(main.app, ["review", *given, "--out", str(tmp_path / "out"), "--json"])
    assert done.exit_code == 1
    for name in ("odd.json", "broken.json", "unknown.json", "none.json", "deep.json", "9" * 300):
        assert name in done.stderr
    assert [path.name for path in (tmp_path / "out").iterdir()] == [f"{REPLACED.name}.json"]
    [written] = (tmp_path / "out").iterdir()
    assert json.loads(written.read_text(encoding="utf-8")) == json.loads(done.stdout)


def test_two_files_of_one_name_leave_two_and_a_mark_of_windows_does_no_harm(tmp_path: Path) -> None:
    for folder, source in (("a", REPLACED), ("b", SUBSIDIES)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "form.json").write_text(source.read_text(encoding="utf-8"), encoding="utf-8-sig")
    given = [str(tmp_path / folder / "form.json") for folder in ("a", "b")]
    done = CliRunner().invoke(main.app, ["review", *given, "--out", str(tmp_path / "out")])
    assert done.exit_code == 0, done.output
    names = [
        {item["project_name"] for item in json.loads((tmp_path / "out" / name).read_text("utf-8"))["findings"]}
        for name in ("form.json.json", "form.json.2.json")
    ]
    assert names == [{"信息化运行经费"}, {"就业补助资金"}]


def test_for_people_form_by_form_in_words() -> None:
    said = CliRunner().invoke(main.app, ["review", str(REPLACED)]).stdout
    assert "\n  信息化运行经费\n" in said and "    建议改  指标「" in said
    assert "warning" not in said and "indicators/" not in said


# --- files that belong together --------------------------------------------------------------------------------------


def written(folder: Path, name: str, **changes: object) -> str:
    """A published declaration with other words, as a file."""
    raw = json.loads(SUBSIDIES.read_text(encoding="utf-8")) | changes
    path = folder / f"{name}.json"
    path.write_text(json.dumps(raw, ensure_ascii=False), encoding="utf-8")
    return str(path)


def rules_told(*given: str) -> set[tuple[str, str]]:
    done = CliRunner().invoke(main.app, ["review", *given, "--json"])
    assert done.exit_code == 0, done.output
    return {(item["project_name"], item["rule"]) for item in json.loads(done.stdout)["findings"]}


def test_files_given_together_are_held_against_each_other(tmp_path: Path) -> None:
    overall = EXAMPLES.parent / "overall/02-jianghan-2024.json"
    next_year = written(tmp_path, "next", fiscal_year=2025, budget_year="9000.00")
    elsewhere = written(tmp_path, "elsewhere", department="江汉区商务局", unit="江汉区商务局", project_name="稳岗补贴")
    alone, together = rules_told(next_year), rules_told(str(SUBSIDIES), next_year, elsewhere, str(overall))
    name = "就业补助资金"
    wider = {(name, "more_money_for_more"), (name, "indicators_own_work"), ("稳岗补贴", "indicators_own_work")}
    assert wider <= together
    assert wider.isdisjoint(alone)
    assert ("武汉市江汉区人力资源局", "overall_share_present") in together


def test_an_overall_declaration_alone() -> None:
    done = CliRunner().invoke(main.app, ["review", str(EXAMPLES.parent / "overall/01-ezhou-2025.json"), "--json"])
    first = json.loads(done.stdout)["findings"][0]
    assert (first["form"], first["project_name"]) == ("overall", "鄂州市人力资源和社会保障局")
    assert first["message"] == "2024 年支出合计 7,123.64 万元与收入合计 7,431.06 万元相差 307.42 万元"
    assert set(first) == KEYS


DOCUMENT = """2025年项目支出绩效目标批复

金额单位：万元

| 项目名称 | 就业补助 | 项目预算 | 12.50 |
|---|---|---|---|
| 年度绩效目标1 | 稳定就业 | | |
| 一级指标 | 二级指标 | 三级指标 | 指标值 |
| 产出指标 | 质量指标 | 培训合格率 | ≥120% |
"""


def test_a_document_of_any_format_is_reviewed_and_one_without_a_form_is_named(tmp_path: Path) -> None:
    form, letter = tmp_path / "批复.md", tmp_path / "通知.txt"
    form.write_text(DOCUMENT, encoding="utf-8")
    letter.write_text("会议通知", encoding="utf-8")
    done = CliRunner().invoke(main.app, ["review", str(form), str(letter), "--json"])
    assert done.exit_code == 1
    findings = json.loads(done.stdout)["findings"]
    assert {item["project_name"] for item in findings} == {"就业补助"}
    assert "≥120%" in {item["excerpt"] for item in findings}
    assert "通知.txt" in done.stderr
