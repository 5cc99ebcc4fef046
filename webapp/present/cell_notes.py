"""What is drawn into the cells of the form on the review page: comments, findings, differences, unlocked places."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from webapp.present.differences import differences
from webapp.present.paper_parts import Cell
from webapp.present.places import shown_at
from workflow.queries.file_page import FileFacts
from workflow.queries.negotiation import pending


@dataclass
class Note:
    """Marks of one place. ``was`` is the former value of a changed cell (None = not changed), ``suggested`` what the
    reviewer would have it say."""

    comments: list[int] = field(default_factory=list)
    findings: int = 0
    was: str | None = None
    unlocked: bool = False
    suggested: str = ""

    @property
    def classes(self) -> str:
        """Classes of the print sheet."""
        marks = (
            (self.comments, "is-commented"),
            (self.findings, "is-flagged"),
            (self.was is not None, "is-differing"),
            (self.unlocked, "is-unlocked"),
            (self.suggested, "is-suggested"),
        )
        return " ".join(name for there, name in marks if there)


def notes_of(facts: FileFacts, *, is_open: bool) -> dict[str, Note]:
    """Notes by path; a comment on a row or list is drawn at the row or list. Differences matter while it is open."""
    notes: dict[str, Note] = {}

    def at(path: str) -> Note:
        return notes.setdefault(shown_at(path), Note())

    for comment in facts.comments:
        if not comment.answer:
            at(comment.path).comments.append(comment.id)
    for finding in facts.content.findings:
        at(finding.path).findings += 1
    for unlock in facts.unlocks:
        at(unlock.path).unlocked = True
    for view in differences(facts.before, facts.content) if is_open else []:
        _differ(at(view["path"]), view)
    for item in pending(facts.suggestions):
        at(item.path).suggested = item.suggested
    return notes


def together(cell: Cell, notes: Mapping[str, Note]) -> Note | None:
    """The marks of a cell that is printed once for several equal neighbours: those of all the places it stands for."""
    found = [notes[path] for path in (cell.path, *cell.covers) if path and path in notes]
    if len(found) < 2:
        return found[0] if found else None
    return Note(
        [comment for note in found for comment in note.comments],
        sum(note.findings for note in found),
        next((note.was for note in found if note.was is not None), None),
        any(note.unlocked for note in found),
        next((note.suggested for note in found if note.suggested), ""),
    )


def _differ(note: Note, view: dict[str, Any]) -> None:
    note.was = view["old"] if view["kind"] == "changed" else ""
