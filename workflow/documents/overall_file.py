"""A file → 部门整体支出绩效目标: the one place that knows which kinds of file are understood (the canonical JSON)."""

import json
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from workflow.canonical import Overall
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
