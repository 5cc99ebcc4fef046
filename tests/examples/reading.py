"""Where the examples are and how the tests read them."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

Document = dict[str, Any]

EXAMPLES = Path(__file__).parents[2] / "examples"
FILES = sorted((EXAMPLES / "declarations").glob("*/*.json"))
OVERALL = sorted((EXAMPLES / "overall").glob("*.json"))

TEXTS = (
    "establishment_basis", "implementation_plan", "application_reason", "main_content", "prior_evaluation",
    "prior_budget",
)  # fmt: skip
LISTS = {
    "executing_bodies": {"uid", "kind", "name"},
    "goals": {"uid", "name", "horizon", "text"},
    "indicators": {"uid", "horizon", "goal", "level1", "level2", "level3", "target", "prior_years", "weight", "basis"},
    "block_weights": {"uid", "horizon", "goal", "levels", "weight"},
    "funding_sources": {"uid", "nature", "source", "amount"},
    "expenditure_lines": {"uid", "item", "basis", "amounts"},
    "asset_lines": {"uid", "item", "quantity", "amount"},
    "attachments": {"kind", "name", "sha256"},
}

# profile -> seed, documents, indicators, goals
TOTALS = {
    "dongxihu-2020": ("004", 8, 86, 8),
    "ezhou-2025-approval": ("000", 4, 74, 8),
    "ezhou-2025-approval-table": ("001", 7, 92, 14),
    "jianghan-2024": ("003", 8, 197, 16),
}


def load(path: Path) -> Document:
    document: Document = json.loads(path.read_text(encoding="utf-8"))
    return document


def name_of(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def stripped(text: str) -> str:
    return re.sub(r"[\s|]", "", text)


def amounts(document: Document) -> Iterator[str]:
    lines = [amount for line in document["expenditure_lines"] for amount in line["amounts"]]
    rows = [document["budget_total"], document["budget_year"]]
    rows += [row["amount"] for row in document["funding_sources"] + document["asset_lines"] + lines]
    yield from (amount for amount in rows if amount is not None)


def by_profile(number: str) -> list[Path]:
    return [path for path in FILES if TOTALS[path.parent.name][0] == number]


each_file = pytest.mark.parametrize("path", FILES, ids=name_of)
