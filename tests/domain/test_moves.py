"""The table of the design (§4), written out again by hand: every row happens with exactly the inputs it needs.

Who may do it where, and what it needs, is in ``model.py`` and proved person by person in ``test_matrix``; here is what
a row leads to, what it is called, and that the product's tables have these rows and no dead ends.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

import pytest

from tests.domain import model
from tests.domain.factories import (
    GROUNDS,
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
from workflow.lifecycle.checks import CHECKS
from workflow.lifecycle.machine import Lifecycle
from workflow.lifecycle.moves import DESK_LABELS, DESK_ROLES, REPORT_STATE_LABELS, ROLE_LABELS, STATE_LABELS
from workflow.models import AuditEntry, Declaration, MonitoringReport, SelfEvaluation
from workflow.notifications.messages import message_text
from workflow.types import Desk, DocumentState, ReportState, Role, State

DATABASES = ["sqlite"]

WHY = {"reason": "理由"}
PAPER = {"reason": "理由", "document": "鄂州财预〔2025〕9号"}
LATER = {"reason": "理由", "due_on": date(2026, 1, 15)}
SPECIAL = {**PAPER, "leader": "局长", "points": (("补批文", date(2025, 6, 30)),)}


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
DESKS = [
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
    Row("return", "submitted/section", "section_a", "drafted/department", WHY),
    Row("return", "submitted/section", "section_b", "drafted/filer", WHY, unit=OWN),
]
"""What declarations and reports have in common."""
ROWS = [
    *DESKS,
    Row("discard", "drafted/filer", "filer_a", "terminated"),
    Row("discard", "drafted/filer", "head_a", "terminated"),
    Row("take_up", "submitted/section", "section_a", "submitted/section"),
    Row("withdraw", "submitted/section", "head_a", "drafted/filer"),
    Row("withdraw", "submitted/section", "reviewer_a", "drafted/filer"),
    Row("request_return", "submitted/section", "head_a", "submitted/section", WHY),
    Row("request_return", "submitted/performance", "reviewer_a", "submitted/performance", WHY),
    Row("request_return", "finance_reviewed/performance", "head_a", "finance_reviewed/performance", WHY),
    Row("request_return", "finance_reviewed/batch", "head_a", "finance_reviewed/batch", WHY),
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
    Row("approve_specially", "finance_reviewed/performance", "performance_a", "finance_reviewed/performance", SPECIAL),
    Row("approve_specially", "finance_reviewed/batch", "performance_b", "finance_reviewed/batch", SPECIAL),
    Row("approve", "finance_reviewed/batch", "performance_a", "approved"),
    Row("revoke_approval", "approved", "performance_a", "finance_reviewed/performance", WHY),
    Row("terminate", "approved", "performance_a", "terminated", PAPER),
    Row("terminate", "monitored", "performance_a", "terminated", PAPER),
    Row("extend", "drafted/filer", "performance_a", "drafted/filer", LATER),
    Row("extend", "drafted/head", "performance_a", "drafted/head", LATER),
    Row("extend", "drafted/department", "section_head", "drafted/department", LATER),
    Row("open_adjustment", "approved", "filer_a", "approved", GROUNDS),
    Row("open_adjustment", "monitored", "head_a", "monitored", GROUNDS),
]
REPORT_ROWS = [
    *DESKS,
    Row("accept", "submitted/section", "section_a", "accepted"),
    Row("cancel", "drafted/filer", "performance_a", "cancelled", WHY),
    Row("cancel", "drafted/head", "performance_a", "cancelled", WHY),
    Row("cancel", "drafted/department", "performance_a", "cancelled", WHY),
    Row("cancel", "submitted/section", "performance_b", "cancelled", WHY),
]
ELSEWHERE = {
    ("cancel_adjustment", "drafted/filer"),
    ("amend_adjustment", "drafted/filer"),
    ("file_adjustment", "submitted/section"),
    ("demand_review", "submitted/section"),
    ("accept_monitoring", "approved"),
    ("accept_monitoring", "monitored"),
    ("carry_over_monitoring", "approved"),
    ("accept_evaluation", "approved"),
    ("accept_evaluation", "monitored"),
    ("transfer", "submitted/section"),
    ("sign_changes", "submitted/section"),
    ("sign_on_paper", "drafted/head"),
}
"""Rows of declarations that need more than a place to start from: their tests stand below, in ``test_transfer``,
``test_suggestions``, ``test_adjustments``, ``test_paper`` and ``tests/services/test_evaluations.py``."""


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


def test_the_products_tables_have_these_rows_and_no_other() -> None:
    designed: tuple[tuple[type[Any], list[Row], set[tuple[str, str]], dict[str, dict[str, set[str]]]], ...] = (
        (Declaration, ROWS, ELSEWHERE, model.DECLARATION),
        (MonitoringReport, REPORT_ROWS, set(), model.REPORT),
        (SelfEvaluation, REPORT_ROWS, set(), model.REPORT),
    )
    for table, rows, more, roles in designed:
        acted = {(row.action, row.start) for row in rows} | more
        assert set(LIFECYCLES[table].by_pair) == acted == {(action, at) for action in roles for at in roles[action]}


# --- the tables as such ---------------------------------------------------------------------------------------------

LABELS = {
    "send_up": "送审", "recall": "取消送审", "decline": "退签", "sign": "审签", "submit": "报送财政", "discard": "作废",
    "take_up": "受理", "withdraw": "撤回", "request_return": "申请退回", "return": "退回修改",
    "pass_review": "业务科审核通过", "propose_refusal": "拟不予安排", "refuse": "不予安排", "reject_refusal": "不同意",
    "send_to_review": "退回业务科复核", "clear": "复审通过", "approve_specially": "特批",
    "approve": "批复", "revoke_approval": "收回批复",
    "accept_evaluation": "自评确认",
    "accept_monitoring": "监控确认", "carry_over_monitoring": "监控承接", "terminate": "撤项",
    "transfer": "转办", "extend": "延期报送", "sign_changes": "审签修改",
    "sign_on_paper": "纸质审签",
    "open_adjustment": "调整", "amend_adjustment": "更正调整依据", "file_adjustment": "备案",
    "demand_review": "转为审核",
    "cancel_adjustment": "取消调整", "accept": "审核确认", "cancel": "取消",
    "send_for_signing": "送签", "cosign": "会签同意", "send_back": "退回拟稿", "take_back": "取回修改",
    "sign_letter": "签发",
    "give_number": "编号", "seal": "用印", "forward": "转批复", "replace": "另行批复", "void": "作废",
    "discard_draft": "放弃拟稿",
}  # fmt: skip
SILENT = {
    "take_up", "discard", "open_adjustment", "amend_adjustment", "cancel_adjustment", "accept_monitoring",
    "carry_over_monitoring",
    "discard_draft",
}  # fmt: skip
"""Nobody hears of these: the file neither comes to another desk nor is decided."""
ENDS = {
    "declaration": {"terminated", "evaluated"},
    "monitoring_report": {"accepted", "cancelled"},
    "self_evaluation": {"accepted", "cancelled"},
    "approval_document": {"voided", "discarded"},
}
STATES: dict[str, type[StrEnum]] = {
    "declaration": State, "monitoring_report": ReportState, "self_evaluation": ReportState,
    "approval_document": DocumentState,
}  # fmt: skip
each_cycle = pytest.mark.parametrize("cycle", LIFECYCLES.values(), ids=lambda cycle: cycle.name)


def places_after(cycle: Lifecycle, start: str) -> Iterator[str]:
    seen, todo = set(), [start]
    while todo:
        place = todo.pop()
        if place not in seen:
            seen.add(place)
            yield place
            todo += [dest for move in cycle.moves if move.source == place for dest in move.dests if dest]


@each_cycle
def test_every_place_is_reached_and_leads_to_an_end(cycle: Lifecycle) -> None:
    places = {move.source for move in cycle.moves} | {dest for move in cycle.moves for dest in move.dests if dest}
    assert set(places_after(cycle, cycle.moves[0].source)) == places
    ends = ENDS[cycle.name]
    for place in places:
        assert ends & set(places_after(cycle, place)), place
    states = STATES[cycle.name]
    assert {place.partition("/")[0] for place in places} == {state.value for state in states}


@each_cycle
def test_two_rows_for_one_action_and_place_are_refused_at_import(cycle: Lifecycle) -> None:
    with pytest.raises(ValueError, match="two rows"):
        Lifecycle(cycle.name, (*cycle.moves, cycle.moves[0]), cycle.effects)


def test_nothing_is_named_that_is_not_there_and_nothing_lies_idle() -> None:
    rows = [row for cycle in LIFECYCLES.values() for row in cycle.moves]
    assert {name for row in rows for name in row.needs} == set(CHECKS)
    for cycle in LIFECYCLES.values():
        assert set(cycle.effects) <= {row.action for row in cycle.moves}


@each_cycle
def test_a_move_is_called_as_in_the_design_and_told_in_both_languages(cycle: Lifecycle) -> None:
    facts = {"project_name": "劳务对接", "actor": "张三", "reason": "理由", "desk": "head", "signer": "李四"}
    for row in cycle.moves:
        assert row.label_zh == LABELS[row.action]
        assert row.label_en.isascii()
        if row.action not in SILENT:
            for language in ("zh", "en"):
                assert "劳务对接" in message_text(f"{cycle.name}.{row.action}", facts, language)


def test_desks_roles_and_states_have_their_words() -> None:
    assert set(DESK_LABELS) == set(DESK_ROLES) == set(Desk)
    assert set(ROLE_LABELS) == set(Role)
    assert set(STATE_LABELS) == set(State)
    assert set(REPORT_STATE_LABELS) == set(ReportState)
    for labels in (DESK_LABELS, ROLE_LABELS, STATE_LABELS, REPORT_STATE_LABELS):
        assert all(zh.strip() and en.isascii() for zh, en in labels.values())
