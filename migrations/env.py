"""What Alembic runs: the revisions on the caller's connection, or on the configured engine if none was given."""

from contextlib import nullcontext
from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection
from sqlalchemy.types import TypeDecorator
from sqlmodel import SQLModel

import workflow.models  # noqa: F401 - registers the tables
from migrations import run
from workflow import db


def render_item(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write plain SQLAlchemy types, so that old revisions depend neither on SQLModel nor on our own types."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    return False


def migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_item=render_item,
        render_as_batch=True,  # SQLite changes a table only by making it anew
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
with nullcontext(given) if given is not None else run.transaction(db.engine()) as opened:
    run.refuse_enforced(opened)
    migrate(opened)
