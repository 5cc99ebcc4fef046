"""Whether the kept totals of payments are what the payments add up to: looked at every night, made anew on demand."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlmodel import Session, and_, col, or_, select

from workflow.db import unit_of_work
from workflow.lifecycle.record import append_audit
from workflow.models import Grant, Organisation, PaymentBatch, Region, UserAccount
from workflow.notifications.outbox import notify
from workflow.permissions import SYSTEM
from workflow.services.job_context import JobContext
from workflow.services.payments.receive import lock_region
from workflow.services.payments.totals import differences, rebuild
from workflow.services.rates import request_rates
from workflow.types import Role


@dataclass(frozen=True)
class Rebuilt:
    """One region and year: its totals now, and how many of them had been wrong."""

    region: str
    year: int
    totals: int
    differences: int


def check_totals(job: JobContext) -> None:
    """Compare this year and the last, region by region; a difference is told, never put right in silence."""
    with unit_of_work() as session:
        todo = [place for place in _places(session) if place[1] >= job.payload["year"] - 1]
    for region_id, year in todo:
        name = f"{region_id}:{year}"
        if name in job.result:  # by an attempt that was killed
            continue
        with unit_of_work() as session:
            wrong = len(differences(session, region_id, year))
        with unit_of_work(write=True) as session:
            if wrong:
                _tell(session, region_id, year, wrong, job.job_id)
            job.report(session, len(job.result) + 1, total=len(todo), result={**job.result, name: wrong})


def rebuild_totals(session: Session, region_id: int | None = None, year: int | None = None) -> list[Rebuilt]:
    """All of them anew, or those of a region or a year; audited, and the rates they feed are asked for."""
    made = []
    for place, fiscal_year in _places(session):
        if region_id not in (None, place) or year not in (None, fiscal_year):
            continue
        region = lock_region(session, place)
        wrong = len(differences(session, place, fiscal_year))
        totals = rebuild(session, place, fiscal_year)
        append_audit(
            session,
            actor_id=SYSTEM.user_id,
            actor_name=SYSTEM.name,
            action="rebuild_payment_totals",
            object_kind="region",
            object_id=place,
            details={"year": fiscal_year, "totals": totals, "differences": wrong},
        )
        if wrong:
            request_rates(session, place, fiscal_year)
        made.append(Rebuilt(region.code, fiscal_year, totals, wrong))
    return made


def _places(session: Session) -> Iterator[tuple[int, int]]:
    query = select(PaymentBatch.region_id, PaymentBatch.fiscal_year).distinct()
    yield from session.exec(query.order_by(col(PaymentBatch.region_id), col(PaymentBatch.fiscal_year))).all()


def _tell(session: Session, region_id: int, year: int, wrong: int, job_id: int) -> None:
    """The treasury section of the region, and the system administrators, who can run the rebuild."""
    query = (
        select(Grant.user_id)
        .join(UserAccount, col(UserAccount.id) == Grant.user_id)
        .join(Organisation, col(Organisation.id) == Grant.organisation_id)
        .where(
            col(UserAccount.active),
            or_(
                and_(col(Grant.role) == Role.treasury, col(Organisation.region_id) == region_id),
                col(Grant.role) == Role.system_admin,
            ),
        )
    )
    notify(
        session,
        set(session.exec(query)),
        template="payment_totals.differ",
        key=f"payment_totals:{region_id}:{year}:{job_id}",
        object_kind="payment_totals",
        object_id=region_id,
        facts={"region": session.get_one(Region, region_id).name, "year": year, "count": wrong},
    )
