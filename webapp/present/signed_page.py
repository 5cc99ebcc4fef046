"""The page on which a filer uploads what the head signed on paper (纸质审签)."""

from dataclasses import replace
from typing import Any

from flask import request, url_for
from sqlmodel import Session

from webapp.access import actor
from webapp.i18n import _
from webapp.present.differences import difference_view
from webapp.present.move_inputs import read_inputs, typed
from workflow.canonical import unpack
from workflow.documents.differences import diff
from workflow.errors import RuleFailed
from workflow.lifecycle import Inputs
from workflow.permissions import Actor, people_at
from workflow.queries import file_page
from workflow.services.signed_pages import SCAN_KINDS, read_page
from workflow.types import Role

View = dict[str, Any]
ACTION = "sign_on_paper"
UNTOLD = frozenset({"kind", "horizon"})
"""Cells that no form prints."""


def inputs_of(declaration_id: int, action: str) -> Inputs:
    """What the form of a move sent along; of this one also the file, read and judged. Raises ``RuleFailed``."""
    given = read_inputs()
    if action != ACTION:
        return given
    file, form = request.files.get("scan"), request.form
    name, content = (file.filename or "", file.stream.read()) if file else ("", b"")
    found = read_page(actor(), declaration_id, name, content, form.get("code", ""))
    return replace(given, head_id=form.get("head", 0, int) or None, code=found.code, scan=found.scan)


def paper_fields(
    session: Session, reader: Actor, row: Any, content: file_page.Content, refused: RuleFailed | None
) -> View:
    """Variables of ``declarations/_signed_page.html``."""
    heads = file_page.people(session, people_at(session, [Role.unit_head], row) - reader.seats)
    options = [{"value": person.id, "label": person.name} for person in heads.values()]
    chosen = typed("head") or (options[0]["value"] if len(options) == 1 else "")
    return {
        "heads": [{"value": "", "label": _("Choose somebody")}, *options],
        "head": chosen,
        "code": typed("code"),
        "accept": ",".join(f".{kind}" for kind in SCAN_KINDS),
        "downloads": [
            {
                "label": label,
                "href": url_for("signed_pages.blank", declaration_id=row.id, file_format=file_format),
                "icon": "download",
                "download": True,
            }
            for file_format, label in (("pdf", _("Download PDF")), ("docx", _("Download Word file")))
        ],
        "changed": _changed(session, row.id, content, refused),
        "again": refused is not None,
    }


def _changed(session: Session, row_id: int, content: file_page.Content, refused: RuleFailed | None) -> list[View]:
    """What was changed since the version on the paper, in the words of the page of differences."""
    facts = next((item.facts for item in (refused.problems if refused else []) if "snapshot_id" in item.facts), None)
    packed = file_page.packed_snapshot(session, facts["snapshot_id"]) if facts else None
    if packed is None:
        return []
    before = unpack(packed)
    items = [item for item in diff(before, content.document) if item.path.rpartition("/")[2] not in UNTOLD]
    form = url_for("declarations.show", declaration_id=row_id)
    views = [difference_view(item, before, content) for item in items]
    return [view | {"href": form + view["href"] if view["href"] else ""} for view in views]
