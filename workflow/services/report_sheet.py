"""Many monitoring reports at once (集中填报): those of a campaign at somebody's desk, filled in and sent up together.

Each report is a transaction of its own with a result of its own: one that is refused holds no other back.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from sqlmodel import Session, col, select

from workflow.db import unit_of_work
from workflow.errors import Refusal
from workflow.lifecycle import Inputs
from workflow.lifecycle.checks import Problem
from workflow.lifecycle.moves import DESK_ROLES
from workflow.models import Declaration, MonitoringReport
from workflow.permissions import Actor, visible_to
from workflow.services.moves import move_report
from workflow.services.reports import EDITORS, fill_report
from workflow.types import ReportState

DESKS = tuple(desk for desk, role in DESK_ROLES.items() if role in EDITORS)


@dataclass(frozen=True)
class Typed:
    """What was typed into one report, by path, and the version that was seen."""

    version: int
    values: Mapping[str, str]


@dataclass
class Result:
    """What became of one report: what changed, what could not be read, why it was refused, whether it went on."""

    changed: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    refusal: Refusal | None = None
    sent: bool = False

    @property
    def clean(self) -> bool:
        """Nothing is left to say."""
        return not self.problems and self.refusal is None


def at_desk(session: Session, actor: Actor, campaign_id: int) -> list[int]:
    """Reports of the campaign that this person fills in now, by the name of their project."""
    query = (
        select(MonitoringReport)
        .join(Declaration, col(Declaration.id) == MonitoringReport.declaration_id)
        .where(
            MonitoringReport.campaign_id == campaign_id,
            MonitoringReport.state == ReportState.drafted,
            col(MonitoringReport.desk).in_(DESKS),
            visible_to(actor, MonitoringReport),
        )
        .order_by(col(Declaration.sort_key), col(MonitoringReport.id))
    )
    return [row.id for row in session.exec(query) if actor.holds(DESK_ROLES[str(row.desk)], row)]


def fill_many(actor: Actor, typed: Mapping[int, Typed]) -> dict[int, Result]:
    """Save report by report; raises nothing a result can tell."""
    return {report_id: _tried(partial(_fill, actor, report_id, given)) for report_id, given in typed.items()}


def send_many(actor: Actor, report_ids: list[int]) -> dict[int, Result]:
    """Send up report by report, as they are stored."""
    return {report_id: _tried(partial(_send, actor, report_id)) for report_id in report_ids}


def _tried(what: Callable[[], Result]) -> Result:
    try:
        return what()
    except Refusal as refusal:
        return Result(refusal=refusal)


def _fill(actor: Actor, report_id: int, typed: Typed) -> Result:
    with unit_of_work(write=True) as session:
        filled = fill_report(session, actor, report_id, typed.version, typed.values)
    return Result(filled.changed, filled.problems)


def _send(actor: Actor, report_id: int) -> Result:
    with unit_of_work(write=True) as session:
        version = session.get_one(MonitoringReport, report_id).version
        move_report(session, actor, report_id, "send_up", version, Inputs())
    return Result(sent=True)
