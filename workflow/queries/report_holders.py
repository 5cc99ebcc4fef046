"""Who holds each of many reports or self-evaluations: names for a list, in two queries however long it is."""

from collections.abc import Iterable
from typing import Any

from sqlmodel import Session, col, or_, select

from workflow.clock import business_date
from workflow.lifecycle.moves import DESK_ROLES
from workflow.models import Grant, MonitoringReport, Organisation, SelfEvaluation, UserAccount
from workflow.types import Desk

PLACES = (Desk.filer, Desk.head, Desk.department, Desk.section)
"""The desks of such a form, in the order of the columns that say where the grants of their roles are held."""


FORMS: dict[str, Any] = {"monitoring_report": MonitoringReport, "self_evaluation": SelfEvaluation}


def holders_of(session: Session, kind: str, ids: Iterable[int]) -> dict[int, list[str]]:
    """Form → the names of its desk, oldest account first; a finished one has none."""
    model = FORMS[kind]
    columns: list[Any] = [
        model.id, model.desk, model.unit_id, model.unit_id, model.department_id, Organisation.section_id,
    ]  # fmt: skip
    query: Any = (
        select(*columns)
        .join(Organisation, col(Organisation.id) == model.department_id)
        .where(col(model.id).in_(list(ids)), col(model.desk).is_not(None))
    )
    places = {
        report_id: (DESK_ROLES[desk], dict(zip(PLACES, at, strict=True))[Desk(desk)])
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
