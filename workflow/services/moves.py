"""Taking moves by id: what a button, the API and the command line call."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session

from workflow.db import unit_of_work
from workflow.errors import Refusal
from workflow.lifecycle import Case, Inputs, pair_of, perform
from workflow.lifecycle.approval import open_batch_for
from workflow.lifecycle.evaluations.scores import write_scores
from workflow.lifecycle.files import find_declaration, find_evaluation, find_report
from workflow.lifecycle.moves import PENDABLE
from workflow.permissions import Actor
from workflow.services.decision_trail import give_up_own
from workflow.services.rates import request_rates

BOOKING = frozenset({"approve", "file_adjustment", "revoke_approval"})
"""Moves that write the budget ledger: rates have another denominator afterwards."""


def move_declaration(
    session: Session, actor: Actor, declaration_id: int, action: str, version: int, inputs: Inputs
) -> Case:
    """Load locked and scoped, then perform; raises a ``Refusal``."""
    row = find_declaration(session, actor, declaration_id, lock=True)
    case = perform(session, row, actor, action, expected_version=version, inputs=inputs)
    if action in PENDABLE:
        give_up_own(session, actor, declaration_id)
    if action in BOOKING:
        request_rates(session, row.region_id, row.fiscal_year, actor.user_id)
    return case


def move_report(session: Session, actor: Actor, report_id: int, action: str, version: int, inputs: Inputs) -> Case:
    """The same for a monitoring report."""
    row = find_report(session, actor, report_id, lock=True)
    return perform(session, row, actor, action, expected_version=version, inputs=inputs)


def move_evaluation(
    session: Session, actor: Actor, evaluation_id: int, action: str, version: int, inputs: Inputs
) -> Case:
    """The same for a self-evaluation. What is sent up has its points by the rules of this day; later they stay."""
    row = find_evaluation(session, actor, evaluation_id, lock=True)
    if action == "send_up" and pair_of(row) == "drafted/filer":
        write_scores(session, row)
        session.flush()  # checks read the rows
    return perform(session, row, actor, action, expected_version=version, inputs=inputs)


@dataclass(frozen=True)
class ItemResult:
    """What became of one item of a bulk action; ``batch_id`` is the approval batch it joined."""

    declaration_id: int
    refusal: Refusal | None = None
    batch_id: int | None = None


Chosen = Iterable[tuple[int, int]]
"""(id, version seen) of each ticked file."""


NOTHING_TYPED = Inputs()


def move_many(actor: Actor, action: str, chosen: Chosen, inputs: Inputs = NOTHING_TYPED) -> list[ItemResult]:
    """One click on many files: a transaction and a result per item. Safe to run again: what is done says 409."""
    return [_move_one(actor, action, item, version, inputs) for item, version in chosen]


def approve_many(actor: Actor, chosen: Chosen, name: str) -> list[ItemResult]:
    """The same for approve: one batch per region and year, made with the first file that really joins it."""
    batches: dict[tuple[int, int], int] = {}
    return [_approve_one(actor, item, version, name, batches) for item, version in chosen]


def _move_one(actor: Actor, action: str, item: int, version: int, inputs: Inputs) -> ItemResult:
    try:
        with unit_of_work(write=True) as session:
            move_declaration(session, actor, item, action, version, inputs)
    except Refusal as refusal:
        return ItemResult(item, refusal)
    return ItemResult(item)


def _approve_one(actor: Actor, item: int, version: int, name: str, batches: dict[tuple[int, int], int]) -> ItemResult:
    try:
        with unit_of_work(write=True) as session:
            row = find_declaration(session, actor, item, lock=True)
            place = (row.region_id, row.fiscal_year)
            batch_id = batches.get(place) or open_batch_for(session, row, actor.user_id, name).id
            move_declaration(session, actor, item, "approve", version, Inputs(batch_id=batch_id))
    except Refusal as refusal:
        return ItemResult(item, refusal)
    batches[place] = batch_id
    return ItemResult(item, batch_id=batch_id)
