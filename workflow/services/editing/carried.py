"""Values carried over from an earlier declaration: typing over one confirms it; taken back, it waits again."""

from collections.abc import Iterable

from sqlalchemy import update
from sqlmodel import Session, col

from workflow import clock
from workflow.models import CarriedValue, Declaration


def settle_edited(session: Session, row: Declaration, batch: str, user_id: int, paths: Iterable[str]) -> None:
    """The cells of this batch no longer wait."""
    session.exec(
        update(CarriedValue)
        .where(
            col(CarriedValue.declaration_id) == row.id,
            col(CarriedValue.settled_at).is_(None),
            col(CarriedValue.path).in_(sorted(set(paths))),
        )
        .values(settled_at=clock.now(), settled_by=user_id or None, batch=batch)
        .execution_options(synchronize_session=False)
    )


def reopen(session: Session, row: Declaration, batch: str, paths: Iterable[str]) -> None:
    """The batch was taken back at these cells: they say again what was carried over."""
    session.exec(
        update(CarriedValue)
        .where(
            col(CarriedValue.declaration_id) == row.id,
            col(CarriedValue.batch) == batch,
            col(CarriedValue.path).in_(sorted(set(paths))),
        )
        .values(settled_at=None, settled_by=None, batch="")
        .execution_options(synchronize_session=False)
    )
