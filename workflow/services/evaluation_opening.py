"""Opening the self-evaluations of a task, prefilled; may run as often as anybody likes.

Each declaration in force that the task's scope takes in gets one (a rule about money looks at it once): targets as
approved, money of the ledger and the payments, what the last accepted monitoring report said was reached. A form that
was cancelled because its declaration was adjusted hands over all that was typed, with who typed it.
"""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import and_, exists, or_
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from workflow import clock
from workflow.db import insert_once, unit_of_work
from workflow.documents.evaluation_content import FORM_TEXTS, ITEM_TEXTS, items_of
from workflow.execution.scope import scope_of
from workflow.lifecycle.campaign_scope import money_to_evaluate, to_evaluate
from workflow.lifecycle.choosing import EVALUATING, EXEMPTED, extensions_of, take_in
from workflow.lifecycle.evaluations.results import of_same
from workflow.lifecycle.evaluations.scores import write_scores
from workflow.lifecycle.evaluations.whole import Whole, basic_of, money_columns, recount
from workflow.lifecycle.facts import file_kind
from workflow.models import (
    Declaration,
    EvaluationChoice,
    EvaluationTask,
    FiledBy,
    Indicator,
    MonitoringCampaign,
    MonitoringItem,
    MonitoringReport,
    SelfEvaluation,
    SelfEvaluationItem,
)
from workflow.types import ChoiceOutcome, Desk, Horizon, ReportState

FORMS_PER_RUN = 500
"""One transaction opens so many; the beat opens the rest."""
REVOKED = "revoke_approval"
YEARLY = (Horizon.annual, Horizon.overall)
HAND = ("hand_hundredths", "hand_raw")
BASIC = ("basic_typed_fen", "basic_raw")


def sync_task(session: Session, task_id: int, limit: int = FORMS_PER_RUN) -> int:
    """Open the forms that are missing, at most ``limit``; how many were opened. A closed task gets none."""
    task = _open_task(session, task_id)
    return _decide(session, task, limit)[1] if task else 0


def _open_task(session: Session, task_id: int) -> EvaluationTask | None:
    query = select(EvaluationTask).where(EvaluationTask.id == task_id)
    task = session.exec(query.with_for_update(key_share=True)).one()  # two runs at once take turns
    return None if task.closed_at else task


def _decide(session: Session, task: EvaluationTask, limit: int) -> tuple[int, int]:
    """How many declarations were looked at, and how many forms were opened."""
    # a declaration that is being moved at this moment is left to the next run
    locked = _missing(task).order_by(col(Declaration.id)).limit(limit).with_for_update(skip_locked=True)
    looked_at = list(session.exec(locked))
    money = money_to_evaluate(session, looked_at, task.as_of)
    booked_of = {key: one.money for key, one in money.items()}
    declarations = take_in(session, EVALUATING, task, looked_at, booked_of)
    later = extensions_of(session, EVALUATING, task.id, {one.unit_id for one in declarations})
    forms, now = list[SelfEvaluation](), clock.now()
    for declaration in declarations:
        forms.append(
            SelfEvaluation(
                created_at=now,
                updated_at=now,
                held_since=now,
                task_id=task.id,
                declaration_id=declaration.id,
                project_id=declaration.project_id,
                fiscal_year=task.fiscal_year,
                region_id=declaration.region_id,
                department_id=declaration.department_id,
                unit_id=declaration.unit_id,
                as_of=task.as_of,
                extended_to=later.get(declaration.unit_id),
                **money_columns(money[declaration.id]),
            )
        )
    session.add_all(forms)
    session.flush()  # items point to the forms' ids
    for form in forms:
        _prefill(session, form)
    return len(looked_at), len(forms)


def sync_open_tasks() -> int:
    """What the beat asks for: in every open task each declaration in force has its form. How many were opened."""
    with unit_of_work() as session:
        tasks = session.exec(select(EvaluationTask).where(col(EvaluationTask.closed_at).is_(None))).all()
        behind = [task.id for task in tasks if session.exec(_missing(task).limit(1)).first()]
    return sum(_sync_all(task_id) for task_id in behind)


def refresh_evaluations(session: Session, region_id: int, year: int) -> int:
    """After new payments or ledger entries: forms at the filer's desk get the new money and points; how many changed.

    Only what was paid up to the day of the task counts, however late it was loaded.
    """
    query = (
        select(SelfEvaluation)
        .where(
            SelfEvaluation.region_id == region_id,
            SelfEvaluation.fiscal_year == year,
            SelfEvaluation.state == ReportState.drafted,
            SelfEvaluation.desk == Desk.filer,
        )
        .order_by(col(SelfEvaluation.id))
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    forms = session.exec(query).all()
    by_day: dict[date, list[Declaration]] = {}
    for form in forms:
        by_day.setdefault(form.as_of, []).append(session.get_one(Declaration, form.declaration_id))
    money = {day: money_to_evaluate(session, found, day) for day, found in by_day.items()}
    return sum(_renew(session, form, money[form.as_of][form.declaration_id]) for form in forms)


def _renew(session: Session, form: SelfEvaluation, found: Whole) -> bool:
    columns = money_columns(found, form.basic_typed_fen)
    if columns == {name: getattr(form, name) for name in columns}:
        return False
    form.sqlmodel_update({**columns, "version": form.version + 1, "updated_at": clock.now()})
    write_scores(session, form)
    return True


def _sync_all(task_id: int) -> int:
    opened, looked_at = 0, FORMS_PER_RUN
    while looked_at == FORMS_PER_RUN:
        with unit_of_work(write=True) as session:
            task = _open_task(session, task_id)
            looked_at, new = _decide(session, task, FORMS_PER_RUN) if task else (0, 0)
        opened += new
    return opened


def _missing(task: EvaluationTask) -> SelectOfScalar[Declaration]:
    """Declarations in force without a form in this task, or whose form ended when their approval was revoked or they
    were exempt; those the task's scope left out are looked at no more."""
    here = and_(col(SelfEvaluation.task_id) == task.id, col(SelfEvaluation.declaration_id) == Declaration.id)
    ended = col(SelfEvaluation.cancelled_by)
    chosen = and_(
        col(EvaluationChoice.task_id) == task.id,
        col(EvaluationChoice.declaration_id) == Declaration.id,
        col(EvaluationChoice.outcome) != ChoiceOutcome.wanted,
    )
    return to_evaluate(task.region_id, task.fiscal_year, scope_of(task.scope)).where(
        ~exists().where(here, or_(ended.is_(None), ended.not_in((REVOKED, EXEMPTED)))), ~exists().where(chosen)
    )


def _prefill(session: Session, form: SelfEvaluation) -> None:
    """The items with what is known of each, and the first points."""
    before = _cancelled_before(session, form)
    typed = {item.indicator_uid: item for item in items_of(session, before.id)} if before else {}
    reached = _last_actuals(session, form)
    for position, uid in enumerate(_uids(session, form)):
        values = {name: getattr(typed[uid], name) for name in (*ITEM_TEXTS, *HAND)} if uid in typed else {}
        told = {"actual": reached.get(uid, "")} | values
        session.add(SelfEvaluationItem(evaluation_id=form.id, indicator_uid=uid, position=position, **told))
    if before:
        counted = basic_of(form)
        form.sqlmodel_update({name: getattr(before, name) for name in (*FORM_TEXTS, *HAND, *BASIC)})
        recount(form, counted)
        _carry_authors(session, before, form)
    session.flush()  # points are reckoned from the rows
    write_scores(session, form)


def _uids(session: Session, form: SelfEvaluation) -> Sequence[str]:
    query = select(Indicator.uid).where(
        Indicator.declaration_id == form.declaration_id, col(Indicator.horizon).in_(YEARLY)
    )
    return session.exec(query.order_by(col(Indicator.position), col(Indicator.id))).all()


def _cancelled_before(session: Session, form: SelfEvaluation) -> SelfEvaluation | None:
    """The newest form about the same in this task: it was cancelled, else there would be no new one."""
    query = select(SelfEvaluation).where(
        SelfEvaluation.task_id == form.task_id,
        *of_same(form),
        SelfEvaluation.state == ReportState.cancelled,
    )
    return session.exec(query.order_by(col(SelfEvaluation.id).desc()).limit(1)).first()


def _last_actuals(session: Session, form: SelfEvaluation) -> dict[str, str]:
    """What the newest accepted monitoring report of the project and year says, by indicator."""
    newest = (
        select(MonitoringReport.id)
        .join(MonitoringCampaign, col(MonitoringCampaign.id) == MonitoringReport.campaign_id)
        .where(
            MonitoringReport.declaration_id == form.declaration_id
            if form.project_id is None
            else MonitoringReport.project_id == form.project_id,
            MonitoringReport.fiscal_year == form.fiscal_year,
            MonitoringReport.state == ReportState.accepted,
        )
        .order_by(col(MonitoringCampaign.round).desc(), col(MonitoringReport.id).desc())
        .limit(1)
        .scalar_subquery()
    )
    query = select(MonitoringItem.indicator_uid, MonitoringItem.actual).where(MonitoringItem.report_id == newest)
    return dict(session.exec(query).all())


def _carry_authors(session: Session, old: SelfEvaluation, new: SelfEvaluation) -> None:
    query = select(FiledBy).where(FiledBy.object_kind == file_kind(old), FiledBy.object_id == old.id)
    for author in session.exec(query).all():
        insert_once(
            session,
            FiledBy,
            object_kind=file_kind(new),
            object_id=new.id,
            user_id=author.user_id,
            department_trace=author.department_trace,
        )
