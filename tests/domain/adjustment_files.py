"""Adjustments (目标调整) that lack something, for the cases of ``refusal_cases``."""

from collections.abc import Callable
from datetime import date
from typing import Any

from tests.domain import hands
from tests.domain.factories import BUDGET, PLAIN, TARGET, File, adjustment_of, bring, declaration_at, example, move
from tests.domain.world import World
from workflow.regional.table import SMALL_SHARE

NOT_NAMED: dict[str, dict[str, Any]] = {
    "adjustment_type_missing": {"adjustment_type": "more"},
    "document_date_missing": {"document_date": None},
    "document_date_ahead": {"document_date": date(2025, 3, 4)},
    "document_issuer_missing": {"document_issuer": " "},
    "document_issuer_too_long": {"document_issuer": "长" * 121},
    "counterpart_missing": {"adjustment_type": "transfer"},
    "counterpart_too_long": {"adjustment_type": "transfer", "counterpart": "长" * 201},
    "counterpart_is_itself": {"adjustment_type": "transfer", "counterpart": example(PLAIN).project_name},
}
"""What the grounds of an adjustment lack."""
MISFITS: list[tuple[str, str, dict[str, str]]] = [
    ("adjustment_not_higher", "addition", {TARGET: "≥9次"}),
    ("adjustment_not_lower", "cut", {BUDGET: "10.01"}),
    ("adjustment_not_moved", "transfer", {TARGET: "≥9次"}),
    ("adjustment_not_zero", "recall", {BUDGET: "1.00"}),
    ("adjustment_targets_same", "policy", {BUDGET: "10.01"}),
]
"""The type of an adjustment, and what was changed instead of what it is for."""


def adjusting(kind: str, values: dict[str, str]) -> Callable[[World], File]:
    """An adjustment of this type at the filer's desk, after these cells were typed."""

    def make(world: World) -> File:
        old = declaration_at(world, "approved")
        file = adjustment_of(old, target="", adjustment_type=kind, counterpart="另一个项目")
        for path, value in values.items():
            hands.type_in(file, "filer_a", path, value)
        hands.explain_all(file)
        return file

    return make


def sent_in(kind: str, values: dict[str, str]) -> Callable[[World], File]:
    return lambda world: bring(adjusting(kind, values)(world), "submitted/section")


def demanded(world: World) -> File:
    """A small adjustment that the performance section wants reviewed."""
    file = sent_in("policy", {TARGET: "≥9次"})(world)
    move(file, "performance_a", "demand_review", reason="涉及民生，按程序审核")
    return file


def filing_off(world: World) -> File:
    file = sent_in("policy", {TARGET: "≥9次"})(world)
    hands.set_region(file, SMALL_SHARE, 0)
    return file
