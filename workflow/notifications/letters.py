"""How an inbox message reads as an e-mail: the sentence as subject and text, and where to go in the browser."""

from typing import Any

from sqlmodel import Session, select

from workflow.models import InboxMessage, OutboxMessage
from workflow.notifications.messages import message_text

PATHS = {
    "declaration": "/declarations/{id}",
    "monitoring_report": "/reports/{id}",
    "self_evaluation": "/evaluations/{id}",
    "corrective_action": "/corrections/{id}",
    "declaration_task": "/declarations/",
    "monitoring_campaign": "/monitoring/{id}",
    "evaluation_task": "/evaluation-tasks/{id}",
    "approval_document": "/letters/{id}",
}
"""Where a page shows the object; everything else is opened from the inbox."""
INBOX = "/inbox"
BODY = {
    "zh": "{sentence}\n\n{link}\n\n本邮件由系统自动发送，请勿回复。",
    "en": "{sentence}\n\n{link}\n\nThis message was sent automatically; please do not reply.",
}


def subject_of(row: OutboxMessage, language: str) -> str:
    """One line, whatever was typed into a name."""
    return " ".join(message_text(row.template, row.facts, language).split())


def link_of(session: Session, row: OutboxMessage, public_url: str) -> str:
    """Where to go in the browser."""
    return public_url.rstrip("/") + _path(session, row)


def body_of(row: OutboxMessage, language: str, link: str) -> str:
    """The sentence and the link."""
    return BODY.get(language, BODY["zh"]).format(sentence=_sentence(row, language, link), link=link)


def _sentence(row: OutboxMessage, language: str, link: str) -> str:
    """What the letter says; a digest lists its messages, each with the place it is about."""
    told, begin = row.facts.get("lines", ()), link.removesuffix(INBOX)
    lines = [_line(language, begin, *one) for one in told]
    left = row.facts["count"] - len(lines) if lines else 0
    more = ["…"] if left else []
    return "\n".join([subject_of(row, language), *([""] if lines else []), *(f"· {line}" for line in lines), *more])


def _line(language: str, begin: str, template: str, facts: dict[str, Any], *about: Any) -> str:
    """One message of a digest; those written before places were kept have none."""
    said, place = " ".join(message_text(template, facts, language).split()), path_of(*about) if about else INBOX
    return f"{said} {begin}{place}" if place != INBOX else said


def path_of(kind: str, number: int | None) -> str:
    """Where an object is shown."""
    return PATHS.get(kind, INBOX).format(id=number)


def _path(session: Session, row: OutboxMessage) -> str:
    """The place the inbox message of the same key points to."""
    key = row.dedupe_key.removesuffix(f":{row.recipient_id}").removeprefix("bot:").removeprefix("sms:")
    query = select(InboxMessage.object_kind, InboxMessage.object_id)
    found = session.exec(
        query.where(InboxMessage.recipient_id == row.recipient_id, InboxMessage.dedupe_key == key)
    ).first()
    return path_of(*found) if found else INBOX
