"""After a return: the targets and their dependents are open, everything else asks to be unlocked. Server's word."""

import pytest

from tests.domain.factories import File, bring, move, rows_of
from tests.domain.hands import comment, explain_all
from tests.domain.world import World
from tests.services.editing.hands import outcomes, put, refused, returned, send
from tests.unit.invisible import INVISIBLE
from workflow import db
from workflow.canonical.paths import Path, parse
from workflow.errors import RuleFailed
from workflow.models import AuditEntry, Declaration, Unlock
from workflow.services import editing
from workflow.services.editing import Change, Outcome, locks_of
from workflow.services.editing.locks import opened_by

WHO = "filer_own_a"
LEVELS = {
    "i001": ("annual", "成本指标"),
    "i002": ("annual", "产出指标"),
    "i003": ("annual", "产出指标"),
    "i004": ("long_term", "产出指标"),
}


TABLE = """
basics/-/phone
    open basics/-/phone
    shut basics/-/project_name indicators/i001/target
indicators/i002/target
    open indicators/i002/target
    shut indicators/i002/weight indicators/i003/target basics/-/phone
indicators/i002/weight
    open indicators/i002/weight indicators/i003/weight
    shut indicators/i001/weight indicators/i004/weight indicators/i003/target
indicators/i002
    open indicators/i002/target indicators/i002/level1 indicators/i003/weight
    shut indicators/i003/target indicators/i001/weight
indicators/i002/level2
    open indicators/i002/level1
    shut indicators/i003/level1
indicators
    open indicators/i001/weight indicators/new/target
    shut goals/g1/text
block_weights/w1/weight
    open indicators/i001/weight indicators/i004/weight block_weights/w2/weight
    shut indicators/i001/target block_weights/w1/levels
funding_sources/f1/amount
    open basics/-/budget_year basics/-/budget_total funding_sources/f2/amount expenditure_lines/e1/amounts.local
    shut expenditure_lines/e1/item basics/-/phone
expenditure_lines/e1/amounts.local
    open basics/-/budget_year funding_sources/f1/amount expenditure_lines/e2/amounts.transfer
    shut expenditure_lines/e1/item expenditure_lines/e1/basis
expenditure_lines/e1/basis
    open expenditure_lines/e1/basis
    shut expenditure_lines/e1/amounts.local basics/-/budget_year
basics/-/budget_year
    open basics/-/budget_total funding_sources/f1/amount expenditure_lines/e1/amounts.other
    shut expenditure_lines/e1/item
"""


def cases() -> list[tuple[str, list[str], list[str]]]:
    """(target, what it opens, what stays shut), as the table says."""
    found: list[tuple[str, list[str], list[str]]] = []
    for line in TABLE.strip().splitlines():
        word, *paths = line.split()
        if not line.startswith(" "):
            found.append((word, [], []))
        _, opened, shut = found[-1]
        (opened if word == "open" else shut).extend(paths)
    return found


@pytest.mark.parametrize(("target", "opened", "shut"), cases(), ids=[target for target, _, _ in cases()])
def test_the_target_and_what_sums_tie_to_it(target: str, opened: list[str], shut: list[str]) -> None:
    locks = opened_by([parse(target)], LEVELS)
    assert opened and [path for path in opened if not locks.allows(parse(path))] == []
    assert shut and [path for path in shut if locks.allows(parse(path))] == []


@pytest.mark.parametrize(
    ("target", "rows", "removable"),
    [
        ("indicators", ["indicators"], True),
        ("indicators/i002", [], True),
        ("indicators/i002/target", [], False),
        ("expenditure_lines/e1/amounts.local", ["funding_sources"], False),
    ],
)
def test_rows_come_and_go_where_the_list_is_a_target(target: str, rows: list[str], removable: bool) -> None:
    locks = opened_by([parse(target)], LEVELS)
    lists = ("goals", "indicators", "funding_sources", "expenditure_lines")
    assert [name for name in lists if locks.allows_rows(name)] == rows
    assert locks.allows_removal(Path("indicators", "i002")) is removable
    assert locks.allows_removal(Path("indicators", "i003")) is (target == "indicators")


@pytest.fixture
def back(world: World) -> File:
    return returned(world, "indicators/i013/target", "expenditure_lines/e1")


def test_the_server_holds_the_locks(back: File) -> None:
    uid = "i013"
    assert put(back, WHO, f"indicators/{uid}/target", "≥77%").outcome is Outcome.applied
    results = send(
        back,
        WHO,
        Change("set", "basics/-/phone", back.document().phone, "1"),
        Change("add", "indicators/n1"),
        Change("remove", "indicators/i013"),
        Change("move", "indicators/i013", after="^"),
        Change("remove", "goals/g1"),
    )
    assert set(outcomes(results)) == {Outcome.locked}
    assert {item.code for item in results} == {"locked_path"}
    assert back.document().indicators[12].uid == uid


def test_a_commented_row_may_go(world: World) -> None:
    file = returned(world, "expenditure_lines/e2")
    assert outcomes(send(file, WHO, Change("remove", "expenditure_lines/e1"))) == [Outcome.locked]
    assert outcomes(send(file, WHO, Change("remove", "expenditure_lines/e2"))) == [Outcome.applied]


def test_asking_to_unlock_is_granted_at_once_and_flagged(back: File) -> None:
    path, before = "basics/-/responsible_person", back.read().version
    with db.unit_of_work(write=True) as session:
        editing.request_unlock(session, back.world.actor(WHO), back.id, path, " 负责人已调整 ")
    assert put(back, WHO, path, "新负责人").outcome is Outcome.applied
    [unlock] = rows_of(back, Unlock, "declaration_id")
    assert (unlock.path, unlock.reason, unlock.round) == (path, "负责人已调整", 1)
    assert [item.reason for item in rows_of(back, AuditEntry, action="unlock")] == ["负责人已调整"]
    assert back.read().version == before + 2


@pytest.mark.parametrize(
    ("path", "reason", "code"),
    [
        ("goals/g1", "  ", "reason_missing"),
        ("goals/g1", INVISIBLE, "reason_missing"),
        ("nowhere", "x", "bad_path"),
        ("indicators/i999/target", "x", "bad_path"),
        ("basics/-/application_reason", "x", "bad_path"),
    ],
)
def test_unlocking_needs_a_place_and_a_reason(back: File, path: str, reason: str, code: str) -> None:
    with db.unit_of_work(write=True) as session:
        found = refused(editing.request_unlock, session, back.world.actor(WHO), back.id, path, reason)
    assert (type(found), found.code) == (RuleFailed, code)


def test_what_is_open_already_needs_no_unlocking(back: File) -> None:
    before = len(rows_of(back, Unlock, "declaration_id")), back.read().version
    with db.unit_of_work(write=True) as session:
        editing.request_unlock(session, back.world.actor(WHO), back.id, "indicators/i013/target", "x")
    assert (len(rows_of(back, Unlock, "declaration_id")), back.read().version) == before


@pytest.mark.parametrize("whole", ["reason", "form"])
def test_a_return_of_the_whole_form_locks_nothing(world: World, whole: str) -> None:
    if whole == "form":
        file = returned(world, "form")
    else:
        file = returned(world, "goals/g1/text")
        move(file, WHO, "send_up")
        with db.unit_of_work() as session:
            assert locks_of(session, session.get_one(Declaration, file.id)).opened
        move(file, "head_own_a", "decline", reason="再改")  # finance's locks stay through a decline
        assert put(file, WHO, "basics/-/phone", "1").outcome is Outcome.locked
        return
    assert put(file, WHO, "basics/-/phone", "1").outcome is Outcome.applied


def test_a_later_round_has_its_own_locks(world: World) -> None:
    from tests.domain.hands import answer_all

    file = returned(world, "goals/g1/text")
    answer_all(file, WHO)
    bring(file, "submitted/section")
    comment(file, "section_a", "basics/-/phone")
    move(file, "section_a", "return")
    assert put(file, WHO, "basics/-/phone", "027-5550199").outcome is Outcome.applied
    assert put(file, WHO, "goals/g1/text", "新").outcome is Outcome.locked
    explain_all(file)
