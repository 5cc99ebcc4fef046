"""The wider check (关联核对): rules of scope linked and corpus on what has changed, claimed by lease, one at a time.

Whoever changes content marks it due in the same transaction. A worker that dies leaves its lease to lapse; running
twice stores the same result twice. A change that comes while the check runs leaves the declaration due.
"""

import logging
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import delete, or_
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from workflow import clock, regional
from workflow.canonical import Declaration as Document
from workflow.canonical import content_hash
from workflow.db import unit_of_work
from workflow.documents.assemble import document_of
from workflow.lifecycle.finding_counts import recount_findings
from workflow.models import Declaration, ReviewDue, ReviewResult
from workflow.review import linked_context, mark_department, mark_due
from workflow.review.due import OPEN_STATES
from workflow.review.fingerprints import corpus_of, forget_fingerprints, keep_fingerprints
from workflow.review.results import WIDER, Basis, keep_results, results_of
from workflow.review.settings import read_settings
from workflow.review.versions import inputs_hash, outline_hash, rules_version
from workflow.rules import Finding, check
from workflow.types import Kind, Scope, State

LEASE = timedelta(seconds=120)
"""Many times the longest check."""
AGAIN_AFTER = timedelta(minutes=10)
"""A check that failed is tried again then."""
AT_ONCE = 50
"""Declarations per call, so that the mail does not wait behind a new rule."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Claim:
    """A declaration this worker checks; its lease is its own as long as nobody claimed it later."""

    declaration_id: int
    marks: int
    lease_until: object


@dataclass(frozen=True)
class Checked:
    """What came out; ``outline``: the siblings see something else now; ``new_texts``: the corpus does."""

    document: Document
    basis: Basis
    findings: list[Finding]
    outline: bool
    new_texts: bool


def check_due(most: int = AT_ONCE) -> int:
    """Check what is due, the oldest first; how many were."""
    done = 0
    while done < most and (claim := _claim()) is not None:
        _work(claim)
        done += 1
    return done


def _due() -> SelectOfScalar[ReviewDue]:
    now = clock.now()
    free = or_(col(ReviewDue.lease_until).is_(None), col(ReviewDue.lease_until) < now)
    return select(ReviewDue).where(ReviewDue.due_at <= now, free).order_by(col(ReviewDue.due_at), col(ReviewDue.id))


def _claim() -> Claim | None:
    with unit_of_work() as session:  # mostly nothing is due, and nobody has to wait for the write lock
        if session.exec(_due().limit(1)).first() is None:
            return None
    with unit_of_work(write=True) as session:
        due = session.exec(_due().limit(1).with_for_update(skip_locked=True)).first()
        if due is None:
            return None
        due.lease_until = clock.now() + LEASE
        return Claim(due.declaration_id, due.marks, due.lease_until)


def _work(claim: Claim) -> None:
    try:
        with unit_of_work() as session:
            row = session.get_one(Declaration, claim.declaration_id)
            checked = _check(session, row) if _counts(row) else None
    except Exception:
        log.exception("the wider check of declaration %s failed", claim.declaration_id)
        _settle(claim, None, failed=True)
        return
    if checked is None or checked.outline:
        with unit_of_work(write=True) as session:  # before the result: a worker that dies in between only marks twice
            mark_department(session, row.department_id, row.fiscal_year, but=row.id)
    _settle(claim, checked)


def _counts(row: Declaration) -> bool:
    superseded = row.state not in OPEN_STATES and not row.in_force
    return row.state != State.terminated and not superseded and row.kind == Kind.project


def _check(session: Session, row: Declaration) -> Checked:
    context, document = linked_context(session, row), document_of(session, row)
    basis = Basis(
        content_hash(document), inputs_hash(context.linked), outline_hash(document), rules_version(context.settings)
    )
    stored = results_of(session, row.id).get(Scope.linked.value)
    new_texts = stored is None or stored.content_hash != basis.content_hash
    outline = stored is None or stored.outline_hash != basis.outline_hash
    corpus = corpus_of(session, row, document)
    findings = check(document, replace(context, corpus=corpus), WIDER)
    return Checked(document, basis, findings, outline, new_texts)


def _settle(claim: Claim, checked: Checked | None, *, failed: bool = False) -> None:
    """Store the result unless another worker has claimed it meanwhile; what changed meanwhile stays due."""
    with unit_of_work(write=True) as session:
        query = select(ReviewDue).where(ReviewDue.declaration_id == claim.declaration_id)
        due = session.exec(query.with_for_update(key_share=True)).first()
        if due is None or due.lease_until != claim.lease_until:
            return
        if failed:
            due.lease_until, due.due_at = None, clock.now() + AGAIN_AFTER
            return
        _store(session, claim.declaration_id, checked)
        if due.marks == claim.marks:
            session.delete(due)
        else:
            due.lease_until = None


def _store(session: Session, declaration_id: int, checked: Checked | None) -> None:
    if checked is None:
        forget_fingerprints(session, declaration_id)
        session.exec(delete(ReviewResult).where(col(ReviewResult.declaration_id) == declaration_id))
        return
    row = session.get_one(Declaration, declaration_id)
    if checked.new_texts:
        keep_fingerprints(session, row, checked.document)
    keep_results(session, declaration_id, checked.basis, checked.findings, clock.now())
    recount_findings(session, row, checked.document)


# --- results by older rules -------------------------------------------------------------------------------------------


def mark_outdated(most: int = 500) -> int:
    """Mark what was never checked, or by rules or settings that hold no more; a region and year at a time."""
    marked = 0
    with unit_of_work() as session:
        places = session.exec(
            select(Declaration.region_id, Declaration.fiscal_year)
            .where(col(Declaration.state).in_(OPEN_STATES), Declaration.kind == Kind.project)
            .distinct()
        ).all()
        found = [_outdated(session, region_id, year, most) for region_id, year in places]
    for ids in found:
        if ids:
            with unit_of_work(write=True) as session:
                mark_due(session, ids)
            marked += len(ids)
    return marked


def _outdated(session: Session, region_id: int, year: int, most: int) -> list[int]:
    settings = regional.setting(session, region_id, regional.REVIEW_RULES, year)
    version = rules_version(read_settings(settings, clock.business_date()))
    current = select(ReviewResult.declaration_id).where(
        ReviewResult.scope == Scope.linked.value, ReviewResult.rules_version == version
    )
    query = (
        select(Declaration.id)
        .where(
            Declaration.region_id == region_id,
            Declaration.fiscal_year == year,
            Declaration.kind == Kind.project,
            col(Declaration.state).in_(OPEN_STATES),
            col(Declaration.id).not_in(current),
            col(Declaration.id).not_in(select(ReviewDue.declaration_id)),
        )
        .order_by(col(Declaration.id))
        .limit(most)
    )
    return list(session.exec(query))
