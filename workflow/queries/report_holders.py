"""Who holds each of many reports: names for a list, in two queries however long it is."""

from collections.abc import Iterable
from typing import Any

from sqlmodel import Session, col, or_, select

from workflow.clock import business_date
from workflow.lifecycle.moves import DESK_ROLES
from workflow.models import Grant, MonitoringReport, Organisation, UserAccount
from workflow.types import Desk

PLACE_OF = {
    Desk.filer: MonitoringReport.unit_id,
    Desk.head: MonitoringReport.unit_id,
    Desk.department: MonitoringReport.department_id,
    Desk.section: Organisation.section_id,
}
"""Where the grants of a desk's role are held."""


def holders_of(session: Session, report_ids: Iterable[int]) -> dict[int, list[str]]:
    """Report → the names of its desk, oldest account first; a finished report has none."""
    columns: list[Any] = [MonitoringReport.id, MonitoringReport.desk, *PLACE_OF.values()]
    query: Any = (
        select(*columns)
        .join(Organisation, col(Organisation.id) == MonitoringReport.department_id)
        .where(col(MonitoringReport.id).in_(list(report_ids)), col(MonitoringReport.desk).is_not(None))
    )
    places = {
        report_id: (DESK_ROLES[desk], dict(zip(PLACE_OF, at, strict=True))[Desk(desk)])
        for report_id, desk, *at in session.exec(query)
    }
    people = _people(session, {place for _role, place in places.values() if place})
    return {report_id: people.get(key, []) for report_id, key in places.items()}


def _people(session: Session, organisations: set[int]) -> dict[tuple[str, int], list[str]]:
    """(role, organisation) → names of the active accounts that hold it today."""
    today = business_date()
    columns: list[Any] = [Grant.role, Grant.organisation_id, UserAccount.name]
    query: Any = (
        select(*columns)
        .join(UserAccount, col(UserAccount.id) == Grant.user_id)
        .where(
            col(UserAccount.active),
            col(Grant.organisation_id).in_(sorted(organisations)),
            or_(col(Grant.valid_from).is_(None), col(Grant.valid_from) <= today),
            or_(col(Grant.valid_to).is_(None), col(Grant.valid_to) >= today),
        )
        .order_by(col(UserAccount.id))
    )
    found: dict[tuple[str, int], list[str]] = {}
    for role, organisation, name in session.exec(query):
        found.setdefault((role, organisation), []).append(name)
    return found
