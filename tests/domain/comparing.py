"""One file as the tables hold it, and the same as the model knows it: two dictionaries that must be equal."""

from typing import Any

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from tests.domain import model
from tests.domain.factories import File
from workflow.lifecycle import pair_of
from workflow.models import Comment, Declaration, ReturnOrder, ReviewOpinion, Signature, WorkItem

PEOPLE_COLUMNS = ("taken_by", "reviewed_by", "cleared_by", "approved_by")

# Built once: this is asked after every click, and putting a query together takes longer than answering it.
FILE: dict[str, Any] = {"kind": bindparam("kind"), "id": bindparam("id")}
STANDING = (
    select(Signature.desk, Signature.user_id)
    .where(Signature.object_kind == FILE["kind"], Signature.object_id == FILE["id"], col(Signature.voided_at).is_(None))
    .order_by(col(Signature.id))
)
REMARKS = (
    select(Comment.desk, Comment.round, col(Comment.sent_with), col(Comment.answer))
    .where(Comment.object_kind == FILE["kind"], Comment.object_id == FILE["id"])
    .order_by(col(Comment.id))
)
ORDERS = select(ReturnOrder.round, col(ReturnOrder.due_on)).where(ReturnOrder.declaration_id == FILE["id"])
OPINIONS = select(ReviewOpinion.grade).where(ReviewOpinion.declaration_id == FILE["id"]).order_by(col(ReviewOpinion.id))
ASKED = select(WorkItem.id).where(WorkItem.declaration_id == FILE["id"], col(WorkItem.done_at).is_(None))


def columns_of(session: Session, file: File) -> dict[str, Any]:
    row = session.get_one(file.model, file.id)
    names, own = file.world.names, {"kind": file.kind, "id": file.id}
    found: dict[str, Any] = {
        "place": pair_of(row),
        "version": row.version,
        "round": row.round,
        "signatures": [(desk, names[user]) for desk, user in session.exec(STANDING, params=own)],
        "remarks": [(*where, sent or "", answer or "") for *where, sent, answer in session.exec(REMARKS, params=own)],
    }
    if isinstance(row, Declaration):
        own.pop("kind")
        found |= {name: names.get(getattr(row, name) or 0, "") for name in PEOPLE_COLUMNS}
        found |= {
            "proposed_by": names.get(row.refusal_proposed_by or 0, ""),
            "revision": row.revision,
            "in_force": row.in_force,
            "terminated_by": row.terminated_by or "",
            "document": row.adjustment_document,
            "type": row.adjustment_type,
            "due_on": {number: due_on for number, due_on in session.exec(ORDERS, params=own)},
            "opinions": list(session.exec(OPINIONS, params=own)),
            "asked_back": len(session.exec(ASKED, params=own).all()),
        }
    return found


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
        found |= {name: getattr(known, name) for name in ("terminated_by", "document", "type", "due_on", "opinions")}
        found["asked_back"] = known.asked_back
    return found
