"""The code lists of classes in a year: those shipped, and the rows of ``code_item`` that add to them."""

from sqlmodel import Session, col, select

from workflow.execution.class_codes import CODE_FIELDS, CodeLists, lists_of
from workflow.execution.class_lists import CodeRow
from workflow.models import CodeItem


def code_lists(session: Session, year: int) -> CodeLists:
    """Of the functional and economic classes and the natures; one statement."""
    query = select(CodeItem).where(col(CodeItem.list_name).in_(sorted(CODE_FIELDS.values())))
    query = query.order_by(col(CodeItem.list_name), col(CodeItem.code), col(CodeItem.year_from))
    return lists_of(
        year,
        [
            CodeRow(row.list_name, row.code, (row.label, row.label), row.year_from, row.year_to, tuple(row.aliases))
            for row in session.exec(query)
        ],
    )
