"""Beside the form: answers to the return's comments, explanations of findings, requests to unlock."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from webapp.access import actor, signed_in
from webapp.i18n import _, language
from webapp.present.editor import editor_view
from webapp.present.editor_pages import back_to, explain_view, unlock_view
from webapp.present.refusals import problem_texts
from webapp.ui.editor import bp
from workflow.db import unit_of_work
from workflow.errors import RuleFailed
from workflow.services import answers, cloning, editing, waivers

__all__ = ["bp"]  # with these routes on it


@bp.post("/answers/<int:comment_id>")
@signed_in
def answer(declaration_id: int, comment_id: int) -> ResponseReturnValue:
    """Changed, or kept with a reason."""
    kind, text = request.form.get("kind", ""), request.form.get("text", "")
    try:
        with unit_of_work(write=True) as session:
            answers.answer(session, actor(), declaration_id, comment_id, kind, text)
    except RuleFailed as refusal:
        words = " ".join(problem_texts(refusal, language()))
        typed, errors = {f"answer/{comment_id}": words}, [{"text": words, "href": f"#comment-{comment_id}"}]
        with unit_of_work() as session:
            view = editor_view(session, actor(), declaration_id, typed=typed, errors=errors)
            return render_template("editor/show.html", **view), refusal.status
    return redirect(f"{back_to(declaration_id)}#comment-{comment_id}", 303)


@bp.post("/copy")
@signed_in
def copy_from(declaration_id: int) -> ResponseReturnValue:
    """An earlier declaration of the project into the empty draft."""
    try:
        with unit_of_work(write=True) as session:
            cloning.fill_from(session, actor(), declaration_id, request.form.get("source", 0, int))
        flash(_("Copied. What came over is marked: change it or confirm it, part by part."), "ok")
    except RuleFailed as refusal:
        flash(" ".join(problem_texts(refusal, language())), "warn")
    return redirect(back_to(declaration_id), 303)


@bp.get("/unlock")
@signed_in
def ask_unlock(declaration_id: int) -> ResponseReturnValue:
    """What has to change beyond the comments, and why."""
    with unit_of_work() as session:
        view = unlock_view(session, actor(), declaration_id, request.args.get("path", "form"))
    return render_template("editor/unlock.html", **view)


@bp.post("/unlock")
@signed_in
def unlock(declaration_id: int) -> ResponseReturnValue:
    """Granted at once, and flagged for the reviewer."""
    path, reason = request.form.get("path", ""), request.form.get("reason", "")
    try:
        with unit_of_work(write=True) as session:
            editing.request_unlock(session, actor(), declaration_id, path, reason)
    except RuleFailed as refusal:
        with unit_of_work() as session:
            view = unlock_view(session, actor(), declaration_id, path, reason, refusal)
        return render_template("editor/unlock.html", **view), refusal.status
    flash(_("Unlocked. The reviewer sees your reason."), "ok")
    return redirect(back_to(declaration_id, path), 303)


@bp.get("/explain")
@signed_in
def ask_explain(declaration_id: int) -> ResponseReturnValue:
    """The finding, and room for a reason."""
    with unit_of_work() as session:
        view = explain_view(session, actor(), declaration_id, request.args.get("key", ""))
    return render_template("editor/explain.html", **view)


@bp.post("/explain")
@signed_in
def explain(declaration_id: int) -> ResponseReturnValue:
    """情况说明 of one finding."""
    key, reason = request.form.get("key", ""), request.form.get("reason", "")
    try:
        with unit_of_work(write=True) as session:
            path = waivers.explain(session, actor(), declaration_id, key, reason).path
    except RuleFailed as refusal:
        with unit_of_work() as session:
            view = explain_view(session, actor(), declaration_id, key, reason, refusal)
        return render_template("editor/explain.html", **view), refusal.status
    return redirect(back_to(declaration_id, path), 303)


@bp.post("/explain/withdraw")
@signed_in
def withdraw_explanation(declaration_id: int) -> ResponseReturnValue:
    """The finding stands again."""
    with unit_of_work(write=True) as session:
        waivers.withdraw(session, actor(), declaration_id, request.form.get("key", ""))
    return redirect(back_to(declaration_id), 303)
