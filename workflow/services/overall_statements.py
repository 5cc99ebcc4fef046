"""部门整体支出绩效目标 of a department and year, as its projects are held against it."""

from sqlmodel import Session, select

from workflow import clock
from workflow.canonical import Overall
from workflow.errors import NotFound
from workflow.lifecycle.record import append_audit
from workflow.models import Organisation, OverallStatement
from workflow.permissions import SYSTEM, Actor
from workflow.review import mark_department
from workflow.types import OrganisationKind


def put_overall(session: Session, department_id: int, overall: Overall, actor: Actor = SYSTEM) -> OverallStatement:
    """Keep the statement in place of an earlier one; the department's declarations are checked again.

    Raises ``NotFound`` for what is no department.
    """
    department = session.get(Organisation, department_id)
    if department is None or department.kind != OrganisationKind.department:
        raise NotFound("no_such_unit")
    query = select(OverallStatement).where(
        OverallStatement.department_id == department_id, OverallStatement.fiscal_year == overall.fiscal_year
    )
    found = session.exec(query).first() or OverallStatement(
        created_at=clock.now(), department_id=department_id, fiscal_year=overall.fiscal_year
    )
    found.content = overall.model_dump(mode="json")
    session.add(found)
    session.flush()
    append_audit(
        session,
        actor_id=actor.user_id,
        actor_name=actor.name,
        action="put_overall",
        object_kind="overall_statement",
        object_id=found.id,
        details={"department": department.name, "year": overall.fiscal_year},
    )
    mark_department(session, department_id, overall.fiscal_year)
    return found
