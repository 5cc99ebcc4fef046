"""The page of one approval document: where it is, its words and files, and the one next step."""

from collections.abc import Mapping
from typing import Any

from flask import url_for
from werkzeug.datastructures import MultiDict

from webapp.i18n import _, language
from webapp.present.files import file_href, wan
from webapp.present.labels import action_label, pick
from webapp.present.letter_list import day_label, is_units, state_view
from webapp.present.refusals import problem_texts
from webapp.present.times import due_words, held_words, moment
from workflow.documents.approval_letter import body_of, title_of
from workflow.documents.letter_file import FORMATS, is_short
from workflow.errors import RuleFailed
from workflow.lifecycle import Case, OpenMove
from workflow.lifecycle.letters.content import budget_of
from workflow.lifecycle.letters.forwarding import forward_due
from workflow.lifecycle.letters.moves import DOCUMENT_STATE_LABELS
from workflow.notifications.refusals import refusal_text
from workflow.permissions import Actor
from workflow.queries.letters import LetterPage
from workflow.services.approval_letters import LONGEST_BODY, LONGEST_TITLE, Draft
from workflow.types import DocumentState, Reason, Role

View = dict[str, Any]
STEPS = (
    DocumentState.drafting, DocumentState.cosigning, DocumentState.signing, DocumentState.numbering,
    DocumentState.sealing, DocumentState.issued,
)  # fmt: skip
FIELD_OF = {
    "number_malformed": "number",
    "number_taken": "number",
    "letter_without_words": "title",
    "leader_not_named": "leader",
    "leader_is_drafter": "leader",
    "not_a_leader": "leader",
    "not_a_cosigner": "cosigner",
    "letter_too_long": "body",
    "letter_words_outdated": "body",
    "reason_missing": "reason",
    "letter_code_missing": "scan_code",
    "letter_code_wrong": "scan_code",
    "letter_code_of_another": "scan_code",
    "attachment_missing": "file",
}
"""Which field of the page a refusal is about."""
MAIN = ("cosign", "sign_letter", "give_number", "seal", "forward")
"""The step that leads on, each with a form of its own; ``send_for_signing`` goes with the draft."""
NOT_HERE = frozenset({"send_for_signing", "void"})


def read_draft(form: MultiDict[str, str]) -> Draft:
    """What the drafter typed and chose."""
    return Draft(
        title=form.get("title", ""),
        body=form.get("body", ""),
        leader_id=form.get("leader", type=int),
        cosigner_ids=tuple(form.getlist("cosigner", type=int)),
        left_out_ids=tuple(form.getlist("left_out", type=int)),
        files_seen=form.get("files_seen", ""),
    )


def read_number(form: Mapping[str, str]) -> str:
    """机关代字, year and place as one number; without a place the next of the series is asked for."""
    if "code" not in form:
        return form.get("number", "")
    return f"{form['code'].strip()}〔{form.get('year', '').strip()}〕{form.get('place', '').strip()}号"


def _field_of(code: str, state: str) -> str:
    """Where the page says it: the number of the bureau is typed in three fields, that of a department in one."""
    if state == DocumentState.numbering and FIELD_OF.get(code) == "number":
        return "place" if code == "number_taken" else "code"
    return FIELD_OF.get(code, "")


def letter_view(page: LetterPage, actor: Actor, typed: MultiDict[str, str], refusal: RuleFailed | None = None) -> View:
    """Variables of ``letters/show.html``; what a refused form held stands in it again."""
    row = page.row
    texts = problem_texts(refusal, language()) if refusal else []
    field = _field_of(refusal.code, row.state) if refusal else ""
    drafting = row.state == DocumentState.drafting and actor.holds(Role.performance, row)
    moves = [item for item in page.moves if item.move.action not in NOT_HERE]
    if not page.below:  # there is no unit to approve on to
        moves = [item for item in moves if item.move.action != "forward"]
    return {
        "row": row,
        "home": _("My approvals") if is_units(actor) else _("Approval documents"),
        "title": row.number or _("Approval of %(department)s", department=page.department),
        "state": state_view(row.state),
        "steps": _steps(page),
        "facts": _facts(page),
        "errors": [{"text": text, "href": f"#f-{field}" if field else ""} for text in texts],
        "wrong": {field: " ".join(texts)} if field else {},
        "draft": _draft(page, typed) if drafting else None,
        "words": None if drafting else {"title": row.title, "paragraphs": row.body.splitlines()},
        "main": next((_move(item, page, typed) for item in moves if item.move.action in MAIN), None),
        "others": [_move(item, page, typed) for item in moves if item.move.action not in MAIN],
        "rows": [_file(page, file) for file in page.files],
        "total": wan(sum(budget_of(file) for file in page.files if file.id not in page.left_out)),
        "coded": bool(page.codes),
        "noted": bool(page.left_out),
        "downloads": _downloads(page),
        "scans": [
            {"name": item.name, "href": url_for("letters.scan", letter_id=row.id, attachment_id=item.id)}
            for item in page.scans
        ],
        "may_scan": actor.holds(Role.performance, row) and row.state in (DocumentState.sealing, DocumentState.issued),
        "scan_code": typed.get("scan_code", ""),
        "replaced": _notice(page),
        "history": [
            {"what": action_label(item.action), "who": item.actor_name, "when": moment(item.at), "why": item.reason}
            for item in page.history
        ],
        "code": page.version.content_hash if page.version and page.whole else "",
    }


def _steps(page: LetterPage) -> list[View]:
    row = page.row
    order = [step for step in STEPS if step != DocumentState.cosigning or page.cosigners]
    if row.state not in order:
        return []
    position = order.index(DocumentState(row.state))
    return [_step(page, step, index - position) for index, step in enumerate(order)]


def _step(page: LetterPage, step: DocumentState, ahead: int) -> View:
    row, name = page.row, page.names.get
    who = {
        DocumentState.drafting: name(row.drafter_id or 0, ""),
        DocumentState.cosigning: _(", ").join(name(item.user_id, "") for item in page.cosigners),
        DocumentState.signing: name(row.signed_by or row.leader_id or 0, ""),
        DocumentState.sealing: name(row.sealed_by or 0, ""),
    }.get(step, "")
    when = {
        DocumentState.signing: row.signed_at,
        DocumentState.numbering: row.issued_at,
        DocumentState.sealing: row.sealed_at,
    }.get(step)
    view: View = {"label": _step_words(step), "who": who, "when": moment(when)}
    if ahead == 0 and step != DocumentState.issued:
        return view | {"status": "current", "held": held_words(row.held_since), "when": moment(row.held_since)}
    return view | {"status": "done" if ahead <= 0 else "future"}


def _step_words(step: DocumentState) -> str:
    return {
        DocumentState.drafting: _("Drafting"),
        DocumentState.cosigning: _("Co-signing"),
        DocumentState.signing: _("Signing by the leader"),
        DocumentState.numbering: _("Number"),
        DocumentState.sealing: _("Seal"),
        DocumentState.issued: _("Issued"),
    }[step]


def _facts(page: LetterPage) -> list[View]:
    row, name = page.row, page.names.get
    found: list[View] = [
        {"label": _("Addressed to"), "value": page.department},
        {
            "label": _("Approval batch"),
            "value": page.batch.name,
            "href": url_for("batches.show", batch_id=page.batch.id),
        },
        {"label": _("Document number"), "value": row.number},
        {"label": _("Issued by"), "value": name(row.signed_by or 0, "")},
        {"label": day_label(row.state), "value": moment(row.issued_at)},
    ]
    if page.below:
        note = _forward_note(page)
        found.append({"label": _("Forwarded as"), "value": row.forward_number, "note": note})
    opinions = [f"{name(item.user_id, '')}：{item.opinion or _('agreed')}" for item in page.cosigners if item.agreed_at]
    if opinions and page.inside:
        found.append({"label": _("Co-signed"), "value": _("; ").join(opinions)})
    return found


def _forward_note(page: LetterPage) -> str:
    row = page.row
    if row.state != DocumentState.issued or row.forwarded_at or not row.issued_at or not page.below:
        return moment(row.forwarded_at)
    due = forward_due(row.issued_at)
    return _("by %(day)s (%(words)s)", day=due.isoformat(), words=due_words(due))


def _draft(page: LetterPage, typed: MultiDict[str, str]) -> View:
    """The form of the drafter; an untouched draft begins with the words of the template."""
    row, again = page.row, "expected_version" in typed
    people = [{"value": key, "label": page.names[key]} for key in page.colleagues]
    named = [str(item.user_id) for item in page.cosigners]
    return {
        "title": typed["title"] if again else row.title or title_of(page.figures),
        "body": typed["body"] if again else row.body or body_of(page.figures),
        "leaders": [{"value": "", "label": "—"}, *({"value": k, "label": page.names[k]} for k in page.leaders)],
        "leader": typed.get("leader", "") if again else row.leader_id or (page.leaders[0] if page.leaders else ""),
        "colleagues": [person for person in people if person["value"] not in page.leaders],
        "cosigners": typed.getlist("cosigner") if again else named,
        "files": [{"value": file.id, "label": file.project_name} for file in page.files] if row.voids_id else [],
        "left_out": typed.getlist("left_out") if again else [str(key) for key in page.left_out],
        "files_seen": page.files_seen,
        "template": body_of(page.figures) if page.outdated else "",
        "longest_title": LONGEST_TITLE,
        "longest_body": LONGEST_BODY,
    }


def _move(item: OpenMove, page: LetterPage, typed: MultiDict[str, str]) -> View:
    move, number = item.move, page.next_number
    view: View = {
        "action": url_for("letters.take", letter_id=page.row.id, action=move.action),
        "name": move.action,
        "label": action_label(move.action),
        "note": _step_note(move.action),
        "reason": move.reason is Reason.required,
        "typed": {key: typed.get(key, "") for key in ("reason", "opinion", "number")},
    }
    if item.refusal:
        view["disabled_reason"] = refusal_text(item.refusal.code, item.refusal.facts, language())
    if move.action == "give_number" and number:
        view["series"] = {
            "code": typed.get("code", number.code),
            "year": typed.get("year", str(number.year)),
            "place": typed.get("place", ""),
            "next": number.place,
        }
    return view


def _step_note(action: str) -> str:
    """What a person does outside the system, and what follows."""
    return {
        "sign_letter": _("The performance section then gives the letter its number."),
        "give_number": _("With its number the letter is final: text and annexes get their verification code."),
        "seal": _("Download the letter, print and seal it, then record it here. It is issued at once: department and "
                  "units see it."),
        "forward": _("The units are told at once and see your number in “My approvals”."),
    }.get(action, "")  # fmt: skip


def done_words(case: Case) -> str:
    """The quiet line after a step: what was done, and where the letter is now, or the one that replaces it."""
    row = case.made.get("document", case.row)
    place = pick(DOCUMENT_STATE_LABELS[row.state])
    return _("%(action)s: done. Now: %(place)s", action=action_label(case.move.action), place=place)


def _file(page: LetterPage, file: Any) -> View:
    code = page.codes.get(file.id, "")
    gone = file.id in page.left_out
    return {
        "href": file_href(file.id),
        "sub": page.units.get(file.unit_id, ""),
        "cells": {
            "name": file.project_name,
            "budget": "" if gone else wan(budget_of(file)),
            "code": " ".join(code[at : at + 4] for at in range(0, 16, 4)) if code else "",
            "note": _("taken back by this letter") if gone else "",
        },
    }


def _downloads(page: LetterPage) -> list[View]:
    """Each format at once where it is kept or short, else by a job."""
    kept = page.kept if page.whole and page.row.state != DocumentState.voided else frozenset()
    annexes = sum(file.id not in page.left_out for file in page.files)
    return [_download(page, name, name in kept or is_short(annexes, name)) for name in FORMATS if page.row.title]


def _download(page: LetterPage, name: str, at_once: bool) -> View:
    at: View = {"letter_id": page.row.id, "file_format": name}
    if at_once:
        label, link = _("Download %(kind)s", kind=name.upper()), url_for("letters.download", **at)
        return {"label": label, "href": link, "icon": "download", "download": True}
    return {
        "label": _("Make %(kind)s", kind=name.upper()),
        "action": url_for("letters.order", **at),
        "icon": "download",
        "title": _("Long letters are made in the background; you get a message when the file is ready."),
    }


def _notice(page: LetterPage) -> list[View]:
    """What this letter replaces, and what replaces it."""
    found: list[View] = []
    if old := page.replaces:
        given = {"number": old.number, "why": page.row.reason}
        later = _("When it gets its number, %(number)s is void. Reason: %(why)s", **given)
        text = _("It voids %(number)s. Reason: %(why)s", **given) if page.row.number else later
        href = url_for("letters.show", letter_id=old.id)
        found.append({"kind": "info", "text": text, "href": href, "label": old.number})
    if new := page.replaced_by:
        href = url_for("letters.show", letter_id=new.id) if page.follows else ""
        label = new.number or _("To the new letter")
        found.append(
            {
                "kind": "warn",
                "text": _replaced_words(page.row.state, new.state, new.number),
                "href": href,
                "label": label,
            }
        )
    return found


def _replaced_words(state: str, new_state: str, number: str | None) -> str:
    """Also for those who cannot open the new letter yet."""
    if state != DocumentState.voided:
        return _("A letter that replaces this one is under way.")
    if new_state == DocumentState.sealing:
        return _("This letter is void; %(number)s takes its place and is being sealed.", number=number)
    return _("This letter is void; another one has taken its place.")
