"""AB角代办: who may be named, what the stand-in can do then, and that both names are written down and counted."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import select

from tests.domain import hands
from tests.domain.factories import PASS, TEXT, File, bring, declaration_at, move, refusal, rows_of
from tests.domain.ticking import Ticking
from tests.domain.world import World
from workflow import clock, db
from workflow.errors import Refusal
from workflow.lifecycle import Inputs, rehearse
from workflow.models import (
    AuditEntry,
    Comment,
    DeclarationEdit,
    FiledBy,
    InboxMessage,
    ReviewOpinion,
    Signature,
    StandIn,
)
from workflow.permissions import load_actor, people_at
from workflow.queries.batches import candidates
from workflow.queries.file_history import history
from workflow.queries.file_page import content_of, facts_of
from workflow.queries.worklist import waiting_for
from workflow.services import stand_ins
from workflow.services.accounts import add_grant
from workflow.services.answers import answer
from workflow.services.waivers import explain
from workflow.types import Role

TODAY = date(2025, 3, 3)
WEEK = TODAY + timedelta(days=6)
WHY: dict[str, Any] = {"reason": "理由"}


@pytest.fixture(autouse=True)
def forget(request: pytest.FixtureRequest) -> None:
    """Grants change during these tests: nobody is remembered from the test before, nor is anybody standing in."""
    for name in ("world", "sqlite_world"):
        if name in request.fixturenames:
            request.getfixturevalue(name).actors.clear()
            with db.unit_of_work(write=True) as session:
                for row in session.exec(select(StandIn)):
                    session.delete(row)


def name(world: World, absent: str, deputy: str, by: str = "", first: date = TODAY, last: date = WEEK) -> int:
    """Named; whoever acts from now on acts with it."""
    with db.unit_of_work(write=True) as session:
        namer = load_actor(session, world.people[by or absent])
        assert namer is not None
        row = stand_ins.name_stand_in(session, namer, world.people[absent], world.people[deputy], first, last, "出差")
    world.actors.clear()
    return row.id


def refused(world: World, *args: Any, **kwargs: Any) -> tuple[int, str]:
    with pytest.raises(Refusal) as found:
        name(world, *args, **kwargs)
    return found.value.status, found.value.code


NOT_NAMED: list[tuple[tuple[int, str], tuple[str, ...]]] = [
    ((422, "stand_in_self"), ("head_a", "head_a")),
    ((422, "stand_in_admin"), ("head_a", "system_admin")),
    ((403, "stand_in_not_yours"), ("head_a", "head_b", "filer_a")),
    ((403, "stand_in_not_yours"), ("head_a", "head_b", "section_head")),
    ((403, "stand_in_not_yours"), ("section_a", "section_b", "performance_a")),
    ((422, "stand_in_elsewhere"), ("head_a", "section_a")),
    ((422, "stand_in_elsewhere"), ("performance_a", "performance_other")),
    ((422, "stand_in_barred"), ("head_a", "filer_a")),
    ((422, "stand_in_barred"), ("filer_a", "head_b")),
    ((422, "stand_in_barred"), ("reviewer_a", "filer_a")),
    ((422, "stand_in_barred"), ("reviewer_a", "filer_other")),
    ((422, "stand_in_barred"), ("section_a", "performance_a")),
    ((422, "stand_in_barred"), ("performance_a", "section_other")),
]


def test_who_is_not_named(sqlite_world: World) -> None:
    for expected, who in NOT_NAMED:
        assert refused(sqlite_world, *who) == expected, who
    assert refused(sqlite_world, "system_admin", "head_a") == (422, "stand_in_admin")
    assert refused(sqlite_world, "head_a", "head_b", first=TODAY - timedelta(days=1)) == (422, "stand_in_dates")
    give(sqlite_world, "head_other", "auditor", "hr")  # an auditor of the department reads what finance writes inside
    assert refused(sqlite_world, "head_other", "filer_a") == (422, "stand_in_barred")
    sqlite_world.people["nobody"] = 0
    assert refused(sqlite_world, "head_a", "nobody") == (422, "choice_missing")
    assert refused(sqlite_world, "head_a", "head_b", first=WEEK, last=TODAY) == (422, "stand_in_dates")
    year = timedelta(days=366)
    assert refused(sqlite_world, "head_a", "head_b", first=WEEK, last=WEEK + year) == (422, "stand_in_too_long")
    name(sqlite_world, "head_a", "head_b", first=WEEK + year, last=WEEK + 2 * year - timedelta(days=1))
    name(sqlite_world, "head_a", "head_b")
    assert refused(sqlite_world, "head_a", "head_own_a", first=WEEK) == (422, "stand_in_overlaps")
    name(sqlite_world, "head_a", "head_own_a", first=WEEK + timedelta(days=1), last=WEEK + timedelta(days=2))


def test_one_person_stands_in_for_no_two_that_are_kept_apart(sqlite_world: World) -> None:
    """Whoever files for one and signs for the other checks his own work."""
    name(sqlite_world, "filer_a", "filer_other", by="reviewer_a")
    assert refused(sqlite_world, "head_a", "filer_other") == (422, "stand_in_two_barred")
    later = WEEK + timedelta(days=1)
    name(sqlite_world, "head_a", "filer_other", first=later, last=later)


def test_who_else_names(sqlite_world: World) -> None:
    """The head of the section and the department's reviewer; both people hear of it."""
    first = name(sqlite_world, "section_a", "section_b", by="section_head")
    second = name(sqlite_world, "filer_a", "filer_other", by="reviewer_a")
    with db.unit_of_work() as session:
        told = session.exec(
            select(InboxMessage.recipient_id, InboxMessage.object_id).filter_by(template="stand_in.named")
        )
        found = {(sqlite_world.names[user], row) for user, row in told}
    assert {("section_a", first), ("section_b", first), ("filer_a", second), ("filer_other", second)} <= found


def test_it_begins_and_ends_by_itself_or_early(world: World, ticking: Ticking) -> None:
    def roles() -> set[Role]:
        with db.unit_of_work() as session:
            actor = load_actor(session, world.people["section_b"])
            assert actor is not None
            return {grant.role for grant in actor.grants if grant.on_behalf_of}

    row = name(world, "section_a", "section_b", first=TODAY + timedelta(days=1), last=WEEK)
    assert roles() == set()
    ticking.forward(1)
    assert roles() == {Role.section_reviewer}
    ticking.forward(5)
    assert roles() == {Role.section_reviewer}
    ticking.forward(1)
    assert roles() == set()
    ticking.restart()
    ticking.forward(2)
    for who, status in {"section_other": 404, "section_b": 200, "section_a": 409}.items():
        with db.unit_of_work(write=True) as session:
            try:
                stand_ins.end_stand_in(session, world.actor(who), row)
                found = 200
            except Refusal as refusal_:
                found = refusal_.status
        assert found == status, who
    assert roles() == set()


def test_an_administrator_borrows_nothing(sqlite_world: World) -> None:
    """Also if the role came after the naming."""
    lender, borrower = sqlite_world.people["head_a"], sqlite_world.people["audit_admin"]
    with db.unit_of_work(write=True) as session:
        row = StandIn(created_at=clock.now(), absent_id=lender, stand_in_id=borrower, from_on=TODAY, until_on=WEEK)
        row.reason, row.named_by = "-", lender
        session.add(row)
    assert sqlite_world.actor("audit_admin").roles == {Role.audit_admin}


def last_entry(file: File) -> AuditEntry:
    entry: AuditEntry = rows_of(file, AuditEntry)[-1]
    return entry


def test_a_head_of_another_unit_signs_in_her_place(world: World) -> None:
    name(world, "head_a", "head_other")
    file = declaration_at(world, "drafted/head")
    with db.unit_of_work() as session:
        assert world.people["head_other"] in people_at(session, [Role.unit_head], file.read())
        assert file.id in {item.object_id for item in waiting_for(session, world.actor("head_other"))}
    move(file, "head_other", "sign")
    assert last_entry(file).actor_name == "人员head_other 代 人员head_a"
    [signed] = rows_of(file, Signature)
    assert (signed.user_id, signed.on_behalf_of) == (world.people["head_other"], world.people["head_a"])
    [told] = rows_of(file, InboxMessage, recipient_id=world.people["reviewer_a"])
    assert told.facts["actor"] == "人员head_other 代 人员head_a"
    own = declaration_at(world, "drafted/head", unit="inspection")
    move(own, "head_other", "sign")
    assert last_entry(own).actor_name == "人员head_other"  # in her own right


def test_what_is_typed_and_said_names_both(world: World) -> None:
    name(world, "filer_a", "filer_other")
    file = declaration_at(world, "drafted/filer", typed_by="filer_b")
    hands.type_in(file, "filer_other", TEXT, "会议纪要")
    [edit] = rows_of(file, DeclarationEdit, "declaration_id")
    assert edit.on_behalf_of == world.people["filer_a"]
    assert {world.names[row.user_id] for row in rows_of(file, FiledBy)} == {"filer_b", "filer_other", "filer_a"}
    with db.unit_of_work() as session:
        assert history(session, world.actor("filer_a"), file.read()).entries[0].who == "人员filer_other 代 人员filer_a"
    name(world, "section_a", "section_other")
    bring(file, "submitted/section")
    hands.comment(file, "section_other")
    [comment] = rows_of(file, Comment)
    assert comment.on_behalf_of == world.people["section_a"]
    assert file.read().taken_by == world.people["section_a"]  # she finds it in her own name


def test_an_answer_and_an_explanation_show_both(sqlite_world: World) -> None:
    world = sqlite_world
    file = declaration_at(world, "submitted/section", unit="hr_own")
    hands.comment(file, "section_a", TEXT)
    move(file, "section_a", "return", **WHY)
    name(world, "filer_own_a", "filer_other")
    deputy = world.actor("filer_other")
    asked = next(item for item in rows_of(file, Comment) if item.path == TEXT and item.sent_with == "return")
    with db.unit_of_work(write=True) as session:
        answer(session, deputy, file.id, asked.id, "kept", "依据有效")
        found = content_of(session, file.read()).findings[0]
        explain(session, deputy, file.id, found.key, "按批复填报")
    both = "人员filer_other 代 人员filer_own_a"
    with db.unit_of_work() as session:
        facts = facts_of(session, deputy, file.read())
    said = next(item for item in facts.comments if item.id == asked.id)
    waiver = facts.content.waivers[found.key]
    assert facts.names(said.answered_by, said.answered_for) == both == last_entry(file).actor_name
    assert facts.names(waiver.author_id, waiver.on_behalf_of) == both


def test_a_colleague_goes_on_with_what_she_took_up(world: World) -> None:
    """Both are reviewers of one section: her files in her name, all others in his own right."""
    hers, free = declaration_at(world, "submitted/section"), declaration_at(world, "submitted/section")
    move(hers, "section_a", "take_up")
    assert refusal(hers, "section_b", "pass_review", **PASS).code == "taken_by_other"
    name(world, "section_a", "section_b")
    with db.unit_of_work() as session:
        assert hers.id in {item.object_id for item in waiting_for(session, world.actor("section_b"))}
        seen = hers.read()  # a decision that waits is judged as it will be performed: in her name
        rehearse(session, seen, world.actor("section_b"), "pass_review", seen.version, Inputs(**PASS))
        both = candidates(session, world.actor("section_b"), "pass_review", [hers.id, free.id])
        assert {item.file.id: item.refusal for item in both} == {hers.id: None, free.id: None}
    move(hers, "section_b", "pass_review", **PASS)
    assert last_entry(hers).actor_name == "人员section_b 代 人员section_a"
    move(free, "section_b", "pass_review", **PASS)
    assert last_entry(free).actor_name == "人员section_b"


def give(world: World, who: str, role: str, at: str) -> None:
    """A grant that came after the naming: the checks must hold without the bar on naming."""
    with db.unit_of_work(write=True) as session:
        add_grant(session, world.people[who], Role(role), world.organisations[at])
    world.actors.clear()


def test_author_and_checker_count_both(sqlite_world: World) -> None:
    """Typed, signed or passed by either of the two, it is checked by neither."""
    world = sqlite_world
    name(world, "section_other", "treasury")
    name(world, "performance_b", "leader")
    typed = declaration_at(world, "drafted/head", typed_by="head_a")
    name(world, "head_a", "head_other")
    assert refusal(typed, "head_other", "sign").code == "signer_is_filer"  # what she typed he does not sign for her
    signed = bring(declaration_at(world, "drafted/head"), "drafted/head")
    move(signed, "head_other", "sign")
    bring(signed, "submitted/section")
    for who in ("head_a", "head_other"):
        give(world, who, "section_reviewer", "social")
        assert refusal(signed, who, "pass_review", **PASS).code == "own_work", who
    passed = declaration_at(world, "submitted/section")
    name(world, "section_a", "section_b")
    move(passed, "section_a", "take_up")
    move(passed, "section_b", "pass_review", **PASS)
    [opinion] = rows_of(passed, ReviewOpinion, "declaration_id")
    assert opinion.on_behalf_of == world.people["section_a"]
    for who in ("section_a", "section_b"):
        give(world, who, "performance", "performance")
        assert refusal(passed, who, "clear").code == "own_review", who
    move(passed, "leader", "clear")
    assert last_entry(passed).actor_name == "人员leader 代 人员performance_b"
