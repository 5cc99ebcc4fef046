"""What lies beside a stored declaration: last year's snapshot, the overall statement, its siblings, other departments.

Five statements, however many siblings there are; of a sibling only what the rules look at is read: its name, its money
and its indicators.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlmodel import Session, col, select

from workflow.canonical import Declaration as Document
from workflow.canonical import Overall, unpack
from workflow.documents.assemble import HEADER, SECTIONS, Cell
from workflow.models import Declaration, FundingSource, Indicator, Organisation, OverallStatement, Snapshot
from workflow.rules.beside import Linked
from workflow.types import Kind, OrganisationKind, State

_OF_SIBLINGS = ("indicators", "funding_sources")
_MONEY_AND_TYPE = tuple(
    cell for cell in HEADER if cell.key in ("project_name", "project_type", "budget_total", "budget_year")
)


def linked_of(session: Session, row: Declaration) -> Linked:
    """For the rules of scope linked."""
    names = _departments(session, row)
    own = names.pop(row.department_id, "")
    return Linked(
        last_year=_last_year(session, row),
        overall=_overall(session, row),
        siblings=_siblings(session, row, own),
        departments=tuple(sorted(names.values())),
    )


def _last_year(session: Session, row: Declaration) -> Document | None:
    if row.project_id is None:
        return None
    query = (
        select(Snapshot.packed)
        .join(Declaration, col(Declaration.approved_snapshot_id) == Snapshot.id)
        .where(
            Declaration.project_id == row.project_id,
            Declaration.fiscal_year == row.fiscal_year - 1,
            col(Declaration.in_force),
        )
    )
    packed = session.exec(query).first()
    return unpack(packed) if packed else None


def _overall(session: Session, row: Declaration) -> Overall | None:
    query = select(OverallStatement.content).where(
        OverallStatement.department_id == row.department_id, OverallStatement.fiscal_year == row.fiscal_year
    )
    content = session.exec(query).first()
    return Overall.model_validate(content) if content else None


def _departments(session: Session, row: Declaration) -> dict[int, str]:
    query = select(Organisation.id, Organisation.name).where(
        Organisation.region_id == row.region_id,
        Organisation.kind == OrganisationKind.department,
        col(Organisation.valid_to).is_(None),
    )
    return dict(session.exec(query).all())


def _siblings(session: Session, row: Declaration, department: str) -> tuple[Document, ...]:
    """The newest revision of every other project that is neither ended nor superseded.

    Columns, not rows of tables: a department may have hundreds of projects, and this is read at every signature.
    """
    columns: tuple[Any, ...] = (
        Declaration.id, Declaration.project_id, Declaration.form_profile, Declaration.kind, Declaration.fiscal_year,
        Organisation.name, *(getattr(Declaration, cell.column) for cell in _MONEY_AND_TYPE),
    )  # fmt: skip
    others = (
        select(*columns)
        .join(Organisation, col(Organisation.id) == Declaration.unit_id)
        .where(
            Declaration.department_id == row.department_id,
            Declaration.fiscal_year == row.fiscal_year,
            Declaration.kind == Kind.project,
            Declaration.id != row.id,
            Declaration.project_id != row.project_id,
            Declaration.state != State.terminated,
        )
        .order_by(col(Declaration.revision), col(Declaration.id))
    )
    newest = {project: (key, head) for key, project, *head in session.exec(others)}
    ids = [key for key, _ in newest.values()]
    rows = {name: _rows(session, name, ids) for name in _OF_SIBLINGS} if ids else {}
    return tuple(
        _outline(department, head, {name: rows[name][key] for name in _OF_SIBLINGS}) for key, head in newest.values()
    )


def _rows(session: Session, name: str, ids: list[int]) -> dict[int, list[dict[str, Any]]]:
    table: type[Indicator] | type[FundingSource] = Indicator if name == "indicators" else FundingSource
    cells = [cell for cell in SECTIONS[name].cells if "." not in cell.key]
    columns: tuple[Any, ...] = (table.declaration_id, table.uid, *(getattr(table, cell.column) for cell in cells))
    query = select(*columns).where(col(table.declaration_id).in_(ids)).order_by(col(table.position), col(table.id))
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for declaration_id, uid, *values in session.exec(query):
        found[declaration_id].append({"uid": uid} | _written(cells, values))
    return found


def _outline(department: str, head: Sequence[Any], rows: dict[str, list[dict[str, Any]]]) -> Document:
    form_profile, kind, fiscal_year, unit, *values = head
    own = {"form_profile": form_profile, "kind": kind, "fiscal_year": fiscal_year}
    return Document.model_validate(
        own | {"department": department, "unit": unit} | _written(_MONEY_AND_TYPE, values) | rows
    )


def _written(cells: Sequence[Cell], values: Sequence[Any]) -> dict[str, Any]:
    """Values of the columns of these cells, as the document writes them."""
    return {cell.key: cell.out(value) for cell, value in zip(cells, values, strict=True)}
