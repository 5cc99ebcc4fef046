"""Which part of the review queue a page belongs to, carried in the address as one short word: ``priority.d12.low``.

A file opened from the queue keeps the word in every address of its page (``carry``), so that tabs, comments and moves
lead on to the next file and back to the same place.
"""

from typing import Any

from flask import Flask, request

from workflow.lifecycle.moves import DESK_LABELS
from workflow.queries.review_queue import SORTS, Asked
from workflow.texts import whole

KEY = "queue"
CARRIED = frozenset({
    "declarations.show", "declarations.compare", "moves.ask", "moves.take", "decisions.save",
    "comments.add", "comments.from_findings", "comments.edit", "comments.publish", "comments.publish_all",
    "comments.consent", "comments.delete", "suggestions.add", "suggestions.withdraw",
    "review_sheets.save", "review_sheets.kind", "phrases.insert",
})  # fmt: skip


def install(app: Flask) -> None:
    """Every address of ``CARRIED`` keeps the word of the present one."""
    app.url_defaults(carry)


def carry(endpoint: str, values: dict[str, Any]) -> None:
    """Called by ``url_for``."""
    if endpoint in CARRIED and KEY not in values and (word := request.args.get(KEY)):
        values[KEY] = word[:80]


def word_of(asked: Asked) -> str:
    """The word."""
    parts = [asked.sort]
    if asked.turned:
        parts.append("turned")
    if asked.department_id:
        parts.append(f"d{asked.department_id}")
    if asked.desk:
        parts.append(asked.desk)
    if asked.low_risk:
        parts.append("low")
    return ".".join(parts)


def asked_of(word: str) -> Asked:
    """Back again; what is not understood counts as not said."""
    sort, *rest = word.split(".")
    numbers = (whole(part[1:]) for part in rest if part[:1] == "d")
    return Asked(
        sort if sort in SORTS else SORTS[0],
        "turned" in rest,
        next((number for number in numbers if number is not None), None),
        next((part for part in rest if part in DESK_LABELS), ""),
        "low" in rest,
    )


def asked_now() -> Asked | None:
    """What the present address carries; None outside the queue."""
    word = request.args.get(KEY, "")
    return asked_of(word) if word else None
