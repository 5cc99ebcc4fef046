"""Editing a draft: cell by cell with the value the typist saw, rows, pastes, undo. Nothing typed is lost.

``edit(...)`` applies what still holds and says what became of each change. What cannot be read is kept raw
(``UnparsedInput``); where somebody else was faster both values come back. ``paste`` and ``copy_horizon`` make their
changes from a text and from the other table; every call is one batch, and ``undo`` takes one's own batch back.
"""

from workflow.services.editing.adopting import adopt, adoptable
from workflow.services.editing.binding import bind_to_budget, budget_target, is_total_cost, says_budget
from workflow.services.editing.changes import KEPT, Change, Done, Outcome, Result
from workflow.services.editing.choosing import Place, choose
from workflow.services.editing.filling import Cursor, add_row, copy_horizon, paste
from workflow.services.editing.locks import Locks, check_desk, locks_of, request_unlock
from workflow.services.editing.patch import edit
from workflow.services.editing.undoing import newest_batch, undo
from workflow.services.editing.weighting import distribute_weights

__all__ = [
    "KEPT",
    "Change",
    "Cursor",
    "Done",
    "Locks",
    "Outcome",
    "Place",
    "Result",
    "add_row",
    "adopt",
    "adoptable",
    "bind_to_budget",
    "budget_target",
    "check_desk",
    "choose",
    "copy_horizon",
    "distribute_weights",
    "edit",
    "is_total_cost",
    "locks_of",
    "newest_batch",
    "paste",
    "request_unlock",
    "says_budget",
    "undo",
]
