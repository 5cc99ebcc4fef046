"""Snapshots are content-addressed: the same content is stored once."""

from sqlmodel import Session, select

from workflow import clock
from workflow.canonical import SCHEMA_VERSION, Declaration, content_hash, pack
from workflow.db import insert_once
from workflow.models import Snapshot


def store_snapshot(session: Session, document: Declaration) -> Snapshot:
    """The snapshot of this document, new or already there (also when another transaction is just storing it)."""
    digest = content_hash(document)
    same = select(Snapshot).where(Snapshot.content_hash == digest, Snapshot.schema_version == SCHEMA_VERSION)
    found = session.exec(same).first()
    if found is None:
        insert_once(
            session,
            Snapshot,
            created_at=clock.now(),
            content_hash=digest,
            schema_version=SCHEMA_VERSION,
            packed=pack(document),
        )
        found = session.exec(same).one()
    return found
