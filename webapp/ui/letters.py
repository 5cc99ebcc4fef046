"""批复文件: the list, the page of one letter with its next step, its files; and the public check of a code."""

import re
from io import BytesIO

from flask import Blueprint, flash, g, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from webapp.access import actor, public, roles, signed_in
from webapp.context import asked
from webapp.i18n import _
from webapp.limits import code_checks, wrong_codes
from webapp.once import entering
from webapp.present.letter_list import checked_view, list_view
from webapp.present.letter_page import done_words, letter_view, read_draft, read_number
from workflow.db import unit_of_work
from workflow.documents.scan_text import text_of_scan
from workflow.errors import RuleFailed
from workflow.lifecycle import Inputs
from workflow.lifecycle.letters.codes import LONGEST_CODE, SHORTEST_CODE, plain_code
from workflow.queries import letters as read
from workflow.services import approval_letters as letters
from workflow.services import letter_files
from workflow.services.attachments import Download, bring_in
from workflow.types import Role

bp = Blueprint("letters", __name__)
_CODE = re.compile(f"[0-9a-f]{{{SHORTEST_CODE},{LONGEST_CODE}}}")


@bp.get("/letters")
@signed_in
def index() -> ResponseReturnValue:
    """Letters I may see, the newest first, with the numbers nobody has."""
    with unit_of_work() as session:
        view = list_view(session, actor(), asked(), request.args.get("before", 0, int))
    return render_template("letters/index.html", **view)


@bp.get("/letters/<int:letter_id>")
@signed_in
def show(letter_id: int) -> ResponseReturnValue:
    """The letter, who has it since when, and what is to be done."""
    return _page(letter_id)


@bp.post("/letters/<int:letter_id>/draft")
@roles(Role.performance)
def save(letter_id: int) -> ResponseReturnValue:
    """Keep the draft, and send it for signing where that button was pressed."""
    version, draft = request.form.get("expected_version", 0, int), read_draft(request.form)
    try:
        with unit_of_work(write=True) as session:
            row = letters.save_draft(session, actor(), letter_id, version, draft)
            if "send" in request.form:
                letters.move_letter(session, actor(), letter_id, "send_for_signing", row.version, Inputs())
    except RuleFailed as refusal:
        return _page(letter_id, refusal), refusal.status
    flash(_("Sent for signing.") if "send" in request.form else _("The draft is saved."), "ok")
    return redirect(url_for("letters.show", letter_id=letter_id), 303)


@bp.post("/letters/<int:letter_id>/moves/<action>")
@signed_in
def take(letter_id: int, action: str) -> ResponseReturnValue:
    """One step of the letter; what is missing comes back with everything typed."""
    version, form = request.form.get("expected_version", 0, int), request.form
    inputs = Inputs(reason=form.get("reason", ""), opinion=form.get("opinion", ""), document=read_number(form))
    try:
        with unit_of_work(write=True) as session:
            case = letters.move_letter(session, actor(), letter_id, action, version, inputs)
            new = case.made["document"].id if "document" in case.made else letter_id
    except RuleFailed as refusal:
        return _page(letter_id, refusal), refusal.status
    flash(done_words(case), "ok")
    return redirect(url_for("letters.show", letter_id=new), 303)


@bp.post("/letters/<int:letter_id>/scans")
@roles(Role.performance)
def add_scan(letter_id: int) -> ResponseReturnValue:
    """The scan of the sealed letter."""
    file = request.files.get("file") or FileStorage()
    try:
        judged = bring_in(file.filename or "", file.stream.read())
        text = text_of_scan(judged)
        with entering() as session:
            letters.attach_scan(session, actor(), letter_id, judged, text, request.form.get("scan_code", ""))
    except RuleFailed as refusal:
        return _page(letter_id, refusal), refusal.status
    flash(_("Attached."), "ok")
    return redirect(url_for("letters.show", letter_id=letter_id), 303)


@bp.get("/letters/<int:letter_id>/scans/<int:attachment_id>")
@signed_in
def scan(letter_id: int, attachment_id: int) -> ResponseReturnValue:
    """Saved, never shown inside the site."""
    with unit_of_work() as session:
        found = letters.read_scan(session, actor(), letter_id, attachment_id)
    return _saved(found)


@bp.get("/letters/<int:letter_id>/file.<file_format>")
@signed_in
def download(letter_id: int, file_format: str) -> ResponseReturnValue:
    """The letter with the annexes in reach, a draft marked as one; a long one has to be ordered."""
    with unit_of_work() as session:
        found = letter_files.letter_at_once(session, actor(), letter_id, file_format)
    if found is None:
        flash(_("This letter is long. Order the file here; you get a message when it is made."), "info")
        return redirect(url_for("letters.show", letter_id=letter_id), 303)
    return _saved(found)


@bp.post("/letters/<int:letter_id>/file.<file_format>")
@signed_in
def order(letter_id: int, file_format: str) -> ResponseReturnValue:
    """A long letter, made in the background."""
    with unit_of_work(write=True) as session:
        letter_files.order_letter(session, actor(), letter_id, file_format)
    flash(_("The letter is being made; you get a message when it is ready."), "info")
    return redirect(url_for("exports.index"), 303)


@bp.get("/verify")
@public
@code_checks
@wrong_codes
def verify() -> ResponseReturnValue:
    """Whether a letter with this code was issued, and what it covers."""
    typed = request.args.get("code", "")
    code = plain_code(typed)
    found = None
    if _CODE.fullmatch(code):
        with unit_of_work() as session:
            found = read.check_code(session, code)
    g.unknown_code = bool(code) and found is None
    return render_template("letters/verify.html", **checked_view(typed, found, inside=g.actor is not None))


def _page(letter_id: int, refusal: RuleFailed | None = None) -> str:
    with unit_of_work() as session:
        view = letter_view(read.letter_page(session, actor(), letter_id), actor(), request.form, refusal)
    return render_template("letters/show.html", **view)


def _saved(found: Download) -> ResponseReturnValue:
    return send_file(BytesIO(found.content), found.media_type, as_attachment=True, download_name=found.name)
