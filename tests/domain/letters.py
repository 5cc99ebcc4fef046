"""Letters of approval (批复文件) brought through their moves by the product's own services."""

from typing import Any

from sqlmodel import col, select

from tests.domain.factories import File, declaration_at
from tests.domain.world import World
from workflow import db
from workflow.errors import Refusal
from workflow.lifecycle import Case, Inputs
from workflow.models import ApprovalDocument
from workflow.services.approval_letters import Draft, move_letter, save_draft
from workflow.services.moves import approve_many

WORDS = Draft("鄂州市财政局关于批复2025年度绩效目标的通知", "现批复如下：\n一、绩效目标详见附件。")
CODE = "鄂州财绩发"


def batch(world: World, *units: str) -> tuple[list[File], int]:
    """Files approved by one click, and the letter of their department."""
    files = [declaration_at(world, "finance_reviewed/batch", unit=unit) for unit in units or ("centre",)]
    chosen = [(file.id, file.read().version) for file in files]
    [made] = {item.batch_id for item in approve_many(world.actor("performance_b"), chosen, "三月批复")}
    with db.unit_of_work() as session:
        query = select(ApprovalDocument.id).where(ApprovalDocument.batch_id == made)
        return files, session.exec(query.order_by(col(ApprovalDocument.id))).first() or 0


def read(letter: int) -> ApprovalDocument:
    with db.unit_of_work() as session:
        return session.get_one(ApprovalDocument, letter)


def draft(
    world: World, letter: int, who: str = "performance_a", *, cosigners: tuple[str, ...] = (), **how: Any
) -> None:
    """Words, the leader and the co-signers."""
    people = tuple(world.people[name] for name in cosigners)
    values = {"title": WORDS.title, "body": WORDS.body, "leader_id": world.people["leader"], **how}
    with db.unit_of_work(write=True) as session:
        save_draft(session, world.actor(who), letter, read(letter).version, Draft(cosigner_ids=people, **values))


def act(world: World, letter: int, who: str, action: str, *, version: int = 0, **inputs: Any) -> Case:
    """A click by somebody who sees the letter as it is now (or saw ``version``)."""
    seen = version or read(letter).version
    with db.unit_of_work(write=True) as session:
        return move_letter(session, world.actor(who), letter, action, seen, Inputs(**inputs))


def refused(world: World, letter: int, who: str, action: str, **inputs: Any) -> str:
    """The code of the refusal, which must come; nothing has changed."""
    before = read(letter)
    try:
        act(world, letter, who, action, **inputs)
    except Refusal as refusal:
        assert read(letter) == before
        return f"{refusal.status} {refusal.code}"
    raise AssertionError(f"{who} could {action}")


def bring_letter(world: World, letter: int, state: str, number: str = "") -> int:
    """Up to ``state`` by the ordinary way without co-signers."""
    way: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
        ("signing", "performance_a", "send_for_signing", {}),
        ("numbering", "leader", "sign_letter", {}),
        ("sealing", "performance_a", "give_number", {"document": number or f"{CODE}〔2025〕号"}),
        ("issued", "performance_b", "seal", {}),
    )
    if not read(letter).title:
        draft(world, letter)
    for place, who, action, inputs in way:
        act(world, letter, who, action, **inputs)
        if place == state:
            break
    return letter
