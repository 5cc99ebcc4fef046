"""纸质审签: the head's own signature, given on paper; what the code of the paper is held to; who may not be named."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from tests.domain import hands, paper
from tests.domain.factories import BUDGET, File, bring, declaration_at, move, refusal, rows_of
from tests.domain.racing import click, race
from tests.domain.world import World
from workflow import clock, db
from workflow.canonical import unpack
from workflow.canonical.sign_code import make_code
from workflow.documents.differences import diff
from workflow.errors import WrongState
from workflow.lifecycle.files import find_declaration
from workflow.lifecycle.sign_pages import sign_page
from workflow.models import Attachment, AuditEntry, Declaration, InboxMessage, Signature, StandIn
from workflow.queries.file_page import passages
from workflow.queries.review_statistics import Asked, measured, statistics
from workflow.services import stand_ins

BLANK = {"drafted/filer": ("草稿", False), "drafted/head": ("", True)}


def signed_on_paper(world: World, unit: str = "centre", filer: str = "filer_b", head: str = "head_b") -> File:
    file = declaration_at(world, "drafted/head", unit=unit)
    paper.sign(file, filer, head)
    return file


@pytest.mark.parametrize(
    ("unit", "filer", "head", "place"),
    [
        ("centre", "filer_b", "head_b", "drafted/department"),
        ("hr_own", "filer_own_b", "head_own_a", "submitted/section"),
    ],
)
def test_the_head_signs_and_the_filer_uploads(world: World, unit: str, filer: str, head: str, place: str) -> None:
    file = signed_on_paper(world, unit, filer, head)
    people = world.people
    assert file.pair == place
    [signature] = rows_of(file, Signature)
    assert (signature.kind, signature.desk, signature.user_id) == ("paper", "head", people[head])
    assert unpack(hands.snapshot(signature.snapshot_id).packed) == file.document()
    assert signature.content_hash == file.hash()
    with db.unit_of_work() as session:
        scan = session.get_one(Attachment, signature.scan_id)
        assert (scan.owner_kind, scan.owner_id, scan.uploaded_by) == ("signed_page", file.id, people[filer])
        passed = passages(session, file.read())[-1]
    entry = next(item for item in rows_of(file, AuditEntry) if item.action == "sign_on_paper")
    assert entry.actor_id == people[filer]
    assert f'"signer":"{passed.actor_name}"' in entry.canonical
    assert passed.on_paper
    told = {item.recipient_id for item in rows_of(file, InboxMessage, template="declaration.sign_on_paper")}
    heads = {"head_a", "head_b"} if unit == "centre" else {"head_own_a", "head_own_b"}
    assert {people[name] for name in heads} <= told


def test_finance_counts_it_and_the_head_may_not_check_it_later(world: World) -> None:
    file = signed_on_paper(world, filer="filer_a", head="head_and_finance")
    bring(file, "submitted/section")
    row = file.read()
    with db.unit_of_work() as session:
        asked, actor = Asked(row.region_id, row.fiscal_year), world.actor("performance_a")
        files = session.exec(select(Declaration.id).where(*measured(actor, asked, "paper"))).all()
        assert file.id in files
        assert statistics(session, actor, asked).total.paper == len(files)
    told = refusal(file, "head_and_finance", "pass_review", opinion="同意", grade="good")
    assert told.code == "own_work"


def test_the_filer_recalls_what_he_uploaded_and_the_signature_is_void(sqlite_world: World) -> None:
    file = signed_on_paper(sqlite_world)
    move(file, "filer_a", "recall")
    assert file.pair == "drafted/head"
    assert [item.voided_by_action for item in rows_of(file, Signature)] == ["recall"]
    paper.sign(file, "filer_a", "head_a")  # the same scan again, of the same content
    move(file, "head_b", "recall")


def test_where_the_head_never_signs_in_the_filer_asks_finance_for_the_file(sqlite_world: World) -> None:
    """At the own level nobody else could."""
    for action, place in (("withdraw", "drafted/filer"), ("request_return", "submitted/section")):
        file = signed_on_paper(sqlite_world, "hr_own", "filer_own_b", "head_own_a")
        move(file, "filer_own_b", action, reason="金额有误")
        assert file.pair == place


def test_an_earlier_version_is_told_with_what_changed(sqlite_world: World) -> None:
    file = declaration_at(sqlite_world, "drafted/head")
    printed, before = paper.code_of(file), file.document()
    move(file, "head_a", "decline", reason="金额不对")
    hands.type_in(file, "filer_a", BUDGET, "11.50")
    hands.explain_all(file)
    move(file, "filer_a", "send_up")
    told = refusal(
        file, "filer_a", "sign_on_paper", head_id=sqlite_world.people["head_a"], code=printed, scan=paper.SCAN
    )
    assert (told.code, told.status) == ("sign_code_outdated", 422)
    assert told.facts["count"] == len(diff(before, file.document())) > 0
    assert unpack(hands.snapshot(told.facts["snapshot_id"]).packed) == before
    lost = make_code(file.id, "0" * 64)
    told = refusal(file, "filer_a", "sign_on_paper", head_id=sqlite_world.people["head_a"], code=lost, scan=paper.SCAN)
    assert told.code == "sign_code_unknown_version"


def test_the_name_of_another_declaration_is_told_to_those_who_see_it(sqlite_world: World) -> None:
    file, other = declaration_at(sqlite_world, "drafted/head"), declaration_at(sqlite_world, "drafted/head")
    hidden = declaration_at(sqlite_world, "drafted/head", unit="hr_own")
    for printed, code in ((other, "sign_code_of_named_file"), (hidden, "sign_code_of_another_file")):
        told = refusal(
            file, "filer_a", "sign_on_paper",
            head_id=sqlite_world.people["head_a"], code=paper.code_of(printed), scan=paper.SCAN,
        )  # fmt: skip
        assert told.code == code
        assert ("project_name" in told.facts) == (printed is other)


def test_a_stand_in_signs_on_paper_for_the_head(sqlite_world: World) -> None:
    world, today = sqlite_world, clock.business_date()
    world.actors.clear()
    with db.unit_of_work(write=True) as session:
        stand_ins.name_stand_in(
            session, world.actor("head_a"), world.people["head_a"], world.people["filer_other"],
            today, today + timedelta(days=3), "出差",
        )  # fmt: skip
    try:
        file = signed_on_paper(world, head="filer_other")
        [signature] = rows_of(file, Signature)
        assert (signature.user_id, signature.on_behalf_of) == (world.people["filer_other"], world.people["head_a"])
    finally:
        with db.unit_of_work(write=True) as session:
            for row in session.exec(select(StandIn)):
                session.delete(row)
        world.actors.clear()


@pytest.mark.parametrize("place", [*BLANK, "drafted/department"])
def test_the_page_carries_a_code_only_where_the_head_is_awaited(sqlite_world: World, place: str) -> None:
    file = declaration_at(sqlite_world, place)
    with db.unit_of_work() as session:
        row = find_declaration(session, sqlite_world.actor("filer_a"), file.id)
        if place not in BLANK:
            with pytest.raises(WrongState, match="sign_page_not_now"):
                sign_page(session, row)
            return
        page = sign_page(session, row)
    mark, coded = BLANK[place]
    assert (page.mark, page.sign_code) == (mark, paper.code_of(file) if coded else "")


@pytest.mark.parametrize(("who", "action"), [("head_a", "sign"), ("filer_b", "recall"), ("filer_b", "sign_on_paper")])
def test_of_a_page_on_paper_and_another_click_one_holds(postgres_world: World, who: str, action: str) -> None:
    world = postgres_world
    file = declaration_at(world, "drafted/head")
    before = file.read().version
    page: dict[str, Any] = {"head_id": world.people["head_a"], "code": paper.code_of(file), "scan": paper.SCAN}
    other = page if action == "sign_on_paper" else {"content_hash": file.hash()}
    raced = race(click(file, "filer_a", "sign_on_paper", before, **page), click(file, who, action, before, **other))
    assert raced.winners == 1
    assert (raced.loser.status, raced.loser.code) == (409, "version_changed")
    standing = [item for item in rows_of(file, Signature) if item.voided_at is None]
    assert len(standing) == (0 if file.pair == "drafted/filer" else 1)
