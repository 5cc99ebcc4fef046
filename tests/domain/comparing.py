"""One file as the tables hold it, and the same as the model knows it: two dictionaries that must be equal."""

from typing import Any

from sqlmodel import Session, col, select

from tests.domain import model
from tests.domain.factories import File
from workflow.lifecycle import pair_of
from workflow.models import Comment, Declaration, ReturnOrder, ReviewOpinion, Signature, WorkItem

PEOPLE_COLUMNS = ("taken_by", "reviewed_by", "cleared_by", "approved_by")


def columns_of(session: Session, file: File) -> dict[str, Any]:
    row = session.get_one(file.model, file.id)
    names = file.world.names
    own = {"object_kind": file.kind, "object_id": file.id}
    signatures = session.exec(select(Signature).filter_by(**own, voided_at=None).order_by(col(Signature.id)))
    remarks = session.exec(select(Comment).filter_by(**own).order_by(col(Comment.id)))
    found: dict[str, Any] = {
        "place": pair_of(row),
        "version": row.version,
        "round": row.round,
        "signatures": [(item.desk, names[item.user_id]) for item in signatures],
        "remarks": [(item.desk, item.round, item.sent_with or "", item.answer or "") for item in remarks],
    }
    if isinstance(row, Declaration):
        found |= {name: names.get(getattr(row, name) or 0, "") for name in PEOPLE_COLUMNS}
        found |= {
            "proposed_by": names.get(row.refusal_proposed_by or 0, ""),
            "revision": row.revision,
            "in_force": row.in_force,
            "terminated_by": row.terminated_by or "",
            "document": row.adjustment_document,
            **_around(session, file),
        }
    return found


def _around(session: Session, file: File) -> dict[str, Any]:
    orders = session.exec(select(ReturnOrder).where(ReturnOrder.declaration_id == file.id))
    opinions = select(ReviewOpinion.grade).where(ReviewOpinion.declaration_id == file.id)
    asked = select(WorkItem.id).where(WorkItem.declaration_id == file.id, col(WorkItem.done_at).is_(None))
    return {
        "due_on": {item.round: item.due_on for item in orders},
        "opinions": list(session.exec(opinions.order_by(col(ReviewOpinion.id)))),
        "asked_back": len(session.exec(asked).all()),
    }


def expected(known: model.File) -> dict[str, Any]:
    found: dict[str, Any] = {
        "place": known.place,
        "version": known.version,
        "round": known.round,
        "signatures": [(item.desk, item.person) for item in known.signatures if item.stands],
        "remarks": [(item.desk, item.round, item.sent_with, item.answer) for item in known.remarks],
    }
    if isinstance(known, model.Declaration):
        found |= {name: getattr(known, name) for name in (*PEOPLE_COLUMNS, "proposed_by", "revision", "in_force")}
        found |= {name: getattr(known, name) for name in ("terminated_by", "document", "due_on", "opinions")}
        found["asked_back"] = known.asked_back
    return found
