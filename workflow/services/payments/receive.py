"""A voucher file arrives: the bytes are kept, a batch stands, a job will load it. Nothing is read in the request."""

import hashlib

from sqlmodel import Session, col, select

from workflow import clock
from workflow.errors import NotAllowed, NotFound, RuleFailed
from workflow.lifecycle.files import keep_content
from workflow.lifecycle.record import append_audit
from workflow.models import JobRun, PaymentBatch, Region
from workflow.permissions import Actor
from workflow.services.attachments import plain_name
from workflow.services.job_requests import request_job
from workflow.types import JobKind, JobState, Role

MOST_MB = 64
YEARS = range(2000, 2100)


def receive_file(
    session: Session, actor: Actor, region_id: int, fiscal_year: int, name: str, content: bytes
) -> PaymentBatch:
    """The batch of this file. The same file sent twice while the first still waits is one batch (a double click)."""
    require_treasury(actor, region_id)
    if not content:
        raise RuleFailed("file_empty")
    if len(content) > MOST_MB * 2**20:
        raise RuleFailed("file_too_large", most_mb=MOST_MB)
    if fiscal_year not in YEARS:
        raise RuleFailed("fiscal_year_unknown", given=str(fiscal_year))
    lock_region(session, region_id)
    digest = hashlib.sha256(content).hexdigest()
    keep_content(session, digest, content)
    return _waiting(session, region_id, fiscal_year, digest) or _new(
        session, actor, region_id, fiscal_year, plain_name(name), digest
    )


def require_treasury(actor: Actor, region_id: int) -> None:
    """Payments are the treasury section's (国库科) of their region."""
    if not any(grant.role is Role.treasury and grant.region_id == region_id for grant in actor.grants):
        raise NotAllowed("no_role")


def lock_region(session: Session, region_id: int) -> Region:
    """One at a time per region: chunks of two files, a correction and a match never see each other half done."""
    query = select(Region).where(Region.id == region_id).with_for_update(key_share=True)
    region = session.exec(query).first()
    if region is None:
        raise NotFound("no_such_region", given=str(region_id))
    return region


def _waiting(session: Session, region_id: int, fiscal_year: int, digest: str) -> PaymentBatch | None:
    query = (
        select(PaymentBatch)
        .join(JobRun, col(JobRun.id) == PaymentBatch.job_id)
        .where(
            PaymentBatch.region_id == region_id,
            PaymentBatch.fiscal_year == fiscal_year,
            PaymentBatch.sha256 == digest,
            col(JobRun.status).in_((JobState.queued, JobState.running)),
        )
    )
    return session.exec(query).first()


def _new(session: Session, actor: Actor, region_id: int, fiscal_year: int, name: str, digest: str) -> PaymentBatch:
    batch = PaymentBatch(
        created_at=clock.now(),
        region_id=region_id,
        fiscal_year=fiscal_year,
        file_name=name,
        sha256=digest,
        uploaded_by=actor.user_id or None,
    )
    session.add(batch)
    session.flush()  # the job carries its id
    key = f"payment_import:{batch.id}"
    batch.job_id = request_job(session, JobKind.payment_import, key, {"batch_id": batch.id}, actor.user_id).id
    append_audit(
        session,
        actor_id=actor.user_id,
        actor_name=actor.acting([Role.treasury]).name,
        action="receive_payment_file",
        object_kind="payment_batch",
        object_id=batch.id,
        details={"file": name, "sha256": digest, "year": fiscal_year},
    )
    return batch
