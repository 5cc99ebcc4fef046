"""The review rules at work on stored declarations: what they get to see, as their region has set them."""

from workflow.review.context import BINDING, FORM, check_row, form_context, linked_context
from workflow.review.due import mark_department, mark_due, mark_next_year
from workflow.review.results import Wider, known_findings

__all__ = [
    "BINDING",
    "FORM",
    "Wider",
    "check_row",
    "form_context",
    "known_findings",
    "linked_context",
    "mark_department",
    "mark_due",
    "mark_next_year",
]
