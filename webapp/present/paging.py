"""The line under a list that is read page by page (``workflow.queries.keyset``)."""

from collections.abc import Callable
from typing import Any, Protocol

from webapp.i18n import _
from workflow.queries.keyset import PAGE_SIZE


class Paged(Protocol):
    """A page with the cursors of its neighbours (None = there is none)."""

    @property
    def before(self) -> str | None:
        """The page before."""

    @property
    def after(self) -> str | None:
        """The page after."""


def pager(found: Paged, page_at: Callable[[str], str]) -> dict[str, Any] | None:
    """The ``view`` of the macro ``pager``; None where one page holds everything. ``page_at``: cursor → address."""
    if not found.before and not found.after:
        return None
    return {
        "prev": page_at(found.before) if found.before else None,
        "next": page_at(found.after) if found.after else None,
        "text": _("%(n)s per page", n=PAGE_SIZE),
    }
