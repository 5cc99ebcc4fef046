"""A migrated database and one made from the models are the same, and the comparison sees what it should."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from sqlalchemy import CheckConstraint, Constraint, DefaultClause, Engine, Index, MetaData, String, Table, text
from sqlmodel import SQLModel

from migrations import run
from tests.migrations import populate
from tests.migrations.schema import body_items, differences, dump


def create(engine: Engine, metadata: MetaData) -> set[str]:
    with run.transaction(engine) as connection:
        metadata.create_all(connection)
    return dump(engine)


def test_migrated_equals_models(engine: Engine) -> None:
    run.upgrade(engine)
    migrated = dump(engine)
    run.downgrade(engine, "base")
    assert differences(migrated, create(engine, SQLModel.metadata)) == []


def test_drop_all_and_create_all_again(engine: Engine) -> None:
    first = create(engine, SQLModel.metadata)
    with run.transaction(engine) as connection:
        SQLModel.metadata.drop_all(connection)
    assert differences(first, create(engine, SQLModel.metadata)) == []


def test_the_dump_holds_every_kind_of_thing(engine: Engine) -> None:
    lines = create(engine, SQLModel.metadata)
    for table in SQLModel.metadata.tables.values():
        things: list[Constraint | Index] = [*table.constraints, *table.indexes]
        named = [str(thing.name)[:50] for thing in things]  # PostgreSQL cuts at 63
        for name in [table.name, *table.columns.keys(), *named]:
            assert any(str(name) in line for line in lines), f"{table.name}: {name}"


def test_commas_and_quotes_inside_an_item() -> None:
    items = list(body_items("CREATE TABLE t (a VARCHAR(3) DEFAULT 'x,(', CHECK (a IN ('x', 'y')), UNIQUE (a, b))"))
    assert [item.strip() for item in items] == [
        "a VARCHAR(3) DEFAULT 'x,('",
        "CHECK (a IN ('x', 'y'))",
        "UNIQUE (a, b)",
    ]


@dataclass(frozen=True)
class Difference:
    """One change to the declaration table of a copied metadata, and a word of the line that must show it."""

    shows: str
    change: Callable[[Table], object]


def without(name: str) -> Callable[[Table], object]:
    def drop(table: Table) -> None:
        found = next(one for one in table.constraints if one.name == name)
        table.constraints.discard(found)

    return drop


def index(table: Table, name: str) -> Index:
    return next(one for one in table.indexes if one.name == name)


def change_check(table: Table) -> None:
    without("ck_declaration_counters")(table)
    table.append_constraint(CheckConstraint("revision >= 1 AND round >= 0 AND version >= 0", name="counters"))


def change_predicate(table: Table) -> None:
    for dialect in ("sqlite", "postgresql"):
        where = text("kind = 'project' AND state = 'drafted'")
        index(table, "uq_declaration_open_project").dialect_options[dialect]["where"] = where


DIFFERENCES = {
    "a dropped CHECK": Difference("ck_declaration_desk_by_state", without("ck_declaration_desk_by_state")),
    "a changed CHECK": Difference("ck_declaration_counters", change_check),
    "a dropped foreign key": Difference(
        "fk_declaration_task_id_declaration_task", without("fk_declaration_task_id_declaration_task")
    ),
    "a changed predicate": Difference("uq_declaration_open_project", change_predicate),
    "an index that is no longer unique": Difference(
        "uq_declaration_in_force_project",
        lambda table: setattr(index(table, "uq_declaration_in_force_project"), "unique", False),
    ),
    "a missing index": Difference(
        "ix_declaration_list", lambda table: table.indexes.discard(index(table, "ix_declaration_list"))
    ),
    "a column that may be NULL": Difference(
        "fiscal_year", lambda table: setattr(table.c.fiscal_year, "nullable", True)
    ),
    "a wider column": Difference("phone", lambda table: setattr(table.c.phone, "type", String(41))),
    "a default": Difference("phone", lambda table: setattr(table.c.phone, "server_default", DefaultClause("0"))),
}


def copied() -> MetaData:
    """The declaration table and those it points to, without their triggers: they are not copied along."""
    metadata = MetaData(naming_convention=SQLModel.metadata.naming_convention)
    names, wanted = {"audit_entry"}, {"declaration"}
    while wanted:
        name = wanted.pop()
        names.add(name)
        wanted |= {key.column.table.name for key in populate.table(name).foreign_keys} - names
    for name in names:
        populate.table(name).to_metadata(metadata)
    return metadata


def made(engine: Engine, metadata: MetaData) -> set[str]:
    lines = create(engine, metadata)
    with run.transaction(engine) as connection:
        metadata.drop_all(connection)
    return lines


@pytest.mark.parametrize("name", DIFFERENCES)
def test_a_difference_is_seen(engine: Engine, name: str) -> None:
    difference, metadata = DIFFERENCES[name], copied()
    difference.change(metadata.tables["declaration"])
    found = differences(made(engine, copied()), made(engine, metadata))
    assert found and all(difference.shows in line for line in found)


def test_a_missing_trigger_is_seen(engine: Engine) -> None:
    bare, names = made(engine, copied()), set(copied().tables)
    with run.transaction(engine) as connection:
        SQLModel.metadata.create_all(connection, tables=[populate.table(name) for name in names])
    found = differences(bare, dump(engine))
    assert found and all(line.startswith(">") and "audit_entry" in line and "TRIGGER" in line.upper() for line in found)


def test_two_untouched_copies_do_not_differ(engine: Engine) -> None:
    assert differences(made(engine, copied()), made(engine, copied())) == []
