"""The overview (一页纸): every number is the count or the sum of the list it opens, for everybody, in any world."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from tests.domain.ageing import go_on, write_trail
from tests.domain.generated import Maker, generate
from tests.domain.world import World
from workflow import clock, db
from workflow.permissions import Actor
from workflow.queries.dashboard.behind import behind, count_behind
from workflow.queries.dashboard.figures import RANKS, Line, Overview, lines_by, overview, ranked
from workflow.queries.dashboard.measures import MEASURES, NUMBERS, Asked
from workflow.queries.execution import BoardFilters, total
from workflow.queries.no_targets import without_targets

EVERYTHING = 1_000
AUGUST = date(2025, 8, 31)


def asked(world: World, year: int, department: str = "", unit: str = "") -> Asked:
    ids = world.organisations
    return Asked(world.regions["ezhou"], year, clock.business_date(), ids.get(department), ids.get(unit))


def opened(session: Session, actor: Actor, about: Asked, measure: str, value: str) -> int:
    """How many files the number's list has."""
    return len(behind(session, actor, about, measure, value, size=EVERYTHING).rows)


def check(session: Session, actor: Actor, about: Asked, part: int = 1) -> None:
    """The totals, every ``part``-th number by its list, and the lines by some of what they count."""
    found = overview(session, actor, about, AUGUST.replace(year=about.year))
    for measure, value in NUMBERS[part // 2 :: part]:
        files = opened(session, actor, about, measure, value)
        assert found.total.count(measure, value) == files, (measure, value, actor.name)
    money = total(session, actor, about.region_id, about.year, found.as_of, filters_of(about))[0]
    assert found.total.money == money
    if found.without_targets is not None:
        listed = without_targets(session, actor, about.region_id, about.year, size=EVERYTHING).rows
        assert found.without_targets == len(listed)
    for line in found.lines if found.by != "project" else []:
        place: dict[str, Any] = {f"{found.by}_id": line.id}
        here = replace(about, **place)
        assert total(session, actor, about.region_id, about.year, found.as_of, filters_of(here))[0] == line.money
        for measure, value in NUMBERS[line.id % 13 :: 13]:
            assert line.count(measure, value) == count_behind(session, actor, here, measure, value), (measure, value)


def filters_of(about: Asked) -> BoardFilters:
    return BoardFilters(about.department_id, about.unit_id)


def test_every_number_is_the_list_it_opens(world: World) -> None:
    year = 2031
    generate(world, year, seed=1 if world.is_sqlite else 2)
    whole = asked(world, year)
    with db.unit_of_work() as session:
        check(session, world.actor("leader"), whole, part=1 if world.is_sqlite else 3)
        for who in ("section_a", "reviewer_a", "filer_a", "performance_other") if world.is_sqlite else ():
            check(session, world.actor(who), whole, part=9)
        for place in (asked(world, year, "hr"), asked(world, year, unit="centre")) if world.is_sqlite else ():
            check(session, world.actor("leader"), place, part=9)
        found = overview(session, world.actor("leader"), whole, date(year, 8, 31))
    add_up(found)


def add_up(found: Overview) -> None:
    """What the footnotes promise; and that the world was worth it."""
    count = found.total.count
    assert count("due") == count("submitted") + count("unsubmitted") > 0
    assert count("submitted") >= count("passed") >= count("approved") > 0
    assert count("unsubmitted_late") <= count("unsubmitted")
    for measure in ("at_desk", "report_at_desk", "evaluation_at_desk"):
        for desk in MEASURES[measure].values:
            assert count(f"{measure}_late", desk) <= count(measure, desk)
    assert found.total.money.executed_fen == sum(line.money.executed_fen for line in found.lines) > 0
    assert sum(1 for number in NUMBERS if count(*number)) > len(NUMBERS) * 0.6, "a world without files proves nothing"


def test_a_past_day_shows_what_that_day_showed_and_its_lists(world: World) -> None:
    """Counts of a day that is over are those that were shown on it, whatever has happened since."""
    year, by = 2033, world.people["section_a"]
    whole, today = asked(world, year), clock.business_date()
    with db.unit_of_work(write=True) as session:
        maker = Maker(session, world, year, seed=5)
        maker.make(20)
        write_trail(session, year, by)
    with db.unit_of_work() as session:
        then = overview(session, world.actor("leader"), whole).total.counts
    with clock.fixed(clock.now() + timedelta(days=6)), db.unit_of_work(write=True) as session:
        maker.session = session
        go_on(session, maker, by)
    with db.unit_of_work() as session:
        assert overview(session, world.actor("leader"), whole).total.counts != then
        past = replace(whole, past=today)
        assert overview(session, world.actor("leader"), past).total.counts == then
        check(session, world.actor("leader"), past, part=4 if world.is_sqlite else 12)
        assert not overview(session, world.actor("leader"), replace(past, past=today - timedelta(days=1))).total.counts


def test_who_sees_what_lines(sqlite_world: World) -> None:
    year = 2040
    generate(sqlite_world, year, 3, files=3)
    with db.unit_of_work() as session:
        for who, about, by in (
            ("leader", asked(sqlite_world, year), "department"),
            ("section_a", asked(sqlite_world, year), "department"),
            ("leader", asked(sqlite_world, year, "hr"), "unit"),
            ("leader", asked(sqlite_world, year, unit="centre"), "project"),
            ("reviewer_a", asked(sqlite_world, year), "unit"),
            ("filer_a", asked(sqlite_world, year), "project"),
        ):
            assert lines_by(sqlite_world.actor(who), about) == by, who
        empty = overview(session, sqlite_world.actor("leader"), asked(sqlite_world, 2099), date(2099, 5, 31))
        assert empty.empty
        assert overview(session, sqlite_world.actor("performance_other"), asked(sqlite_world, year)).empty
        with pytest.raises(KeyError):
            behind(session, sqlite_world.actor("leader"), asked(sqlite_world, year), "at_desk", "nowhere")


def test_lines_without_a_number_stand_last_whatever_the_order() -> None:
    lines = [Line(number, name) for number, name in enumerate("甲乙丙", 1)]
    lines[1].counts.update({("due", ""): 4, ("submitted", ""): 1})
    lines[2].counts.update({("due", ""): 4, ("submitted", ""): 3})
    assert [line.name for line in ranked(lines, "share")] == ["乙", "丙", "甲"]
    assert [line.name for line in ranked(lines, "share", descending=True)] == ["丙", "乙", "甲"]
    assert all(len(ranked(lines, by)) == 3 for by in (*RANKS, "no such order"))
