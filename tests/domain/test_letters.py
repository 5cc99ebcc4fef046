"""The approval document: from the draft to the seal, its number, its frozen words, and the letter that replaces it."""

import ast
import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from tests.domain import letters
from tests.domain.factories import adjustment_of, bring, declaration_at, move, refusal
from tests.domain.letters import CODE, act, batch, bring_letter, draft, read, refused
from tests.domain.racing import race
from tests.domain.ticking import Ticking
from tests.domain.world import World
from workflow import clock, db, site
from workflow.errors import Refusal
from workflow.lifecycle.letters import numbers
from workflow.lifecycle.letters.content import frozen_letter, latest_version
from workflow.models import (
    ApprovalDocument,
    AuditEntry,
    Declaration,
    DocumentFile,
    FormProfile,
    InboxMessage,
    Organisation,
)
from workflow.notifications.refusals import REFUSALS, refusal_text
from workflow.queries.letters import check_code, letters_waiting
from workflow.services.approval_letters import Draft, save_draft
from workflow.services.letter_files import keep_files, letter_bytes, letter_download
from workflow.services.reminders import remind_all

WHY: dict[str, Any] = {"reason": "金额有误"}
LETTERS = Path(__file__).parents[2] / "workflow" / "lifecycle" / "letters"


def waiting(world: World, who: str) -> set[int]:
    with db.unit_of_work() as session:
        return {line.id for line in letters_waiting(session, world.actor(who))}


def trail(letter: int) -> list[tuple[str, str, str]]:
    with db.unit_of_work() as session:
        own = (AuditEntry.object_kind == "approval_document", AuditEntry.object_id == letter)
        found = session.exec(select(AuditEntry).where(*own).order_by(AuditEntry.id))  # type: ignore[arg-type]
        return [(entry.action, entry.state_from, entry.state_to) for entry in found]


def test_from_the_draft_to_the_seal_everybody_finds_it_when_it_is_his_turn(world: World) -> None:
    files, letter = batch(world, "centre", "hr_own")
    assert letter in waiting(world, "performance_a")
    draft(world, letter, cosigners=("section_a", "budget"))
    act(world, letter, "performance_a", "send_for_signing")
    assert letter in waiting(world, "budget")
    assert letter not in waiting(world, "leader") | waiting(world, "performance_a")
    act(world, letter, "section_a", "cosign", opinion="同意")
    assert letter not in waiting(world, "section_a")
    assert refused(world, letter, "section_a", "cosign") == "409 cosigned_already"
    act(world, letter, "budget", "cosign")
    assert letter in waiting(world, "leader")
    act(world, letter, "leader", "sign_letter")
    act(world, letter, "performance_a", "give_number", document=f"{CODE}[2025]3号")
    act(world, letter, "performance_b", "seal")
    row = read(letter)
    assert (row.number, row.state) == (f"{CODE}〔2025〕3号", "issued")
    assert (row.signed_by, row.sealed_by) == (world.people["leader"], world.people["performance_b"])
    assert trail(letter) == [
        ("draft_letter", "", ""),
        ("send_for_signing", "drafting", "cosigning"),
        ("cosign", "cosigning", "cosigning"),
        ("cosign", "cosigning", "signing"),
        ("sign_letter", "signing", "numbering"),
        ("give_number", "numbering", "sealing"),
        ("seal", "sealing", "issued"),
    ]
    assert letter in waiting(world, "reviewer_a")
    assert letter not in waiting(world, "reviewer_other")
    act(world, letter, "reviewer_a", "forward", document="鄂人社发〔2025〕12号")
    assert letter not in waiting(world, "reviewer_a")
    assert {file.pair for file in files} == {"approved"}
    with db.unit_of_work() as session:
        told = session.exec(select(InboxMessage.template).where(InboxMessage.object_id == letter)).all()
    assert {"approval_document.send_for_signing", "approval_document.cosign", "approval_document.seal"} <= set(told)


def test_refusals(sqlite_world: World) -> None:
    """Each of the letter's own refusals once, with its sentence."""
    world, seen = sqlite_world, set()

    def no(letter: int, who: str, action: str, expected: str, **inputs: str) -> None:
        assert refused(world, letter, who, action, **inputs) == expected
        seen.add(expected.partition(" ")[2])

    [file], letter = batch(world)
    no(letter, "performance_other", "send_for_signing", "404 no_such_approval_document")
    no(letter, "filer_a", "send_for_signing", "404 no_such_approval_document")
    no(letter, "leader", "send_for_signing", "403 no_role")
    no(letter, "performance_a", "send_for_signing", "422 letter_without_words")
    draft(world, letter, leader_id=None)
    no(letter, "performance_a", "send_for_signing", "422 leader_not_named")
    no(letter, "performance_a", "discard_draft", "409 not_a_replacement")
    no(letter, "performance_a", "seal", "409 wrong_state")
    draft(world, letter, cosigners=("section_a",))
    act(world, letter, "performance_a", "send_for_signing")
    no(letter, "budget", "cosign", "403 not_named_cosigner")
    no(letter, "section_a", "send_back", "422 reason_missing")
    act(world, letter, "section_a", "send_back", **WHY)
    act(world, letter, "performance_a", "send_for_signing")
    act(world, letter, "section_a", "cosign")
    with db.unit_of_work(write=True) as session:
        session.get_one(ApprovalDocument, letter).leader_id = world.people["performance_b"]
    no(letter, "leader", "sign_letter", "403 not_named_leader")
    with db.unit_of_work(write=True) as session:
        row = session.get_one(ApprovalDocument, letter)
        row.leader_id = row.drafter_id = world.people["leader"]
    no(letter, "leader", "sign_letter", "403 leader_drafted")
    with db.unit_of_work(write=True) as session:
        session.get_one(ApprovalDocument, letter).drafter_id = world.people["performance_a"]
    act(world, letter, "leader", "sign_letter")
    for typed in ("", "第3号", f"{CODE}〔2025〕03号", f"{CODE}〔2025〕第3号", f"{CODE}2025-3"):
        no(letter, "performance_a", "give_number", "422 number_malformed", document=typed)
    move(file, "performance_a", "revoke_approval", **WHY)
    no(letter, "performance_a", "give_number", "409 letter_files_changed", document=f"{CODE}〔2025〕90号")
    act(world, letter, "performance_a", "take_back")
    no(letter, "performance_a", "send_for_signing", "422 letter_without_files")
    issued = bring_letter(world, batch(world)[1], "issued", f"{CODE}〔2024〕7号")
    other = bring_letter(world, batch(world)[1], "numbering")
    no(other, "performance_a", "give_number", "422 number_taken", document=f"{CODE}〔2024〕7号")
    no(issued, "reviewer_a", "forward", "422 number_malformed", document="12")
    act(world, issued, "reviewer_a", "forward", document="鄂人社发〔2024〕12号")
    no(issued, "reviewer_a", "forward", "409 forwarded_already", document="鄂人社发〔2024〕13号")
    act(world, issued, "performance_a", "replace", **WHY)
    no(issued, "performance_b", "replace", "409 replacement_open", **WHY)
    codes = {
        str(node.args[0].value)
        for path in LETTERS.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"Problem", "NotFound"}
        and isinstance(node.args[0], ast.Constant)
    }  # fmt: skip
    elsewhere = {"left_out_moved_on", "leader_is_drafter", "cosigned_already", "letter_words_outdated"}
    assert codes == seen - {"no_role", "wrong_state", "reason_missing"} | elsewhere
    assert codes <= set(REFUSALS)
    facts = {"raw": "3", "number": "3", "leader": "张三", "project_name": "项目"}
    assert all("{" not in refusal_text(code, facts, language) for code in codes for language in ("zh", "en"))


def test_who_drafts_cannot_be_named_to_sign_and_strangers_cannot_be_asked(sqlite_world: World) -> None:
    world = sqlite_world
    _, letter = batch(world)
    people = world.people
    for wrong, code in (
        (replace(letters.WORDS, leader_id=people["performance_b"]), "not_a_leader"),
        (replace(letters.WORDS, cosigner_ids=(people["filer_a"],)), "not_a_cosigner"),
        (Draft("题" * 201, "正文"), "letter_too_long"),
    ):
        with db.unit_of_work(write=True) as session, pytest.raises(Refusal) as told:
            save_draft(session, world.actor("performance_a"), letter, read(letter).version, wrong)
        assert (told.value.status, told.value.code) == (422, code)
    draft(world, letter)
    with db.unit_of_work(write=True) as session, pytest.raises(Refusal) as told:
        save_draft(session, world.actor("performance_b"), letter, 1, letters.WORDS)
    assert told.value.status == 409, "saved by somebody else since"
    with db.unit_of_work(write=True) as session, pytest.raises(Refusal) as told:
        save_draft(session, world.actor("section_a"), letter, read(letter).version, letters.WORDS)
    assert told.value.status == 403


# --- the number -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("鄂州财绩发〔2025〕3号", "鄂州财绩发〔2025〕3号"),
        (" 鄂州财绩发 [2025] 12 号", "鄂州财绩发〔2025〕12号"),
        ("鄂州财绩发（2025）3号", "鄂州财绩发〔2025〕3号"),
        ("鄂州财绩发〔2025〕003号", None),
        ("鄂州财绩发〔2025〕第3号", None),
        ("〔2025〕3号", None),
        ("鄂州财绩发〔25〕3号", None),
        ("鄂州财绩发〔2025〕-3号", None),
    ],
)
def test_a_number_is_written_in_one_way(typed: str, number: str | None) -> None:
    read_as = numbers.read_number(typed)
    assert (str(read_as) if read_as else None) == number


def test_gaps_are_the_numbers_nobody_has() -> None:
    assert numbers.gaps([1, 2, 5, 6, 9]) == ((3, 4), (7, 8))
    assert numbers.gaps([2]) == ((1, 1),)
    assert numbers.gaps([1, 2]) == ()


def test_two_numbers_given_at_once_are_two_numbers_without_a_gap(world: World) -> None:
    made = [bring_letter(world, batch(world)[1], "numbering") for _ in range(2)]
    versions = {letter: read(letter).version for letter in made}
    clicks = [
        lambda letter=letter: act(
            world, letter, "performance_a", "give_number", version=versions[letter], document="并财绩〔2025〕号"
        )
        for letter in made
    ]
    assert race(*clicks).winners == 2
    assert {read(letter).number_place for letter in made} == {1, 2}


def test_of_two_who_type_the_same_number_one_gets_it(world: World) -> None:
    made = [bring_letter(world, batch(world)[1], "numbering") for _ in range(2)]
    versions = {letter: read(letter).version for letter in made}
    raced = race(
        *(
            lambda letter=letter: act(
                world, letter, "performance_b", "give_number", version=versions[letter], document="同财绩〔2025〕8号"
            )
            for letter in made
        )
    )
    assert raced.winners == 1
    assert (raced.loser.status, raced.loser.code) == (422, "number_taken")


def test_of_two_clicks_on_one_letter_the_later_gets_409(postgres_world: World) -> None:
    world = postgres_world
    letter = bring_letter(world, batch(world)[1], "signing")
    version = read(letter).version
    raced = race(
        lambda: act(world, letter, "leader", "sign_letter", version=version),
        lambda: act(world, letter, "performance_a", "take_back", version=version),
    )
    assert raced.winners == 1
    assert raced.loser.status == 409


# --- the frozen letter ----------------------------------------------------------------------------------------------


def test_a_letter_is_rendered_again_to_the_same_bytes_whatever_changed_since(sqlite_world: World) -> None:
    world = sqlite_world
    files, letter = batch(world, "centre", "hr_own")
    site.configure("https://jixiao.example/verify?code=")
    bring_letter(world, letter, "issued")
    site.configure("")
    keep_files(letter)
    with db.unit_of_work() as session:
        version = latest_version(session, letter)
        assert version is not None
        first = [letter_bytes(session, version, name) for name in ("pdf", "docx")]
        hashes = [hashlib.sha256(made).hexdigest() for made in first]
        assert [version.pdf_sha256, version.docx_sha256] == hashes
        inputs = json.loads(version.inputs)
        assert frozen_letter(session, version).check_at == "https://jixiao.example/verify?code="
        assert {item["content_hash"] for item in inputs["files"]} == {file.hash() for file in files}
        frozen = session.exec(select(DocumentFile.declaration_id).where(DocumentFile.document_id == letter)).all()
    assert set(frozen) == {file.id for file in files}
    with db.unit_of_work(write=True) as session:
        session.get_one(Organisation, world.organisations["hr"]).name = "改名后的部门"
        session.get_one(ApprovalDocument, letter).body = "改过的正文"
        session.get_one(Declaration, files[0].id).project_name = "改过的名称"
        for profile in session.exec(select(FormProfile)):
            profile.definition = {**profile.definition, "title": "改过的表名"}
    try:
        with db.unit_of_work() as session:
            version = latest_version(session, letter)
            assert version is not None
            assert [letter_bytes(session, version, name) for name in ("pdf", "docx")] == first
    finally:
        with db.unit_of_work(write=True) as session:
            session.get_one(Organisation, world.organisations["hr"]).name = "鄂州市人力资源和社会保障局"
            for profile in session.exec(select(FormProfile)):
                profile.definition = {**profile.definition, "title": inputs["profiles"].get(
                    profile.code, profile.definition)["title"]}  # fmt: skip


def test_a_unit_gets_its_own_annexes_and_the_code_tells_what_it_covers(sqlite_world: World) -> None:
    world = sqlite_world
    files, letter = batch(world, "centre", "inspection")
    bring_letter(world, letter, "numbering")
    for who in ("filer_a", "reviewer_a"):
        with db.unit_of_work() as session, pytest.raises(Refusal) as told:
            letter_download(session, world.actor(who), letter, "docx")
        assert told.value.status == 404, "not before it is issued"
    act(world, letter, "performance_a", "give_number", document="查财绩〔2025〕1号")
    act(world, letter, "performance_a", "seal")
    with db.unit_of_work() as session:
        mine = letter_download(session, world.actor("filer_a"), letter, "docx").content
        whole = letter_download(session, world.actor("reviewer_a"), letter, "docx").content
        assert len(mine) < len(whole)
        with pytest.raises(Refusal):
            letter_download(session, world.actor("filer_own_a"), letter, "docx")
        own, version = check_code(session, files[0].hash()[:16]), latest_version(session, letter)
        assert version is not None
        all_of_it = check_code(session, version.content_hash)
        assert check_code(session, "0" * 64) is None
    assert own is not None
    assert all_of_it is not None
    assert own.number == "查财绩〔2025〕1号"
    assert len(all_of_it.files) == 2


def test_a_department_is_reminded_of_its_units_until_it_has_forwarded(sqlite_world: World, ticking: Ticking) -> None:
    world = sqlite_world
    letter = bring_letter(world, batch(world)[1], "issued", "催财绩〔2025〕1号")
    ticking.forward(12)
    today = clock.business_date()
    assert remind_all(today).sent >= 2, "both reviewers of the department"
    assert remind_all(today).sent == 0
    with db.unit_of_work() as session:
        own = (InboxMessage.object_id == letter, InboxMessage.template == "approval_document.forward_due")
        told = session.exec(select(InboxMessage.recipient_id).where(*own)).all()
    assert {world.people["reviewer_a"], world.people["reviewer_b"]} <= set(told)
    act(world, letter, "reviewer_a", "forward", document="鄂人社发〔2025〕99号")
    ticking.forward(5)
    remind_all(clock.business_date())
    with db.unit_of_work() as session:
        assert len(session.exec(select(InboxMessage.recipient_id).where(*own)).all()) == len(told)


# --- the letter that replaces another -------------------------------------------------------------------------------


def test_only_a_new_letter_takes_an_approval_back_after_issue_and_it_voids_the_old_one(
    postgres_world: World,
) -> None:
    world = postgres_world
    files, letter = batch(world, "centre", "hr_own")
    bring_letter(world, letter, "issued")
    assert refusal(files[0], "performance_a", "revoke_approval", **WHY).code == "document_issued"
    new = act(world, letter, "performance_b", "replace", **WHY).made["document"].id
    draft(world, new, left_out_ids=(files[0].id,))
    bring_letter(world, new, "numbering")
    assert (read(letter).state, files[0].pair) == ("issued", "approved"), "until the new one is numbered"
    bring_letter_on(world, new)
    assert (read(letter).state, read(new).state) == ("voided", "issued")
    assert [file.pair for file in files] == ["finance_reviewed/performance", "approved"]
    assert refusal(files[1], "performance_a", "revoke_approval", **WHY).code == "document_issued"
    with db.unit_of_work() as session:
        version = latest_version(session, new)
        assert version is not None
        said = json.loads(version.inputs)
        told = check_code(session, files[0].hash())
    assert said["voids"] == read(letter).number
    assert [item["declaration_id"] for item in said["files"]] == [files[1].id]
    assert told is not None
    assert (told.state, told.replaced_by) == ("voided", read(new).number)


def bring_letter_on(world: World, letter: int) -> None:
    act(world, letter, "performance_a", "give_number", document=f"{CODE}〔2025〕号")
    act(world, letter, "performance_b", "seal")


def test_what_moved_on_is_not_taken_back_and_a_draft_can_be_given_up(sqlite_world: World) -> None:
    world = sqlite_world
    [file], letter = batch(world)
    bring_letter(world, letter, "issued")
    new = act(world, letter, "performance_b", "replace", **WHY).made["document"].id
    draft(world, new, left_out_ids=(file.id,))
    bring_letter(world, new, "numbering")
    with db.unit_of_work(write=True) as session:
        session.get_one(Declaration, file.id).state = "monitored"
    assert refused(world, new, "performance_a", "give_number", document=f"{CODE}〔2025〕号") == "409 left_out_moved_on"
    act(world, new, "performance_a", "take_back")
    act(world, new, "performance_a", "discard_draft")
    assert act(world, letter, "performance_b", "replace", **WHY).made["document"].id != new


def test_the_letter_of_an_adjustment_says_which_one_holds_no_longer(sqlite_world: World) -> None:
    world = sqlite_world
    [old], letter = batch(world)
    bring_letter(world, letter, "issued", "调财绩〔2025〕1号")
    revision = adjustment_of(old)
    bring(revision, "approved")
    with db.unit_of_work() as session:
        row = revision.read()
        query = select(ApprovalDocument.id).where(ApprovalDocument.batch_id == row.approval_batch_id)
        second = session.exec(query).one()
    bring_letter(world, second, "issued")
    with db.unit_of_work() as session:
        version = latest_version(session, second)
        assert version is not None
        assert "调财绩〔2025〕1号中相应项目的绩效目标同时废止" in json.loads(version.inputs)["paragraphs"][-1]
    assert read(letter).state == "issued", "it still approves the others"


def test_a_file_approved_after_the_letter_was_sent_gets_a_letter_of_its_own(sqlite_world: World) -> None:
    world = sqlite_world
    [first], letter = batch(world)
    bring_letter(world, letter, "signing")
    late = declaration_at(world, "finance_reviewed/batch")
    move(late, "performance_b", "approve", batch_id=first.read().approval_batch_id)
    assert late.read().approval_batch_id != first.read().approval_batch_id
