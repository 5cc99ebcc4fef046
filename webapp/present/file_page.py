"""The page of one declaration: form, findings, comments, papers, history, and the moves open to this person."""

from typing import Any

from flask import url_for
from sqlmodel import Session

from webapp.i18n import _
from webapp.present.cell_notes import notes_of
from webapp.present.file_comments import differences, targets, thread
from webapp.present.file_history import history_view
from webapp.present.file_papers import papers
from webapp.present.files import chip, steps, wan
from webapp.present.findings import counts_words, finding_views
from webapp.present.moves import buttons
from webapp.present.paper import paper_tables
from webapp.present.places import place_words
from webapp.present.suggestions import default_tab, places, suggestions_view
from webapp.present.times import due_tone, due_words, moment
from workflow.canonical import version_code
from workflow.lifecycle import open_moves
from workflow.lifecycle.files import find_declaration
from workflow.permissions import Actor
from workflow.queries import file_page
from workflow.queries.file_history import history
from workflow.queries.file_page import FileFacts
from workflow.services.comments import may_comment
from workflow.services.suggestions import may_suggest

View = dict[str, Any]


def file_view(session: Session, actor: Actor, declaration_id: int, asked: View) -> View:
    """Variables of ``declarations/show.html``; raises ``NotFound`` outside the actor's scope.

    ``asked``: tab, comment (the place to write about), place (the cell to suggest something for), before (cursor of the
    history); after a refused comment or suggestion also error and what was typed.
    """
    row = find_declaration(session, actor, declaration_id)
    facts = file_page.facts_of(session, actor, row)
    commenting = may_comment(row, actor)
    tab = "suggestions" if _negotiating(asked, facts, row, actor) else _tab(asked, facts, commenting)
    suggesting = tab == "suggestions" and may_suggest(row, actor)
    unsent = file_page.unsent(facts.comments, row)
    going = sum(item.published_at is not None for item in unsent)
    primary, secondary = buttons(open_moves(session, row, actor), row, actor, comments=going, facts=facts)
    view = _head(row, facts) | {
        "tables": paper_tables(facts.content.document, facts.content.profile),
        "notes": notes_of(facts, is_open=row.desk is not None),
        "commenting": commenting and not suggesting,
        "suggesting": places(facts.content) if suggesting else frozenset(),
        "tab": tab,
        "tabs": _tabs(row.id, tab, facts, with_suggestions=bool(facts.suggestions) or may_suggest(row, actor)),
        "primary": primary,
        "secondary": secondary,
        "decision_text": _decision_words(facts, going, len(unsent) - going, commenting, secondary),
        "revisions": _revisions(session, actor, row),
    }
    return view | _side(session, actor, row, facts, tab, asked)


def paper_view(session: Session, actor: Actor, declaration_id: int) -> View:
    """Variables of ``declarations/paper.html``."""
    row = find_declaration(session, actor, declaration_id)
    content = file_page.content_of(session, row)
    return {
        "row": row,
        "profile": content.profile,
        "unit": content.document.unit,
        "tables": paper_tables(content.document, content.profile),
        "version_code": version_code(content.content_hash),
    }


def _head(row: Any, facts: FileFacts) -> View:
    content = facts.content
    late = due_tone(facts.due_on) == "bad"
    return {
        "row": row,
        "chip": chip(row.state, returned=facts.returned, terminated_by=row.terminated_by),
        "steps": steps(
            row.state, row.desk, row.held_since, facts.passed, facts.holders,
            needs_department=facts.needs_department, returned=facts.returned, late=late,
        ),
        "due": {
            "words": due_words(facts.due_on),
            "day": facts.due_on.isoformat() if facts.due_on else "",
            "tone": due_tone(facts.due_on),
        },
        "unit": content.document.unit,
        "profile": content.profile,
        "version_code": version_code(content.content_hash),
        "budget": wan(row.budget_year_fen if row.budget_year_fen is not None else row.budget_total_fen),
        "requests": [
            {"who": facts.person(item.asked_by).name, "when": moment(item.created_at), "reason": item.reason}
            for item in facts.requests
        ],
    }  # fmt: skip


def _negotiating(asked: View, facts: FileFacts, row: Any, actor: Actor) -> bool:
    """Whether the tab of suggested edits is open: asked for, or because something waits there for this person."""
    return asked.get("tab") == "suggestions" or (not any(asked.values()) and default_tab(facts, row, actor))


def _tab(asked: View, facts: FileFacts, commenting: bool) -> str:
    if asked.get("comment") or asked.get("error"):
        return "comments"
    if asked.get("tab") in TAB_KEYS:
        return str(asked["tab"])
    if any(item.sent_with == "return" and item.answer is None for item in facts.comments) and facts.returned:
        return "comments"
    return "differences" if commenting and facts.before is not None else "findings"


TAB_KEYS = ("findings", "comments", "suggestions", "differences", "papers", "history")


def _tabs(file_id: int, tab: str, facts: FileFacts, *, with_suggestions: bool) -> list[View]:
    rows: dict[str, tuple[str, int | None]] = {
        "findings": (_("Findings"), len(facts.content.findings)),
        "comments": (_("Comments"), len(facts.comments)),
        "suggestions": (_("Negotiation"), len(facts.suggestions)),
        "differences": (_("Differences"), len(differences(facts.before, facts.content))),
        "papers": (_("Papers"), len(facts.signatures) + len(facts.attachments)),
        "history": (_("History"), None),
    }
    left_out = {"differences"} if facts.before is None else set()
    left_out |= set() if with_suggestions else {"suggestions"}
    return [
        {
            "label": rows[key][0],
            "href": url_for("declarations.show", declaration_id=file_id, tab=key) + "#side",
            "active": key == tab,
            "count": rows[key][1],
        }
        for key in TAB_KEYS
        if key not in left_out
    ]


def _side(session: Session, actor: Actor, row: Any, facts: FileFacts, tab: str, asked: View) -> View:
    """What only the chosen tab needs."""
    content = facts.content
    if tab == "comments":
        return {
            "thread": thread(facts, row, actor, editing=may_comment(row, actor)),
            "targets": targets(content.document, content.profile),
            "typed": _typed(asked),
            "unlocks": [
                {
                    "where": place_words(item.path, content.document, content.profile),
                    "reason": item.reason,
                    "who": facts.person(item.requested_by).name,
                    "when": moment(item.created_at),
                }
                for item in facts.unlocks
            ],
        }
    if tab == "suggestions":
        return {"negotiation": suggestions_view(facts, row, actor, asked)}
    if tab == "history":
        return {"history": history_view(history(session, row, asked.get("before", "")), content, row.id)}
    if tab == "differences":
        return {"differences": differences(facts.before, content), "first_time": row.round == 0}
    if tab == "papers":
        return {"papers": papers(facts, row)}
    return {"findings": finding_views(content, facts.people)}


def _typed(asked: View) -> View:
    """What stands in the form: the place that was clicked, and whatever a refused comment had."""
    return {
        "path": asked.get("comment") or "form",
        "text": asked.get("text", "") if asked.get("error") else "",
        "publish": bool(asked.get("publish")),
        "edited": asked.get("edited"),
        "error": asked.get("error", ""),
    }


def _decision_words(facts: FileFacts, going: int, internal: int, commenting: bool, secondary: list[View]) -> str:
    """What is ready, or what stands in the way of the buttons that cannot be used."""
    blocked = next((button["disabled_reason"] for button in secondary if "disabled_reason" in button), "")
    if blocked:
        return str(blocked)
    if commenting:
        words = _("%(n)s comments go out with a return, %(m)s stay internal", n=going, m=internal)
        return words if going or internal else _("No comments written yet")
    return counts_words(facts.content)


def _revisions(session: Session, actor: Actor, row: Any) -> list[View]:
    """The other revisions of the same project and year."""
    return [
        {
            "label": _("Revision %(n)s", n=item.revision),
            "chip": chip(item.state, terminated_by=item.terminated_by),
            "in_force": item.in_force,
            "href": url_for("declarations.show", declaration_id=item.id),
            "here": item.id == row.id,
        }
        for item in file_page.revisions(session, actor, row)
    ]
