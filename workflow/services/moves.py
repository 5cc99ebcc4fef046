"""Taking moves by id: what a button, the API and the command line call."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session

from workflow.db import unit_of_work
from workflow.errors import Refusal
from workflow.lifecycle import Case, Inputs, perform
from workflow.lifecycle.approval import open_batch_for
from workflow.lifecycle.files import find_declaration, find_report
from workflow.permissions import Actor


def move_declaration(
    session: Session, actor: Actor, declaration_id: int, action: str, version: int, inputs: Inputs
) -> Case:
    """Load locked and scoped, then perform; raises a ``Refusal``."""
    row = find_declaration(session, actor, declaration_id, lock=True)
    return perform(session, row, actor, action, expected_version=version, inputs=inputs)


def move_report(session: Session, actor: Actor, report_id: int, action: str, version: int, inputs: Inputs) -> Case:
    """The same for a monitoring report."""
    row = find_report(session, actor, report_id, lock=True)
    return perform(session, row, actor, action, expected_version=version, inputs=inputs)


@dataclass(frozen=True)
class ItemResult:
    """What became of one item of a bulk action."""

    declaration_id: int
    refusal: Refusal | None = None


def approve_many(actor: Actor, chosen: Iterable[tuple[int, int]], name: str) -> tuple[int, list[ItemResult]]:
    """One click: one batch, one transaction per item, a result per item. Safe to run again: approved ones say 409.

    ``chosen`` are (id, version seen). Returns the batch's id and the results in the order given.
    """
    items = list(chosen)
    with unit_of_work(write=True) as session:
        first = find_declaration(session, actor, items[0][0])
        batch_id = open_batch_for(session, first, actor.user_id, name).id
    return batch_id, [_approve_one(actor, item, version, batch_id) for item, version in items]


def _approve_one(actor: Actor, declaration_id: int, version: int, batch_id: int) -> ItemResult:
    try:
        with unit_of_work(write=True) as session:
            move_declaration(session, actor, declaration_id, "approve", version, Inputs(batch_id=batch_id))
    except Refusal as refusal:
        return ItemResult(declaration_id, refusal)
    return ItemResult(declaration_id)
