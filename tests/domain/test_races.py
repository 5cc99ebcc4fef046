"""Two people at the same moment, two real connections: one wins, the other is told who; nothing is half done."""

import threading
import time
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import text

from tests.domain import hands, invariants
from tests.domain.factories import (
    GROUNDS,
    PASS,
    TEXT,
    File,
    adjustment_of,
    attempt,
    bring,
    declaration_at,
    make_report,
    move,
    rows_of,
)
from tests.domain.racing import Click, Race, click, race
from tests.domain.world import World
from workflow import db
from workflow.lifecycle.files import find_report
from workflow.models import AuditEntry, Declaration, Signature, Submission
from workflow.services.editing import Outcome

WHY: dict[str, Any] = {"reason": "理由"}
PAPER: dict[str, Any] = {"reason": "理由", "document": "鄂州财预〔2025〕9号"} | GROUNDS

# place, unit, then the two who click: action, who, inputs
RACES: list[tuple[str, str, tuple[str, str, dict[str, Any]], tuple[str, str, dict[str, Any]]]] = [
    ("drafted/head", "hr_own", ("sign", "head_own_a", {}), ("sign", "head_own_b", {})),
    ("drafted/head", "hr_own", ("sign", "head_own_a", {}), ("sign", "head_own_a", {})),
    ("drafted/head", "centre", ("recall", "filer_a", {}), ("sign", "head_a", {})),
    ("drafted/department", "centre", ("decline", "reviewer_a", WHY), ("sign", "reviewer_b", {})),
    ("submitted/section", "centre", ("withdraw", "head_a", {}), ("take_up", "section_a", {})),
    ("submitted/section", "centre", ("take_up", "section_a", {}), ("take_up", "section_b", {})),
    ("submitted/section", "centre", ("return", "section_a", WHY), ("pass_review", "section_b", PASS)),
    ("submitted/performance", "centre", ("refuse", "performance_a", {}), ("reject_refusal", "performance_b", WHY)),
    ("finance_reviewed/batch", "centre", ("approve", "performance_a", {}), ("return", "performance_b", WHY)),
    ("approved", "centre", ("open_adjustment", "filer_a", PAPER), ("open_adjustment", "head_a", PAPER)),
    ("approved", "centre", ("open_adjustment", "filer_a", PAPER), ("terminate", "performance_a", PAPER)),
]


@pytest.mark.parametrize("case", RACES, ids=lambda case: f"{case[2][0]} against {case[3][0]} of {case[3][1]}")
def test_one_wins_and_the_other_is_told_who(world: World, case: tuple[Any, ...]) -> None:
    place, unit, *two = case
    for _ in times(world):
        file = declaration_at(world, place, unit=unit)
        before = file.read().version
        seen = {"content_hash": file.hash()}
        result = race(*(click(file, who, action, before, **{**seen, **inputs}) for action, who, inputs in two))
        assert result.winners == 1
        winner = next(what for what, found in zip(two, result.results, strict=True) if found is None)
        told(result, file, winner[1])
        once(file, before)


def times(world: World) -> range:
    """Luck decides who is first: often on PostgreSQL, where any two statements may meet; on SQLite, whose writers queue
    before their first look at a row, both only ever come one after the other.
    """
    return range(2 if world.is_sqlite else 4)


def told(result: Race, file: File, winner: str) -> None:
    """409 with who did what when."""
    assert (result.loser.status, result.loser.code) == (409, "version_changed")
    last = rows_of(file, AuditEntry)[-1]
    assert result.loser.facts["last_actor"] == f"人员{winner}"
    assert result.loser.facts["last_action"] == last.action
    assert datetime.fromisoformat(result.loser.facts["last_at"]) == last.at


def once(file: File, before: int) -> None:
    """What the winner did stands exactly once."""
    with db.unit_of_work() as session:
        invariants.hold(session, file)
    row = file.read()
    moves = [entry for entry in rows_of(file, AuditEntry) if entry.actor_id]
    assert row.version == before + len({entry.id for entry in moves if entry.transaction == moves[-1].transaction})
    assert len(rows_of(file, Submission, "declaration_id")) == row.round
    standing = [item.desk for item in rows_of(file, Signature) if item.voided_at is None]
    assert len(standing) == len(set(standing))


def typing(file: File, who: str, outcomes: list[Outcome]) -> Click:
    """Something typed through the editor; what became of it goes to ``outcomes``."""
    file.world.actor(who)
    return lambda: outcomes.append(hands.type_in(file, who, TEXT, "会议纪要"))


def test_typing_while_a_colleague_sends_it_up(world: World) -> None:
    for _ in times(world):
        file = declaration_at(world, "drafted/filer")
        before = file.read().version
        outcomes: list[Outcome] = []
        result = race(
            typing(file, "filer_b", outcomes),
            click(file, "filer_a", "send_up", before),
        )
        assert result.winners == 1
        assert result.loser.status == 409
        if outcomes:
            assert (result.loser.code, result.loser.facts["last_actor"]) == ("version_changed", "人员filer_b")
            assert result.loser.facts["last_action"] == "edit"
            assert file.pair == "drafted/filer"
        else:
            assert (result.loser.code, file.pair) == ("not_editable", "drafted/head")


def test_typing_while_the_department_signs(world: World) -> None:
    for _ in times(world):
        file = declaration_at(world, "drafted/department")
        before, seen = file.read().version, file.hash()
        outcomes: list[Outcome] = []
        result = race(
            typing(file, "reviewer_b", outcomes),
            click(file, "reviewer_a", "sign", before, content_hash=seen),
        )
        assert (result.winners, result.loser.status) == (1, 409)
        assert file.pair == ("drafted/department" if outcomes else "submitted/section")
        signed = [item.content_hash for item in rows_of(file, Signature)]
        assert seen in signed
        assert outcomes or file.hash() == seen


def test_approving_a_revision_while_the_old_one_is_terminated(world: World) -> None:
    for _ in times(world):
        old = declaration_at(world, "approved")
        new = bring(adjustment_of(old), "finance_reviewed/batch")
        result = race(
            click(new, "performance_a", "approve", new.read().version),
            click(old, "performance_b", "terminate", old.read().version, **PAPER),
        )
        assert result.results[0] is None
        assert result.loser.status == 409
        assert (new.pair, new.read().in_force, old.pair, old.read().in_force) == ("approved", True, "approved", False)


@pytest.mark.parametrize("action", ["terminate", "revoke"])
def test_accepting_a_report_while_its_declaration_ends(world: World, action: str) -> None:
    """Both want declaration and report: they take them in the same order, so neither waits for the other for ever."""
    for _ in times(world):
        declaration = declaration_at(world, "approved")
        place = "submitted/section" if action == "terminate" else "drafted/department"
        report = bring(make_report(declaration), place)
        ends = {"terminate": "terminate", "revoke": "revoke_approval"}[action]
        goes = "accept" if action == "terminate" else "sign"
        who = "section_a" if action == "terminate" else "reviewer_a"
        result = race(
            click(report, who, goes, report.read().version, content_hash=report.hash()),
            click(declaration, "performance_a", ends, declaration.read().version, **PAPER),
        )
        assert result.winners in (1, 2)  # the accepted report of a declaration that is terminated then is fine
        if result.winners == 1:
            assert result.loser.status == 409
        assert (report.pair, declaration.pair) in {
            ("accepted", "monitored"),
            ("accepted", "terminated"),
            ("cancelled", "terminated"),
            ("submitted/section", "approved"),
            ("cancelled", "finance_reviewed/performance"),
        }


@pytest.mark.postgres
def test_who_holds_a_report_holds_its_declaration(postgres_world: World) -> None:
    """The order of locks, step by step: the report is locked, the declaration ends, then the report is accepted."""
    declaration = declaration_at(postgres_world, "approved")
    report = bring(make_report(declaration), "submitted/section")
    other = click(declaration, "performance_a", "terminate", declaration.read().version, **PAPER)
    ended: list[BaseException | None] = []
    with db.unit_of_work(write=True) as session:
        find_report(session, postgres_world.actor("section_a"), report.id, lock=True)
        thread = threading.Thread(target=lambda: ended.extend(race(other).results), daemon=True)
        thread.start()
        wait_for_a_waiter()
        attempt(session, report, "section_a", "accept")
    thread.join(20)
    assert (report.pair, declaration.pair) == ("accepted", "monitored")
    assert [getattr(item, "status", item) for item in ended] == [409]


def wait_for_a_waiter() -> None:
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    )
    for _ in range(200):
        with db.engine().connect() as connection:
            if connection.execute(waiting).scalar_one():
                return
        time.sleep(0.05)
    raise AssertionError("nobody waits")


def test_two_adjustments_of_one_project_cannot_both_be_open(world: World) -> None:
    """Also for somebody who saw the newest version: the second is told of the first."""
    old = declaration_at(world, "approved")
    new = adjustment_of(old)
    result = race(click(old, "head_a", "open_adjustment", old.read().version, **PAPER))
    assert (result.loser.code, result.loser.facts["revision"]) == ("revision_open", 2)
    move(new, "filer_a", "cancel_adjustment", **WHY)
    assert isinstance(old.read(), Declaration)
