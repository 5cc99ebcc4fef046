"""The review rules at work on stored declarations: what they get to see, as their region has set them."""

from workflow.review.context import check_row, form_context

__all__ = ["check_row", "form_context"]
