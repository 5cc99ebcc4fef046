"""Comments of those who check a declaration: write, take from findings, publish or keep internal, change, delete."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.access import actor, signed_in
from webapp.i18n import language
from webapp.present.file_page import file_view, kept
from webapp.present.places import anchor, shown_at
from webapp.present.refusals import problem_texts
from workflow.db import unit_of_work
from workflow.errors import RuleFailed
from workflow.services import comments
from workflow.services.finding_comments import comment_on_findings
from workflow.services.late_comments import decide

bp = Blueprint("comments", __name__, url_prefix="/declarations/<int:declaration_id>/comments")


@bp.post("")
@signed_in
def add(declaration_id: int) -> ResponseReturnValue:
    """A new comment; the page comes back at its place. What cannot stay comes back with everything typed."""
    form = request.form
    path, text, publish, cause = form.get("path", ""), form.get("text", ""), bool(form.get("publish")), _cause()
    try:
        with unit_of_work(write=True) as session:
            made = comments.add_comment(session, actor(), declaration_id, path, text, publish=publish, cause=cause)
    except RuleFailed as refusal:
        return _refused(declaration_id, refusal, {"comment": path, "text": text, "publish": publish, "cause": cause})
    return _back(declaration_id, anchor(shown_at(made.path)), made=made.id)


@bp.post("/findings")
@signed_in
def from_findings(declaration_id: int) -> ResponseReturnValue:
    """转为意见: one finding or a whole group of them, as internal comments."""
    keys = request.form.getlist("key")
    try:
        with unit_of_work(write=True) as session:
            comment_on_findings(session, actor(), declaration_id, keys)
    except RuleFailed as refusal:
        return _refused(declaration_id, refusal, {"tab": "findings"})
    return _back(declaration_id, f"finding-{keys[0][:12]}", tab="findings")


@bp.post("/<int:comment_id>")
@signed_in
def edit(declaration_id: int, comment_id: int) -> ResponseReturnValue:
    """Other words for an own comment that was not sent."""
    text = request.form.get("text", "")
    try:
        with unit_of_work(write=True) as session:
            comments.edit_comment(session, actor(), declaration_id, comment_id, text)
    except RuleFailed as refusal:
        return _refused(declaration_id, refusal, {"edited": comment_id, "text": text})
    return _back(declaration_id, f"comment-{comment_id}")


@bp.post("/<int:comment_id>/publish")
@signed_in
def publish(declaration_id: int, comment_id: int) -> ResponseReturnValue:
    """Goes out with the next return, or stays internal."""
    going = bool(request.form.get("publish"))
    try:
        with unit_of_work(write=True) as session:
            comments.publish_comment(session, actor(), declaration_id, comment_id, going, _cause())
    except RuleFailed as refusal:
        return _refused(declaration_id, refusal, {"published": comment_id})
    return _back(declaration_id, f"comment-{comment_id}")


@bp.post("/publish")
@signed_in
def publish_all(declaration_id: int) -> ResponseReturnValue:
    """All of one's own that are still internal go out with the next return, but those that need a cause."""
    with unit_of_work(write=True) as session:
        comments.publish_all(session, actor(), declaration_id)
    return _back(declaration_id, "side")


@bp.post("/<int:comment_id>/consent")
@signed_in
def consent(declaration_id: int, comment_id: int) -> ResponseReturnValue:
    """The section head lets a late comment go out, or not."""
    granted, answer = request.form.get("granted") == "1", request.form.get("answer", "")
    try:
        with unit_of_work(write=True) as session:
            decide(session, actor(), declaration_id, comment_id, granted=granted, answer=answer)
    except RuleFailed as refusal:
        return _refused(declaration_id, refusal, {"decided": comment_id})
    return _back(declaration_id, f"comment-{comment_id}")


@bp.post("/<int:comment_id>/delete")
@signed_in
def delete(declaration_id: int, comment_id: int) -> ResponseReturnValue:
    """Take an own unsent comment back."""
    with unit_of_work(write=True) as session:
        comments.delete_comment(session, actor(), declaration_id, comment_id)
    return _back(declaration_id, "side")


def _cause() -> str:
    return request.form.get("cause", "")


def _back(declaration_id: int, place: str, tab: str = "comments", made: int | None = None) -> ResponseReturnValue:
    here = url_for("declarations.show", declaration_id=declaration_id, tab=tab, made=made, _anchor=place, **kept())
    return redirect(here, 303)


def _refused(declaration_id: int, refusal: RuleFailed, typed: dict[str, object]) -> ResponseReturnValue:
    error = " ".join(problem_texts(refusal, language()))
    with unit_of_work() as session:
        asked = {"tab": "comments", "error": error, **kept(), **typed}
        view = file_view(session, actor(), declaration_id, asked)
    return render_template("declarations/show.html", **view), refusal.status
