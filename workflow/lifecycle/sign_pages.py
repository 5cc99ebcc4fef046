"""审签页 of a declaration: printed while the head is awaited; before that a blank marked as a draft, without a code."""

from sqlmodel import Session

from workflow import regional
from workflow.canonical import content_hash, version_code
from workflow.canonical.sign_code import make_code
from workflow.documents.assemble import document_of
from workflow.documents.render import DRAFT, SignPage, SignPlace
from workflow.errors import WrongState
from workflow.lifecycle.case import pair_of
from workflow.lifecycle.moves import DESK_LABELS
from workflow.models import Declaration
from workflow.types import Desk

AWAITED, BEFORE = f"drafted/{Desk.head}", f"drafted/{Desk.filer}"
"""Where the head signs, and where the content may still change."""


def sign_page(session: Session, row: Declaration) -> SignPage:
    """The page as it would be signed now; raises ``WrongState`` once the unit's head has no part in it any more."""
    pair = pair_of(row)
    if pair not in (AWAITED, BEFORE):
        raise WrongState("sign_page_not_now")
    document = document_of(session, row)
    digest = content_hash(document)
    return SignPage(
        declaration=document,
        profile=regional.profile(session, document.form_profile),
        code=version_code(digest),
        content_hash=digest,
        places=(SignPlace(DESK_LABELS[Desk.head][0]),),
        sign_code=make_code(row.id, digest) if pair == AWAITED else "",
        mark="" if pair == AWAITED else DRAFT,
    )
