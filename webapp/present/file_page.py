"""The page of one declaration: form, findings, comments, papers, history, and the moves open to this person."""

from typing import Any

from flask import request, url_for
from sqlmodel import Session

from webapp.i18n import _
from webapp.present.adjustments import adjustment_box, version_rows
from webapp.present.cell_notes import notes_of
from webapp.present.corrections import notice_of
from webapp.present.file_comments import Late, targets, thread
from webapp.present.file_difference import chosen_view, difference_page, switch
from webapp.present.file_history import history_view
from webapp.present.file_papers import papers
from webapp.present.files import chip, steps, wan
from webapp.present.findings import counts_words, finding_views, unreadable_views, wider_words
from webapp.present.labels import pick
from webapp.present.late_comments import cause_options
from webapp.present.moves import buttons
from webapp.present.paper import paper_tables
from webapp.present.phrases import picker
from webapp.present.places import place_words
from webapp.present.queue_page import own_decision, way_view
from webapp.present.review_sheet import decided_sheets, sheet_form
from webapp.present.special import notice_view, special_view
from webapp.present.suggestions import default_tab, places, suggestions_view
from webapp.present.times import due_tone, due_words, moment
from webapp.present.upper_transfers import targets_from_above
from workflow.canonical import content_hash, version_code
from workflow.documents.phrase_texts import OPINION
from workflow.lifecycle import open_moves, pair_of
from workflow.lifecycle.files import find_declaration
from workflow.lifecycle.letters.moves import DOCUMENT_STATE_LABELS
from workflow.lifecycle.sign_pages import AWAITED, BEFORE
from workflow.permissions import Actor
from workflow.queries import file_page
from workflow.queries.file_history import history
from workflow.queries.file_page import FileFacts
from workflow.queries.late_comments import late_of
from workflow.queries.review_sheets import visible_sheets
from workflow.queries.upper_transfers import upper_targets
from workflow.services.cloning.sources import may_be_copied
from workflow.services.comments import may_comment
from workflow.services.late_comments import can_be_late, lateness
from workflow.services.review_sheets import may_fill
from workflow.services.suggestions import may_suggest
from workflow.types import Role, State

View = dict[str, Any]


def file_view(session: Session, actor: Actor, declaration_id: int, asked: View) -> View:
    """Variables of ``declarations/show.html``; raises ``NotFound`` outside the actor's scope.

    ``asked``: tab, comment (the place to write about), place (the cell to suggest something for), view and base
    (``file_difference``), made (the comment just written), before (cursor of the history); after a refusal also error,
    what was typed, and which comment it was about: edited, published or decided.
    """
    row = find_declaration(session, actor, declaration_id)
    facts = file_page.facts_of(session, actor, row)
    commenting = may_comment(row, actor)
    sheets = visible_sheets(session, actor, row)
    filling = may_fill(row, actor)
    offered = _offered(facts, row, actor, has_sheet=filling or bool(sheets))
    tab = "suggestions" if _negotiating(asked, facts, row, actor) else _tab(asked, facts, offered)
    suggesting = tab == "suggestions" and may_suggest(row, actor)
    shown, base = chosen_view(facts, row, asked, checking=commenting or actor.holds_any(file_page.FINANCE_SIDE, row))
    unsent = file_page.unsent(facts.comments, row)
    going = sum(item.published_at is not None for item in unsent)
    primary, secondary = buttons(open_moves(session, row, actor), row, actor, comments=going, facts=facts)
    view = _head(row, facts) | {
        "tables": paper_tables(facts.content.document, facts.content.profile),
        "notes": notes_of(facts, is_open=row.desk is not None),
        "commenting": commenting and not suggesting,
        "suggesting": places(facts.content) if suggesting else frozenset(),
        "keep": {key: asked[key] for key in KEPT if asked.get(key)},
        "switch": switch(row, facts, shown, base, tab),
        "difference": difference_page(facts, row, base) if base and shown == "difference" and not suggesting else None,
        "tab": tab,
        "tabs": _tabs(row.id, tab, facts, asked, offered),
        "primary": primary,
        "secondary": secondary,
        "decision_text": _decision_words(facts, going, len(unsent) - going, commenting, secondary),
        "adjustment": adjustment_box(session, row),
        "revisions": _revisions(session, actor, row),
        "letter": _letter(session, actor, row),
        "copy_href": _copy_href(row, actor),
        "way": way_view(session, actor, row.id),
        "decided": own_decision(session, actor, row.id),
        "special_notice": notice_view(facts, row.id),
        "correction_notice": notice_of(facts.corrections, row.id),
        "from_above": targets_from_above(upper_targets(session, row.project_id, row.fiscal_year)),
    }
    if tab == "sheet":
        earlier = [item for item in sheets if not filling or item.round != row.round]
        return view | {
            "sheet": sheet_form(session, row, asked) if filling else None,
            "phrases": picker(session, actor, row, facts.content.document, OPINION, "opinion") if filling else None,
            "sheets": decided_sheets(earlier, file_page.people(session, [item.author_id for item in earlier])),
        }
    return view | _side(session, actor, row, facts, tab, asked)


def _copy_href(row: Any, actor: Actor) -> str:
    """复制为新申报: a declaration that was ended, for the unit's filer; "" = not offered."""
    copied = row.state == State.terminated and may_be_copied(row) and actor.holds(Role.filer, row)
    return url_for("declarations.new", source=row.id) if copied else ""


def paper_view(session: Session, actor: Actor, declaration_id: int) -> View:
    """Variables of ``declarations/paper.html``."""
    row = find_declaration(session, actor, declaration_id)
    document, profile = file_page.form_of(session, row)
    return {
        "row": row,
        "title": profile.title_of(row.fiscal_year),
        "unit": document.unit,
        "tables": paper_tables(document, profile),
        "version_code": version_code(content_hash(document)),
        "official": row.approved_snapshot_id is not None,
        "sign_page": pair_of(row) in (AWAITED, BEFORE),
        "awaited": pair_of(row) == AWAITED,
    }


def _head(row: Any, facts: FileFacts) -> View:
    content = facts.content
    late = due_tone(facts.due_on) == "bad"
    return {
        "row": row,
        "chip": chip(row.state, row.desk, returned=facts.to_be_changed, terminated_by=row.terminated_by),
        "steps": steps(
            row.state, row.desk, row.held_since, facts.passed, facts.holders,
            needs_department=facts.needs_department, returned=facts.to_be_changed, late=late,
        ),
        "due": {
            "words": due_words(facts.due_on),
            "day": facts.due_on.isoformat() if facts.due_on else "",
            "tone": due_tone(facts.due_on),
        },
        "unit": content.document.unit,
        "title": content.profile.title_of(row.fiscal_year),
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


def _tab(asked: View, facts: FileFacts, offered: frozenset[str]) -> str:
    if asked.get("comment") or (asked.get("error") and asked.get("tab") not in ("findings", "special")):
        return "comments"
    if asked.get("tab") in offered:
        return str(asked["tab"])
    if any(item.sent_with == "return" and item.answer is None for item in facts.comments) and facts.returned:
        return "comments"
    return "findings"


TAB_KEYS = ("findings", "comments", "suggestions", "special", "sheet", "papers", "history")
KEPT = ("view", "base")
"""What every link and form of the page carries along."""


def kept() -> View:
    """The same, as the present request has it."""
    return {key: request.values[key] for key in KEPT if request.values.get(key)}


def _offered(facts: FileFacts, row: Any, actor: Actor, *, has_sheet: bool) -> frozenset[str]:
    """The tabs that have something to show."""
    negotiated = bool(facts.suggestions) or may_suggest(row, actor)
    sometimes = (("sheet", has_sheet), ("suggestions", negotiated), ("special", bool(facts.special)))
    left_out = {key for key, there in sometimes if not there}
    return frozenset(TAB_KEYS) - left_out


def _tabs(file_id: int, tab: str, facts: FileFacts, asked: View, offered: frozenset[str]) -> list[View]:
    kept = {key: asked[key] for key in KEPT if asked.get(key)}
    rows: dict[str, tuple[str, int | None]] = {
        "findings": (_("Findings"), len(facts.content.findings) + len(facts.content.unreadable)),
        "comments": (_("Comments"), len(facts.comments)),
        "suggestions": (_("Negotiation"), len(facts.suggestions)),
        "special": (_("Special approval"), sum(len(item.left) for item in facts.special)),
        "sheet": (_("Review sheet"), None),
        "papers": (_("Papers"), len(facts.signatures) + len(facts.attachments)),
        "history": (_("History"), None),
    }
    return [
        {
            "label": rows[key][0],
            "href": url_for("declarations.show", declaration_id=file_id, tab=key, **kept) + "#side",
            "active": key == tab,
            "count": rows[key][1],
        }
        for key in TAB_KEYS
        if key in offered
    ]


def _side(session: Session, actor: Actor, row: Any, facts: FileFacts, tab: str, asked: View) -> View:
    """What only the chosen tab needs."""
    content = facts.content
    if tab == "comments":
        writing = may_comment(row, actor)
        place = asked.get("comment") or "form"
        broken = {finding.rule for finding in content.findings if finding.path == place}
        return {
            "thread": thread(facts, row, actor, editing=writing, late=_late(session, row, actor)),
            "targets": targets(content.document, content.profile),
            "typed": _typed(asked),
            "causes": cause_options() if writing and can_be_late(session, row) else [],
            "phrases": picker(session, actor, row, content.document, place, "text", broken=broken) if writing else None,
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
    if tab == "special":
        return {"special": special_view(facts, row, actor, asked)}
    if tab == "history":
        entries = history_view(history(session, actor, row, asked.get("before", "")), content, row.id)
        return {"history": entries, "versions": version_rows(session, actor, row)}
    if tab == "papers":
        return {"papers": papers(facts, row)}
    return {
        "findings": unreadable_views(content) + finding_views(content, facts.people, comments=facts.comments),
        "wider": wider_words(content, row),
        "side_error": asked.get("error", ""),
    }


def _late(session: Session, row: Any, actor: Actor) -> Late:
    """What the thread says about late comments; asked for only where there can be any."""
    return Late(
        late_of(session, row) if row.round > 1 else {},
        lateness(session, row),
        actor.holds(Role.section_head, row),
    )


def _typed(asked: View) -> View:
    """What stands in the form: the place that was clicked, and whatever a refused comment had."""
    return {
        "path": asked.get("comment") or "form",
        "text": asked.get("text", ""),
        "publish": bool(asked.get("publish")),
        "cause": asked.get("cause", ""),
        "edited": asked.get("edited") or asked.get("published") or asked.get("decided"),
        "about": next((name for name in ("edited", "published", "decided") if asked.get(name)), "new"),
        "made": asked.get("made"),
        "error": asked.get("error", ""),
    }


def _decision_words(facts: FileFacts, going: int, internal: int, commenting: bool, secondary: list[View]) -> str:
    """What is ready, or what stands in the way of a decision; why a file cannot be handed over says its own button."""
    reasons = (button["disabled_reason"] for button in secondary if "disabled_reason" in button and not button["aside"])
    blocked = next(reasons, "")
    if blocked:
        return str(blocked)
    if commenting:
        words = _("%(n)s comments go out with a return, %(m)s stay internal", n=going, m=internal)
        return words if going or internal else _("No comments written yet")
    return counts_words(facts.content)


def _letter(session: Session, actor: Actor, row: Any) -> View | None:
    """The approval document by its number, or by where it is while it has none."""
    letter = file_page.letter_of(session, actor, row)
    if letter is None:
        return None
    return {
        "href": url_for("letters.show", letter_id=letter.id),
        "label": letter.number or pick(DOCUMENT_STATE_LABELS[letter.state]),
    }


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
