"""The examples say what the published documents say, and name nobody who is named there.

Compared with the sources only where the ``shared`` fixture finds them.
"""

import re
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.examples.reading import (
    EXAMPLES,
    FILES,
    OVERALL,
    TEXTS,
    TOTALS,
    Document,
    amounts,
    by_profile,
    each_file,
    load,
    name_of,
    stripped,
)

# rows of 004 whose name or target a page break tears apart in the published text
TORN = {
    "dongxihu-2020/04-personnel-services": {"i012"},
    "dongxihu-2020/05-employment-management": {"i011", "i019"},
    "dongxihu-2020/06-social-insurance-agencies": {"i004", "i015"},
}


def seed_text(shared: Path, number: str) -> str:
    (path,) = (shared / "seeds").glob(f"{number}_*.txt")
    return path.read_text(encoding="utf-8")


def truth_row(row: Document) -> tuple[Any, ...]:
    weight = row["weight_raw"]
    return (
        row["horizon"], row["level1"], row["level2_canonical"], row["level3_norm"], row["target_norm"] or "",
        [stripped(row["prior_year_before_last_raw"] or ""), stripped(row["prior_year_raw"] or "")],
        weight and weight.removesuffix("%"), row["basis"] or "",
    )  # fmt: skip


def example_row(row: Document) -> tuple[Any, ...]:
    keys = ("horizon", "level1", "level2", "level3", "target", "prior_years", "weight", "basis")
    return tuple(row[key] for key in keys)


def decimal(raw: str | float | None) -> Decimal | None:
    return None if raw is None else Decimal(str(raw).replace(",", ""))


@pytest.mark.parametrize("path", by_profile("001") + by_profile("003"), ids=name_of)
def test_indicators_and_amounts_equal_the_checked_contents(path: Path, shared: Path) -> None:
    document = load(path)
    seed = TOTALS[path.parent.name][0]
    truth = load(shared / "truth" / f"{seed}-{int(path.name[:2])}.json")
    rows = [row for row in truth["indicators"] if not row.get("extraction_duplicate")]
    assert [example_row(row) for row in document["indicators"]] == [truth_row(row) for row in rows]

    assert (document["project_name"], document["department"]) == (truth["project_name"], truth["department"])
    assert document["project_code"] == truth.get("project_code_in_budget_table_11")
    assert decimal(document["budget_total"]) == decimal(truth["budget_total"])
    assert decimal(document["budget_year"]) == decimal(truth["budget_year"])
    sources = [decimal(row["amount"]) for row in truth["funding_sources"][1:] if row["amount"] is not None]
    assert [decimal(row["amount"]) for row in document["funding_sources"]] == sources
    lines = [
        (stripped(line["item"]), {key: decimal(line[key]) for key in ("local", "transfer", "other") if line[key]})
        for line in truth["expenditure_lines"]
    ]
    assert [
        (line["item"], {amount["source"]: decimal(amount["amount"]) for amount in line["amounts"]})
        for line in document["expenditure_lines"]
    ] == lines
    figures = [re.findall(r"\d+(?:\.\d+)?%?", stripped(line["basis"])) for line in truth["expenditure_lines"]]
    assert [re.findall(r"\d+(?:\.\d+)?%?", line["basis"]) for line in document["expenditure_lines"]] == figures
    printed_blocks = [(block["level1_first"], block["weight_raw"]) for block in truth.get("block_weights", [])]
    assert [(block["levels"][0], f"{block['weight']}%") for block in document["block_weights"]] == printed_blocks
    if truth["prior_budget"]:
        for fact in truth["prior_budget"]["facts"]:
            assert f"{fact['amount']:g}" in document["prior_budget"]


def spaced(words: str) -> str:
    """A pattern for words that the published text may break anywhere."""
    return r"[\s|]*".join(map(re.escape, words))


def printed_form(document: Document, shared: Path) -> str:
    """The published text of one form, from its project name to the next form."""
    text = seed_text(shared, TOTALS[document["form_profile"]][0])
    start = re.search(spaced(f"项目名称{document['project_name']}项目"), text)
    assert start is not None
    end = text.find("项目名称", start.end())
    return text[start.start() : end if end > 0 else None]


@each_file
def test_project_name_and_money_stand_in_the_published_form(path: Path, shared: Path) -> None:
    document = load(path)
    form = printed_form(document, shared)
    labels = {"budget_year": "项目当年预算", "budget_total": "项目总预算" if document["budget_year"] else "项目预算"}
    for field, label in labels.items():
        if document[field] is not None:
            printed = re.search(rf"{spaced(label)}[\s|]*([\d,.]+)", form)
            assert printed is not None, label
            assert decimal(document[field]) == decimal(printed[1])
    numbers = {decimal(number) for number in re.findall(r"\d[\d,]*(?:\.\d+)?", form)}
    assert {decimal(amount) for amount in amounts(document)} <= numbers


@pytest.mark.parametrize("path", by_profile("000") + by_profile("004"), ids=name_of)
def test_every_indicator_row_stands_in_the_published_form(path: Path, shared: Path) -> None:
    document = load(path)
    form = stripped(printed_form(document, shared))
    torn = TORN.get(name_of(path), set())
    whole = [row for row in document["indicators"] if row["uid"] not in torn]
    keys = ["level3", "target", "basis"]
    if document["form_profile"] == "dongxihu-2020":  # prints both levels on every row
        keys = ["level1", "level2", *keys]
    rows = Counter("".join(row[key] for key in keys) for row in whole)
    for row, times in rows.items():
        assert form.count(row) >= times, row
    for indicator in document["indicators"]:
        assert indicator["level3"][:5] in form
        assert indicator["target"] in form or indicator["uid"] in torn
    if document["form_profile"] == "dongxihu-2020":
        table = form.split("预计当年实现）绩效标准")[1]
        assert len(re.findall("计划标准|历史标准|其他标准|行业标准", table)) == len(document["indicators"])


@each_file
def test_natures_and_executing_bodies_are_those_printed(path: Path, shared: Path) -> None:
    document = load(path)
    form = stripped(printed_form(document, shared))
    for body in document["executing_bodies"]:
        assert body["name"] in form
    natures = {"appropriation": "经费拨款", "government_fund": "政府性基金"}
    checked = re.findall(r'<inputchecked=""type="checkbox"/>([^<☐]+)', form.split("资金性质")[-1].split("立项依据")[0])
    printed = [natures[row["nature"]] for row in document["funding_sources"] if row["nature"]]
    assert printed == (checked if document["form_profile"] == "ezhou-2025-approval" else [])


def test_no_person_and_no_phone_of_the_sources_is_committed(shared: Path) -> None:
    seeds = "\n".join(seed_text(shared, seed) for seed in ("000", "001", "002", "003", "004"))
    names = {
        name
        for field in re.findall(r"(?:项目负责人|填报\s*人)\s+([^\s<]+)", seeds)
        for name in re.split("[,，、]", field)
    }
    phones = set(re.findall(r"电话[\s：]*(?:\d{3,4}-)?(\d{7,11})", seeds))
    assert (len(names), len(phones)) == (16, 14)
    for path in [*FILES, *OVERALL, EXAMPLES / "README.md"]:
        text = path.read_text(encoding="utf-8")
        assert not {found for found in names | phones if found in text}, path
        without_codes = re.sub(r'"project_code": "\w+"', "", text)
        assert all(re.fullmatch(r"5550\d{3}", run) for run in re.findall(r"\d{7,}", without_codes)), path
    assert not {load(path)["responsible_person"] for path in FILES} & names


@each_file
def test_long_texts_are_rewritten_not_copied(path: Path, shared: Path) -> None:
    document = load(path)
    form = stripped(printed_form(document, shared))
    for text in [document[field] for field in TEXTS] + [goal["text"] for goal in document["goals"]]:
        assert len(text) < 60 or stripped(text) not in form


@pytest.mark.parametrize(
    ("path", "seed"), list(zip(OVERALL, ("002", "003", "004"), strict=True)), ids=["2025", "2024", "2020"]
)
def test_overall_money_stands_in_the_published_form(path: Path, seed: str, shared: Path) -> None:
    document = load(path)
    text = seed_text(shared, seed)
    rows = [[row["current"], *row["prior_years"]] for row in document["income"] + document["expenditure"]]
    rows += [[row["budget_total"], row["budget_year"]] for row in document["projects"]]
    numbers = {decimal(number) for number in re.findall(r"\d[\d,]*(?:\.\d+)?", text)}
    assert {decimal(cell) for row in rows for cell in row if cell is not None} <= numbers
    for row in document["projects"]:
        assert row["name"] in stripped(text)


def test_overall_counts_are_those_of_the_published_tables(shared: Path) -> None:
    counts = {path.stem: load(path)["counts"] for path in OVERALL}
    long_term, annual = stripped(seed_text(shared, "002")).split("年度目标：")
    assert counts["01-ezhou-2025"]["long_term_indicators"] == long_term.count("绩效基本型")
    assert counts["01-ezhou-2025"]["annual_indicators"] == annual.count("绩效基本型")
    truth = load(shared / "truth" / "003-D.json")["counts"]
    assert counts["02-jianghan-2024"]["long_term_indicators"] == truth["indicators_long_term"]
    assert counts["02-jianghan-2024"]["annual_indicators"] == truth["indicators_annual"]
    overall = stripped(seed_text(shared, "004")).split("九、部门整体支出绩效目标申报表")[1]
    assert counts["03-dongxihu-2020"]["long_term_indicators"] == overall.count("部门绩效目标")
    assert counts["03-dongxihu-2020"]["annual_indicators"] == overall.count("部门目标")
