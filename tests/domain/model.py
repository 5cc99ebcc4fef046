"""The lifecycle once more, written from the prose of the design only: what may happen, and what it is afterwards.

It knows neither the table of moves nor the engine. ``tests.domain.test_model`` lets both act side by side.
A declaration's content is three cells and a flag: enough for every check of the lifecycle to matter.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

F, H, D, S, P = "filer", "unit_head", "department_reviewer", "section_reviewer", "performance"
IN_FINANCE = ("submitted/section", "submitted/performance", "finance_reviewed/performance", "finance_reviewed/batch")
SIGNING = {"drafted/head": {H}, "drafted/department": {D}}
REVIEWING = {"submitted/section": {S}}
IN_FORCE = ("approved", "monitored")

# action -> where it starts -> who may do it there
DECLARATION: dict[str, dict[str, set[str]]] = {
    "send_up": {"drafted/filer": {F}},
    "recall": {"drafted/head": {F}, "drafted/department": {F, H}},
    "decline": SIGNING,
    "sign": SIGNING,
    "sign_on_paper": {"drafted/head": {F}},
    "submit": SIGNING,
    "discard": {"drafted/filer": {F, H}},
    "take_up": REVIEWING,
    "transfer": {"submitted/section": {S, "section_head"}},
    "extend": {place: {P, "section_head"} for place in ("drafted/filer", "drafted/head", "drafted/department")},
    "withdraw": {"submitted/section": {F, H, D}},
    "request_return": {place: {F, H, D} for place in IN_FINANCE},
    "return": {place: {S} if place == "submitted/section" else {P} for place in IN_FINANCE},
    "pass_review": REVIEWING,
    "sign_changes": {"submitted/section": {H}},
    "propose_refusal": REVIEWING,
    "refuse": {"submitted/performance": {P}},
    "reject_refusal": {"submitted/performance": {P}},
    "send_to_review": {place: {P} for place in IN_FINANCE[2:]},
    "clear": {"finance_reviewed/performance": {P}},
    "approve_specially": {place: {P} for place in IN_FINANCE[2:]},
    "approve": {"finance_reviewed/batch": {P}},
    "revoke_approval": {"approved": {P}},
    "accept_monitoring": {place: {S} for place in IN_FORCE},
    "accept_evaluation": {place: {P} for place in IN_FORCE},
    "carry_over_monitoring": {"approved": {P}},
    "terminate": {place: {P} for place in IN_FORCE},
    "open_adjustment": {place: {F, H} for place in IN_FORCE},
    "amend_adjustment": {"drafted/filer": {F, H}},
    "file_adjustment": {"submitted/section": {P}},
    "demand_review": {"submitted/section": {P}},
    "cancel_adjustment": {"drafted/filer": {F, H}},
}
REPORT: dict[str, dict[str, set[str]]] = {
    "send_up": {"drafted/filer": {F}},
    "recall": {"drafted/head": {F}, "drafted/department": {H}},
    "decline": SIGNING,
    "sign": SIGNING,
    "submit": SIGNING,
    "return": REVIEWING,
    "accept": REVIEWING,
    "cancel": {place: {P} for place in ("drafted/filer", "drafted/head", "drafted/department", "submitted/section")},
}
OPEN = ("drafted", "submitted", "finance_reviewed")
FOLLOWS = ("submit", "accept_monitoring", "carry_over_monitoring")
"""Moves that follow from another one; nobody may take them by himself."""


@dataclass(frozen=True)
class Sent:
    """What comes along with a click; ``hash_seen`` says whether it is the hash of what the file says now."""

    reason: str = ""
    grade: str = ""
    opinion: str = ""
    document: str = ""
    due_on: date | None = None
    acknowledged: bool = False
    hash_seen: bool = True
    adjustment_type: str = ""
    document_date: date | None = None
    document_issuer: str = ""
    counterpart: str = ""


GOOD = Sent(
    "理由", "good", "同意", "鄂州财预〔2025〕9号", None, True, True, "policy", date(2025, 2, 28), "鄂州市财政局"
)
BLANKS: dict[str, list[Any]] = {
    "reason": ["", "  "],
    "grade": ["", "excellent", "fair", "poor", "best"],
    "opinion": ["", " "],
    "document": ["", " ", "鄂州财预〔2025〕10号"],
    "due_on": [date(2025, 3, 2), date(2025, 4, 30), date(2027, 1, 1)],
    "acknowledged": [False],
    "hash_seen": [False],
    "adjustment_type": ["", "nothing", "addition", "cut", "transfer"],
    "document_date": [None, date(2030, 1, 1)],
    "document_issuer": ["", " "],
    "counterpart": ["另一个项目"],
}
"""A click with everything, and what may be left out or wrong of it."""


@dataclass
class Signature:
    desk: str
    person: str
    money_and_targets: tuple[str, ...]
    stands: bool = True


@dataclass
class Remark:
    """A comment; ``old`` is what its cell (or the form) said when it was written."""

    desk: str
    round: int
    path: str
    old: str
    published: bool = True
    sent_with: str = ""
    answer: str = ""


@dataclass
class File:
    """What declarations and reports have in common."""

    unit: str
    under_department: bool
    year: int
    state: str = "drafted"
    desk: str = "filer"
    version: int = 1
    round: int = 0
    came_by: str = ""
    touched: bool = False
    typed: dict[str, bool] = field(default_factory=dict)  # person -> only in the department's trace
    signatures: list[Signature] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    @property
    def place(self) -> str:
        return f"{self.state}/{self.desk}" if self.desk else self.state

    def go(self, place: str, action: str) -> None:
        self.state, _, self.desk = place.partition("/")
        self.came_by, self.touched = action, False

    @property
    def last_signature_here(self) -> bool:
        return self.desk == "department" or (self.desk == "head" and not self.under_department)

    def void(self, desk: str = "") -> None:
        for item in self.signatures:
            item.stands = item.stands and desk not in ("", item.desk)

    def checked_himself(self, person: str) -> bool:
        """Author ≠ checker in finance: whoever typed or ever signed."""
        return person in self.typed or any(item.person == person for item in self.signatures)

    def remarks_to_send(self) -> list[Remark]:
        desks = ("performance", "batch") if self.desk in ("performance", "batch") else (self.desk,)
        pending = [item for item in self.remarks if item.published and not item.sent_with]
        return [item for item in pending if item.desk in desks and item.round == self.round]


def _number(target: str) -> int:
    return int("".join(sign for sign in target if sign.isdigit()))


@dataclass
class Declaration(File):
    cells: dict[str, str] = field(default_factory=dict)  # target, budget, text, weight ("" = none, "-" = no such cell)
    unreadable: set[str] = field(default_factory=set)
    explained: set[str] = field(default_factory=set)
    closes_on: date = date.max
    extensions: list[tuple[date, int]] = field(default_factory=list)  # until when; given in which return (round)
    due_on: dict[int, date] = field(default_factory=dict)  # round -> deadline of its return
    revision: int = 1
    supersedes: "Declaration | None" = None
    document: str = ""
    type: str = ""
    full_review: bool = False
    in_force: bool = False
    taken_by: str = ""
    reviewed_by: str = ""
    proposed_by: str = ""
    cleared_by: str = ""
    approved_by: str = ""
    terminated_by: str = ""
    issued: bool = False
    asked_back: int = 0
    opinions: list[str] = field(default_factory=list)
    booked: list[tuple[str, int]] = field(default_factory=list)
    reports: list["Report"] = field(default_factory=list)

    def money_and_targets(self) -> tuple[str, ...]:
        return self.cells["target"], self.cells["budget"]

    def says(self, path: str) -> str:
        return self.cells[path] if path != "form" else repr(sorted(self.cells.items()))

    def fen(self) -> int:
        whole, _, decimals = (self.cells["budget"] or "0.00").partition(".")
        return int(whole) * 1_000_000 + int(decimals.ljust(6, "0"))

    def misfits(self) -> bool:
        """The budget rises, falls, moves or ends as the type says; after a change of policy the targets differ."""
        if self.supersedes is None or not self.type:
            return False
        before, after, was = self.supersedes.fen(), self.fen(), self.supersedes.cells["target"]
        return not {
            "addition": after > before,
            "cut": after < before,
            "transfer": after != before,
            "recall": after == 0,
            "policy": self.cells["target"] != was,
        }[self.type]

    def small(self) -> bool:
        """Within ten percent of the budget, and no target asks for less or for something else."""
        if self.supersedes is None or self.full_review:
            return False
        before, was, now = self.supersedes.fen(), self.supersedes.cells["target"], self.cells["target"]
        looser = now != was and (not (now and was) or now[-1] != was[-1] or _number(now) < _number(was))
        return abs(self.fen() - before) * 10 <= before and not looser

    def faults(self) -> set[str]:
        """必改 findings that nothing explains."""
        found = {name for name, value in self.cells.items() if value == ""}
        return found - self.explained

    def lax(self) -> bool:
        """From 2026 on the region lets a head sign what he typed."""
        return self.year >= 2026

    def last_day(self) -> date | None:
        """Until when it may be submitted: the return's own deadline instead of the window, and extensions.

        An adjustment is not bound by the window of the yearly task, but by a return's deadline.
        """
        due = self.due_on.get(self.round)
        if due is None and self.revision > 1:
            return None
        given = [until for until, during in self.extensions if due is None or during == self.round]
        return max(due or self.closes_on, *given) if given else due or self.closes_on

    def late(self, today: date) -> bool:
        last_day = self.last_day()
        return last_day is not None and today > last_day


@dataclass
class Report(File):
    declaration: Declaration | None = None
    complete: bool = False
    campaign_open: bool = True
    was_submitted: bool = False

    def lax(self) -> bool:
        return self.year >= 2026


@dataclass
class Project:
    """All revisions of one project in one year, and what treasury entered."""

    revisions: list[Declaration]
    treasury_gave_initial: bool = False
    treasury_documents: set[str] = field(default_factory=set)

    @property
    def open_revision(self) -> Declaration | None:
        return next((item for item in self.revisions if item.state in OPEN), None)

    @property
    def ledger(self) -> list[tuple[str, int]]:
        return [entry for item in self.revisions for entry in item.booked]
