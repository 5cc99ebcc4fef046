"""What belongs to a file besides its form: opinions, signatures, attachments."""

from typing import Any

from flask import url_for

from webapp.i18n import _
from webapp.present.labels import action_label, desk_label, grade_label
from webapp.present.times import moment
from workflow.canonical import version_code
from workflow.queries.file_page import FileFacts

View = dict[str, Any]


def papers(facts: FileFacts, row: Any) -> View:
    """Variables of the tab."""
    return {
        "opinions": [_opinion(item, facts) for item in facts.opinions],
        "signatures": [_signature(item, facts, row) for item in facts.signatures],
        "attachments": [attachment_line(item, row) for item in facts.attachments],
        "batch": url_for("batches.show", batch_id=row.approval_batch_id) if row.approval_batch_id else None,
    }


def _opinion(item: Any, facts: FileFacts) -> View:
    return {
        "title": f"{action_label(item.action)} · {grade_label(item.grade)}",
        "text": item.opinion,
        "who": facts.names(item.author_id, item.on_behalf_of),
        "when": moment(item.created_at),
    }


def _signature(item: Any, facts: FileFacts, row: Any) -> View:
    scan = url_for("signed_pages.scan", declaration_id=row.id, attachment_id=item.scan_id) if item.scan_id else ""
    return {
        "scan": scan,
        "who": facts.names(item.user_id, item.on_behalf_of),
        "desk": desk_label(item.desk),
        "when": moment(item.created_at),
        "code": version_code(item.content_hash),
        "current": item.content_hash == facts.content.content_hash,
        "voided": _(
            "void since %(when)s: %(action)s", when=moment(item.voided_at), action=action_label(item.voided_by_action)
        )
        if item.voided_at
        else "",
    }


def purpose_label(purpose: str) -> str:
    """依据, 方案, 测算, 其他."""
    words = {
        "basis": _("Basis document"),
        "adjustment": _("Document of the adjustment"),
        "plan": _("Implementation plan"),
        "estimate": _("Cost estimate"),
    }
    return words.get(purpose, _("Other document"))


def attachment_line(item: Any, row: Any) -> View:
    return {
        "name": item.name,
        "purpose": purpose_label(item.purpose),
        "size": size_words(item.size),
        "href": url_for("attachments.download", declaration_id=row.id, attachment_id=item.id),
        "when": moment(item.created_at),
    }


def size_words(size: int) -> str:
    """``320 KB`` or ``1.5 MB``."""
    return f"{size / 1024**2:.1f} MB" if size >= 1024**2 else f"{max(1, round(size / 1024))} KB"
