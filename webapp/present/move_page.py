"""The page that asks once more before a move."""

from typing import Any

from flask import url_for
from sqlmodel import Session

from webapp.i18n import _, language
from webapp.present.adjustments import adjustment_box, adjustment_fields
from webapp.present.file_history import pair_words
from webapp.present.findings import counts_words, finding_views, unreadable_views
from webapp.present.labels import GRADE_LABELS, pick
from webapp.present.move_inputs import typed
from webapp.present.move_points import form_page, open_points
from webapp.present.moves import DANGER, FIELDS, consequences, label
from webapp.present.phrases import picker
from webapp.present.places import anchor, place_words
from webapp.present.queue_page import own_decision
from webapp.present.queue_place import asked_now
from webapp.present.refusals import problem_text, problems_of
from webapp.present.review_sheet import groups, progress, tick_options
from webapp.present.signed_page import ACTION, paper_fields
from webapp.present.special import point_lines
from webapp.present.suggestions import changing
from webapp.present.times import date_input
from workflow import clock, regional
from workflow.canonical import Declaration, version_code
from workflow.canonical.paths import FORM
from workflow.documents.phrase_texts import OPINION
from workflow.errors import NotAllowed, NotFound, RuleFailed, WrongState
from workflow.lifecycle import LIFECYCLES, Case, Move, open_moves, pair_of
from workflow.lifecycle.facts import closing_date, return_order
from workflow.lifecycle.files import find_declaration
from workflow.lifecycle.moves import PENDABLE
from workflow.lifecycle.review_sheets import sheet_of
from workflow.permissions import Actor, people_at
from workflow.queries import file_page, negotiation
from workflow.queries.decisions import latest_on
from workflow.queries.review_sheets import sheet_state
from workflow.regional.table import RETURN_DAYS
from workflow.scoring.review_sheet import FULL
from workflow.types import Grade, Kind, Reason, Role, SheetKind
from workflow.workdays import workdays_after

View = dict[str, Any]
JUDGED = frozenset(
    {"send_up", "sign", "sign_on_paper", "sign_changes", "pass_review", "clear", "approve_specially", "approve"}
)
"""Moves whose page shows the findings: this person answers for them."""


SHOWS_ADJUSTMENT = frozenset({*JUDGED, "file_adjustment", "demand_review"})
"""The same for what a revision adjusts."""
SIGNED = frozenset({"sign", "sign_on_paper", "sign_changes"})
"""Moves that are bound to the content this person saw: only their pages show its version code."""


def move_view(
    session: Session, actor: Actor, declaration_id: int, action: str, refused: RuleFailed | None = None
) -> View:
    """Variables of ``declarations/move.html``; what the move would refuse by 403, 404 or 409 is refused at once.

    ``refused`` is what the form just met: its problems stand above the form and beside their fields.
    """
    row = find_declaration(session, actor, declaration_id)
    move = open_move(session, row, actor, action, refused)
    content = file_page.content_of(session, row)
    judged = action in JUDGED
    here = url_for("declarations.show", declaration_id=row.id)
    take = url_for("moves.take", declaration_id=row.id, action=action)
    later = url_for("decisions.save", declaration_id=row.id, action=action) if action in PENDABLE else ""
    decision = latest_on(session, actor, row.id, action) if later else None
    saved: View = decision.inputs if decision else {}
    box = move_box(move, row, row.project_name, content.content_hash, consequences(action), take, here)
    grounds = adjustment_fields(session, row, action) if "adjustment" in FIELDS.get(action, ()) else None
    box["reason_value"] = grounds["reason"] if grounds else typed("reason", saved.get("reason", ""))
    return {
        "row": row,
        "move": box | {"later": later},
        "decided": own_decision(session, actor, row.id) if later else None,
        "shows": FIELDS.get(action, frozenset()) | _acknowledge(session, row, action),
        "grades": [{"value": key, "label": pick(words)} for key, words in GRADE_LABELS.items()],
        "values": _values(session, row, saved),
        "sheet": _sheet(session, row, saved.get("ticks") or {}) if action == "pass_review" else None,
        "phrases": _phrases(session, actor, row, move, content.document),
        "grounds": grounds,
        "adjustment": adjustment_box(session, row) if action in SHOWS_ADJUSTMENT else None,
        "colleagues": _colleagues(session, row) if action == "transfer" else [],
        "point_lines": point_lines(typed) if action == "approve_specially" else [],
        "until": closing_date(session, row).isoformat() if action == "extend" else "",
        "paper": paper_fields(session, actor, row, content, refused) if action == ACTION else None,
        "changing": changing(session, row, content) if action == "sign_changes" else [],
        **problem_views(refused, form_page(row.id, action)),
        **(_going(session, actor, row, content) if action in ("return", "decline") else {"going": None}),
        "points": open_points(session, row, content, action),
        "findings_words": counts_words(content) if judged else "",
        "findings": _findings(session, content, form_page(row.id, action)) if judged else [],
    }


def open_move(session: Session, row: Any, actor: Actor, action: str, refused: RuleFailed | None) -> Move:
    """The row of the file's table, if this person may take it now; the refusals in the order of the engine.

    A move that only follows from another one has no page: its refusal is all there is to show.
    """
    rows = LIFECYCLES[type(row)].rows_of(action)
    if not rows:
        raise NotFound("no_such_action", action=action)
    if not actor.holds_any({role for move in rows for role in move.who}, row):
        raise NotAllowed("no_role", action=action)
    found = next((item for item in open_moves(session, row, actor) if item.move.action == action), None)
    if found is None:
        raise refused or WrongState(
            "wrong_state", action=action, pair=pair_of(row), **file_page.last_word(session, row)
        )
    if found.refusal:
        raise found.refusal
    return found.move


FIELD_OF = {
    "reason_missing": "reason", "comment_or_reason_missing": "reason", "reason_too_long": "reason",
    "opinion_too_long": "opinion", "document_too_long": "document",
    "due_date_past": "due_on", "not_a_date": "due_on",
    "deadline_missing": "due_on", "extension_not_later": "due_on", "closes_in_the_past": "due_on",
    "colleague_missing": "colleague", "not_a_colleague": "colleague", "colleague_barred": "colleague",
    "opinion_missing": "opinion", "grade_missing": "grade", "grade_does_not_pass": "grade",
    "ticks_missing": "tick_completeness",
    "leader_missing": "leader", "leader_too_long": "leader", "points_missing": "points",
    "document_missing": "document", "adjustment_type_missing": "adjustment_type",
    "document_date_missing": "document_date", "document_date_ahead": "document_date",
    "document_date_unreadable": "document_date", "document_issuer_missing": "document_issuer",
    "document_issuer_too_long": "document_issuer", "counterpart_missing": "counterpart",
    "counterpart_too_long": "counterpart", "counterpart_is_itself": "counterpart",
    "head_missing": "head", "not_a_head": "head", "head_uploads": "head", "head_typed": "head",
    "scan_missing": "scan", "scan_type": "scan", "scan_unsigned": "scan", "attachment_type": "scan",
    "attachment_empty": "scan", "attachment_too_large": "scan", "attachment_content": "scan",
    "sign_code_missing": "code", "sign_code_mistyped": "code", "sign_code_of_another_file": "code",
    "sign_code_of_named_file": "code", "sign_code_outdated": "code", "sign_code_unknown_version": "code",
    "withdraw_needs_extension": "acknowledged",
}  # fmt: skip
"""Which field of the form a problem is about; the others are about a place of the declaration."""
POINT_FIELDS = {
    "point_text_missing": "point_{}",
    "point_too_long": "point_{}",
    "point_due_missing": "point_due_{}",
    "point_due_past": "point_due_{}",
}
"""The same for the lines of open points."""


def problem_views(refused: RuleFailed | None, here: str) -> View:
    """``errors`` for the list above the form, each once and with where to go; ``field_errors`` by field.

    ``here`` is the page of the file: a problem with a place leads to its cell there.
    """
    found = {problem_text(item, language()): item for item in problems_of(refused)}
    errors, fields = [], {}
    for text, item in found.items():
        name, path = _field_of(item), getattr(item, "path", "")
        place = f"{here}#{anchor(path)}" if path else ""
        errors.append({"text": text, "href": f"#f-{name}" if name else place})
        fields[name] = text
    return {"errors": errors, "field_errors": fields}


def _field_of(item: Any) -> str:
    """The field on the page; of an open point (特批) that of its line."""
    line = item.facts.get("number", 0)
    return FIELD_OF.get(item.code, "") or POINT_FIELDS.get(item.code, "").format(line)


def move_box(move: Move, row: Any, name: str, content_hash: str, effects: list[str], take: str, here: str) -> View:
    """The ``move`` of the macro ``move_form``: of ``row``, called ``name``; sent to ``take``, given up to ``here``."""
    return {
        "action": take,
        "title": label(move),
        "file": name,
        "consequences": effects,
        "reason": _asked(move, row),
        "reason_value": typed("reason"),
        "reason_limit": 500,
        "expected_version": row.version,
        "content_hash": content_hash if move.action in SIGNED else "",
        "version_code": version_code(content_hash) if move.action in SIGNED else "",
        "submit": label(move),
        "tone": "danger" if move.action in DANGER else "primary",
        "cancel": here,
    }


def _asked(move: Move, row: Any) -> str:
    """Whether a reason is asked for: of a project that was never monitored, not of a unit as a whole."""
    explained = "unmonitored_explained" in move.needs and row.kind == Kind.project
    return Reason.required.value if explained else move.reason.value


def _phrases(session: Session, actor: Actor, row: Any, move: Move, document: Declaration) -> View:
    """Phrases by the box they are put into: the opinion, or the reason of what goes back."""
    boxes = {"pass_review": "opinion", "return": "reason", "propose_refusal": "reason", "send_to_review": "reason"}
    box = boxes.get(move.action)
    about = OPINION if box == "opinion" else FORM
    return {box: picker(session, actor, row, document, about, box, move.action)} if box else {}


def _sheet(session: Session, row: Any, saved: View) -> View:
    """What the review sheet says already: its ticks to confirm, or the score of a key project."""
    state = sheet_state(session, row)
    known = state.answers | {key: tick for key, tick in saved.items() if tick}
    given = {item.key: typed(f"tick_{item.key}", known.get(item.key, "")) for item in state.criteria}
    return {
        "scored": state.kind is SheetKind.scored,
        "missing": _(", ").join(pick((item.zh, item.en)) for item in state.missing),
        "groups": groups(state.criteria, given),
        "options": tick_options(),
        "full": FULL,
        "page": url_for("declarations.show", declaration_id=row.id, tab="sheet") + "#side",
        **progress(state),
    }


def _values(session: Session, row: Any, saved: View) -> View:
    """What stands in the fields: what was just sent, else what the reader saved for later, else the review sheet."""
    sheet = sheet_of(session, row)
    days = regional.setting(session, row.region_id, RETURN_DAYS, row.fiscal_year)
    due_on = typed("due_on", saved.get("due_on", "")) or workdays_after(clock.business_date(), days).isoformat()
    return {
        "days": days,
        "due_on": due_on,
        "due_input": date_input(due_on),
        "grade": typed("grade", saved.get("grade") or (sheet.grade if sheet else "") or _grade(session, row)),
        "opinion": typed("opinion", saved.get("opinion") or (sheet.opinion if sheet else "")),
        "document": typed("document", saved.get("document", "")),
        "colleague": typed("colleague"),
        "leader": typed("leader"),
    }


def _colleagues(session: Session, row: Any) -> list[View]:
    """The other reviewers of the section."""
    found = file_page.people(session, people_at(session, [Role.section_reviewer], row) - {row.taken_by})
    options = [{"value": person.id, "label": person.name} for person in found.values()]
    return [{"value": "", "label": _("Choose somebody")}, *options]


def _grade(session: Session, row: Any) -> str:
    """良 is the grade of a file that was improved by agreement (财预〔2015〕88号 第25条): it stands there then."""
    found = negotiation.accepted(negotiation.suggestions(session, row), row)
    return Grade.good.value if found else ""


def _acknowledge(session: Session, row: Any, action: str) -> frozenset[str]:
    """withdraw after the window closed: the unit says first that it knows."""
    late = (
        action == "withdraw" and clock.business_date() > closing_date(session, row) and not return_order(session, row)
    )
    return frozenset({"acknowledged"}) if late else frozenset()


def _going(session: Session, actor: Actor, row: Any, content: file_page.Content) -> View:
    """The published comments that go out with this move, and how many internal ones stay behind."""
    unsent = file_page.unsent(file_page.comments(session, actor, row), row)
    going = [item for item in unsent if item.published_at]
    return {
        "going": [
            {"where": place_words(item.path, content.document, content.profile), "text": item.text} for item in going
        ],
        "staying": len(unsent) - len(going),
        "comments_page": url_for("declarations.show", declaration_id=row.id, tab="comments", _anchor="side"),
    }


def _findings(session: Session, content: file_page.Content, form: str) -> list[View]:
    """What this person answers for, each with the way to its place on the page ``form``."""
    wrote = [user for item in content.waivers.values() for user in (item.author_id, item.on_behalf_of)]
    authors = file_page.people(session, wrote)
    return unreadable_views(content, form) + finding_views(content, authors, form)


def done_words(case: Case) -> str:
    """The quiet line after a move: what was done, and where the file is now; in the queue the next file is shown."""
    now = case.made.get("revision", case.row)  # what was opened is shown next, not the version it came from
    words = _("%(action)s: done. Now: %(place)s", action=label(case.move), place=pair_words(pair_of(now)))
    return _("“%(name)s”: %(words)s", name=case.row.project_name, words=words) if asked_now() else words
