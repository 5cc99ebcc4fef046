"""Comments of those who check a declaration: write, publish or keep internal, change, delete."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.access import actor, signed_in
from webapp.i18n import language
from webapp.present.file_page import file_view
from webapp.present.refusals import problem_texts
from workflow.db import unit_of_work
from workflow.errors import RuleFailed
from workflow.services import comments

bp = Blueprint("comments", __name__, url_prefix="/declarations/<int:declaration_id>/comments")


@bp.post("")
@signed_in
def add(declaration_id: int) -> ResponseReturnValue:
    """A new comment; what cannot stay comes back with everything typed."""
    path, text, publish = request.form.get("path", ""), request.form.get("text", ""), bool(request.form.get("publish"))
    try:
        with unit_of_work(write=True) as session:
            made = comments.add_comment(session, actor(), declaration_id, path, text, publish=publish)
    except RuleFailed as refusal:
        return _refused(declaration_id, refusal, {"comment": path, "text": text, "publish": publish})
    return _back(declaration_id, made.id)


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
    return _back(declaration_id, comment_id)


@bp.post("/<int:comment_id>/publish")
@signed_in
def publish(declaration_id: int, comment_id: int) -> ResponseReturnValue:
    """Goes out with the next return, or stays internal."""
    with unit_of_work(write=True) as session:
        comments.publish_comment(session, actor(), declaration_id, comment_id, bool(request.form.get("publish")))
    return _back(declaration_id, comment_id)


@bp.post("/<int:comment_id>/delete")
@signed_in
def delete(declaration_id: int, comment_id: int) -> ResponseReturnValue:
    """Take an own unsent comment back."""
    with unit_of_work(write=True) as session:
        comments.delete_comment(session, actor(), declaration_id, comment_id)
    return _back(declaration_id)


def _back(declaration_id: int, comment_id: int | None = None) -> ResponseReturnValue:
    place = f"comment-{comment_id}" if comment_id else "side"
    return redirect(url_for("declarations.show", declaration_id=declaration_id, tab="comments", _anchor=place), 303)


def _refused(declaration_id: int, refusal: RuleFailed, typed: dict[str, object]) -> ResponseReturnValue:
    error = " ".join(problem_texts(refusal, language()))
    with unit_of_work() as session:
        view = file_view(session, actor(), declaration_id, {"tab": "comments", "error": error, **typed})
    return render_template("declarations/show.html", **view), refusal.status
