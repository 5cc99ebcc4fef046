"""The tree of organisations: where a body may stand, how it is found."""

from dataclasses import dataclass
from itertools import count

import pytest
from sqlmodel import select

from tests.domain.world import World
from tests.services.accounts.helpers import refused
from workflow.db import unit_of_work
from workflow.models import AuditEntry, Organisation
from workflow.services.organisations import (
    add_organisation,
    add_region,
    find_organisation,
    find_region,
    place_of,
)
from workflow.types import OrganisationKind

KIND = OrganisationKind
_numbers = count(900_001)


@dataclass(frozen=True)
class Tree:
    """A region with one of each kind; ids by kind."""

    region_id: int
    region_code: str
    ids: dict[str, int]


@pytest.fixture
def tree(world: World) -> Tree:
    code = str(next(_numbers))
    with unit_of_work(write=True) as session:
        region = add_region(session, code, "试点区")
        bureau = add_organisation(session, region.id, KIND.bureau, "1", "财政局")
        section = add_organisation(session, region.id, KIND.section, "2", "社会保障科", parent_id=bureau.id)
        department = add_organisation(session, region.id, KIND.department, "3", "人社局", section_id=section.id)
        unit = add_organisation(session, region.id, KIND.unit, "4", "劳动保障中心", parent_id=department.id)
        rows = (bureau, section, department, unit)
        return Tree(region.id, code, {str(row.kind): row.id for row in rows})


def test_the_path_names_everything_above(tree: Tree) -> None:
    with unit_of_work() as session:
        unit = session.get_one(Organisation, tree.ids["unit"])
        section = session.get_one(Organisation, tree.ids["section"])
    assert unit.path == f"/{tree.ids['department']}/{tree.ids['unit']}/"
    assert section.path == f"/{tree.ids['bureau']}/{tree.ids['section']}/"
    assert unit.sort_key == "lao dong bao zhang zhong xin"
    place = place_of(unit)
    assert (place.region_id, place.department_id, place.unit_id) == (
        tree.region_id,
        tree.ids["department"],
        tree.ids["unit"],
    )


def test_only_a_unit_is_own_level(tree: Tree) -> None:
    with unit_of_work(write=True) as session:
        own = add_organisation(
            session, tree.region_id, KIND.unit, "5", "本级", parent_id=tree.ids["department"], own_level=True
        )
        other = add_organisation(session, tree.region_id, KIND.department, "6", "司法局", own_level=True)
        assert (own.own_level, other.own_level) == (True, False)


@pytest.mark.parametrize(
    ("kind", "parent"),
    [
        ("bureau", "department"),
        ("section", ""),
        ("section", "department"),
        ("department", "bureau"),
        ("unit", ""),
        ("unit", "bureau"),
        ("unit", "unit"),
    ],
)
def test_a_body_stands_under_its_own_kind_of_parent(tree: Tree, kind: str, parent: str) -> None:
    with refused("parent_unfit"), unit_of_work(write=True) as session:
        add_organisation(session, tree.region_id, KIND(kind), "9", "丙", parent_id=tree.ids[parent] if parent else None)


def test_nothing_stands_in_two_regions(tree: Tree, world: World) -> None:
    with refused("parent_unfit"), unit_of_work(write=True) as session:
        add_organisation(session, tree.region_id, KIND.unit, "9", "丙", parent_id=world.organisations["hr"])
    with refused("section_unfit"), unit_of_work(write=True) as session:
        add_organisation(session, tree.region_id, KIND.department, "9", "丙", section_id=world.organisations["social"])


def test_only_a_department_has_a_section(tree: Tree) -> None:
    for section in (tree.ids["section"], tree.ids["bureau"]):
        kind, parent = (
            (KIND.unit, tree.ids["department"]) if section == tree.ids["section"] else (KIND.department, None)
        )
        with refused("section_unfit"), unit_of_work(write=True) as session:
            add_organisation(session, tree.region_id, kind, "9", "丙", parent_id=parent, section_id=section)


def test_codes_are_unique_in_a_region(tree: Tree) -> None:
    with refused("code_taken"), unit_of_work(write=True) as session:
        add_organisation(session, tree.region_id, KIND.department, "4", "丙")
    with refused("code_taken"), unit_of_work(write=True) as session:
        add_region(session, tree.region_code, "丙")


def test_finding_by_code(tree: Tree, world: World) -> None:
    with unit_of_work(write=True) as session:
        twin = add_region(session, f"t{tree.region_code}", "邻区")
        add_organisation(session, twin.id, KIND.department, "3", "同码局")
    with unit_of_work() as session:
        assert find_organisation(session, "3", tree.region_code).id == tree.ids["department"]
        assert find_organisation(session, "centre").id == world.organisations["centre"]
        assert find_region(session, tree.region_code).id == tree.region_id
        with refused("region_unclear"):
            find_organisation(session, "3")
        with refused("region_unclear"):
            find_region(session)
        with refused("no_such_region"):
            find_organisation(session, "3", "nowhere")
        with refused("no_such_organisation"):
            find_organisation(session, "nobody")


def test_every_addition_is_on_the_trail(tree: Tree) -> None:
    query = select(AuditEntry.action).where(
        AuditEntry.object_kind == "organisation", AuditEntry.object_id == tree.ids["unit"]
    )
    with unit_of_work() as session:
        assert list(session.exec(query)) == ["add_organisation"]


def test_names_are_stored_without_what_nobody_sees(world: World) -> None:
    code = str(next(_numbers))
    with unit_of_work(write=True) as session:
        region = add_region(session, f" {code}\u200b", " 试点\u200b区 ")
        bureau = add_organisation(session, region.id, KIND.bureau, "1\u200b", "财政\u2060局\n", short_name=" 财\u200b ")
        assert (region.code, region.name) == (code, "试点区")
        assert (bureau.code, bureau.name, bureau.short_name) == ("1", "财政局", "财")
    with refused("name_missing"), unit_of_work(write=True) as session:
        add_organisation(session, region.id, KIND.bureau, "2", "\u200b ")
    with refused("name_missing"), unit_of_work(write=True) as session:
        add_region(session, str(next(_numbers)), "\u3164")
