"""Editing a draft: cell by cell with the value the typist saw, rows, pastes, undo. Nothing typed is lost.

``edit(...)`` applies what still holds and says what became of each change. What cannot be read is kept raw
(``UnparsedInput``); where somebody else was faster both values come back.
"""

from workflow.services.editing.changes import Change, Outcome, Result
from workflow.services.editing.patch import edit, undo

__all__ = ["Change", "Outcome", "Result", "edit", "undo"]
