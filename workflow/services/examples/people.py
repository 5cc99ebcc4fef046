"""Regions, organisations, accounts and tasks of the examples."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from sqlmodel import select

from workflow import clock, pinyin
from workflow.canonical import Overall
from workflow.models import Organisation, Project, UserAccount
from workflow.permissions import SYSTEM
from workflow.regional import REVIEW_RULES, setting
from workflow.review.settings import stand_of
from workflow.rules.settings import RuleSetting, Settings
from workflow.services import accounts, organisations, rule_settings, stand_ins, tasks_admin
from workflow.services.examples import reading
from workflow.services.examples.reading import overall_statements, seed, told
from workflow.services.examples.world import Event, World
from workflow.services.overall_statements import put_overall
from workflow.types import OrganisationKind, Role

Entry = dict[str, Any]


def settling(world: World) -> Event:
    """Regions with their bureau, sections, departments, units and people, all on one day."""
    data = reading.organisations(full=world.full)
    return Event(world.instant(data["created"]), partial(_settle, world, data))


def _settle(world: World, data: Entry) -> None:
    password_hash = accounts.HASHER.hash(data["password"])  # once: everybody has the same
    staff = [pair for region in data["regions"] for pair in _region(world, region)]
    for place, person in staff:
        _person(world, place, person, password_hash, data["password"])
    tasks_admin.sync_profiles(world.session)


def overall_events(world: World) -> list[Event]:
    """The overall declarations of the departments that are there, in time for their projects."""
    opened = min(entry["opened"] for entry in seed("tasks")["tasks"])
    return [Event(world.instant(opened, 1), partial(_put_overall, world, overall)) for overall in overall_statements()]


def _put_overall(world: World, overall: Overall) -> None:
    named = select(Organisation.id).where(
        Organisation.kind == OrganisationKind.department, Organisation.name == overall.department
    )
    for department_id in world.session.exec(named):
        put_overall(world.session, department_id, overall)


def give_addresses(world: World) -> None:
    """Only now, so that no e-mail is sent about what happened before the demo began."""
    domain = seed("organisations")["mail_domain"]
    for user in world.session.exec(select(UserAccount)):
        user.email = f"{user.username}@{domain}"


def task_events(world: World) -> list[Event]:
    """The tasks of each year, extensions, who stands in for whom, what the performance section set about the rules."""
    more = seed("full/tasks") if world.full else {}
    tables = (
        (told("tasks", "tasks", full=world.full), "opened", _open),
        (told("tasks", "extensions", full=world.full), "granted", _extend),
        (more.get("stand_ins", []), "named", _stand_in),
        (more.get("rule_settings", []), "set", _set_rule),
    )
    return [
        Event(world.instant(entry[day]), partial(happen, world, entry))
        for entries, day, happen in tables
        for entry in entries
    ]


def _region(world: World, data: Entry) -> Iterator[tuple[Organisation, Entry]]:
    """Makes the region; yields who works where, the departments' people before the bureau's."""
    region = organisations.add_region(world.session, data["code"], data["name"])
    world.regions[region.code] = region
    office = data["bureau"]
    bureau = _organisation(world, region.code, OrganisationKind.bureau, office)
    sections = [
        (_organisation(world, region.code, OrganisationKind.section, section, bureau), section)
        for section in office["sections"]
    ]
    for department in data["departments"]:
        yield from _department(world, region.code, department)
    for section, entry in sections:
        yield from ((section, person) for person in entry.get("people", ()))
    yield from ((bureau, person) for person in office.get("people", ()))


def _department(world: World, region: str, data: Entry) -> Iterator[tuple[Organisation, Entry]]:
    section = world.organisations[region, data["section"]]
    department = _organisation(world, region, OrganisationKind.department, data, section_id=section.id)
    for entry in data["units"]:
        unit = _organisation(
            world, region, OrganisationKind.unit, entry, department, own_level=entry.get("own_level", False)
        )
        yield from ((unit, person) for person in entry.get("people", ()))
        for name in entry.get("projects", ()):
            list_project(world, unit, name)
    yield from ((department, person) for person in data.get("people", ()))


def _organisation(
    world: World, region: str, kind: OrganisationKind, data: Entry, parent: Organisation | None = None, **more: Any
) -> Organisation:
    row = organisations.add_organisation(
        world.session,
        world.regions[region].id,
        kind,
        data["code"],
        data["name"],
        short_name=data.get("short_name", ""),
        parent_id=parent.id if parent else None,
        **more,
    )
    world.organisations[region, row.code] = row
    return row


def _person(world: World, place: Organisation, data: Entry, password_hash: str, password: str) -> None:
    user = accounts.insert_user(
        world.session, data["username"], data["name"], password_hash, phone=data["phone"], email="", by=SYSTEM
    )
    user.demo_password = password
    accounts.add_grant(world.session, user.id, Role(data["role"]), place.id)


def list_project(world: World, unit: Organisation, name: str, code: str | None = None) -> Project:
    """A project that may be declared."""
    place = organisations.place_of(unit)
    row = Project(
        created_at=clock.now(),
        region_id=place.region_id,
        department_id=place.department_id,
        unit_id=place.unit_id,
        code=code,
        name=name,
        sort_key=pinyin.sort_key(name),
        initials=pinyin.initials(name),
    )
    world.session.add(row)
    world.session.flush()  # its id is the answer
    return row


def _open(world: World, data: Entry) -> None:
    region = world.regions[data["region"]]
    closes_on = world.day(data["closes"])
    task = tasks_admin.open_task(
        world.session, region.id, data["year"], data["profile"], closes_on, name=data.get("name", "")
    )
    key: str = data.get("key", region.code)
    world.tasks[key], world.task_regions[key] = task.id, region.code


def _extend(world: World, data: Entry) -> None:
    unit = world.organisations[data["region"], data["unit"]]
    task = world.tasks[data["task"] if "task" in data else data["region"]]
    granted = task, unit.id, world.day(data["closes"]), data["reason"]
    if "by" in data:
        tasks_admin.grant_extension(world.session, world.named(data["by"]), *granted)
    else:
        tasks_admin.extend_task(world.session, *granted)


def _stand_in(world: World, data: Entry) -> None:
    """AB角: named by the head of the section, for days around today."""
    absent, deputy = world.named(data["absent"]).user_id, world.named(data["stand_in"]).user_id
    days = world.day(data["named"]), world.day(data["until"])
    stand_ins.name_stand_in(world.session, world.named(data["by"]), absent, deputy, *days, data["reason"])


def _set_rule(world: World, data: Entry) -> None:
    """规则设置: for a time only a note."""
    region, year = world.regions[data["region"]].id, data["year"]
    wanted = Settings(rules={data["rule"]: RuleSetting(info_until=world.day(data["note_until"]))})
    seen = stand_of(setting(world.session, region, REVIEW_RULES, year))
    rule_settings.set_rules(world.session, world.named(data["by"]), region, year, wanted, seen)
