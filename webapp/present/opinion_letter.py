"""审核意见函: the form of the page, and the letter in the words of the paper forms, whatever language the page has."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import force_locale

from webapp.i18n import language
from webapp.present.places import place_words
from webapp.present.refusals import problem_texts
from webapp.present.times import date_input
from workflow import clock
from workflow.documents.opinion import LetterFile, OpinionLetter
from workflow.errors import RuleFailed
from workflow.queries.opinion_letters import Returned
from workflow.texts import said

View = dict[str, Any]
LONGEST_NUMBER = 60
FIELD_OF = {
    "not_a_date": "last",
    "days_turned": "last",
    "no_returns_then": "first",
    "letter_number_too_long": "number",
}
"""Which field of the form a refusal is about."""


def letter_of(found: Returned, number: str, first: date, last: date) -> OpinionLetter:
    """The letter; raises ``RuleFailed`` for a number that no letter has."""
    number = " ".join(said(number).split())
    if len(number) > LONGEST_NUMBER:
        raise RuleFailed("letter_number_too_long", longest=LONGEST_NUMBER)
    with force_locale("zh"):
        files = [
            LetterFile(
                item.row.project_name,
                item.unit_name,
                item.returned_on,
                item.due_on,
                [(place_words(path, item.document, item.profile), text) for path, text in item.comments],
            )
            for item in found.files
        ]
    years = sorted({item.row.fiscal_year for item in found.files})
    return OpinionLetter(
        number, found.department, found.bureau, years, first, last, files, clock.business_date()
    )  # fmt: skip


def file_name(letter: OpinionLetter) -> str:
    """What the browser saves it as."""
    return f"审核意见函-{letter.department}-{letter.first.isoformat()}-{letter.last.isoformat()}.docx"


def form_view(departments: list[tuple[int, str]], typed: Mapping[str, str], refusal: RuleFailed | None) -> View:
    """The form; by default from the first of the month until today."""
    today = clock.business_date()
    text = " ".join(problem_texts(refusal, language())) if refusal else ""
    values = {
        "letter_department": typed.get("letter_department", typed.get("department", "")),
        "first": typed.get("first", today.replace(day=1).isoformat()),
        "last": typed.get("last", today.isoformat()),
        "number": typed.get("number", ""),
    }
    wrong = _field_of(refusal, values["first"]) if refusal else ""
    return {
        "action": url_for("review_statistics.letter"),
        "departments": [{"value": str(key), "label": name} for key, name in departments],
        "values": values,
        "day_types": {name: date_input(values[name]) if values[name] else "date" for name in ("first", "last")},
        "wrong": {wrong: text} if refusal else {},
        "errors": [{"text": text, "href": f"#f-{wrong}"}] if refusal else [],
        "longest": LONGEST_NUMBER,
    }


def _field_of(refusal: RuleFailed, first: str) -> str:
    """The first day is read first: where it is no date, it is the one that was refused."""
    if refusal.code == "not_a_date" and refusal.facts["raw"] == first:
        return "first"
    return FIELD_OF[refusal.code]
