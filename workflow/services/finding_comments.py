"""转为意见: a finding of the rule check becomes an internal comment at its place, in the words of the finding."""

from collections.abc import Collection

from sqlmodel import Session

from workflow import regional
from workflow.canonical import Declaration as Document
from workflow.canonical import Profile, content_hash
from workflow.canonical.paths import Path, parse
from workflow.documents.assemble import document_of
from workflow.documents.values import has_place
from workflow.errors import RuleFailed
from workflow.models import Comment
from workflow.permissions import Actor
from workflow.review import known_findings
from workflow.rules import Finding
from workflow.services.comments import LONGEST, file_at_desk, write


def comment_on_findings(session: Session, actor: Actor, declaration_id: int, keys: Collection[str]) -> list[Comment]:
    """One internal comment for each finding of the form as it stands; the same finding twice is one comment.

    Raises like ``comments.add_comment``, ``RuleFailed('finding_gone')`` when none of the findings is there any more.
    """
    row, actor = file_at_desk(session, actor, declaration_id)
    document, profile = document_of(session, row), regional.profile(session, row.form_profile)
    findings, _ = known_findings(session, row, document, content_hash(document))  # the list that the page shows
    wanted = [finding for finding in findings if finding.key in keys]
    if not wanted:
        raise RuleFailed("finding_gone")
    return [
        write(session, row, actor, document, place_of(finding, document, profile), comment_text(finding))
        for finding in wanted
    ]


def comment_text(finding: Finding) -> str:
    """The sentence, what would be right, and the rule it rests on; always Chinese: the unit reads it."""
    parts = [finding.zh.rstrip("。") + "。"]
    if finding.suggestion:
        parts.append(f"建议改为：{finding.suggestion.rstrip('。')}。")
    if finding.source:
        parts.append(f"依据：{finding.source}")
    return "\n".join(parts)[:LONGEST]


def place_of(finding: Finding, document: Document, profile: Profile) -> Path:
    """Where the form can be commented on: the cell, else what it lies in."""
    target = parse(finding.path)
    while not has_place(document, profile, target):
        target = target.parent
    return target
