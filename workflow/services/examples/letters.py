"""The approval letters of the full demo: drafted in the words of the template, signed, numbered, sealed, forwarded."""

from functools import partial
from typing import Any

from sqlmodel import col, select

from workflow.documents.approval_letter import body_of, title_of
from workflow.lifecycle import Inputs
from workflow.lifecycle.letters.content import figures_of
from workflow.models import ApprovalDocument, Organisation
from workflow.services.approval_letters import Draft, move_letter, save_draft
from workflow.services.examples.reading import seed
from workflow.services.examples.world import Event, World

Told = dict[str, Any]
LATE_IN_THE_DAY = 30
"""Minutes of steps after which the letters of a day come: what they approve was approved by then."""


def events(world: World) -> list[Event]:
    """Every step of every letter: ``[day, action, {inputs}]``; only the full demo has any."""
    if not world.full:
        return []
    return [
        Event(world.instant(day, LATE_IN_THE_DAY + number), partial(_step, world, entry, action, day, told))
        for entry in seed("full/letters")["letters"]
        for number, (day, action, told) in enumerate(entry["steps"])
    ]


def _step(world: World, entry: Told, action: str, day: int, told: Told) -> None:
    row, actor = _letter(world, entry), world.named(told["by"])
    if action == "draft":
        figures = figures_of(world.session, row)
        cosigners = tuple(world.named(name).user_id for name in told.get("cosigners", ()))
        draft = Draft(title_of(figures), body_of(figures), world.named(told["leader"]).user_id, cosigners)
        save_draft(world.session, actor, row.id, row.version, draft)
        return
    number = told.get("document", "").format(year=world.day(day).year)
    inputs = Inputs(opinion=told.get("opinion", ""), document=number)
    move_letter(world.session, actor, row.id, action, row.version, inputs)


def _letter(world: World, entry: Told) -> ApprovalDocument:
    query = (
        select(ApprovalDocument)
        .join(Organisation, col(Organisation.id) == ApprovalDocument.department_id)
        .where(
            ApprovalDocument.batch_id == world.batches[entry["batch"]],
            Organisation.name == entry["department"],
        )
    )
    return world.session.exec(query).one()
