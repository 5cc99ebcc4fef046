"""特批: what a special approval needs, what it leaves behind, and the only checks it lets a file pass in spite of.

Content, author ≠ checker, signatures and pending suggestions are not negotiable: no row of ``OVERRIDABLE`` names them.
"""

from datetime import date

from sqlmodel import Session, select

from workflow import clock
from workflow.lifecycle.case import Case
from workflow.lifecycle.checks import Problem, check, check_all
from workflow.lifecycle.facts import content_hash_of
from workflow.models import SpecialApproval, SpecialPoint

OVERRIDABLE: dict[str, frozenset[str]] = {
    "clear": frozenset({"weights_complete"}),
}
"""By move: the checks about content (422) that a special approval overrides; what it overrode is in the audit trail."""
LONGEST_NAME = 60
LONGEST_POINT = 500


def standing(session: Session, declaration_id: int, round_: int, content_hash: str) -> SpecialApproval | None:
    """The special approval of exactly this content in this round: what changed later was not let pass."""
    query = select(SpecialApproval).where(
        SpecialApproval.declaration_id == declaration_id,
        SpecialApproval.round == round_,
        SpecialApproval.content_hash == content_hash,
    )
    return session.exec(query).first()


def _standing(case: Case) -> SpecialApproval | None:
    return standing(case.session, case.row.id, case.row.round, content_hash_of(case))


def let_pass(case: Case, found: dict[str, list[Problem]]) -> list[Problem]:
    """What is left of the problems by check; those a special approval overrides are named in ``case.made``."""
    may = OVERRIDABLE.get(case.move.action, frozenset())
    blocked = sorted(name for name, problems in found.items() if problems and name in may)
    if blocked and _standing(case):
        case.made["overridden"] = blocked
        found = {name: problems for name, problems in found.items() if name not in blocked}
    return [problem for problems in found.values() for problem in problems]


@check(409)
def no_special_approval_yet(case: Case) -> Problem | None:
    """approve_specially: once for the same content."""
    return Problem("special_exists") if _standing(case) else None


@check(422)
def leader_named(case: Case) -> Problem | None:
    """approve_specially: who decided it."""
    leader = case.inputs.leader
    if not leader:
        return Problem("leader_missing")
    return Problem("leader_too_long", {"longest": LONGEST_NAME}) if len(leader) > LONGEST_NAME else None


@check_all(422)
def points_listed(case: Case) -> list[Problem]:
    """approve_specially: every open point in words with its own day."""
    if not case.inputs.points:
        return [Problem("points_missing")]
    return [
        Problem(code, {"number": number, "longest": LONGEST_POINT})
        for number, (words, due_on) in enumerate(case.inputs.points, start=1)
        for code in _faults(words, due_on)
    ]


def _faults(words: str, due_on: date | None) -> list[str]:
    looks = (
        ("point_text_missing", not words),
        ("point_too_long", len(words) > LONGEST_POINT),
        ("point_due_missing", due_on is None),
        ("point_due_past", due_on is not None and due_on < clock.business_date()),
    )
    return [code for code, wrong in looks if wrong]


def keep_special_approval(case: Case) -> None:
    """approve_specially: the approval with its points."""
    absent = case.actor.on_behalf_of
    granted = SpecialApproval(
        created_at=clock.now(),
        declaration_id=case.row.id,
        round=case.row.round,
        content_hash=content_hash_of(case),
        leader=case.inputs.leader,
        document=case.inputs.document,
        reason=case.inputs.reason,
        granted_by=case.actor.user_id,
        on_behalf_of=absent.id if absent else None,
    )
    case.session.add(granted)
    case.session.flush()  # the points refer to it
    case.session.add_all(
        SpecialPoint(
            created_at=clock.now(),
            special_approval_id=granted.id,
            declaration_id=case.row.id,
            position=position,
            text=words,
            due_on=due_on,
        )
        for position, (words, due_on) in enumerate(case.inputs.points)
        if due_on  # points_listed has looked
    )
