"""Many files at once (approve, clear), and the approval batches that come of it."""

import re
from collections.abc import Sequence

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from webapp.access import actor, roles, signed_in
from webapp.present.batch_page import batch_rows, batch_view, precheck_view, result_view
from workflow import clock
from workflow.db import unit_of_work
from workflow.errors import RuleFailed
from workflow.queries import batches
from workflow.services.moves import approve_many, move_many
from workflow.texts import said
from workflow.types import Role

bp = Blueprint("batches", __name__)
ACTIONS = ("approve", "clear")
MOST = 200
_ITEM = re.compile(r"([0-9]{1,9}):([0-9]{1,9})")


@bp.get("/declarations/many/<action>")
@roles(Role.performance)
def precheck(action: str) -> ResponseReturnValue:
    """How many can, how many cannot and why; then one button."""
    ids = list(dict.fromkeys(request.args.getlist("id", type=int)))
    _check(action, ids)
    with unit_of_work() as session:
        view = precheck_view(action, batches.candidates(session, actor(), action, ids))
    return render_template("batches/precheck.html", **view)


@bp.post("/declarations/many/<action>")
@roles(Role.performance)
def perform(action: str) -> ResponseReturnValue:
    """A transaction and a result per file; safe to send again."""
    chosen = [_item(text) for text in dict.fromkeys(request.form.getlist("item"))]
    _check(action, chosen)
    name = said(request.form.get("name", "")) or clock.business_date().isoformat()
    results = approve_many(actor(), chosen, name) if action == "approve" else move_many(actor(), action, chosen)
    with unit_of_work() as session:
        files = batches.files(session, actor(), [item for item, _version in chosen])
    return render_template("batches/result.html", **result_view(action, results, files))


@bp.get("/batches")
@signed_in
def index() -> ResponseReturnValue:
    """Batches with files I may see, newest first."""
    with unit_of_work() as session:
        found = batches.batches(session, actor(), before=request.args.get("before", type=int))
    page = found[: batches.PAGE_SIZE]
    older = page[-1].id if len(found) > len(page) else None
    return render_template("batches/index.html", rows=batch_rows(page), older=older)


@bp.get("/batches/<int:batch_id>")
@signed_in
def show(batch_id: int) -> ResponseReturnValue:
    """The files of one batch, department by department."""
    with unit_of_work() as session:
        view = batch_view(batches.batch(session, actor(), batch_id))
    return render_template("batches/show.html", **view)


def _check(action: str, chosen: Sequence[object]) -> None:
    if action not in ACTIONS:
        abort(404)
    if not chosen:
        raise RuleFailed("nothing_chosen")
    if len(chosen) > MOST:
        raise RuleFailed("too_many_chosen", most=MOST)


def _item(text: str) -> tuple[int, int]:
    """``id:version`` as the pre-check page sends it."""
    found = _ITEM.fullmatch(text)
    if found is None:
        abort(400)
    return int(found[1]), int(found[2])
