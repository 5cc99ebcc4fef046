"""Many files at once (pass review, clear, approve), and the approval batches that come of it."""

import re
from collections.abc import Sequence

from flask import Blueprint, abort, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.access import actor, roles, signed_in
from webapp.context import current_region
from webapp.present.batch_page import batch_rows, batch_view, precheck_view, result_view
from webapp.present.move_inputs import inputs_for_many
from webapp.present.phrases import picker_for_many
from workflow import clock
from workflow.db import unit_of_work
from workflow.errors import NotAllowed, RuleFailed
from workflow.queries import batches
from workflow.queries.letters import letters_of_batch
from workflow.services import phrases
from workflow.services.moves import ItemResult, approve_many, move_many
from workflow.services.pending_decisions import Decision, save_many
from workflow.texts import said
from workflow.types import Role

bp = Blueprint("batches", __name__)
WHO = {"approve": Role.performance, "clear": Role.performance, "pass_review": Role.section_reviewer}
"""What can be done to many files at once, and who does it."""
MOST = 200
_ITEM = re.compile(r"([0-9]{1,9}):([0-9]{1,9})")


@bp.get("/declarations/many/<action>")
@roles(Role.section_reviewer, Role.performance)
def precheck(action: str) -> ResponseReturnValue:
    """How many can, how many cannot and why; then one button."""
    ids = list(dict.fromkeys(request.args.getlist("id", type=int)))
    _check(action, ids)
    return _precheck(action, ids)


@bp.post("/declarations/many/<action>")
@roles(Role.section_reviewer, Role.performance)
def perform(action: str) -> ResponseReturnValue:
    """A transaction and a result per file; safe to send again."""
    chosen = _chosen(action)
    if refusal := _missing(action, chosen):
        return _precheck(action, _shown(chosen), refusal), refusal.status
    if action == "approve":
        return _result(action, approve_many(actor(), chosen, _name()))
    return _result(action, move_many(actor(), action, chosen, inputs_for_many()))


@bp.post("/declarations/many/<action>/later")
@roles(Role.section_reviewer, Role.performance)
def save(action: str) -> ResponseReturnValue:
    """The same decision about many files, kept unsent."""
    chosen = _chosen(action)
    if refusal := _missing(action, chosen):
        return _precheck(action, _shown(chosen), refusal), refusal.status
    name = _name() if action == "approve" else ""
    return _result(action, save_many(actor(), chosen, Decision(action, 0, inputs_for_many(), name)), later=True)


@bp.post("/declarations/many/<action>/phrase")
@roles(Role.section_reviewer, Role.performance)
def phrase(action: str) -> ResponseReturnValue:
    """A phrase for the opinion of all of them: as JSON to the script, else the same page with it in its box."""
    ids = list(dict.fromkeys(request.form.getlist("id", type=int)))
    _check(action, ids)
    with unit_of_work(write=True) as session:
        words = phrases.use_for_many(session, actor(), current_region(), request.form.get("phrase", 0, int))
    if request.headers.get("Accept", "").startswith("application/json"):
        return jsonify(text=words)
    return _precheck(action, ids, words=words)


def _precheck(action: str, ids: Sequence[int], refused: RuleFailed | None = None, words: str = "") -> str:
    with unit_of_work() as session:
        found = batches.candidates(session, actor(), action, ids)
        offered = picker_for_many(session, actor(), current_region(), "opinion", url_for(".phrase", action=action))
        view = precheck_view(action, found, offered, refused, words)
    return render_template("batches/precheck.html", **view)


def _result(action: str, results: Sequence[ItemResult], *, later: bool = False) -> str:
    with unit_of_work() as session:
        files = batches.files(session, actor(), [item.declaration_id for item in results])
    return render_template("batches/result.html", **result_view(action, results, files, later=later))


def _chosen(action: str) -> list[tuple[int, int]]:
    chosen = [_item(text) for text in dict.fromkeys(request.form.getlist("item"))]
    _check(action, chosen)
    return chosen


def _shown(chosen: Sequence[tuple[int, int]]) -> list[int]:
    """All files of the page, those not ticked as well."""
    return list(dict.fromkeys([*request.form.getlist("id", type=int), *(item for item, _version in chosen)]))[:MOST]


def _missing(action: str, chosen: Sequence[tuple[int, int]]) -> RuleFailed | None:
    with unit_of_work() as session:
        return batches.missing(session, actor(), action, chosen, inputs_for_many())


def _name() -> str:
    return said(request.form.get("name", "")) or clock.business_date().isoformat()


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
        view = batch_view(batches.batch(session, actor(), batch_id), letters_of_batch(session, actor(), batch_id))
    return render_template("batches/show.html", **view)


def _check(action: str, chosen: Sequence[object]) -> None:
    if action not in WHO:
        abort(404)
    if WHO[action] not in actor().roles:
        raise NotAllowed("no_role", action=action)
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
