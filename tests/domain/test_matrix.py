"""Everybody tries everything everywhere: place × action × person × inputs, against the model of the design.

Nothing is committed: what would have happened is rolled back.
"""

from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from sqlmodel import Session

from tests.domain import model
from tests.domain.factories import PLAIN, File, hash_of, people_of
from tests.domain.model import GOOD
from tests.domain.predicting import OK, predict
from tests.domain.side_by_side import ACTIONS, ROADS, SideBySide
from tests.domain.ticking import Ticking
from tests.domain.world import PEOPLE, World
from workflow import db
from workflow.errors import Refusal
from workflow.lifecycle import Inputs, pair_of, perform

DATABASES = ["sqlite"]

Step = tuple[str, str]
UP = ROADS["submitted"]
REVIEWED = [*UP, *ROADS["reviewed"]]
APPROVED = [*REVIEWED, *ROADS["approved"]]
DECLARATIONS: dict[str, list[Step]] = {
    "drafted/filer": [],
    "drafted/head": UP[:1],
    "drafted/department": UP[:2],
    "submitted/section": UP,
    "submitted/section taken": [*UP, ("section", "take_up")],
    "submitted/performance": [*UP, ("section", "propose_refusal")],
    "finance_reviewed/performance": REVIEWED[:-1],
    "finance_reviewed/batch": REVIEWED,
    "approved": APPROVED,
    "terminated": [("filer", "discard")],
    "returned": [*UP, ("section", "return")],
    "approved under an adjustment": APPROVED,
    "an adjustment": [*APPROVED, ("filer", "open_adjustment")],
}
REPORTS: dict[str, list[Step]] = {
    "drafted/filer": [],
    "drafted/head": UP[:1],
    "drafted/department": UP[:2],
    "submitted/section": UP,
    "accepted": [*UP, ("section", "accept")],
    "cancelled": [("performance", "cancel")],
}
EMPTY = model.Sent(hash_seen=True)
BLIND = model.Sent(**{**vars(GOOD), "hash_seen": False})


HOW = ((GOOD, 0), (EMPTY, 0), (GOOD, 1))
TODAY = date(2025, 3, 3)


class TakenBack(Exception):
    """Ends the transaction of something that happened."""


class Board:
    """One file at its place, known to product and model; every try starts from here."""

    def __init__(self, machine: SideBySide, known: model.File, file: File) -> None:
        self.machine, self.known, self.file = machine, known, file

    def tries(self) -> list[str]:
        """What the product answers otherwise than the design."""
        left = [(person, action, *how) for person in PEOPLE for action in ACTIONS for how in HOW]
        left += [(person, "sign", BLIND, 0) for person in PEOPLE]
        wrong: list[str] = []
        while left:
            with suppress(TakenBack), db.unit_of_work(write=True) as session:
                row = session.get_one(self.file.model, self.file.id)
                self.hash = hash_of(session, row)
                while left:
                    wrong += self.try_one(session, row, *left.pop())
        return wrong

    def try_one(self, session: Session, row: Any, person: str, action: str, sent: model.Sent, stale: int) -> list[str]:
        status = self.answer(session, row, person, action, sent, stale)
        version = self.known.version - stale
        wanted = predict(self.machine.project, self.known, person, action, version, sent, TODAY)
        told = f"{action} by {person} with {sent}, stale {stale}: {status}, not {wanted}"
        if status == wanted == OK:
            raise TakenBack
        return [] if status == wanted else [told]

    def answer(self, session: Session, row: Any, person: str, action: str, sent: model.Sent, stale: int) -> int:
        inputs = {key: value for key, value in vars(sent).items() if key != "hash_seen"}
        inputs["content_hash"] = self.hash if sent.hash_seen else ""
        actor = self.file.world.actor(person)
        try:
            perform(session, row, actor, action, expected_version=row.version - stale, inputs=Inputs(**inputs))
        except Refusal as refusal:
            return refusal.status
        return OK


def board(world: World, ticking: Ticking, unit: str, road: list[Step], report: bool) -> Board:
    machine = SideBySide(world, ticking)
    machine.start_project(unit, 2025, PLAIN, date(2025, 12, 31), "approved" if report else "drafted")
    if report:
        machine.open_report(filled=True)
    machine.go_along(road)
    known, file = machine.pairs[-1]
    for person in PEOPLE:
        world.actor(person)
    return Board(machine, known, file)


OWN_LEVEL = ("drafted/filer", "drafted/head", "submitted/section", "finance_reviewed/batch", "approved")
"""Places where a unit without a department above it may differ."""


@pytest.mark.parametrize(
    ("place", "unit"), [*((place, "centre") for place in DECLARATIONS), *((place, "hr_own") for place in OWN_LEVEL)]
)
def test_declarations(sqlite_world: World, ticking: Ticking, place: str, unit: str) -> None:
    found = board(sqlite_world, ticking, unit, DECLARATIONS[place], report=False)
    if place == "approved under an adjustment":
        who = people_of(unit)["filer"]
        assert found.machine.click_on(found.known, found.file, who, "open_adjustment", found.known.version, GOOD) == OK
    assert found.tries() == []
    assert pair_of(found.file.read()) == found.known.place


@pytest.mark.parametrize(
    ("place", "unit"),
    [*((place, "centre") for place in REPORTS), ("drafted/head", "hr_own"), ("submitted/section", "hr_own")],
)
def test_reports(sqlite_world: World, ticking: Ticking, place: str, unit: str) -> None:
    found = board(sqlite_world, ticking, unit, REPORTS[place], report=True)
    assert found.tries() == []
    assert pair_of(found.file.read()) == found.known.place
