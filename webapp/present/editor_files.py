"""附件: what is attached, and the form that adds one."""

from typing import Any

from flask import url_for

from webapp.i18n import _
from webapp.present.editor_draft import Draft
from webapp.present.times import moment
from workflow.canonical.paths import Path
from workflow.canonical.profile import ProfileSection
from workflow.documents.file_kinds import KINDS
from workflow.services.attachments import MEGABYTE, MOST_BYTES, MOST_BYTES_TOGETHER, PURPOSES


def purpose_words() -> dict[str, str]:
    """What a file is for, in words."""
    return {
        "basis": _("Grounds"),
        "adjustment": _("Document of the adjustment"),
        "plan": _("Implementation plan"),
        "estimate": _("Estimate"),
        "other": _("Other"),
    }


def files_view(draft: Draft, _section: ProfileSection) -> dict[str, Any]:
    """The table of files and the choices of the upload form."""
    words, file_id = purpose_words(), draft.row.id
    return {
        "rows": [
            {
                "name": item.name,
                "href": url_for("attachments.download", declaration_id=file_id, attachment_id=item.id),
                "purpose": words[item.purpose],
                "size": size_words(item.size),
                "by": item.uploaded_by,
                "when": moment(item.at),
                "remove": url_for("attachments.remove", declaration_id=file_id, attachment_id=item.id),
            }
            for item in draft.files
        ],
        "editable": draft.locks.allows(Path("attachments")),
        "action": url_for("attachments.add", declaration_id=file_id),
        "purposes": [
            {"value": code, "label": words[code]} for code in PURPOSES if code != "adjustment" or draft.row.revision > 1
        ],
        "accept": ",".join(f".{extension}" for extension in KINDS),
        "hint": _(
            "PDF, Word, Excel, OFD, JPG or PNG; each at most %(each)s MB, together %(all)s MB",
            each=MOST_BYTES // MEGABYTE,
            all=MOST_BYTES_TOGETHER // MEGABYTE,
        ),
    }


def size_words(size: int) -> str:
    """``1.2 MB`` or ``340 KB``."""
    return f"{size / MEGABYTE:.1f} MB" if size >= MEGABYTE else f"{max(1, round(size / 1024))} KB"
