"""The official documents of what is stored: which version they show, and with which mark."""

from fractions import Fraction

from sqlmodel import Session, col, select

from workflow import regional
from workflow.canonical import content_hash, unpack, version_code
from workflow.documents.assemble import document_of
from workflow.documents.render import DRAFT, FormPaper, MoneyRow, MonitoredRow, Monitoring, SignPage
from workflow.documents.report_money import ReportMoney, report_money
from workflow.execution import percent, rate
from workflow.execution.words import CAUSE_KINDS, LIKELIHOODS
from workflow.lifecycle.files import find_declaration
from workflow.lifecycle.sign_pages import sign_page
from workflow.models import Declaration, MonitoringReport, Snapshot
from workflow.money import wan
from workflow.permissions import Actor
from workflow.queries.report_course import bodies, codes, department_words, goals
from workflow.queries.report_page import ReportLine, report_view
from workflow.types import ReportState, State

REPLACED, ENDED, CANCELLED = "非现行版本", "已终止", "已取消"
"""Marks of what was approved once and no longer holds, or never will."""


def declaration_paper(session: Session, actor: Actor, declaration_id: int) -> FormPaper:
    """What was approved, else what is typed, marked as a draft. Raises ``NotFound`` outside the actor's scope."""
    row = find_declaration(session, actor, declaration_id)
    packed = None
    if row.approved_snapshot_id:
        packed = session.exec(select(Snapshot.packed).where(col(Snapshot.id) == row.approved_snapshot_id)).one()
    document = unpack(packed) if packed else document_of(session, row)
    profile = regional.profile(session, document.form_profile)
    return FormPaper(document, profile, version_code(content_hash(document)), _mark(row))


def declaration_sign_page(session: Session, actor: Actor, declaration_id: int) -> SignPage:
    """审签页 to be printed; raises ``NotFound`` outside the actor's scope, ``WrongState`` once it was signed."""
    return sign_page(session, find_declaration(session, actor, declaration_id))


def _mark(row: Declaration) -> str:
    if row.state == State.terminated:
        return ENDED
    if row.approved_snapshot_id is None:
        return DRAFT
    return "" if row.in_force else REPLACED


def report_paper(session: Session, actor: Actor, report_id: int) -> Monitoring:
    """The monitoring report as filled in. Raises ``NotFound`` outside the actor's scope."""
    found = report_view(session, actor, report_id)
    report = found.report
    department_code, _project_code = codes(session, report)
    return Monitoring(
        fiscal_year=report.fiscal_year,
        through_month=report.as_of.month,
        project_name=found.declaration.project_name,
        department=department_words(found.department_name, department_code),
        unit=found.unit_name,
        money=tuple(_money_rows(report)),
        goal="\n".join(goals(session, report)),
        rows=tuple(_line(line) for line in found.lines),
        money_cause=report.money_cause,
        money_measure=report.money_measure,
        bodies=bodies(session, report),
        code=version_code(found.content_hash),
        mark=_REPORT_MARKS.get(report.state, DRAFT),
    )


_REPORT_MARKS: dict[str, str] = {ReportState.accepted.value: "", ReportState.cancelled.value: CANCELLED}


def _money_rows(report: MonitoringReport) -> list[MoneyRow]:
    """The lines of the form: all money, that of the year, and what was carried over where there is any."""
    return [_money(row) for row in report_money(report)]


def _money(row: ReportMoney) -> MoneyRow:
    """The form asks for the rate of the initial budget; that of the adjusted one is said where it is another."""
    reached = _percent(rate(row.executed_fen, row.initial_fen))
    if row.adjusted_fen != row.initial_fen:
        reached = f"{reached}（调整后{_percent(rate(row.executed_fen, row.adjusted_fen))}）"
    return MoneyRow(
        label=row.label[0],
        initial=wan(row.initial_fen),
        adjusted=wan(row.adjusted_fen),
        executed=wan(row.executed_fen),
        rate=reached,
        forecast=None if row.forecast_fen is None else wan(row.forecast_fen),
    )


def _percent(value: Fraction | None) -> str:
    return "—" if value is None else f"{percent(value)}%"


def _line(line: ReportLine) -> MonitoredRow:
    promised, item = line.indicator, line.item
    return MonitoredRow(
        level1=promised.level1 if promised else "",
        level2=promised.level2 if promised else "",
        level3=promised.level3 if promised else "",
        target=promised.target if promised else "",
        actual=item.actual,
        forecast=item.forecast,
        causes=(CAUSE_KINDS[item.cause_kind][0],) if item.cause_kind else (),
        cause=item.cause,
        likelihood=LIKELIHOODS[item.likelihood][0] if item.likelihood else "",
        note=item.measure,
    )
