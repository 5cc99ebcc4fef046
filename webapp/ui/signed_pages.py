"""审签页: the page to be signed on paper, and the scan that came back; uploading it is a move (``webapp.ui.moves``)."""

from io import BytesIO

from flask import Blueprint, send_file
from flask.typing import ResponseReturnValue

from webapp.access import actor, signed_in
from webapp.downloads import send_paper
from workflow.db import unit_of_work
from workflow.documents.render import Format
from workflow.queries.papers import declaration_sign_page
from workflow.services.signed_pages import read_scan

bp = Blueprint("signed_pages", __name__, url_prefix="/declarations/<int:declaration_id>")


@bp.get("/sign-page.<any(pdf, docx):file_format>")
@signed_in
def blank(declaration_id: int, file_format: Format) -> ResponseReturnValue:
    """To be printed, signed and stamped; before the file goes to the head a draft without a code."""
    with unit_of_work() as session:
        page = declaration_sign_page(session, actor(), declaration_id)
    return send_paper(page, file_format)


@bp.get("/signed-pages/<int:attachment_id>")
@signed_in
def scan(declaration_id: int, attachment_id: int) -> ResponseReturnValue:
    """For everyone who may see the declaration; saved, never shown inside the site."""
    with unit_of_work() as session:
        found = read_scan(session, actor(), declaration_id, attachment_id)
    return send_file(BytesIO(found.content), found.media_type, as_attachment=True, download_name=found.name)
