"""协商完善 on the page of a file: what was suggested, what became of it, and what this person can do about it."""

from typing import Any

from flask import url_for
from sqlmodel import Session

from webapp.i18n import _, language
from webapp.present.labels import action_label
from webapp.present.places import anchor, place_words, row_name
from webapp.present.refusals import problem_texts
from webapp.present.times import moment
from workflow.canonical.paths import parse
from workflow.documents.values import value_at
from workflow.errors import RuleFailed
from workflow.permissions import Actor
from workflow.queries import negotiation
from workflow.queries.file_page import Content, FileFacts
from workflow.services.suggestions import SUGGESTABLE, may_answer, may_suggest, suggestable
from workflow.types import SuggestionAnswer

View = dict[str, Any]


def suggestions_view(facts: FileFacts, row: Any, actor: Actor, asked: View) -> View:
    """Variables of the tab: ``items``, the reviewer's form (``place`` = the chosen cell), and what waits for whom."""
    mine, answers = may_suggest(row, actor), may_answer(row, actor)
    return {
        "items": [_item(item, facts, mine, answers, asked) for item in facts.suggestions],
        "waiting": len(negotiation.pending(facts.suggestions)),
        "unsigned": len(negotiation.unsigned(facts.suggestions)),
        "mine": mine,
        "answers": answers,
        "targets": targets(facts.content) if mine else [],
        "form": _form(facts.content, asked) if mine else None,
    }


def _item(item: Any, facts: FileFacts, mine: bool, answers: bool, asked: View) -> View:
    content = facts.content
    waits = item.answer is None and item.settled_at is None
    refused = asked.get("refused") == item.id
    return {
        "id": item.id,
        "target": place_words(item.path, content.document, content.profile),
        "href": f"#{anchor(item.path)}",
        "old": item.old,
        "new": item.suggested,
        "reason": item.reason,
        "who": facts.names(item.author_id, item.on_behalf_of),
        "when": moment(item.created_at),
        "round": item.round,
        "status": _status(item),
        "settled": action_label(item.settled_by) if item.settled_by else "",
        "answer_text": item.answer_text,
        "answered_by": facts.names(item.answered_by, item.answered_for),
        "answered_at": moment(item.answered_at),
        "may_answer": waits and answers,
        "may_withdraw": waits and mine,
        "error": asked.get("error", "") if refused else "",
        "typed": asked.get("text", "") if refused else "",
    }


def _status(item: Any) -> str:
    """pending | accepted (to be signed) | signed | refused | withdrawn | lapsed: the file left before it was done."""
    if item.settled_at is None:
        return "accepted" if item.answer else "pending"
    if item.answer == SuggestionAnswer.refused:
        return "refused"
    return {"sign_changes": "signed", "withdraw_edit": "withdrawn"}.get(item.settled_by or "", "lapsed")


def targets(content: Content) -> list[View]:
    """Options of the select: every goal and indicator with its cells that can be negotiated."""
    document, profile = content.document, content.profile
    options = []
    for section in ("goals", "indicators"):
        for item in getattr(document, section):
            paths = [f"{section}/{item.uid}/{field}" for part, field in sorted(SUGGESTABLE) if part == section]
            rows = [{"value": path, "label": place_words(path, document, profile)} for path in paths]
            options.append({"label": row_name(section, item.uid, document, profile), "options": rows})
    return options


def places(content: Content) -> frozenset[str]:
    """The cells of the form that a click chooses."""
    return frozenset(option["value"] for group in targets(content) for option in group["options"])


def _form(content: Content, asked: View) -> View | None:
    """The chosen cell with what it says now; None as long as no cell is chosen."""
    path = str(asked.get("place") or "")
    try:
        known = suggestable(parse(path))
    except ValueError:
        known = False
    if not known:
        return None
    again = bool(asked.get("error")) and not asked.get("refused")
    now = value_at(content.document, path)
    return {
        "path": path,
        "target": place_words(path, content.document, content.profile),
        "now": now,
        "text": asked.get("text", "") if again else now,
        "reason": asked.get("reason", "") if again else "",
        "error": asked.get("error", "") if again else "",
        "rows": 5 if path.endswith("/text") else 2,
    }


def refusal_words(refusal: RuleFailed) -> str:
    """Why a suggestion cannot be made; a rule that would break says so."""
    words = " ".join(problem_texts(refusal, language()))
    return _("With these words the rule check would find: %(text)s", text=words) if refusal.code == "finding" else words


def default_tab(facts: FileFacts, row: Any, actor: Actor) -> bool:
    """Whether the page opens here: for the unit as long as it has something to answer or to sign."""
    if may_answer(row, actor) and negotiation.pending(facts.suggestions):
        return True
    return bool(negotiation.unsigned(facts.suggestions)) and not may_suggest(row, actor)


def changing(session: Session, row: Any, content: Content) -> list[View]:
    """What the head signs with ``sign_changes``: each cell old → new."""
    return [
        {
            "label": place_words(item.path, content.document, content.profile),
            "old": item.old,
            "new": item.suggested,
            "href": url_for("declarations.show", declaration_id=row.id) + f"#{anchor(item.path)}",
        }
        for item in negotiation.unsigned(negotiation.suggestions(session, row))
    ]
