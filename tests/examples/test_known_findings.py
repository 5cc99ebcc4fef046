"""What is wrong in the examples is known, path by path: the demo attaches a waiver (情况说明) with its reason to each.

The eight checks carry the names of the review rules but are written out here on purpose, so that the list does not rest
on the product. ``blank_bases`` are the rows without 指标值确定依据, which no rule refuses.
"""

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from math import prod
from pathlib import Path
from typing import Any

from tests.examples.reading import EXAMPLES, FILES, LISTS, Document, each_file, load, name_of

KNOWN: dict[str, Any] = json.loads((EXAMPLES / "known_findings.json").read_text(encoding="utf-8"))

REQUIRED = {
    "dongxihu-2020": (
        "executing_bodies", "responsible_person", "phone", "project_type", "application_reason", "main_content",
        "prior_budget", "budget_total", "budget_year", "funding_sources", "expenditure_lines",
    ),
    "ezhou-2025-approval": ("budget_total", "project_type", "funding_sources", "establishment_basis"),
    "ezhou-2025-approval-table": ("budget_total",),
    "jianghan-2024": (
        "executing_bodies", "responsible_person", "phone", "project_code", "project_type", "project_category",
        "establishment_basis", "implementation_plan", "prior_evaluation", "prior_budget", "budget_year",
        "funding_sources", "expenditure_lines",
    ),
}  # fmt: skip
ANNUAL_WEIGHT_SUM = {"jianghan-2024": Decimal(80)}


def findings(document: Document) -> Iterator[dict[str, str]]:
    yield from required_fields(document)
    yield from sources_match_budget(document)
    yield from details_match_sources(document)
    yield from year_within_total(document)
    yield from formula_result(document)
    yield from output_and_benefit_present(document)
    yield from (
        {"rule": "target_present", "path": f"indicators/{row['uid']}/target"}
        for row in document["indicators"]
        if not row["target"]
    )
    yield from weights_sum(document)


def required_fields(document: Document) -> Iterator[dict[str, str]]:
    for field in ("department", "unit", "project_name", "goals", "indicators", *REQUIRED[document["form_profile"]]):
        if not document[field]:
            section = field if field in LISTS else f"basics/-/{field}"
            yield {"rule": "required_fields", "path": section}
    for section, fields in (("goals", ("name", "text")), ("indicators", ("level1", "level2", "level3"))):
        for row in document[section]:
            for field in fields:
                if not row[field]:
                    yield {"rule": "required_fields", "path": f"{section}/{row['uid']}/{field}"}


def output_and_benefit_present(document: Document) -> Iterator[dict[str, str]]:
    for horizon in {row["horizon"] for row in document["indicators"]}:
        present = {row["level1"] for row in document["indicators"] if row["horizon"] == horizon}
        for level1 in sorted({"产出指标", "效益指标"} - present):
            yield {"rule": "output_and_benefit_present", "path": "indicators", "missing": f"{horizon} {level1}"}


def plain(amount: Decimal) -> str:
    return f"{amount:.2f}"


def budget(document: Document) -> Decimal:
    return Decimal(document["budget_year"] or document["budget_total"])


def sources_match_budget(document: Document) -> Iterator[dict[str, str]]:
    printed = [Decimal(row["amount"]) for row in document["funding_sources"] if row["amount"] is not None]
    if printed and sum(printed) != budget(document):
        yield {
            "rule": "sources_match_budget",
            "path": "funding_sources",
            "is": plain(sum(printed, Decimal(0))),
            "want": plain(budget(document)),
        }


def details_match_sources(document: Document) -> Iterator[dict[str, str]]:
    details: dict[str, Decimal] = {}
    for line in document["expenditure_lines"]:
        for amount in line["amounts"]:
            details[amount["source"]] = details.get(amount["source"], Decimal(0)) + Decimal(amount["amount"])
    if set(details) == {"all"}:
        wanted = {"all": (budget(document), "expenditure_lines")}
    else:
        wanted = {
            row["source"]: (Decimal(row["amount"]), f"funding_sources/{row['uid']}/amount")
            for row in document["funding_sources"]
            if row["amount"]
        }
    for source in sorted(set(details) | set(wanted)):
        have = details.get(source, Decimal(0))
        want, path = wanted.get(source, (Decimal(0), "expenditure_lines"))
        if have != want:
            yield {"rule": "details_match_sources", "path": path, "is": plain(have), "want": plain(want)}


def year_within_total(document: Document) -> Iterator[dict[str, str]]:
    year, total = (Decimal(document[field] or 0) for field in ("budget_year", "budget_total"))
    if total and year > total:
        path = "basics/-/budget_year"
        yield {"rule": "year_within_total", "path": path, "is": plain(year), "want": plain(total)}


PRODUCT = re.compile(r"((?:\d[\d.]*[^\d*=:：;；。]*[*×])+\d[\d.]*[^\d*=]*)=([\d.]+)万元")
SIZE = {"": Decimal(1), "元": Decimal(1), "%": Decimal("0.01"), "万元": Decimal(10_000)}
FACTOR = re.compile(r"([\d.]+)(%|万元|元)?")


def formula_result(document: Document) -> Iterator[dict[str, str]]:
    """In 万元: of the published formulas, those without 元 are in 万元 already, or in yuan if they are large."""
    for line in document["expenditure_lines"]:
        for formula, result in PRODUCT.findall(line["basis"]):
            factors = [Decimal(number) * SIZE[unit] for number, unit in FACTOR.findall(formula)]
            product = prod(factors, start=Decimal(1))
            if "元" not in formula and product < 1000:
                product *= 10_000
            if round(product / 10_000, len(result.partition(".")[2])) != Decimal(result):
                path = f"expenditure_lines/{line['uid']}/basis"
                yield {"rule": "formula_result", "path": path, "is": result, "want": plain(product / 10_000)}


def weights_sum(document: Document) -> Iterator[dict[str, str]]:
    rows = [row for row in document["indicators"] if row["horizon"] == "annual" and row["weight"]]
    total = sum(Decimal(row["weight"]) for row in rows)
    want = ANNUAL_WEIGHT_SUM.get(document["form_profile"], Decimal(0))
    if total != want:
        yield {"rule": "weights_sum", "path": "indicators", "is": str(total), "want": str(want)}
    for block in document["block_weights"]:
        total = sum(Decimal(row["weight"]) for row in rows if row["level1"] in block["levels"])
        if total != Decimal(block["weight"]):
            path = f"block_weights/{block['uid']}"
            yield {"rule": "weights_sum", "path": path, "is": str(total), "want": block["weight"]}


def known_of(path: Path) -> list[dict[str, str]]:
    found: list[dict[str, str]] = KNOWN["findings"].get(name_of(path), [])
    return found


@each_file
def test_what_is_wrong_is_exactly_what_is_known(path: Path) -> None:
    known = [{key: text for key, text in item.items() if key != "reason"} for item in known_of(path)]
    assert list(findings(load(path))) == known


@each_file
def test_every_known_finding_has_its_reason(path: Path) -> None:
    assert all(len(item["reason"]) >= 10 for item in known_of(path))


@each_file
def test_blank_bases_are_exactly_the_known_ones(path: Path) -> None:
    blank = [row["uid"] for row in load(path)["indicators"] if not row["basis"]]
    assert blank == KNOWN["blank_bases"].get(name_of(path), [])


def test_known_findings_name_existing_files() -> None:
    assert set(KNOWN["findings"]) | set(KNOWN["blank_bases"]) <= {name_of(path) for path in FILES}
