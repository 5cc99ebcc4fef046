"""Who hears of a move: the people of the desk it goes to and those concerned, once, never the actor."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import col, func, select

from tests.domain import hands
from tests.domain.factories import PASS, File, declaration_at, move, report_at
from tests.domain.refusal_cases import SPECIAL
from tests.domain.world import LAX_YEAR, World
from workflow import db
from workflow.models import AuditEntry, InboxMessage, OutboxMessage
from workflow.notifications.messages import TEMPLATES, message_text
from workflow.permissions import people_at
from workflow.types import Role

DATABASES = ["sqlite"]

WHY: dict[str, Any] = {"reason": "理由"}
FILERS = {"filer_a", "filer_b", "filer_and_head", "filer_and_reviewer", "filer_and_finance"}
HEADS = {"head_a", "head_b", "filer_and_head", "head_and_finance", "head_of_two"}
REVIEWERS = {"reviewer_a", "reviewer_b", "filer_and_reviewer"}
SECTION = {"section_a", "section_b", "filer_and_finance", "head_and_finance", "section_and_performance"}
PERFORMANCE = {"performance_a", "performance_b", "filer_and_finance", "head_and_finance", "section_and_performance"}

CASES: list[tuple[str, str, str, dict[str, Any], dict[str, set[str]]]] = [
    ("drafted/filer", "filer_a", "send_up", {}, {"send_up": HEADS}),
    ("drafted/head", "filer_a", "recall", {}, {"recall": FILERS}),
    ("drafted/head", "head_a", "decline", WHY, {"decline": FILERS | HEADS}),
    ("drafted/department", "reviewer_a", "decline", WHY, {"decline": FILERS | HEADS}),
    ("drafted/head", "head_a", "sign", {}, {"sign": REVIEWERS}),
    ("drafted/department", "reviewer_a", "sign", {}, {"sign": set(), "submit": SECTION | FILERS}),
    ("drafted/filer", "filer_a", "discard", {}, {"discard": set()}),
    ("submitted/section", "section_a", "take_up", {}, {"take_up": set()}),
    (
        "drafted/head",
        "section_head",
        "extend",
        {"due_on": date(2026, 1, 15), **WHY},
        {"extend": FILERS | HEADS | REVIEWERS},
    ),
    ("submitted/section", "head_a", "withdraw", {}, {"withdraw": FILERS}),
    ("submitted/section", "head_a", "request_return", WHY, {"request_return": SECTION}),
    ("submitted/performance", "head_a", "request_return", WHY, {"request_return": PERFORMANCE}),
    ("finance_reviewed/batch", "head_a", "request_return", WHY, {"request_return": PERFORMANCE}),
    ("submitted/section", "section_a", "return", WHY, {"return": REVIEWERS | FILERS | HEADS}),
    ("submitted/section", "section_a", "pass_review", PASS, {"pass_review": PERFORMANCE}),
    ("submitted/section", "section_a", "propose_refusal", WHY, {"propose_refusal": PERFORMANCE}),
    ("submitted/performance", "performance_a", "refuse", {}, {"refuse": FILERS | HEADS}),
    ("submitted/performance", "performance_a", "reject_refusal", WHY, {"reject_refusal": SECTION}),
    ("finance_reviewed/batch", "performance_a", "send_to_review", WHY, {"send_to_review": SECTION}),
    ("finance_reviewed/performance", "performance_a", "clear", {}, {"clear": PERFORMANCE}),
    ("finance_reviewed/batch", "performance_a", "approve_specially", SPECIAL[2], {"approve_specially": FILERS | HEADS}),
    ("finance_reviewed/batch", "performance_a", "approve", {}, {"approve": FILERS | HEADS}),
    ("approved", "performance_a", "revoke_approval", WHY, {"revoke_approval": FILERS | HEADS | PERFORMANCE}),
    ("approved", "performance_a", "terminate", {"document": "文", **WHY}, {"terminate": FILERS | HEADS}),
]
REPORT_CASES: list[tuple[str, str, str, dict[str, Any], dict[str, set[str]]]] = [
    ("drafted/filer", "filer_a", "send_up", {}, {"send_up": HEADS}),
    ("drafted/head", "filer_a", "recall", {}, {"recall": FILERS}),
    ("drafted/head", "head_a", "decline", WHY, {"decline": FILERS | HEADS}),
    ("drafted/department", "reviewer_a", "sign", {}, {"sign": set(), "submit": SECTION | FILERS}),
    ("submitted/section", "section_a", "return", WHY, {"return": REVIEWERS | FILERS | HEADS}),
    ("submitted/section", "section_a", "accept", {}, {"accept": FILERS | HEADS}),
    ("submitted/section", "performance_a", "cancel", WHY, {"cancel": FILERS | HEADS}),
]


def messages_since(file: File, last: int) -> dict[str, set[str]]:
    """Who was told what by the entries after ``last``."""
    told: dict[str, set[str]] = {}
    with db.unit_of_work() as session:
        mine = select(AuditEntry).filter_by(object_kind=file.kind, object_id=file.id).where(col(AuditEntry.id) > last)
        for entry in session.exec(mine):
            inbox = session.exec(select(InboxMessage).filter_by(dedupe_key=f"move:{entry.id}")).all()
            people = {file.world.names[item.recipient_id] for item in inbox}
            assert {item.template for item in inbox} <= {f"{file.kind}.{entry.action}"}
            mailed = session.exec(
                select(OutboxMessage).where(col(OutboxMessage.dedupe_key).startswith(f"move:{entry.id}:"))
            )
            assert {file.world.names[item.recipient_id] for item in mailed} == {
                name for name in people if hands.has_address(name)
            }
            for item in inbox:
                for language in ("zh", "en"):
                    assert "{" not in message_text(item.template, item.facts, language)
                assert item.template in TEMPLATES
            told[entry.action] = people
    return told


def told_by(file: File, who: str, action: str, inputs: dict[str, Any]) -> dict[str, set[str]]:
    with db.unit_of_work() as session:
        last = session.exec(select(func.max(AuditEntry.id))).one() or 0
    move(file, who, action, **inputs)
    return messages_since(file, last)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[2]} {case[0]}")
def test_a_move_of_a_declaration_is_told_to(world: World, case: tuple[Any, ...]) -> None:
    start, who, action, inputs, told = case
    assert told_by(declaration_at(world, start), who, action, inputs) == {
        step: people - {who} for step, people in told.items()
    }


@pytest.mark.parametrize("case", REPORT_CASES, ids=lambda case: f"{case[2]} {case[0]}")
def test_a_move_of_a_report_is_told_to(world: World, case: tuple[Any, ...]) -> None:
    start, who, action, inputs, told = case
    assert told_by(report_at(world, start), who, action, inputs) == {
        step: people - {who} for step, people in told.items()
    }


def test_people_hold_a_role_while_their_grant_is_valid_and_their_account_is_open(world: World) -> None:
    file = declaration_at(world, "drafted/head", fiscal_year=LAX_YEAR)
    with db.unit_of_work() as session:
        row = file.read()
        found = people_at(session, [Role.filer, Role.unit_head, Role.section_reviewer], row)
    names = {world.names[user] for user in found}
    assert names == FILERS | HEADS | SECTION
    assert not names & {"filer_gone", "head_gone", "section_gone", "head_inactive"}


def test_one_of_several_grants_suffices(world: World) -> None:
    """``head_of_two`` is head of this unit and of others: told whichever grant comes first in the table."""
    with db.unit_of_work() as session:
        for unit in ("centre", "hr_own", "inspection"):
            row = declaration_at(world, "drafted/filer", unit=unit).read()
            assert world.people["head_of_two"] in people_at(session, [Role.unit_head], row)
        assert people_at(session, [], row) == set()
