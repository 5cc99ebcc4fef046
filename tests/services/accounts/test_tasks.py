"""Tasks, extensions and the form profiles they ask for."""

from datetime import date, timedelta
from itertools import count

import pytest
from sqlmodel import select

from tests.domain.world import World
from tests.services.accounts.helpers import refused
from tests.tasks.fixtures import Calendar
from workflow.canonical.profile import shipped
from workflow.db import unit_of_work
from workflow.models import DeclarationTask, FormProfile
from workflow.services import tasks_admin
from workflow.types import Stage

PROFILE = "hubei-2025"
_names = count(1)


@pytest.fixture
def task(world: World, calendar: Calendar) -> DeclarationTask:
    """Open from 1 to 31 August 2025."""
    with unit_of_work(write=True) as session:
        name = f"任务{next(_names)}"
        return tasks_admin.open_task(session, world.regions["ezhou"], 2026, PROFILE, date(2025, 8, 31), name=name)


def test_an_opened_task_says_what_it_is(world: World, calendar: Calendar) -> None:
    with unit_of_work(write=True) as session:
        task = tasks_admin.open_task(
            session, world.regions["ezhou"], 2026, PROFILE, calendar.today, stage=Stage.second_pass
        )
    assert (task.name, task.kind, task.stage) == ("2026年项目支出绩效目标申报", "project", "second_pass")
    assert (task.opens_on, task.closes_on) == (calendar.today, calendar.today)


def test_refusals_of_a_task(world: World, calendar: Calendar, task: DeclarationTask) -> None:
    region, later = world.regions["ezhou"], calendar.today + timedelta(days=9)
    for code, arguments in {
        "unknown_profile": (2026, "no-such-form", later),
        "closes_in_the_past": (2026, PROFILE, calendar.today - timedelta(days=1)),
    }.items():
        with refused(code), unit_of_work(write=True) as session:
            tasks_admin.open_task(session, region, *arguments)
    with refused("task_exists"), unit_of_work(write=True) as session:
        tasks_admin.open_task(session, region, 2026, PROFILE, later, name=f" {task.name} ")


def test_an_extension_is_for_one_unit(world: World, task: DeclarationTask) -> None:
    centre, inspection = world.organisations["centre"], world.organisations["inspection"]
    with unit_of_work(write=True) as session:
        tasks_admin.extend_task(session, task.id, centre, date(2025, 9, 10), "系统故障")
        tasks_admin.extend_task(session, task.id, centre, date(2025, 9, 20), "再延")
    with unit_of_work() as session:
        assert tasks_admin.closing_for(session, task, centre) == date(2025, 9, 20)
        assert tasks_admin.closing_for(session, task, inspection) == date(2025, 8, 31)


def test_refusals_of_an_extension(world: World, task: DeclarationTask, calendar: Calendar) -> None:
    centre, later = world.organisations["centre"], date(2025, 9, 10)
    cases = {
        "no_such_task": (10**9, centre, later, "因"),
        "no_such_unit": (task.id, world.organisations["hr"], later, "因"),
        "reason_missing": (task.id, centre, later, "  "),
        "extension_not_later": (task.id, centre, date(2025, 8, 31), "因"),
    }
    for code, arguments in cases.items():
        with refused(code), unit_of_work(write=True) as session:
            tasks_admin.extend_task(session, *arguments)
    calendar.today = date(2025, 10, 1)
    with refused("closes_in_the_past"), unit_of_work(write=True) as session:
        tasks_admin.extend_task(session, task.id, centre, date(2025, 9, 10), "因")


def test_a_unit_is_found_in_the_region_of_the_task(world: World, task: DeclarationTask) -> None:
    with unit_of_work() as session:
        assert tasks_admin.unit_of_task(session, task.id, "centre").id == world.organisations["centre"]
        assert tasks_admin.listed(session)[0]["id"] == task.id
        for code in ("hr", "nobody"):
            with refused("no_such_unit"):
                tasks_admin.unit_of_task(session, task.id, code)


def test_profiles_follow_the_shipped_ones(world: World) -> None:
    with unit_of_work(write=True) as session:
        tasks_admin.sync_profiles(session)
    with unit_of_work(write=True) as session:
        assert tasks_admin.sync_profiles(session) == 0  # nothing to do at the second start
        old = session.exec(select(FormProfile).where(FormProfile.code == PROFILE)).one()
        old.definition = old.definition | {"title": "旧表"}
        session.delete(session.exec(select(FormProfile).where(FormProfile.code == "dongxihu-2020")).one())
        session.add(FormProfile(code="our-own", kind="project", title="自定", definition=old.definition))
    with unit_of_work(write=True) as session:
        assert tasks_admin.sync_profiles(session) == 2
    with unit_of_work() as session:
        rows = {row.code: row for row in session.exec(select(FormProfile))}
    assert rows.keys() == {*shipped(), "our-own"}
    assert {code: row.definition for code, row in rows.items() if code != "our-own"} == {
        code: profile.model_dump(mode="json") for code, profile in shipped().items()
    }
    assert rows["ezhou-2025-approval"].region_id == world.regions["ezhou"]
    assert rows[PROFILE].region_id is None
