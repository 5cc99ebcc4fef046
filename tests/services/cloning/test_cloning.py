"""沿用上年申报: what may be copied into what, that nothing carried over is sent up unread, and what confirms it."""

from datetime import date
from itertools import count
from typing import Any

import pytest
from sqlmodel import col, select

from tests.domain.factories import File, bring, make_declaration, move, refusal
from tests.domain.hands import explain_all
from tests.domain.world import World
from tests.services.editing.hands import WEIGHTED, put, refused, send, text, undo
from workflow import clock, db
from workflow.canonical.profile import shipped
from workflow.errors import NotFound, Refusal
from workflow.models import AuditEntry, CarriedValue, Clone, Declaration, DeclarationTask, FiledBy, Indicator
from workflow.queries import new_declaration
from workflow.services import cloning
from workflow.services.declarations import create_declaration
from workflow.services.editing import Change, Done

WHO, COLLEAGUE = "filer_own_a", "filer_own_b"


def task_of(world: World, year: int, profile: str = "jianghan-2024") -> int:
    with db.unit_of_work(write=True) as session:
        task = DeclarationTask(
            created_at=clock.now(), region_id=world.regions["ezhou"], fiscal_year=year, name=f"任务{next(NUMBERS)}",
            form_profile=profile, opens_on=date(2025, 1, 1), closes_on=date(2025, 12, 31),
        )  # fmt: skip
        session.add(task)
        session.flush()
        return task.id


def started(world: World, source: File, year: int = 2026, who: str = WHO, **how: Any) -> File:
    """A new declaration of the source's project, with or without its content."""
    how.setdefault("source_id", source.id)
    task = task_of(world, year)
    with db.unit_of_work(write=True) as session:
        row = create_declaration(
            session, world.actor(who), task, world.organisations["hr_own"], source.read().project_id, **how
        )
    return File(world, Declaration, row.id, "hr_own")


APPROVED: dict[str, File] = {}
NUMBERS = count(10_000)


@pytest.fixture
def approved(world: World) -> File:
    """Last year's declaration, once per database."""
    if world.url not in APPROVED:
        file = make_declaration(world, unit="hr_own", content=WEIGHTED)
        explain_all(file)
        APPROVED[world.url] = bring(file, "approved")
    return APPROVED[world.url]


def waiting(file: File) -> list[str]:
    with db.unit_of_work() as session:
        query = select(CarriedValue.path).where(
            CarriedValue.declaration_id == file.id, col(CarriedValue.settled_at).is_(None)
        )
        return list(session.exec(query.order_by(col(CarriedValue.id))))


def confirm(file: File, path: str, who: str = WHO) -> Done:
    with db.unit_of_work(write=True) as session:
        return cloning.confirm(session, file.world.actor(who), file.id, path)


def confirm_part(file: File, name: str, who: str = WHO) -> Done:
    with db.unit_of_work(write=True) as session:
        return cloning.confirm_part(session, file.world.actor(who), file.id, name)


def discard(file: File) -> None:
    move(file, WHO, "discard")


def test_a_copy_says_what_was_approved_and_knows_where_every_row_came_from(approved: File) -> None:
    file = started(approved.world, approved)
    old, new = approved.document(), file.document()
    assert [row.level3 for row in new.indicators] == [row.level3 for row in old.indicators]
    assert [row.prior_years[1] for row in new.indicators if row.horizon == "annual"] == [
        row.target for row in old.indicators if row.horizon == "annual"
    ]
    assert (new.budget_year, new.fiscal_year) == (old.budget_year, 2026)
    with db.unit_of_work() as session:
        rows = session.exec(select(Indicator).where(Indicator.declaration_id == file.id)).all()
        clone = session.exec(select(Clone).where(Clone.declaration_id == file.id)).one()
    assert {row.origin_uid for row in rows} == {row.uid for row in old.indicators}
    assert (clone.source_id, clone.source_year) == (approved.id, 2025)
    discard(file)


def test_nothing_is_sent_up_before_every_value_was_looked_at(approved: File) -> None:
    file = started(approved.world, approved)
    before = waiting(file)
    problems = refusal(file, WHO, "send_up").problems  # type: ignore[attr-defined]
    carried = [item for item in problems if item.code == "carried_unconfirmed"]
    lists = {item.path.partition("/")[0]: item.facts["count"] for item in carried}
    assert sum(lists.values()) == len(before) > 60
    assert set(lists) == {path.partition("/")[0] for path in before}
    assert all(item.path in before for item in carried)
    indicator = next(path for path in before if path.startswith("indicators/"))
    row = indicator.rpartition("/")[0]
    assert confirm(file, indicator).rows == 1
    assert confirm(file, indicator).rows == 0
    assert confirm(file, row).rows == sum(path.startswith(f"{row}/") for path in before) - 1
    version = file.read().version
    for part in shipped()["jianghan-2024"].sections:
        confirm_part(file, part.name)
    assert file.read().version > version
    assert waiting(file) == []
    explain_all(file)
    assert move(file, WHO, "send_up").destination == "drafted/head"
    move(file, WHO, "recall")
    discard(file)


def test_typing_confirms_and_taking_it_back_waits_again(approved: File) -> None:
    file = started(approved.world, approved)
    uid = next(row.uid for row in file.document().indicators if row.horizon == "annual")
    row = f"indicators/{uid}"
    put(file, WHO, f"{row}/target", "≥7次")
    assert f"{row}/target" not in waiting(file)
    undo(file, WHO)
    assert f"{row}/target" in waiting(file)
    cells = [path for path in waiting(file) if path.startswith(f"{row}/")]
    send(file, WHO, Change("remove", row))
    assert not [path for path in waiting(file) if path.startswith(f"{row}/")]
    undo(file, WHO)
    assert [path for path in waiting(file) if path.startswith(f"{row}/")] == cells
    put(file, WHO, f"{row}/level3", text(file, f"{row}/level3"))
    assert f"{row}/level3" in waiting(file), "the same text again is no look at it"
    discard(file)


def test_confirming_is_the_work_of_who_holds_the_draft_and_is_on_record(approved: File) -> None:
    file = started(approved.world, approved)
    path = waiting(file)[0]
    for who, kind in (("filer_a", NotFound), ("head_own_a", Refusal), ("section_a", Refusal)):
        assert isinstance(refused(confirm, file, path, who), kind)
    for place in ("indicators", "form", "basics", "nowhere/x"):
        assert refused(confirm, file, place).code == "bad_path"
    assert refused(confirm_part, file, "nowhere").code == "bad_path"
    confirm(file, path, COLLEAGUE)
    with db.unit_of_work() as session:
        entry = session.exec(
            select(AuditEntry).where(AuditEntry.object_id == file.id, AuditEntry.action == "confirm_carried")
        ).one()
        typed = session.exec(
            select(FiledBy.user_id).where(FiledBy.object_id == file.id, FiledBy.object_kind == "declaration")
        )
        assert file.world.people[COLLEAGUE] in set(typed)
    assert path in entry.canonical and entry.actor_name == f"人员{COLLEAGUE}"
    discard(file)


def test_what_may_be_copied(approved: File, world: World) -> None:
    other = make_declaration(world, unit="hr_own", content=WEIGHTED)
    empty = started(world, approved, source_id=None)

    def fill(source: File, who: str = WHO) -> None:
        with db.unit_of_work(write=True) as session:
            cloning.fill_from(session, world.actor(who), empty.id, source.id)

    assert refused(fill, other).code == "no_such_file"
    assert refused(fill, empty).code == "no_such_file"
    assert isinstance(refused(fill, approved, "filer_a"), NotFound)
    with db.unit_of_work() as session:
        offered = cloning.offered_source(session, world.actor(WHO), session.get_one(Declaration, empty.id))
        lines = new_declaration.options(session, world.actor(WHO)).earlier
    assert offered is not None and offered.id == approved.id
    mine = [line for line in lines if line.project_id == approved.read().project_id]
    assert {(line.source.id, line.present) for line in mine if line.year == 2026} == {(approved.id, empty.id)}
    put(empty, WHO, "basics/-/main_content", "已经写了")
    assert refused(fill, approved).code == "draft_not_empty"
    with db.unit_of_work() as session:
        assert cloning.offered_source(session, world.actor(WHO), session.get_one(Declaration, empty.id)) is None
    again = refused(started, world, approved)
    assert (again.code, again.facts["declaration_id"]) == ("duplicate_project", empty.id)
    discard(empty)


def test_an_ended_declaration_can_be_begun_again_in_its_own_year(world: World) -> None:
    ended = make_declaration(world, unit="hr_own", content=WEIGHTED)
    discard(ended)
    again = started(world, ended, year=2025)
    row, old = again.document().indicators[-1], ended.document().indicators[-1]
    assert (row.target, row.prior_years) == (old.target, old.prior_years)
    assert waiting(again)
    discard(again)


def test_a_refused_copy_leaves_no_draft_behind(approved: File) -> None:
    with db.unit_of_work() as session:
        before = session.exec(select(Declaration.id)).all()
    assert refused(started, approved.world, approved, source_id=999_999).code == "no_such_file"
    with db.unit_of_work() as session:
        assert session.exec(select(Declaration.id)).all() == before
