"""sign_on_paper: a head who does not sign in signed the printed page, and the filer uploads its scan.

The same signature as ``sign``, held to the same rules: it is the named head's, bound to the content that the code of
the paper names. Who uploads is never who signed.
"""

from sqlmodel import col, select

from workflow import clock, regional
from workflow.canonical import content_hash, sign_code, unpack
from workflow.documents.differences import diff
from workflow.lifecycle.case import Case
from workflow.lifecycle.checks import Problem, check
from workflow.lifecycle.checks_desk import typed_in
from workflow.lifecycle.facts import file_kind
from workflow.lifecycle.files import keep_file
from workflow.lifecycle.moves import HEAD, SUBMITTERS
from workflow.models import Declaration, Signature, Snapshot
from workflow.permissions import Actor, load_actor
from workflow.regional.table import SIGNER_MAY_FILE
from workflow.types import Desk, SignatureKind

SCANS = "signed_page"
"""``owner_kind`` of a scan; not ``declaration``, whose files belong to the content that is signed."""


@check(422)
def head_named(case: Case) -> Problem | None:
    """A head of this unit (or who stands in for him), not who uploads, nor who typed unless the region allows it."""
    if not case.inputs.head_id:
        return Problem("head_missing")
    signer = _signer(case)
    if signer is None:
        return Problem("not_a_head")
    if signer.persons & case.actor.persons:
        return Problem("head_uploads")
    lax = regional.setting(case.session, case.row.region_id, SIGNER_MAY_FILE, case.row.fiscal_year)
    return None if lax or not typed_in(case, signer.persons) else Problem("head_typed")


def _signer(case: Case) -> Actor | None:
    """Who signed as if he had done so at the screen: in his own right, or for the head he stands in for."""
    named = load_actor(case.session, case.inputs.head_id or 0)
    return named.acting(HEAD, case.row) if named and named.holds_any(HEAD, case.row) else None


@check(422)
def scan_given(case: Case) -> Problem | None:
    """Without the scan there is nothing to show to an auditor."""
    return None if case.inputs.scan else Problem("scan_missing")


@check(422)
def sign_code_fits(case: Case) -> Problem | None:
    """The paper is about this declaration as it stands now; else the reason says what it is about."""
    if not sign_code.plain_code(case.inputs.code):
        return Problem("sign_code_missing")
    told = sign_code.read_code(case.inputs.code)
    if told is None:
        return Problem("sign_code_mistyped")
    if told.declaration_id != case.row.id:
        return _of_another_file(case, told.declaration_id)
    if content_hash(case.document).startswith(told.hash_start):
        return None
    return _outdated(case, told.hash_start)


def _of_another_file(case: Case, declaration_id: int) -> Problem:
    """Its name is told to those only who may see it."""
    other = case.session.get(Declaration, declaration_id)
    if other is None or not case.actor.sees(other):
        return Problem("sign_code_of_another_file")
    return Problem("sign_code_of_named_file", {"project_name": other.project_name, "year": other.fiscal_year})


def _outdated(case: Case, hash_start: str) -> Problem:
    """An earlier version: how many cells differ; the page shows them (``snapshot_id``)."""
    earlier = case.session.exec(
        select(Snapshot).where(col(Snapshot.content_hash) >= hash_start, col(Snapshot.content_hash) < f"{hash_start}g")
    ).first()
    if earlier is None:
        return Problem("sign_code_unknown_version")
    count = len(diff(unpack(earlier.packed), case.document))
    return Problem("sign_code_outdated", {"snapshot_id": earlier.id, "count": count})


@check(403)
def head_or_paper(case: Case) -> Problem | None:
    """withdraw, request_return: who signed last; the filer where that was on paper, or nobody could ask at all."""
    if case.actor.holds_any(SUBMITTERS, case.row):
        return None
    query = select(Signature.kind).where(
        Signature.object_kind == file_kind(case.row),
        Signature.object_id == case.row.id,
        col(Signature.voided_at).is_(None),
    )
    last = case.session.exec(query.order_by(col(Signature.id).desc()).limit(1)).first()
    return None if last == SignatureKind.paper else Problem("not_signed_on_paper")


def keep_scan(case: Case) -> None:
    """The scan stays with the declaration; ``made`` has its id and the name of who signed."""
    signer = _signer(case)
    assert case.inputs.scan and signer  # noqa: S101 - scan_given and head_named have looked
    scan = keep_file(case.session, SCANS, case.row.id, "scan", case.inputs.scan, case.actor.user_id)
    case.made |= {"scan_id": scan.id, "by": signer, "signer": signer.name}


def add_paper_signature(case: Case) -> None:
    """The named head's signature, bound to the content that the paper's code named."""
    signer: Actor = case.made["by"]
    case.session.add(
        Signature(
            created_at=clock.now(),
            object_kind=file_kind(case.row),
            object_id=case.row.id,
            desk=Desk.head,
            user_id=signer.user_id,
            content_hash=content_hash(case.document),
            snapshot_id=case.made["snapshot_id"],
            kind=SignatureKind.paper,
            scan_id=case.made["scan_id"],
            on_behalf_of=signer.absent_id,
        )
    )
