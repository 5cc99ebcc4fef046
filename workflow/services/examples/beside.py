"""Beside the treasury's payments of the examples: closed months, documents from above, payments of units."""

from datetime import date
from functools import partial
from typing import Any

from sqlmodel import select

from workflow.models import Project
from workflow.money import fen_from_wan, fen_from_yuan
from workflow.services.attachments import bring_in
from workflow.services.examples.reading import seed
from workflow.services.examples.world import Event, World
from workflow.services.outside import CONFIRMING, ENTERING, TypedPayment, decide, enter_payment
from workflow.services.payments.closing import close_month
from workflow.services.upper_transfers import TypedTransfer, receive_transfer

YEAR = 2025
PROOF = ("银行回单.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 64)


def events(world: World) -> list[Event]:
    """Closing a quarter, receiving documents, entering and confirming payments."""
    data = seed("beside")
    closed = data["closed"]
    story = [Event(world.instant(closed["day"]), partial(_close, world, closed))]
    story += [Event(world.instant(one["day"]), partial(_receive, world, one)) for one in data["transfers"]]
    entered: dict[int, int] = {}
    for number, one in enumerate(data["outside"]):
        story.append(Event(world.instant(one["day"]), partial(_enter, world, entered, number, one)))
        if "confirmed" in one:
            story.append(Event(world.instant(one["confirmed"]), partial(_confirm, world, entered, number)))
    return story


def _close(world: World, closed: dict[str, Any]) -> None:
    for month in closed["months"]:
        close_month(world.session, world.named(closed["by"]), world.regions[closed["region"]].id, YEAR, month)


def _receive(world: World, one: dict[str, Any]) -> None:
    texts = one["number"], one["title"], one["kind"]
    typed = TypedTransfer(YEAR, *texts, world.day(one["received"]), fen_from_wan(one["amount"]), one["targets"])
    receive_transfer(world.session, world.named(one["by"]), world.regions[one["region"]].id, typed)


def _enter(world: World, entered: dict[int, int], number: int, one: dict[str, Any]) -> None:
    project = world.session.exec(select(Project).where(Project.name == one["project"])).one()
    day, amount = date.fromisoformat(one["paid_on"]), fen_from_yuan(one["amount"])
    texts = one["channel"], one["payee"], one["purpose"], one["document"]
    filer = world.first(ENTERING, project)
    typed = TypedPayment(YEAR, day, amount, *texts)
    entered[number] = enter_payment(world.session, filer, project.id, typed, bring_in(*PROOF)).id


def _confirm(world: World, entered: dict[int, int], number: int) -> None:
    project = world.session.exec(select(Project).where(Project.name == seed("beside")["outside"][number]["project"]))
    section = world.first(CONFIRMING, project.one())
    decide(world.session, section, entered[number], agrees=True, reason="")
