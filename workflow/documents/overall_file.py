"""A file → 部门整体支出绩效目标: the one place that knows which kinds of file are understood.

The canonical JSON; and any document that intake reads, turned into it first (``as_json``), in the limited child.
"""

import json
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from workflow.canonical import Overall
from workflow.documents.intake.child import read_file
from workflow.documents.intake.draft import to_overall
from workflow.errors import RuleFailed

MOST_MB = 2
MOST_PROBLEMS = 10
"""Of one file: who has more took the wrong file."""
_LONGEST_RAW = 60

_CODES = {
    "missing": "overall_field_missing",
    "extra_forbidden": "overall_field_unknown",
    "string_pattern_mismatch": "overall_not_amount",
}


def as_json(name: str, content: bytes) -> list[tuple[str, bytes]]:
    """The file itself if it is JSON by its name, else one JSON file for every overall form in the document.

    Takes seconds, so it belongs before any transaction. Raises ``RuleFailed`` with the reader's sentence, or because
    the document holds no overall form.
    """
    if not content or name.lower().endswith(".json"):
        return [(name, content)]
    outcome = read_file(name, content)
    if outcome.trouble:
        raise RuleFailed("overall_file_refused", zh=outcome.reading.problems[0].message, en=outcome.message_en)
    found = [to_overall(form) for form in outcome.reading.forms if form.form_type == "overall"]
    problems = [
        RuleFailed("overall_form_incomplete", file=name, what=item.message) for _form, items in found for item in items
    ]
    if problems:
        raise RuleFailed("overall_files_wrong", problems)
    if not found:
        raise RuleFailed("overall_file_without_form", file=name)
    return [(name, form.model_dump_json().encode()) for form, _items in found if form]


def read_overall(name: str, content: bytes) -> Overall:
    """The statement in the file; raises ``RuleFailed`` whose problems name file, place and what stands there."""
    if len(content) > MOST_MB * 2**20:
        raise RuleFailed("overall_file_too_large", file=name, most_mb=MOST_MB)
    raw = _json(name, content)
    if not isinstance(raw, dict) or raw.get("kind") != "overall":
        raise RuleFailed("overall_file_other_kind", file=name)
    try:
        return Overall.model_validate(raw)
    except ValidationError as found:
        problems = [_problem(name, item) for item in found.errors()[:MOST_PROBLEMS]]
        raise RuleFailed("overall_files_wrong", problems) from None


def _json(name: str, content: bytes) -> Any:
    """A zero byte is no text: one of the databases cannot keep it."""
    try:
        text = content.decode("utf-8-sig")
        if "\\u0000" in text:
            raise ValueError
        return json.loads(text)
    except (ValueError, RecursionError):
        raise RuleFailed("overall_file_not_json", file=name) from None


def _problem(name: str, error: ErrorDetails) -> RuleFailed:
    place = "/".join(str(part + 1) if isinstance(part, int) else part for part in error["loc"])
    raw = str(error["input"])[:_LONGEST_RAW].encode(errors="replace").decode()
    return RuleFailed(_CODES.get(error["type"], "overall_field_wrong"), file=name, place=place, raw=raw)
