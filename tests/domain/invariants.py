"""What must hold for every file at any moment, read straight from the tables."""

import json
from collections import Counter

from sqlmodel import Session, col, select

from tests.domain.factories import File
from workflow.canonical import unpack
from workflow.canonical.hashing import content_hash
from workflow.documents.assemble import document_of
from workflow.lifecycle import pair_of
from workflow.models import AuditEntry, Declaration, InboxMessage, OutboxMessage, Snapshot, Submission

OPEN, LIVING, FINAL = (
    {"drafted", "submitted", "finance_reviewed"},
    {"approved", "monitored", "evaluated"},
    {"approved", "monitored", "evaluated", "terminated"},
)


def hold(session: Session, file: File) -> None:
    """Raises ``AssertionError`` for the first thing that is not so."""
    hold_now(session, file)
    row = session.get_one(file.model, file.id)
    assert replayed(session, file) == pair_of(row)
    _messages(session, file)


def hold_now(session: Session, file: File) -> None:
    """What the present row shows, without its history: that only grows, so one look at the end sees all of it."""
    row = session.get_one(file.model, file.id)
    assert (row.desk is None) == (row.held_since is None)
    if isinstance(row, Declaration):
        _declaration(session, row)


def replayed(session: Session, file: File) -> str:
    """The place of a file as its audit trail tells it: every entry starts where the one before it ended."""
    query = select(AuditEntry).where(
        AuditEntry.object_kind == file.kind, AuditEntry.object_id == file.id, AuditEntry.state_to != ""
    )
    place = "drafted/filer"
    for entry in session.exec(query.order_by(col(AuditEntry.id))):
        assert entry.state_from in ("", place), f"{entry.action} starts at {entry.state_from}, the file lay at {place}"
        told = json.loads(entry.canonical)
        assert (told["from"], told["to"], told["action"]) == (entry.state_from, entry.state_to, entry.action)
        assert entry.transaction
        place = entry.state_to
    return place


def _declaration(session: Session, row: Declaration) -> None:
    assert (row.desk is None) == (row.state in FINAL)
    approval = {row.approved_at is None, row.approved_by is None, row.approved_snapshot_id is None}
    assert row.state not in LIVING or approval == {False}
    assert row.state not in OPEN or approval == {True}
    assert len(approval) == 1
    assert not row.in_force or row.state in LIVING
    assert (row.terminated_by is not None) == (row.state == "terminated")
    assert (row.revision > 1) == (row.supersedes_id is not None)
    rounds = session.exec(select(Submission.round).filter_by(declaration_id=row.id, edition=1)).all()
    assert sorted(rounds) == list(range(1, row.round + 1))
    if row.approved_snapshot_id:
        snapshot = session.get_one(Snapshot, row.approved_snapshot_id)
        assert snapshot.content_hash == content_hash(unpack(snapshot.packed)) == content_hash(document_of(session, row))
    same = select(Declaration).where(
        Declaration.project_id == row.project_id,
        Declaration.fiscal_year == row.fiscal_year,
        Declaration.kind == row.kind,
        Declaration.unit_id == row.unit_id,
    )
    family = session.exec(same).all()
    assert sum(item.in_force for item in family) <= 1
    assert sum(item.state in OPEN for item in family) <= 1
    revisions = [item.revision for item in family if item.state != "terminated"]
    assert len(revisions) == len(set(revisions))  # a cancelled adjustment's number is free again


def _messages(session: Session, file: File) -> None:
    """Nobody is told twice of one move, nobody of his own; e-mail goes to those with an address only."""
    own = (InboxMessage.object_kind == file.kind, InboxMessage.object_id == file.id)
    told = session.exec(select(InboxMessage.recipient_id, InboxMessage.dedupe_key).where(*own)).all()
    assert not told or max(Counter(told).values()) == 1
    mine = select(AuditEntry.id, AuditEntry.actor_id).where(
        AuditEntry.object_kind == file.kind, AuditEntry.object_id == file.id
    )
    actors = {f"move:{entry}": actor for entry, actor in session.exec(mine)}
    assert all(actors[key] != recipient for recipient, key in told if key.startswith("move:"))
    keys = {f"{key}:{recipient}" for recipient, key in told}
    sent = session.exec(select(OutboxMessage.address).where(col(OutboxMessage.dedupe_key).in_(keys))).all()
    assert all(sent)
