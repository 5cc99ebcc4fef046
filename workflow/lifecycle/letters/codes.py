"""The verification code of a letter (核验码): the SHA-256 of what was frozen, of which the beginning is enough."""

import re

from sqlmodel import Session, col, select

from workflow.lifecycle.letters.content import latest_version
from workflow.lifecycle.letters.reach import letters_seen_by
from workflow.models import ApprovalDocument, ApprovalDocumentVersion
from workflow.permissions import Actor

SHORTEST_CODE, LONGEST_CODE = 16, 64
"""Hex digits that are asked for, and all of them."""
_BETWEEN = re.compile(r"[\s\u200b\u00ad-]")


def plain_code(typed: str) -> str:
    """Without gaps and hyphens, lower case."""
    return _BETWEEN.sub("", typed).lower()


def codes_printed(text: str) -> list[str]:
    """Whole codes in the text of a scan; a line may end inside one."""
    return re.findall(rf"[0-9a-f]{{{LONGEST_CODE}}}", plain_code(text))


def fits(session: Session, document: ApprovalDocument, code: str) -> bool:
    """Whether a plain code, whole or long enough, is that of this letter as it was numbered."""
    version = latest_version(session, document.id)
    return version is not None and len(code) >= SHORTEST_CODE and version.content_hash.startswith(code)


def letter_with(session: Session, actor: Actor, codes: list[str]) -> ApprovalDocument | None:
    """The letter that one of these whole codes stands for, if the actor may see it."""
    query = (
        select(ApprovalDocument)
        .join(ApprovalDocumentVersion, col(ApprovalDocumentVersion.document_id) == ApprovalDocument.id)
        .where(col(ApprovalDocumentVersion.content_hash).in_(codes), letters_seen_by(actor))
    )
    return session.exec(query).first() if codes else None
