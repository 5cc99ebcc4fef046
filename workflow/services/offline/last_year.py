"""Last year's approved projects in the workbook: what a filer would type again, offered and never taken by itself."""

import uuid

from sqlmodel import Session, col, select

from workflow import clock, regional
from workflow.canonical import Profile
from workflow.canonical.paths import BASICS
from workflow.documents.offline.layout import sheets_of
from workflow.documents.offline.stamp import Exported
from workflow.documents.values import flat
from workflow.lifecycle.evaluations.results import reached_of
from workflow.models import Declaration, DeclarationTask, Organisation, Project
from workflow.permissions import Actor
from workflow.services.cloning.carrying import carry_over
from workflow.services.cloning.results import with_result
from workflow.services.cloning.sources import copied_content
from workflow.services.declarations import empty_form
from workflow.services.tasks_admin import closing_for
from workflow.types import Kind, State


def suggested(
    session: Session, actor: Actor, task: DeclarationTask, unit: Organisation, form: Profile
) -> dict[int, Exported]:
    """By the declaration of last year: what a new one would begin with. None once the task has closed, or on a form
    that new projects are not made on."""
    open_now = task.opens_on <= clock.business_date() <= closing_for(session, task, unit.id)
    if not open_now or form.code != task.form_profile:
        return {}
    rows = (row for row in _approved(session, task, unit) if actor.sees(row))
    return {row.id: _carried(session, row, task, unit, form) for row in rows}


def _approved(session: Session, task: DeclarationTask, unit: Organisation) -> list[Declaration]:
    """In force last year, of projects that nobody has declared this year, in the order of the lists."""
    declared = select(Declaration.project_id).where(
        Declaration.unit_id == unit.id,
        Declaration.fiscal_year == task.fiscal_year,
        Declaration.kind == Kind.project,
        col(Declaration.state) != State.terminated,
        col(Declaration.project_id).is_not(None),
    )
    query = select(Declaration).where(
        Declaration.unit_id == unit.id,
        Declaration.kind == Kind.project,
        Declaration.fiscal_year == task.fiscal_year - 1,
        col(Declaration.in_force),
        col(Declaration.project_id).is_not(None),
        col(Declaration.project_id).not_in(declared),
    )
    return list(session.exec(query.order_by(col(Declaration.sort_key), col(Declaration.id))))


def _carried(session: Session, row: Declaration, task: DeclarationTask, unit: Organisation, form: Profile) -> Exported:
    """The approved text on this year's form, as the sheets show it."""
    old, project = with_result(session, row, copied_content(session, row)), session.get_one(Project, row.project_id)
    blank = empty_form(form, task.fiscal_year, project, unit, old.department)
    before = regional.profile(session, old.form_profile)
    document = carry_over(old, before, blank, form, lambda: uuid.uuid4().hex[:12], reached_of(session, row)).document
    cells, found = flat(document), Exported(project.name)
    for sheet in sheets_of(form):
        uids = ["-"] if sheet.section == BASICS else [item.uid for item in getattr(document, sheet.section)]
        if sheet.section != BASICS:
            found.rows[sheet.section] = uids
        paths = (f"{sheet.section}/{uid}/{column.field}" for uid in uids for column in sheet.columns)
        found.cells |= {path: cells[path] for path in paths if cells.get(path)}
    return found
