"""One attempt at one move. The machine is given this wrapper, never the table row (trap T1)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlmodel import Session

from workflow import clock
from workflow.canonical import Declaration as Document
from workflow.documents.assemble import document_of
from workflow.documents.file_kinds import Upload
from workflow.lifecycle.moves import Move
from workflow.models import ApprovalDocument, Declaration, MonitoringReport, SelfEvaluation
from workflow.permissions import Actor
from workflow.texts import said

type_of_row = Declaration | MonitoringReport | SelfEvaluation | ApprovalDocument


@dataclass(frozen=True)
class Inputs:
    """What a person sends along with a move; unused fields stay at their defaults.

    ``ticks``: the four answers of pass_review (``scoring.review_sheet``); None = judged as a whole by the opinion.
    ``points``: the open points of approve_specially, each in words with the day it is due.
    ``adjustment_type``: why targets are adjusted; ``document_date``, ``document_issuer``: of the document it rests on;
    ``counterpart``: the other project of a transfer (调剂).
    ``head_id``, ``code``, ``scan``: who signed on paper, the 审签码 of the paper, and its scan.
    """

    reason: str = ""
    content_hash: str = ""
    grade: str = ""
    opinion: str = ""
    document: str = ""
    due_on: date | None = None
    acknowledged: bool = False
    batch_id: int | None = None
    ticks: Mapping[str, str] | None = None
    colleague_id: int | None = None
    leader: str = ""
    points: tuple[tuple[str, date | None], ...] = ()
    head_id: int | None = None
    code: str = ""
    scan: Upload | None = None
    adjustment_type: str = ""
    document_date: date | None = None
    document_issuer: str = ""
    counterpart: str = ""

    def __post_init__(self) -> None:
        """What nobody can see is not said: it neither counts as a reason nor gets into a record."""
        for name in ("reason", "opinion", "document", "leader", "document_issuer", "counterpart"):
            object.__setattr__(self, name, said(getattr(self, name)))
        object.__setattr__(self, "points", tuple((said(words), due_on) for words, due_on in self.points))


def pair_of(row: type_of_row) -> str:
    """``drafted/head``, or the bare state where no desk holds the file or the state itself says who does."""
    if isinstance(row, ApprovalDocument):
        return row.state
    return f"{row.state}/{row.desk}" if row.desk else row.state


@dataclass
class Case:
    """Session, row, actor and inputs of one move, plus what its effects leave behind."""

    session: Session
    row: Any
    actor: Actor
    move: Move
    inputs: Inputs
    via: str = ""
    came_from: str = ""
    destination: str | None = None
    made: dict[str, Any] = field(default_factory=dict)
    passed: frozenset[str] = frozenset()
    _document: Document | None = None

    @property
    def state(self) -> str:
        """The state/desk pair the machine runs on."""
        return pair_of(self.row)

    @state.setter
    def state(self, pair: str) -> None:
        state, _, desk = pair.partition("/")
        self.row.state = state
        if isinstance(self.row, ApprovalDocument):
            self.row.held_since = clock.now()
            return
        self.row.desk, self.row.held_since = desk or None, clock.now() if desk else None

    @property
    def document(self) -> Document:
        """The canonical document as it stands at the start of the move."""
        if self._document is None:
            self._document = document_of(self.session, self.row)
        return self._document

    def take_over(self, earlier: "Case") -> None:
        """Start where an earlier move of this transaction on the same row left off."""
        self._document, self.passed = earlier._document, frozenset(earlier.move.needs)
        self.made |= {key: earlier.made[key] for key in ("signer", "scan_id") if key in earlier.made}
