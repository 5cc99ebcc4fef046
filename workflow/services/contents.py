"""Contents of files that nothing refers to any more."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Table, exists
from sqlmodel import Session, SQLModel, col, delete, select

from workflow.models import FileContent


def forget_unused(session: Session, hashes: Iterable[str]) -> None:
    """Delete the contents of these SHA-256 that no row names any more, in whatever column ending in ``sha256``.

    The rows are locked first: who is about to name one of them (``keep_content``) has done so, or comes after us.
    """
    given = set(hashes)
    locked = select(FileContent.id).where(col(FileContent.sha256).in_(given)).order_by(col(FileContent.sha256))
    session.exec(locked.with_for_update()).all()
    used = [
        exists().where(column == col(FileContent.sha256), *_keeping(table))
        for table in SQLModel.metadata.sorted_tables
        for column in table.c
        if column.name.endswith("sha256") and table.name != FileContent.__tablename__
    ]
    session.exec(delete(FileContent).where(col(FileContent.sha256).in_(given), *(~one for one in used)))


def _keeping(table: Table) -> list[ColumnElement[bool]]:
    """A refused file of intake keeps nothing: it may be a state secret."""
    return [table.c.trouble == ""] if table.name == "intake_file" else []
