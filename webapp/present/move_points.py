"""What still stands in the way of the next step, told on the page that asks and not only after the press."""

from typing import Any

from flask import url_for
from sqlmodel import Session

from webapp.present.findings import open_errors
from webapp.present.places import anchor, place_words
from workflow.queries import editor as queries
from workflow.queries.file_page import Content

ANSWERED = frozenset({"send_up", "sign", "sign_on_paper"})
"""Moves on the unit's side: on its way to finance the form must be readable and every comment answered."""


def form_page(declaration_id: int, action: str) -> str:
    """Where this person can put a cell right: the filer in the editor, others see the form."""
    endpoint = "editor.show" if action == "send_up" else "declarations.show"
    return url_for(endpoint, declaration_id=declaration_id)


def open_points(session: Session, row: Any, content: Content, action: str) -> dict[str, Any]:
    """``must`` counts errors and unreadable cells; ``carried`` lists parts with values nobody has
    confirmed; ``unanswered`` counts the comments of the return."""
    if action not in ANSWERED:
        return {"must": 0, "carried": [], "unanswered": 0, "page": ""}
    page = form_page(row.id, action)
    open_comments = [item for item in queries.return_comments(session, row) if item.answer is None]
    return {
        "must": open_errors(content),
        "carried": _carried(session, row, content, page),
        "unanswered": len(open_comments),
        "page": page,
    }


def _carried(session: Session, row: Any, content: Content, page: str) -> list[dict[str, Any]]:
    """Per list of the form: how many carried values wait, and the first of them."""
    lists: dict[str, list[str]] = {}
    for path in queries.carried_open(session, row):
        lists.setdefault(path.partition("/")[0], []).append(path)
    return [
        {
            "target": place_words(paths[0], content.document, content.profile),
            "count": len(paths),
            "href": f"{page}#{anchor(paths[0])}",
        }
        for paths in lists.values()
    ]
