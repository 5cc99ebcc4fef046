"""A new declaration: who may start one, for what, when, and what stands on the empty form."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import count

import pytest
from sqlmodel import col, select

from tests.domain.world import World
from tests.services.accounts.helpers import refused
from tests.tasks.fixtures import Calendar
from tests.unit.invisible import INVISIBLE
from workflow import canonical, clock, regional, rules
from workflow.canonical.profile import shipped
from workflow.db import unit_of_work
from workflow.documents.assemble import document_of
from workflow.errors import RuleFailed
from workflow.lifecycle import Inputs, perform
from workflow.models import AuditEntry, Declaration, DeclarationTask, FiledBy, Project
from workflow.services import tasks_admin
from workflow.services.declarations import create_declaration
from workflow.types import Severity

_names = count(1)
Create = Callable[..., Declaration]


@pytest.fixture
def task(world: World, calendar: Calendar) -> DeclarationTask:
    """Open from 1 to 31 August 2025."""
    return opened(world, "hubei-2025")


def opened(world: World, profile: str) -> DeclarationTask:
    with unit_of_work(write=True) as session:
        name = f"申报{next(_names)}"
        return tasks_admin.open_task(session, world.regions["ezhou"], 2025, profile, date(2025, 8, 31), name=name)


@pytest.fixture
def create(world: World, task: DeclarationTask) -> Create:
    def one(name: str = "", *, by: str = "filer_a", unit: str = "centre", project: int | None = None) -> Declaration:
        with unit_of_work(write=True) as session:
            return create_declaration(session, world.actor(by), task.id, world.organisations[unit], project, name)

    return one


def fresh() -> str:
    return f"零工驿站{next(_names)}"


def test_a_new_project_becomes_a_draft_at_the_filers_desk(world: World, create: Create, task: DeclarationTask) -> None:
    name = fresh()
    row = create(f"  \u200b{name}\x00\u3000 ")
    with unit_of_work() as session:
        project = session.get_one(Project, row.project_id)
        typed = session.exec(select(FiledBy).where(FiledBy.object_id == row.id)).one()
        entry = session.exec(
            select(AuditEntry).where(AuditEntry.object_id == row.id, AuditEntry.action == "create")
        ).one()
    assert (row.state, row.desk, row.version, row.round, row.revision) == ("drafted", "filer", 1, 0, 1)
    assert (row.unit_id, row.department_id) == (world.organisations["centre"], world.organisations["hr"])
    assert (row.fiscal_year, row.form_profile, row.task_id) == (2025, "hubei-2025", task.id)
    assert (row.project_name, project.name, project.unit_id) == (name, name, row.unit_id)
    assert row.sort_key == project.sort_key
    assert row.sort_key.startswith("ling gong yi zhan")
    assert row.initials == project.initials
    assert typed.user_id == row.created_by == world.people["filer_a"]
    assert (entry.state_from, entry.state_to, entry.actor_id) == ("", "drafted/filer", world.people["filer_a"])


@pytest.mark.parametrize("profile", sorted(shipped()))
def test_the_empty_form_has_the_rows_its_profile_starts_with(world: World, calendar: Calendar, profile: str) -> None:
    with unit_of_work(write=True) as session:
        tasks_admin.sync_profiles(session)
    task = opened(world, profile)
    with unit_of_work(write=True) as session:
        row = create_declaration(
            session, world.actor("filer_a"), task.id, world.organisations["centre"], project_name=fresh()
        )
        document, form = document_of(session, row), regional.profile(session, profile)
    assert [goal.horizon for goal in document.goals] == list(form.horizons)
    assert [source.source for source in document.funding_sources] == [source.code for source in form.sources]
    printed = {"long_term": "长期绩效目标1", "annual": "年度绩效目标1", "overall": "项目绩效总目标"}
    assert [goal.name for goal in document.goals] == [printed[horizon] for horizon in form.horizons]
    uids = [row.uid for row in (*document.goals, *document.funding_sources)]
    assert len(set(uids)) == len(uids)
    assert isinstance(document, canonical.Declaration)
    assert any(finding.severity is Severity.error for finding in rules.check(document, rules.Context(form)))


def listed_project(world: World, name: str) -> Project:
    with unit_of_work(write=True) as session:
        project = Project(
            created_at=clock.now(), region_id=world.regions["ezhou"], department_id=world.organisations["hr"],
            unit_id=world.organisations["centre"], name=name, code=f"42070025T{next(_names):012d}",
        )  # fmt: skip
        session.add(project)
    return project


def test_a_listed_project_brings_its_code(world: World, create: Create) -> None:
    project = listed_project(world, fresh())
    row = create(project=project.id)
    assert (row.project_id, row.project_code, row.project_name) == (project.id, project.code, project.name)


def test_who_may_start_one(create: Create) -> None:
    for person, unit, code in (
        ("filer_other", "centre", "no_such_unit"),  # another unit's filer does not see this one
        ("head_a", "centre", "no_role"),
        ("reviewer_a", "centre", "no_role"),
        ("section_a", "centre", "no_role"),
        ("filer_a", "hr", "no_such_unit"),
        ("system_admin", "centre", "no_such_unit"),
    ):
        with refused(code):
            create(fresh(), by=person, unit=unit)
    with refused("no_such_project"):
        create(project=10**9)


def test_a_project_of_another_unit_is_not_there(create: Create) -> None:
    other = create(fresh(), by="filer_own_a", unit="hr_own")
    with refused("no_such_project"):
        create(project=other.project_id)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("", "project_name_missing"),
        (" \n\u3000", "project_name_missing"),
        (INVISIBLE, "project_name_missing"),
        ("长" * 201, "project_name_too_long"),
    ],
)
def test_a_project_needs_a_name_that_fits(create: Create, name: str, code: str) -> None:
    with refused(code):
        create(name)


def test_the_same_project_is_declared_once_a_year(world: World, create: Create) -> None:
    name = fresh()
    first = create(name)
    for project, typed, by in ((None, name, "filer_a"), (first.project_id, "", "filer_a"), (None, name, "filer_b")):
        with refused("duplicate_project"):
            create(typed, by=by, project=project)
    with unit_of_work(write=True) as session:
        row = session.get_one(Declaration, first.id)
        perform(session, row, world.actor("filer_a"), "discard", expected_version=row.version, inputs=Inputs())
    second = create(name)  # what was discarded may be begun anew
    assert (second.project_id, second.id != first.id) == (first.project_id, True)


def test_the_same_name_in_two_units_is_two_projects(create: Create) -> None:
    name = fresh()
    assert create(name).project_id != create(name, by="filer_own_a", unit="hr_own").project_id


@pytest.mark.parametrize("listed", [False, True])
def test_two_filers_start_the_same_project_at_once(world: World, create: Create, listed: bool) -> None:
    name = fresh()
    project = listed_project(world, name).id if listed else None

    def one(who: str) -> str:
        try:
            create("" if listed else name, by=who, project=project)
        except RuleFailed as problem:
            return problem.code
        return "created"

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(one, ["filer_a", "filer_b"] * 3))
    assert sorted(answers) == ["created", *["duplicate_project"] * 5]
    with unit_of_work() as session:
        assert len(session.exec(select(Project.id).where(Project.name == name)).all()) == 1


def test_only_within_the_window_or_its_extension(
    world: World, create: Create, calendar: Calendar, task: DeclarationTask
) -> None:
    calendar.today = date(2025, 7, 31)
    with refused("not_in_window"):
        create(fresh())
    calendar.today = date(2025, 8, 31)
    create(fresh())
    calendar.today = date(2025, 9, 1)
    with refused("not_in_window"):
        create(fresh())
    with unit_of_work(write=True) as session:
        tasks_admin.extend_task(session, task.id, world.organisations["centre"], date(2025, 9, 5), "系统故障")
    create(fresh())
    with refused("not_in_window"):
        create(fresh(), by="filer_own_a", unit="hr_own")


def test_a_task_of_another_region_is_not_there(world: World, calendar: Calendar) -> None:
    with unit_of_work(write=True) as session:
        other = tasks_admin.open_task(session, world.regions["jianghan"], 2025, "jianghan-2024", date(2025, 8, 31))
    for task_id in (other.id, 10**9):
        with refused("no_such_task"), unit_of_work(write=True) as session:
            create_declaration(session, world.actor("filer_a"), task_id, world.organisations["centre"], None, fresh())


def test_a_refusal_leaves_nothing_behind(world: World, create: Create, calendar: Calendar) -> None:
    name = fresh()
    calendar.today = date(2025, 9, 1)
    with refused("not_in_window"):
        create(name)
    with unit_of_work() as session:
        assert session.exec(select(Project).where(col(Project.name) == name)).first() is None
