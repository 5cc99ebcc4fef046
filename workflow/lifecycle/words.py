"""A reason, a name, a note: what somebody says with a deed, read by one reader, so that none is cut off or endless."""

from workflow.errors import RuleFailed
from workflow.texts import said

LONGEST_REASON = 2_000
"""It stands in lists, messages and the trail."""
LONGEST_NAME = 120


def within(raw: str, longest: int = LONGEST_REASON) -> str:
    """``said``; raises ``RuleFailed`` for more characters than there is room for: nothing is cut off unseen."""
    text = said(raw)
    if len(text) > longest:
        raise RuleFailed("text_too_long", most=longest, count=len(text))
    return text
