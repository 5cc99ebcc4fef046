"""目标调整: what a type demands of an adjustment, and which one is small enough to be filed (备案) without a review."""

from dataclasses import dataclass

from sqlmodel import Session, select

from workflow import clock, regional
from workflow.canonical import Declaration as Document
from workflow.canonical import unpack
from workflow.execution.adjustments import ADJUSTMENT_KINDS, within_share
from workflow.lifecycle.case import Case
from workflow.lifecycle.checks import Problem, check, check_all
from workflow.models import Declaration, Snapshot
from workflow.money import wan_grouped
from workflow.permissions import people_at
from workflow.regional.table import SMALL_SHARE
from workflow.rules.loosening import Loosened, loosened, targets_differ
from workflow.types import Role

APPROVING = frozenset({"approve", "file_adjustment"})
"""Moves that bring a revision into force."""


@dataclass(frozen=True)
class Adjusted:
    """A revision beside the one it replaces; amounts in fen."""

    before_fen: int
    after_fen: int
    field: str
    loosened: tuple[Loosened, ...]
    targets_differ: bool


def budget_fen(session: Session, row: Declaration) -> int:
    """budget_year; budget_total where the profile has no current-year amount."""
    field = regional.profile(session, row.form_profile).budget_field
    amount: int | None = getattr(row, f"{field}_fen")
    return amount or 0


def adjusted(session: Session, row: Declaration, document: Document) -> Adjusted | None:
    """What the revision changes; None for a first revision."""
    if not row.supersedes_id:
        return None
    old = session.get_one(Declaration, row.supersedes_id)
    packed = session.exec(select(Snapshot.packed).where(Snapshot.id == old.approved_snapshot_id)).one()
    before = unpack(packed)
    return Adjusted(
        budget_fen(session, old),
        budget_fen(session, row),
        regional.profile(session, row.form_profile).budget_field,
        tuple(loosened(before, document)),
        targets_differ(before, document),
    )


def why_not_small(session: Session, row: Declaration, found: Adjusted | None) -> Problem | None:
    """None: the change is small by the region's setting, and no target is loosened."""
    if found is None:
        return Problem("not_an_adjustment")
    percent = regional.setting(session, row.region_id, SMALL_SHARE, row.fiscal_year)
    if not percent:
        return Problem("adjustment_filing_off")
    if not within_share(found.before_fen, found.after_fen, percent):
        return Problem("adjustment_not_small", _amounts(found) | {"percent": percent})
    if found.loosened:
        first = found.loosened[0]
        return Problem("adjustment_loosens", {"count": len(found.loosened), "name": first.name})
    return None


def _amounts(found: Adjusted) -> dict[str, str]:
    return {"before": wan_grouped(found.before_fen), "after": wan_grouped(found.after_fen)}


# --- checks ----------------------------------------------------------------------------------------------------------

LONGEST = {"document_issuer": 120, "counterpart": 200}


@check_all(422)
def adjustment_named(case: Case) -> list[Problem]:
    """open_adjustment, amend_adjustment: the type, its document (number, date, issuer), and what else it asks for."""
    given, kind = case.inputs, ADJUSTMENT_KINDS.get(case.inputs.adjustment_type)
    looks = (
        ("adjustment_type_missing", kind is None),
        ("document_missing", not given.document),
        ("document_date_missing", given.document_date is None),
        ("document_date_ahead", given.document_date is not None and given.document_date > clock.business_date()),
        ("document_issuer_missing", not given.document_issuer),
        ("document_issuer_too_long", len(given.document_issuer) > LONGEST["document_issuer"]),
        ("counterpart_missing", kind is not None and kind.counterpart and not given.counterpart),
        ("counterpart_too_long", len(given.counterpart) > LONGEST["counterpart"]),
        ("counterpart_is_itself", given.counterpart == case.row.project_name),
    )
    return [Problem(code) for code, wrong in looks if wrong]


@check_all(422)
def adjustment_fits(case: Case) -> list[Problem]:
    """send_up, sign, submit: budget and targets changed as the type says; adjustments from before types are free."""
    kind = ADJUSTMENT_KINDS.get(case.row.adjustment_type)
    found = adjusted(case.session, case.row, case.document) if kind else None
    if kind is None or found is None:
        return []
    problems = []
    if not kind.budget.holds(found.before_fen, found.after_fen):
        problems.append(Problem(kind.budget.refusal, _amounts(found), f"basics/-/{found.field}"))
    if kind.targets_change and not found.targets_differ:
        problems.append(Problem("adjustment_targets_same", {}, "indicators"))
    return problems


@check(409)
def is_small_adjustment(case: Case) -> Problem | None:
    """file_adjustment, demand_review: only what needs no review."""
    if case.row.revision == 1:
        return Problem("not_an_adjustment")
    if case.row.full_review:
        return Problem("adjustment_review_demanded")
    return why_not_small(case.session, case.row, adjusted(case.session, case.row, case.document))


# --- effects ---------------------------------------------------------------------------------------------------------


def keep_grounds(row: Declaration, case: Case) -> None:
    """Type, reason and document of the adjustment, as they were just given."""
    given, kind = case.inputs, ADJUSTMENT_KINDS[case.inputs.adjustment_type]
    row.adjustment_type, row.adjustment_reason = kind.code, given.reason
    row.adjustment_document, row.document_date = given.document, given.document_date
    row.document_issuer, row.counterpart = given.document_issuer, given.counterpart if kind.counterpart else ""


def amend_grounds(case: Case) -> None:
    """amend_adjustment: another type or document; what was typed into the form stays."""
    keep_grounds(case.row, case)


def mark_small(case: Case) -> None:
    """submit: the performance section is told of what it may file at once."""
    if case.row.revision > 1 and not case.row.full_review:
        case.row.small_adjustment = (
            why_not_small(case.session, case.row, adjusted(case.session, case.row, case.document)) is None
        )


def demand_review(case: Case) -> None:
    """demand_review: it is reviewed like any other, also after a return."""
    case.row.small_adjustment, case.row.full_review = False, True


def tell_who_files(case: Case) -> None:
    """submit: the same, in the message."""
    if case.row.small_adjustment:
        case.made["told"] = people_at(case.session, [Role.performance], case.row)
