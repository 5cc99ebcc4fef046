"""A draft as the editor shows it: the text of each cell, whether it is locked, and what is marked in it and why."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlmodel import Session

from webapp.i18n import _, language
from webapp.present.editor_carried import Carried, carried_of
from webapp.present.findings import QUIET_RULES, raw_text
from webapp.present.form_words import spoken
from webapp.present.labels import pick
from webapp.present.times import moment
from workflow.canonical import Declaration as Document
from workflow.canonical import Profile
from workflow.canonical.paths import BASICS, Path, parse
from workflow.documents.values import MONEY_FIELDS, flat
from workflow.money import fen_from_wan, wan_grouped
from workflow.notifications.refusals import refusal_text
from workflow.permissions import Actor
from workflow.queries import editor as queries
from workflow.queries import file_page
from workflow.queries.editor import AttachedFile
from workflow.queries.file_page import Content, Person
from workflow.rules import Finding
from workflow.services.editing import Locks, Result, locks_of, newest_batch
from workflow.types import Severity


@dataclass(frozen=True)
class Mark:
    """What a cell carries: error | warning | info | missing | conflict, with its sentence."""

    state: str
    message: str


@dataclass
class Draft:
    """Everything the editor's views are built from; made once per request."""

    row: Any
    content: Content
    locks: Locks
    raw: dict[str, tuple[str, str]]
    comments: list[Any]
    people: dict[int, Person]
    files: list[AttachedFile]
    seen: int
    undo: bool
    carried: Carried
    following: frozenset[str] = frozenset()
    typed: dict[str, str] = field(default_factory=dict)
    results: dict[str, Result] = field(default_factory=dict)

    @property
    def document(self) -> Document:
        """The canonical document as stored."""
        return self.content.document

    @cached_property
    def profile(self) -> Profile:
        """The form it is typed on, in the reader's words."""
        return spoken(self.content.profile)

    @cached_property
    def cells(self) -> dict[str, str]:
        """Stored texts by path."""
        return flat(self.document)

    def text(self, path: str) -> str:
        """What the control shows: just typed and not stored, kept raw, or stored; amounts in groups of three."""
        if path in self.typed:
            return self.typed[path]
        if path in self.raw:
            return self.raw[path][0]
        return shown(path, self.cells.get(path, ""))

    def locked(self, path: str) -> bool:
        """Whether the return leaves this cell or row as it is."""
        return not self.locks.allows(parse(path))

    @cached_property
    def marks(self) -> dict[str, Mark]:
        """Marks by path; what the typist must see first wins: not stored, unreadable, must fix, advice, still empty."""
        found: dict[str, Mark] = {}
        for source in (self._unstored(), self._unreadable(), self._found()):
            for path, mark in source:
                found.setdefault(path, mark)
        return found

    def _unstored(self) -> list[tuple[str, Mark]]:
        return [(path, Mark("conflict", result_text(result))) for path, result in self.results.items()]

    def _unreadable(self) -> list[tuple[str, Mark]]:
        return [(path, Mark("error", raw_text(raw, code))) for path, (raw, code) in self.raw.items()]

    def _found(self) -> list[tuple[str, Mark]]:
        open_ones = [item for item in self.content.findings if item.key not in self.content.waivers]
        return [(item.path, Mark(_state(item), pick((item.zh, item.en)))) for item in open_ones]

    @cached_property
    def errors(self) -> list[Finding]:
        """必改 findings nobody explained."""
        waivers = self.content.waivers
        return [item for item in self.content.findings if item.severity is Severity.error and item.key not in waivers]

    def comments_at(self, path: str) -> list[Any]:
        """The return's comments on exactly this place."""
        return [item for item in self.comments if item.path == path]


def load_draft(session: Session, actor: Actor, row: Any) -> Draft:
    """All facts of one draft in a fixed number of queries."""
    comments, content = queries.return_comments(session, row), file_page.content_of(session, row)
    wrote = [user for item in comments for user in (item.author_id, item.on_behalf_of)]
    wrote += [user for item in content.waivers.values() for user in (item.author_id, item.on_behalf_of)]
    return Draft(
        row,
        content,
        locks_of(session, row),
        content.unreadable,
        comments,
        file_page.people(session, wrote),
        queries.attached_files(session, row),
        queries.newest_edit(session, row),
        bool(newest_batch(session, row, actor)),
        carried_of(session, row),
        queries.following_budget(session, row),
    )


def is_money(path: str) -> bool:
    """Whether the cell holds an amount."""
    name = path.rpartition("/")[2]
    return name in MONEY_FIELDS or name.startswith("amounts.")


def shown(path: str, text: str) -> str:
    """``6,793.00`` for an amount, everything else as stored."""
    if not text or not is_money(path):
        return text
    try:
        return wan_grouped(fen_from_wan(text))
    except ValueError:
        return text


def result_text(result: Result) -> str:
    """Why a change was not stored, with who was faster and when."""
    if result.outcome == "conflict" and result.code == "cell_changed":
        when = _moment(result.at)
        value = shown(result.path, result.theirs) or _("empty")
        facts = {"who": result.who or _("Somebody"), "value": value, "when": when}
        return _("%(who)s changed this to “%(value)s” (%(when)s). You typed something else.", **facts)
    return refusal_text(result.code, {"raw": result.value, "path": result.path}, language())


def _moment(iso: str) -> str:
    return moment(datetime.fromisoformat(iso)) if iso else ""


def _state(finding: Finding) -> str:
    if finding.rule in QUIET_RULES:
        return "missing"
    return finding.severity.value


def header_path(name: str) -> str:
    """The path of a header field."""
    return str(Path(BASICS, "-", name))
