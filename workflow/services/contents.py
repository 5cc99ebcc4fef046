"""Contents of files that nothing refers to any more."""

from collections.abc import Iterable

from sqlalchemy import exists
from sqlmodel import Session, SQLModel, col, delete

from workflow.models import FileContent


def forget_unused(session: Session, hashes: Iterable[str]) -> None:
    """Delete the contents of these SHA-256 that no row names in a column ``sha256`` any more."""
    tables = [table for table in SQLModel.metadata.sorted_tables if "sha256" in table.c]
    used = [
        exists().where(table.c.sha256 == col(FileContent.sha256)) for table in tables if table.name != "file_content"
    ]
    session.exec(delete(FileContent).where(col(FileContent.sha256).in_(set(hashes)), *(~one for one in used)))
