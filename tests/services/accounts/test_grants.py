"""Grants: roles where they belong, and three administrators who exclude everything else."""

from datetime import date

import pytest
from sqlmodel import Session, select

from tests.domain.world import World
from tests.services.accounts.helpers import Account, refused
from tests.tasks.fixtures import Calendar
from workflow.db import unit_of_work
from workflow.models import Grant
from workflow.permissions import load_actor
from workflow.services import accounts
from workflow.types import Role


def granting(session: Session, world: World, user_id: int, *grants: tuple[Role, str]) -> None:
    for role, place in grants:
        accounts.add_grant(session, user_id, role, world.organisations[place])


def test_a_grant_makes_an_actor(world: World, zhou: Account) -> None:
    with unit_of_work(write=True) as session:
        granting(session, world, zhou.id, (Role.filer, "centre"), (Role.unit_head, "hr_own"), (Role.auditor, "justice"))
        actor = load_actor(session, zhou.id)
    assert actor is not None
    assert actor.roles == {Role.filer, Role.unit_head, Role.auditor}


ADMINS = [Role.system_admin, Role.security_admin, Role.audit_admin]


@pytest.mark.parametrize("admin", ADMINS)
@pytest.mark.parametrize("other", [*ADMINS, Role.auditor, Role.leader])
@pytest.mark.parametrize("admin_first", [True, False])
def test_the_three_administrators_exclude_everything(
    world: World, zhou: Account, admin: Role, other: Role, admin_first: bool
) -> None:
    first, second = (admin, other) if admin_first else (other, admin)
    second_place = "performance" if first is second else "bureau"
    with unit_of_work(write=True) as session:
        granting(session, world, zhou.id, (first, "bureau"))
    if first is second:  # the same administrator at a second place is no second role
        with unit_of_work(write=True) as session:
            granting(session, world, zhou.id, (second, second_place))
        return
    with refused("roles_exclusive"), unit_of_work(write=True) as session:
        granting(session, world, zhou.id, (second, second_place))


def test_an_ended_grant_excludes_nothing_and_may_begin_again(world: World, zhou: Account, calendar: Calendar) -> None:
    with unit_of_work(write=True) as session:
        granting(session, world, zhou.id, (Role.leader, "bureau"))
        session.exec(select(Grant).where(Grant.user_id == zhou.id)).one().valid_to = date(2025, 7, 31)
    with unit_of_work(write=True) as session:
        granting(session, world, zhou.id, (Role.audit_admin, "bureau"))
    with refused("roles_exclusive"), unit_of_work(write=True) as session:
        granting(session, world, zhou.id, (Role.leader, "bureau"))
    with unit_of_work(write=True) as session:
        granting_ended = session.exec(
            select(Grant).where(Grant.user_id == zhou.id, Grant.role == Role.audit_admin)
        ).one()
        granting_ended.valid_to = date(2025, 7, 31)
    with unit_of_work(write=True) as session:
        granting(session, world, zhou.id, (Role.leader, "bureau"))
        actor = load_actor(session, zhou.id)
    assert actor is not None
    assert actor.roles == {Role.leader}


@pytest.mark.parametrize(
    ("role", "place"),
    [
        (Role.filer, "hr"),
        (Role.unit_head, "social"),
        (Role.department_reviewer, "centre"),
        (Role.section_reviewer, "bureau"),
        (Role.section_head, "hr"),
        (Role.performance, "centre"),
        (Role.treasury, "hr"),
        (Role.system_admin, "centre"),
    ],
)
def test_a_role_is_held_where_it_belongs(world: World, zhou: Account, role: Role, place: str) -> None:
    with refused("role_not_here"), unit_of_work(write=True) as session:
        granting(session, world, zhou.id, (role, place))


def test_grants_that_cannot_be(world: World, zhou: Account) -> None:
    with unit_of_work(write=True) as session:
        granting(session, world, zhou.id, (Role.filer, "centre"))
    with refused("grant_exists"), unit_of_work(write=True) as session:
        granting(session, world, zhou.id, (Role.filer, "centre"))
    with refused("no_such_user"), unit_of_work(write=True) as session:
        accounts.add_grant(session, 10**9, Role.filer, world.organisations["centre"])
    with refused("no_such_organisation"), unit_of_work(write=True) as session:
        accounts.add_grant(session, zhou.id, Role.filer, 10**9)
