"""What happens to a letter when somebody says no, is away, or the files change under it; and its files."""

import hashlib
from typing import Any

import pytest
from sqlmodel import select

from tests.domain.factories import move
from tests.domain.letters import act, batch, bring_letter, draft, read, refused
from tests.domain.world import World
from workflow import clock, db
from workflow.documents import letter_file
from workflow.documents.approval_letter import body_of
from workflow.errors import NotFound, RuleFailed
from workflow.lifecycle.letters.content import figures_of, kept_formats, latest_version
from workflow.lifecycle.letters.facts import batch_hash, cosigners
from workflow.models import ApprovalDocument, InboxMessage, ListExport
from workflow.queries.letters import Wanted, letter_page, letters
from workflow.services.approval_letters import Draft, save_draft
from workflow.services.contents import forget_unused
from workflow.services.exports import parts_of
from workflow.services.jobs import run_next_job
from workflow.services.letter_files import letter_at_once, order_letter
from workflow.services.stand_ins import name_stand_in
from workflow.work import ALL_JOBS

NO: dict[str, Any] = {"reason": "金额与预算不一致"}


def told(world: World, letter: int, template: str) -> set[int]:
    with db.unit_of_work() as session:
        own = (InboxMessage.object_id == letter, InboxMessage.template == f"approval_document.{template}")
        return set(session.exec(select(InboxMessage.recipient_id).where(*own)))


def test_who_does_not_agree_sends_it_back_and_everybody_is_asked_anew(sqlite_world: World) -> None:
    world, people = sqlite_world, sqlite_world.people
    _, letter = batch(world)
    draft(world, letter, cosigners=("section_a", "budget"))
    act(world, letter, "performance_a", "send_for_signing")
    act(world, letter, "section_a", "cosign", opinion="同意")
    act(world, letter, "budget", "send_back", **NO)
    assert (read(letter).state, told(world, letter, "send_back")) == ("drafting", {people["performance_a"]})
    act(world, letter, "performance_a", "send_for_signing")
    with db.unit_of_work() as session:
        assert [item.agreed_at for item in cosigners(session, letter)] == [None, None], "another letter, asked anew"
    for who in ("section_a", "budget"):
        act(world, letter, who, "cosign")
    assert refused(world, letter, "leader", "send_back") == "422 reason_missing"
    act(world, letter, "leader", "send_back", **NO)
    row = read(letter)
    assert (row.state, row.signed_by) == ("drafting", None)
    assert refused(world, letter, "leader", "sign_letter") == "409 wrong_state"


def test_a_draft_is_not_sent_with_the_figures_of_other_files(sqlite_world: World) -> None:
    world = sqlite_world
    files, letter = batch(world, "centre", "hr_own")
    with db.unit_of_work() as session:
        seen = batch_hash(session, session.get_one(ApprovalDocument, letter))
    draft(world, letter, files_seen=seen)
    move(files[0], "performance_a", "revoke_approval", **NO)
    assert refused(world, letter, "performance_a", "send_for_signing") == "422 letter_words_outdated"
    with db.unit_of_work() as session:
        assert letter_page(session, world.actor("performance_a"), letter).outdated
    with db.unit_of_work(write=True) as session, pytest.raises(RuleFailed) as no:
        words = Draft("标题", "正文", world.people["leader"], files_seen=seen)
        save_draft(session, world.actor("performance_a"), letter, read(letter).version, words)
    assert no.value.code == "letter_words_outdated"
    draft(world, letter)
    act(world, letter, "performance_a", "send_for_signing")


@pytest.mark.parametrize(("unit", "asked"), [("centre", True), ("hr_own", False)])
def test_only_a_department_with_units_is_told_to_approve_on_to_them(
    sqlite_world: World, unit: str, asked: bool
) -> None:
    _, letter = batch(sqlite_world, unit)
    with db.unit_of_work() as session:
        words = body_of(figures_of(session, read(letter)))
    assert ("批复到所属预算单位" in words) is asked
    assert words.splitlines()[-1].startswith("四、" if asked else "三、")


def test_the_stand_in_of_the_leader_signs_for_him_and_one_of_the_two_only(sqlite_world: World) -> None:
    world, people, today = sqlite_world, sqlite_world.people, clock.business_date()
    with db.unit_of_work(write=True) as session:
        name_stand_in(session, world.actor("leader"), people["leader"], people["budget"], today, today, "出差")
    world.actors.clear()
    drafted = batch(world)[1]
    with db.unit_of_work() as session:
        assert letter_page(session, world.actor("performance_a"), drafted).leaders == [people["leader"]]
    own = bring_letter(world, drafted, "signing")
    version = read(own).version
    act(world, own, "budget", "sign_letter", version=version)
    row = read(own)
    assert (row.signed_by, row.signed_for) == (people["budget"], people["leader"])
    assert refused(world, own, "leader", "sign_letter", version=version).startswith("409")
    other = bring_letter(world, batch(world)[1], "signing")
    with db.unit_of_work(write=True) as session:
        session.get_one(ApprovalDocument, other).drafter_id = people["budget"]
    assert refused(world, other, "budget", "sign_letter") == "403 leader_drafted"
    act(world, other, "leader", "sign_letter")


def test_the_files_of_a_letter_are_made_by_jobs_and_its_units_hear_of_it(
    sqlite_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, people = sqlite_world, sqlite_world.people
    _, letter = batch(world, "centre", "hr_own")
    bring_letter(world, letter, "issued")
    assert people["filer_own_a"] in told(world, letter, "seal"), "of the department itself: nobody forwards it"
    assert people["filer_a"] not in told(world, letter, "seal")
    act(world, letter, "reviewer_a", "forward", document="鄂人社发〔2025〕77号")
    heard = told(world, letter, "forward")
    assert {people["filer_a"], people["head_a"]} <= heard
    assert people["filer_own_a"] not in heard
    monkeypatch.setattr(letter_file, "AT_ONCE", {"pdf": 0, "docx": 0})
    with db.unit_of_work() as session:
        assert letter_at_once(session, world.actor("leader"), letter, "pdf") is None
    while run_next_job(jobs=ALL_JOBS):
        pass
    with db.unit_of_work() as session:
        assert kept_formats(session, latest_version(session, letter)) == {"pdf", "docx"}
        kept = letter_at_once(session, world.actor("leader"), letter, "pdf")
        assert kept is not None
        assert letter_at_once(session, world.actor("filer_a"), letter, "pdf") is None, "its own part is made anew"
    with db.unit_of_work(write=True) as session:
        forget_unused(session, [hashlib.sha256(kept.content).hexdigest()])
        assert kept_formats(session, latest_version(session, letter)) == {"pdf", "docx"}, "a letter keeps its files"
    with db.unit_of_work(write=True) as session, pytest.raises(NotFound):
        order_letter(session, world.actor("reviewer_other"), letter, "pdf")
    with db.unit_of_work(write=True) as session:
        asked = order_letter(session, world.actor("filer_a"), letter, "pdf").id
    while run_next_job(jobs=ALL_JOBS):
        pass
    part = b"".join(parts_of(asked))
    assert part.startswith(b"%PDF")
    assert part != kept.content
    with db.unit_of_work() as session:
        row = session.get_one(ListExport, asked)
        assert (row.size, row.format, row.owner_id) == (len(part), "pdf", people["filer_a"])
        [line] = [item for item in letters(session, world.actor("filer_a"), Wanted()) if item.id == letter]
    assert (line.projects, line.below, line.forward_number) == (1, True, "鄂人社发〔2025〕77号")
