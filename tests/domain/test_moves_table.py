"""Every row of the table of the design (§4) happens as written, with exactly the inputs it needs and no more."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.domain.factories import (
    PASS,
    File,
    adjustment_of,
    bring,
    declaration_at,
    make_report,
    move,
    report_at,
    rows_of,
)
from tests.domain.world import World
from workflow import clock
from workflow.lifecycle import LIFECYCLES
from workflow.models import AuditEntry, Declaration, MonitoringReport

WHY = {"reason": "理由"}
PAPER = {"reason": "理由", "document": "鄂州财预〔2025〕9号"}


@dataclass(frozen=True)
class Row:
    """``click`` is the button where the row itself has none; ``unit`` hr_own has no department above it."""

    action: str
    start: str
    who: str
    end: str
    inputs: dict[str, Any] = field(default_factory=dict)
    unit: str = "centre"
    click: str = ""

    def __str__(self) -> str:
        return f"{self.action} {self.start} {self.who}"


OWN = "hr_own"
ROWS = [
    Row("send_up", "drafted/filer", "filer_a", "drafted/head"),
    Row("recall", "drafted/head", "filer_b", "drafted/filer"),
    Row("recall", "drafted/department", "head_b", "drafted/head"),
    Row("decline", "drafted/head", "head_a", "drafted/filer", WHY),
    Row("decline", "drafted/department", "reviewer_b", "drafted/filer", WHY),
    Row("sign", "drafted/head", "head_a", "drafted/department"),
    Row("sign", "drafted/head", "head_own_a", "submitted/section", unit=OWN),
    Row("sign", "drafted/department", "reviewer_a", "submitted/section"),
    Row("submit", "drafted/head", "head_own_b", "submitted/section", unit=OWN, click="sign"),
    Row("submit", "drafted/department", "reviewer_b", "submitted/section", click="sign"),
    Row("discard", "drafted/filer", "filer_a", "terminated"),
    Row("discard", "drafted/filer", "head_a", "terminated"),
    Row("take_up", "submitted/section", "section_a", "submitted/section"),
    Row("withdraw", "submitted/section", "head_a", "drafted/filer"),
    Row("withdraw", "submitted/section", "reviewer_a", "drafted/filer"),
    Row("request_return", "submitted/section", "head_a", "submitted/section", WHY),
    Row("request_return", "submitted/performance", "reviewer_a", "submitted/performance", WHY),
    Row("request_return", "finance_reviewed/performance", "head_a", "finance_reviewed/performance", WHY),
    Row("request_return", "finance_reviewed/batch", "head_a", "finance_reviewed/batch", WHY),
    Row("return", "submitted/section", "section_a", "drafted/department", WHY),
    Row("return", "submitted/section", "section_a", "drafted/filer", WHY, unit=OWN),
    Row("return", "submitted/performance", "performance_a", "drafted/department", WHY),
    Row("return", "submitted/performance", "performance_a", "drafted/filer", WHY, unit=OWN),
    Row("return", "finance_reviewed/performance", "performance_a", "drafted/department", WHY),
    Row("return", "finance_reviewed/performance", "performance_b", "drafted/filer", WHY, unit=OWN),
    Row("return", "finance_reviewed/batch", "performance_a", "drafted/department", WHY),
    Row("return", "finance_reviewed/batch", "performance_b", "drafted/filer", WHY, unit=OWN),
    Row("pass_review", "submitted/section", "section_b", "finance_reviewed/performance", PASS),
    Row("propose_refusal", "submitted/section", "section_b", "submitted/performance", WHY),
    Row("refuse", "submitted/performance", "performance_a", "terminated"),
    Row("reject_refusal", "submitted/performance", "performance_a", "submitted/section", WHY),
    Row("send_to_review", "finance_reviewed/performance", "performance_a", "submitted/section", WHY),
    Row("send_to_review", "finance_reviewed/batch", "performance_a", "submitted/section", WHY),
    Row("clear", "finance_reviewed/performance", "performance_a", "finance_reviewed/batch"),
    Row("approve", "finance_reviewed/batch", "performance_a", "approved"),
    Row("revoke_approval", "approved", "performance_a", "finance_reviewed/performance", WHY),
    Row("terminate", "approved", "performance_a", "terminated", PAPER),
    Row("terminate", "monitored", "performance_a", "terminated", PAPER),
    Row("open_adjustment", "approved", "filer_a", "approved", PAPER),
    Row("open_adjustment", "monitored", "head_a", "monitored", PAPER),
]
REPORT_ROWS = [
    Row("send_up", "drafted/filer", "filer_a", "drafted/head"),
    Row("recall", "drafted/head", "filer_b", "drafted/filer"),
    Row("recall", "drafted/department", "head_b", "drafted/head"),
    Row("decline", "drafted/head", "head_a", "drafted/filer", WHY),
    Row("decline", "drafted/department", "reviewer_a", "drafted/filer", WHY),
    Row("sign", "drafted/head", "head_a", "drafted/department"),
    Row("sign", "drafted/head", "head_own_a", "submitted/section", unit=OWN),
    Row("sign", "drafted/department", "reviewer_a", "submitted/section"),
    Row("submit", "drafted/head", "head_own_b", "submitted/section", unit=OWN, click="sign"),
    Row("submit", "drafted/department", "reviewer_b", "submitted/section", click="sign"),
    Row("return", "submitted/section", "section_a", "drafted/department", WHY),
    Row("return", "submitted/section", "section_b", "drafted/filer", WHY, unit=OWN),
    Row("accept", "submitted/section", "section_a", "accepted"),
    Row("cancel", "drafted/filer", "performance_a", "cancelled", WHY),
    Row("cancel", "drafted/head", "performance_a", "cancelled", WHY),
    Row("cancel", "drafted/department", "performance_a", "cancelled", WHY),
    Row("cancel", "submitted/section", "performance_b", "cancelled", WHY),
]
ELSEWHERE = {
    ("cancel_adjustment", "drafted/filer"),
    ("accept_monitoring", "approved"),
    ("accept_monitoring", "monitored"),
    ("carry_over_monitoring", "approved"),
}
"""Rows of declarations that need a second file to start from: their tests stand below."""


def happens(file: File, row: Row) -> None:
    before, now = file.read(), clock.now()
    move(file, row.who, row.click or row.action, **row.inputs)
    after = file.read()
    last = rows_of(file, AuditEntry)[-1]
    steps = 2 if row.end == "submitted/section" and (row.click or row.action) == "sign" else 1
    assert file.pair == row.end
    assert after.version == before.version + steps
    assert after.updated_at >= now
    if row.end == row.start:
        assert after.held_since == before.held_since
    else:
        assert after.held_since is None if after.desk is None else after.held_since >= now
    assert (last.action, last.state_to) == ("submit" if steps == 2 else row.action, row.end)
    assert last.actor_id == file.world.people[row.who]
    assert last.reason == row.inputs.get("reason", "")


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_a_declaration_moves_as_written(world: World, row: Row) -> None:
    happens(declaration_at(world, row.start, unit=row.unit), row)


@pytest.mark.parametrize("row", REPORT_ROWS, ids=str)
def test_a_report_moves_as_written(world: World, row: Row) -> None:
    happens(report_at(world, row.start, unit=row.unit), row)


@pytest.mark.parametrize("who", ["filer_b", "head_a"])
def test_an_adjustment_is_cancelled_by_the_unit_at_any_round(world: World, who: str) -> None:
    file = adjustment_of(declaration_at(world, "approved"))
    bring(file, "submitted/section")
    move(file, "head_a", "withdraw")
    happens(file, Row("cancel_adjustment", "drafted/filer", who, "terminated", WHY))


def test_an_accepted_report_confirms_monitoring_again_and_again(world: World) -> None:
    declaration = declaration_at(world, "approved")
    for source in ("approved", "monitored"):
        assert declaration.pair == source
        bring(make_report(declaration), "accepted")
        entry = rows_of(declaration, AuditEntry)[-1]
        assert (entry.action, entry.state_from, entry.state_to) == ("accept_monitoring", source, "monitored")


def test_monitoring_is_carried_over_to_the_revision_that_supersedes(world: World) -> None:
    old = declaration_at(world, "monitored")
    new = adjustment_of(old)
    bring(new, "finance_reviewed/batch")
    move(new, "performance_a", "approve")
    told = [(entry.action, entry.state_from, entry.state_to) for entry in rows_of(new, AuditEntry)[-2:]]
    assert told == [
        ("approve", "finance_reviewed/batch", "approved"),
        ("carry_over_monitoring", "approved", "monitored"),
    ]
    assert (new.pair, old.pair) == ("monitored", "monitored")


def test_no_row_of_the_product_is_left_out() -> None:
    for model, rows, more in ((Declaration, ROWS, ELSEWHERE), (MonitoringReport, REPORT_ROWS, set[tuple[str, str]]())):
        assert set(LIFECYCLES[model].by_pair) == {(row.action, row.start) for row in rows} | more
