"""What a declaration can be compared with: its last submission, the revision in force, last year's approval."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import literal, union_all
from sqlmodel import Session, col, select

from workflow.canonical import Declaration as Document
from workflow.canonical import unpack
from workflow.models import (
    AssetLine,
    BlockWeight,
    Declaration,
    ExecutingBody,
    ExpenditureLine,
    FundingSource,
    Goal,
    Indicator,
    Snapshot,
    Submission,
)
from workflow.types import State

ROWS: dict[str, type[Any]] = {
    "executing_bodies": ExecutingBody,
    "goals": Goal,
    "indicators": Indicator,
    "block_weights": BlockWeight,
    "funding_sources": FundingSource,
    "expenditure_lines": ExpenditureLine,
    "asset_lines": AssetLine,
}


class BaseKey(StrEnum):
    """In the order in which a reader wants them."""

    submission = "submission"
    in_force = "in_force"
    last_year = "last_year"


@dataclass(frozen=True)
class Base:
    """An earlier document; ``origins`` as ``documents.differences.diff`` wants them; ``round`` of a submission."""

    key: BaseKey
    document: Document
    round: int = 0
    origins: Mapping[str, str] | None = None


def bases(session: Session, row: Declaration) -> tuple[Base, ...]:
    """Those there are. A file in its first round has no earlier submission, a new project no last year."""
    found = (_submission(session, row), _in_force(session, row), _last_year(session, row))
    return tuple(base for base in found if base)


def _submission(session: Session, row: Declaration) -> Base | None:
    """The last submission before the present content."""
    last = row.round if row.state == State.drafted else row.round - 1
    if last < 1:
        return None
    query = (
        select(Submission.round, Snapshot.packed)
        .join(Snapshot, col(Submission.snapshot_id) == Snapshot.id)
        .where(Submission.declaration_id == row.id, Submission.round <= last)
        .order_by(col(Submission.round).desc(), col(Submission.edition).desc())
        .limit(1)
    )
    found = session.exec(query).first()
    return Base(BaseKey.submission, unpack(found[1]), found[0]) if found else None


def _in_force(session: Session, row: Declaration) -> Base | None:
    if not row.supersedes_id:
        return None
    query = select(Snapshot.packed).join(Declaration, col(Declaration.approved_snapshot_id) == Snapshot.id)
    packed = session.exec(query.where(Declaration.id == row.supersedes_id)).first()
    return Base(BaseKey.in_force, unpack(packed)) if packed else None


def _last_year(session: Session, row: Declaration) -> Base | None:
    """The approved snapshot in force of the same project a year earlier."""
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
    return Base(BaseKey.last_year, unpack(packed), origins=origins(session, row)) if packed else None


def origins(session: Session, row: Declaration) -> dict[str, str]:
    """Row place → uid of the row it was carried over from."""
    parts = [
        select(literal(section), model.uid, model.origin_uid).where(
            model.declaration_id == row.id, model.origin_uid != ""
        )
        for section, model in ROWS.items()
    ]
    return {f"{section}/{uid}": origin for section, uid, origin in session.execute(union_all(*parts))}
