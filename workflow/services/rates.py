"""预算执行率, stored: what pages read for a whole region at once. Derived data, made anew as a whole, never patched."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import FromClause, Select, cast, delete, insert, literal
from sqlalchemy import String as Text
from sqlmodel import Session, col, func, or_, select
from sqlmodel.sql.sqltypes import UTCDateTime

from workflow import clock
from workflow.db import unit_of_work
from workflow.execution import last_day
from workflow.models import ExecutionRate, JobRun, LedgerEntry, PaymentBatch, Project, Region
from workflow.money_facts import day_in
from workflow.rate_facts import SCOPES, SUMS, Period, Scope, by_class, by_place, rate_query
from workflow.regional import setting
from workflow.regional.codes import code_lists
from workflow.regional.table import ARRIVAL_GRACE
from workflow.services.evaluation_opening import refresh_evaluations
from workflow.services.job_context import JobContext
from workflow.services.job_requests import request_job
from workflow.services.report_opening import refresh_money
from workflow.types import JobKind, JobState

KEYS = ("scope_id", "scope_key", *SUMS, "projects")


def compute_rates(session: Session, region_id: int, year: int, as_of: date) -> int:
    """Replace the rates of a region and year as of a day; how many rows stand then.

    Of earlier days only the ends of months are kept.
    """
    session.exec(select(Region.id).where(Region.id == region_id).with_for_update(key_share=True)).one()
    session.exec(_outdated(region_id, year, as_of))
    grace, aliases = setting(session, region_id, ARRIVAL_GRACE, year), code_lists(session, year).aliases
    period = Period(region_id, year, as_of, grace, aliases=aliases)
    _insert(session, period, "project", _projects(period))
    for scope in SCOPES.values():
        if scope.key != "project":
            _insert(session, period, scope.key, _summed(scope, period))
    here = (ExecutionRate.region_id == region_id, ExecutionRate.fiscal_year == year, ExecutionRate.as_of == as_of)
    return session.exec(select(func.count()).select_from(ExecutionRate).where(*here)).one()


def forget_rates(session: Session, region_id: int, year: int, from_day: date) -> None:
    """Stored rates that a change in effect from the day makes wrong: pages add up on the spot until the job ran."""
    session.exec(
        delete(ExecutionRate)
        .where(col(ExecutionRate.region_id) == region_id, col(ExecutionRate.fiscal_year) == year)
        .where(col(ExecutionRate.as_of) >= from_day)
        .execution_options(synchronize_session=False)
    )


def _outdated(region_id: int, year: int, as_of: date) -> Any:
    month_ends = [last_day(year, month) for month in range(1, 13)]
    return (
        delete(ExecutionRate)
        .where(col(ExecutionRate.region_id) == region_id, col(ExecutionRate.fiscal_year) == year)
        .where(or_(col(ExecutionRate.as_of) == as_of, col(ExecutionRate.as_of).not_in(month_ends)))
        .execution_options(synchronize_session=False)
    )


def _projects(period: Period) -> FromClause:
    rates = rate_query(period).subquery("rates")
    columns: list[Any] = [
        rates.c.project_id.label("scope_id"), _text("").label("scope_key"),
        *(rates.c[name] for name in SUMS), literal(1).label("projects"),
    ]  # fmt: skip
    query: Select[Any] = select(*columns)
    return query.subquery("lines")


def _summed(scope: Scope, period: Period) -> FromClause:
    """From the projects' rows just written: the same fen, added up once more."""
    stored: list[Any] = [
        col(ExecutionRate.scope_id).label("project_id"),
        *(getattr(ExecutionRate, name) for name in SUMS),
    ]
    rows: Select[Any] = select(*stored).where(
        col(ExecutionRate.region_id) == period.region_id,
        col(ExecutionRate.fiscal_year) == period.year,
        col(ExecutionRate.as_of) == period.as_of,
        col(ExecutionRate.scope) == "project",
    )
    rates = rows.subquery("rates")
    if scope.place is not None:
        return by_place(scope, rates).add_columns(_text("").label("scope_key")).subquery("lines")
    classes = by_class(scope, period, rates).add_columns(literal(period.region_id).label("scope_id"))
    return classes.subquery("lines")


def _text(value: str) -> Any:
    return cast(literal(value), Text)


def _insert(session: Session, period: Period, scope: str, lines: FromClause) -> None:
    fixed = {
        "region_id": literal(period.region_id),
        "scope": _text(scope),
        "fiscal_year": literal(period.year),
        "as_of": literal(period.as_of),
        "computed_at": literal(clock.now(), UTCDateTime()),
    }
    columns: list[Any] = [*(value.label(name) for name, value in fixed.items()), *(lines.c[name] for name in KEYS)]
    session.exec(insert(ExecutionRate).from_select([*fixed, *KEYS], select(*columns)))


# --- the job --------------------------------------------------------------------------------------------------------


def request_rates(session: Session, region_id: int, year: int, user_id: int | None = None) -> JobRun:
    """Ask for the rates of a region and year, in the transaction that changed them.

    A job that still waits is enough: it is locked, so that no worker starts it before this change is committed.
    """
    name = f"execution_rates:{region_id}:{year}:"
    query = select(JobRun).where(
        col(JobRun.dedupe_key).startswith(name, autoescape=True), JobRun.status == JobState.queued
    )
    waiting = session.exec(query.with_for_update(skip_locked=True).limit(1)).first()
    payload = {"region_id": region_id, "year": year, "as_of": clock.business_date().isoformat()}
    key = f"{name}{session.info['transaction']}"
    return waiting or request_job(session, JobKind.execution_rates, key, payload, user_id)


def execution_rates(job: JobContext) -> None:
    """Rates of the region and year named in the payload; without them of all that may have changed.

    Reports and self-evaluations that are still being filled in get the new numbers with them.
    """
    today = date.fromisoformat(job.payload["as_of"])
    with unit_of_work() as session:
        todo = list(_asked(session, job.payload, today))
    for region_id, year in todo:
        name = f"{region_id}:{year}"
        if name in job.result:  # by an attempt that was killed
            continue
        with unit_of_work(write=True) as session:
            rows = compute_rates(session, region_id, year, day_in(year, today))
            refresh_money(session, region_id, year)
            refresh_evaluations(session, region_id, year)
            job.report(session, len(job.result) + 1, total=len(todo), result={**job.result, name: rows})


def _asked(session: Session, payload: dict[str, Any], today: date) -> Iterator[tuple[int, int]]:
    if "year" in payload:
        yield payload["region_id"], payload["year"]
        return
    stored = _latest(session, ExecutionRate.region_id, ExecutionRate.fiscal_year, ExecutionRate.computed_at)
    batches = _latest(session, PaymentBatch.region_id, PaymentBatch.fiscal_year, PaymentBatch.created_at)
    ledger = _latest(session, Project.region_id, LedgerEntry.fiscal_year, LedgerEntry.created_at)
    for place in sorted(batches.keys() | ledger.keys()):
        changed = [found[place] for found in (batches, ledger) if place in found]
        if place[1] >= today.year - 1 or place not in stored or max(changed) >= stored[place]:
            yield place


def _latest(session: Session, region: Any, year: Any, at: Any) -> dict[tuple[int, int], datetime]:
    """(region, year) → the newest instant."""
    query: Any = select(col(region), col(year), func.max(col(at))).group_by(col(region), col(year))
    if year is LedgerEntry.fiscal_year:
        query = query.join(LedgerEntry, col(LedgerEntry.project_id) == Project.id)
    return {(region_id, fiscal_year): instant for region_id, fiscal_year, instant in session.exec(query)}
