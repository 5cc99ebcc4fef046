"""The page of one declaration: form, findings, comments, history, and the moves open to this person."""

from typing import Any

from flask import url_for
from sqlmodel import Session

from webapp.i18n import _
from webapp.present.files import chip, steps, wan
from webapp.present.labels import action_label, desk_label, pick, state_label
from webapp.present.moves import buttons
from webapp.present.paper import paper_blocks
from webapp.present.places import place_words
from webapp.present.times import due_tone, due_words, moment
from workflow.canonical import version_code
from workflow.lifecycle import open_moves
from workflow.lifecycle.facts import closing_date, needs_department, return_order
from workflow.lifecycle.files import find_declaration
from workflow.permissions import Actor
from workflow.queries import file_page
from workflow.queries.file_page import Content
from workflow.types import Severity

TABS = ("findings", "comments", "history")


def file_view(session: Session, actor: Actor, declaration_id: int, tab: str) -> dict[str, Any]:
    """Variables of ``declarations/show.html``; raises ``NotFound`` outside the actor's scope."""
    row = find_declaration(session, actor, declaration_id)
    content = file_page.content_of(session, row)
    comments = file_page.comments(session, actor, row)
    entries = file_page.history(session, row)
    order = return_order(session, row) if row.state == "drafted" else None
    department, unit = file_page.organisation_names(session, row)
    due = closing_date(session, row) if row.state == "drafted" else None
    primary, secondary = buttons(open_moves(session, row, actor), row, actor)
    return {
        "row": row,
        "chip": chip(row.state, returned=order is not None, terminated_by=row.terminated_by),
        "steps": steps(
            row.state, row.desk, row.held_since, file_page.passages(entries, row), file_page.holders(session, row),
            needs_department=needs_department(session, row), returned=order is not None,
            late=due_tone(due) == "bad",
        ),
        "due": {"words": due_words(due), "day": due.isoformat() if due else "", "tone": due_tone(due)},
        "department": department,
        "unit": unit,
        "profile": content.profile,
        "blocks": paper_blocks(content.document, content.profile),
        "marks": _marks(content, comments),
        "version_code": version_code(content.content_hash),
        "findings": finding_views(content, row.id),
        "comments": [comment_view(item, content, people_of(session, comments), row.id) for item in comments],
        "history": [_entry(item) for item in entries],
        "opinions": _opinions(session, row),
        "primary": primary,
        "secondary": secondary,
        "budget": wan(row.budget_year_fen if row.budget_year_fen is not None else row.budget_total_fen),
        "tabs": _tabs(row.id, tab if tab in TABS else _first_tab(comments), content, comments, entries),
        "tab": tab if tab in TABS else _first_tab(comments),
    }  # fmt: skip


def _first_tab(comments: list[Any]) -> str:
    return "comments" if any(item.sent_with == "return" and item.answer is None for item in comments) else "findings"


def _tabs(file_id: int, tab: str, content: Content, comments: list[Any], entries: list[Any]) -> list[dict[str, Any]]:
    labels = {"findings": _("Findings"), "comments": _("Comments"), "history": _("History")}
    counts = {"findings": len(content.findings), "comments": len(comments), "history": len(entries)}
    return [
        {
            "label": labels[key],
            "href": url_for("declarations.show", declaration_id=file_id, tab=key) + "#side",
            "active": key == tab,
            "count": counts[key],
        }
        for key in TABS
    ]


def people_of(session: Session, comments: list[Any]) -> dict[int, Any]:
    """Authors and answerers of comments by id."""
    return file_page.people(session, [user for item in comments for user in (item.author_id, item.answered_by)])


def finding_views(content: Content, file_id: int) -> list[dict[str, Any]]:
    """Findings with where, sentence, source and waiver."""
    return [
        {
            "severity": finding.severity.value,
            "text": pick((finding.zh, finding.en)),
            "target": place_words(finding.path, content.document, content.profile),
            "href": f"#{anchor(finding.path)}",
            "suggestion": finding.suggestion,
            "source": finding.source,
            "waiver": _waiver(content, finding.key),
        }
        for finding in content.findings
    ]


def _waiver(content: Content, key: str) -> dict[str, str] | None:
    waiver = content.waivers.get(key)
    return {"reason": waiver.reason, "by": "", "when": moment(waiver.created_at)} if waiver else None


def open_errors(content: Content) -> int:
    """必改 findings nobody explained."""
    return sum(f.severity is Severity.error and f.key not in content.waivers for f in content.findings)


def comment_view(item: Any, content: Content, people: dict[int, Any], file_id: int) -> dict[str, Any]:
    """One comment of ``comment_thread``."""
    author = people.get(item.author_id)
    return {
        "id": item.id,
        "target": place_words(item.path, content.document, content.profile),
        "href": f"#{anchor(item.path)}",
        "author": author.name if author else "",
        "desk": desk_label(item.desk),
        "when": moment(item.created_at),
        "text": item.text,
        "draft": item.sent_with is None and item.published_at is not None,
        "internal": item.published_at is None,
        "needs_answer": item.sent_with == "return" and item.answer is None,
        "answer": _answer(item, people, content),
    }


def _answer(item: Any, people: dict[int, Any], content: Content) -> dict[str, Any] | None:
    if item.answer is None:
        return None
    who = people.get(item.answered_by)
    return {
        "kind": item.answer,
        "old": item.old_value,
        "new": item.answer_text if item.answer == "changed" else "",
        "reason": item.answer_text if item.answer == "kept" else "",
        "author": who.name if who else "",
        "when": moment(item.answered_at),
    }


def _entry(item: Any) -> dict[str, Any]:
    return {
        "when": moment(item.at),
        "who": item.actor_name,
        "action": action_label(item.action),
        "from": pair_words(item.state_from),
        "to": pair_words(item.state_to) if item.state_to != item.state_from else "",
        "reason": item.reason,
    }


def _opinions(session: Session, row: Any) -> list[dict[str, str]]:
    found = file_page.opinions(session, row)
    people = file_page.people(session, [item.author_id for item in found])
    return [_opinion(item, people) for item in found]


def _opinion(item: Any, people: dict[int, Any]) -> dict[str, str]:
    grades = {"excellent": _("excellent"), "good": _("good"), "fair": _("fair"), "poor": _("poor")}
    return {
        "grade": grades[item.grade],
        "text": item.opinion,
        "who": people[item.author_id].name,
        "when": moment(item.created_at),
    }


def pair_words(pair: str) -> str:
    """A state/desk pair in words."""
    state, _dot, desk = pair.partition("/")
    return " · ".join(filter(None, (state_label(state) if state else "", desk_label(desk) if desk else "")))


def anchor(path: str) -> str:
    """The id of a cell on the page."""
    return "c-" + path.replace("/", "_").replace(".", "-")


def _marks(content: Content, comments: list[Any]) -> dict[str, str]:
    marks = {finding.path: "is-flagged" for finding in content.findings}
    return marks | {item.path: "is-commented" for item in comments}
