"""Reasons and names that are longer than there is room for: refused with the number, neither cut off nor stored."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, select

from tests.domain.world import World
from tests.services.test_evaluations import YEAR, a_task
from tests.tasks.monitoring import in_force, opened
from workflow import clock, db
from workflow.errors import RuleFailed
from workflow.execution.scope import Scope
from workflow.lifecycle.words import LONGEST_NAME, LONGEST_REASON, within
from workflow.models import AuditEntry, CampaignChoice
from workflow.notifications.refusals import refusal_text
from workflow.services import campaign_choices, campaigns, evaluation_choices, evaluation_tasks, stand_ins
from workflow.services.campaigns import Opening

pytestmark = pytest.mark.usefixtures("calendar")
LONG, LATER = "字" * (LONGEST_REASON + 1), date(2026, 3, 1)
Deed = Callable[[Session, World], object]


def _choice(session: Session) -> int:
    return session.exec(select(CampaignChoice.id)).one()


def _name(session: Session, world: World) -> object:
    told = Opening(YEAR, 7, LATER, name="名" * (LONGEST_NAME + 1))
    return campaigns.open_campaign(session, world.actor("performance_a"), world.regions["ezhou"], told)


def _task_name(session: Session, world: World) -> object:
    told: dict[str, Any] = {"name": "名" * (LONGEST_NAME + 1)}
    return evaluation_tasks.open_task(
        session, world.actor("performance_a"), world.regions["ezhou"], 2023, LATER, **told
    )


def _absence(session: Session, world: World) -> object:
    people, today = world.people, clock.business_date()
    return stand_ins.name_stand_in(
        session, world.actor("filer_a"), people["filer_a"], people["filer_b"], today, today, LONG
    )


DEEDS: dict[str, Deed] = {
    "close a campaign": lambda session, world: campaigns.close_campaign(session, world.actor("performance_a"), 1, LONG),
    "close a task": lambda session, world: evaluation_tasks.close_task(session, world.actor("performance_a"), 1, LONG),
    "more time": lambda session, world: campaign_choices.extend_unit(
        session, world.actor("performance_a"), 1, world.organisations["centre"], LATER, LONG
    ),
    "more time for a form": lambda session, world: evaluation_choices.extend_unit(
        session, world.actor("performance_a"), 1, world.organisations["centre"], LATER, LONG
    ),
    "take in": lambda session, world: campaign_choices.take_in_again(
        session, world.actor("performance_a"), 1, _choice(session), LONG
    ),
    "name of a campaign": _name,
    "name of a task": _task_name,
    "stand-in": _absence,
}


def test_nothing_is_cut_off_unseen(small_world: World) -> None:
    in_force(small_world, year=2025)
    in_force(small_world, year=YEAR)
    opened(small_world, scope=Scope(budget_from_fen=10**14))
    a_task(small_world)
    for name, deed in DEEDS.items():
        before = _trail()
        with pytest.raises(RuleFailed) as told, db.unit_of_work(write=True) as session:
            deed(session, small_world)
        assert (told.value.code, _trail()) == ("text_too_long", before), name
        assert str(told.value.facts["count"]) in refusal_text(told.value.code, told.value.facts)


def test_what_fits_is_kept_whole() -> None:
    assert within(f" {'字' * LONGEST_REASON} ") == "字" * LONGEST_REASON


def _trail() -> int:
    with db.unit_of_work() as session:
        return len(session.exec(select(AuditEntry.id)).all())
