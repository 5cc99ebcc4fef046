"""Effects on signatures: whose stands for which content, and which moves void it."""

from sqlalchemy import update
from sqlmodel import col

from workflow import clock
from workflow.lifecycle.case import Case
from workflow.lifecycle.facts import content_hash_of, file_kind
from workflow.models import Signature
from workflow.types import Desk


def add_signature(case: Case) -> None:
    """Bind the signer to the content he saw."""
    _sign(case, case.came_from.rpartition("/")[2])


def add_signature_of_changes(case: Case) -> None:
    """sign_changes: the head's signature, though the file lies at the section."""
    _sign(case, Desk.head)


def _sign(case: Case, desk: str) -> None:
    case.session.add(
        Signature(
            created_at=clock.now(),
            object_kind=file_kind(case.row),
            object_id=case.row.id,
            desk=desk,
            user_id=case.actor.user_id,
            content_hash=content_hash_of(case),
            snapshot_id=case.made.get("snapshot_id"),
            on_behalf_of=case.actor.absent_id,
        )
    )


def void_signatures(case: Case) -> None:
    """Void every standing signature of the file."""
    _void(case)


def void_senders_signature(case: Case) -> None:
    """recall: the signature of the desk that takes the file back no longer stands, whoever of it recalls."""
    _void(case, case.row.desk)


def void_if_back_at_filer(case: Case) -> None:
    """return: signatures hold as long as the department may answer by itself."""
    if case.row.desk == Desk.filer:
        _void(case)


def _void(case: Case, desk: str = "") -> None:
    statement = (
        update(Signature)
        .where(
            col(Signature.object_kind) == file_kind(case.row),
            col(Signature.object_id) == case.row.id,
            col(Signature.voided_at).is_(None),
            *([col(Signature.desk) == desk] if desk else []),
        )
        .values(voided_at=clock.now(), voided_by_action=case.move.action)
        .execution_options(synchronize_session=False)
    )
    case.session.exec(statement)
