"""Comments on a declaration: the thread, where one may be put, and what became of what they asked for."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from webapp.i18n import _
from webapp.present.differences import differences
from webapp.present.form_words import field_words
from webapp.present.labels import action_label, desk_label
from webapp.present.late_comments import late_view
from webapp.present.places import anchor, cell_words, place_words, row_name, section_words, shown_at
from webapp.present.times import moment
from workflow.canonical import Declaration, Profile
from workflow.canonical.paths import BASICS, FORM, ROW_FIELDS, Path, parse
from workflow.documents.values import value_at
from workflow.permissions import Actor
from workflow.queries.file_bases import Base
from workflow.queries.file_page import FINANCE_DESKS, Content, FileFacts
from workflow.services.comments import changeable
from workflow.types import LateStatus

View = dict[str, Any]


@dataclass(frozen=True)
class Late:
    """Late comments of a file by id, which places would be late now, and whether this person decides about them."""

    known: dict[int, Any]
    would_be: Callable[[str], bool]
    decides: bool


def thread(facts: FileFacts, row: Any, actor: Actor, *, editing: bool, late: Late) -> list[View]:
    """Newest round first; within a round in the order they were written."""
    found = sorted(facts.comments, key=lambda item: (-item.round, item.id))
    own = {item.id for item in found if editing and item.author_id == actor.user_id and changeable(row, item)}
    return [_comment(item, facts, row, item.id in own) | _late(item, row, late) for item in found]


def _late(item: Any, row: Any, late: Late) -> View:
    known = late.known.get(item.id)
    here = item.sent_with is None and item.round == row.round
    settled = known is not None and known.status in (LateStatus.granted, LateStatus.declared)
    return {
        "late": late_view(known) if known else None,
        "needs_cause": here and not settled and item.published_at is None and late.would_be(item.path),
        "decide": here and late.decides and known is not None and known.status == LateStatus.asked,
    }


def _comment(item: Any, facts: FileFacts, row: Any, own: bool) -> View:
    content = facts.content
    return {
        "id": item.id,
        "target": place_words(item.path, content.document, content.profile),
        "href": f"#{anchor(shown_at(item.path))}",
        "author": facts.names(item.author_id, item.on_behalf_of),
        "desk": desk_label(item.desk),
        "when": moment(item.created_at),
        "text": item.text,
        "status": _status(item, row),
        "finance": item.desk in FINANCE_DESKS,
        "sent": _sent_words(item),
        "answer": _answer(item, facts, row),
        "own": own,
        "published": item.published_at is not None,
    }


def _status(item: Any, row: Any) -> str:
    """internal | goes_out | to_answer | sent | changed | kept."""
    if item.sent_with is None:
        return "goes_out" if item.published_at else "internal"
    if item.answer:
        return str(item.answer)
    waiting = item.sent_with == "return" and row.state == "drafted" and item.round == row.round
    return "to_answer" if waiting else "sent"


def _sent_words(item: Any) -> str:
    if item.sent_with is None:
        return ""
    return _("%(action)s, round %(n)s", action=action_label(item.sent_with), n=item.round)


def _answer(item: Any, facts: FileFacts, row: Any) -> View | None:
    if item.answer is None:
        return None
    return {
        "text": item.answer_text,
        "author": facts.names(item.answered_by, item.answered_for),
        "when": moment(item.answered_at),
        "changes": _changes(item, facts.content, facts.before) if item.round + 1 >= row.round else [],
    }


def _changes(item: Any, content: Content, before: Base | None) -> list[View]:
    """Old → new right under the comment: the cell itself, or the cells of its row or section that differ."""
    target, document = parse(item.path), content.document
    if target.field:
        now = value_at(document, item.path)
        return [{"label": "", "old": item.old_value, "new": now}] if now != item.old_value else []
    return [view for view in differences(before, content) if target.covers(Path(*view["path"].split("/")))]


def targets(document: Declaration, profile: Profile) -> list[View]:
    """Options of the select without script: the form, its header fields, then every list with its rows and cells."""
    options: list[View] = [{"value": FORM, "label": _("The whole form")}]
    fields = [
        {"value": f"{BASICS}/-/{item.name}", "label": field_words(profile, item.name)}
        for item in profile.header_fields()
    ]
    options.append({"label": section_words(BASICS), "options": fields})
    shown = [item.rows for item in profile.sections if item.rows]
    for section in dict.fromkeys([*shown, *(["block_weights"] if document.block_weights else [])]):
        options.append({"label": section_words(section), "options": _places(section, document, profile)})
    return options


def _places(section: str, document: Declaration, profile: Profile) -> list[View]:
    found = [{"value": section, "label": _("%(section)s as a whole", section=section_words(section))}]
    for position, row in enumerate(getattr(document, section)):
        uid = getattr(row, "uid", f"f{position}")
        name = row_name(section, uid, document, profile) or str(position + 1)
        found.append({"value": f"{section}/{uid}", "label": f"{position + 1}. {name}"})
        found += [
            {"value": f"{section}/{uid}/{cell}", "label": f"{position + 1}. {name} · {cell_words(cell, profile)}"}
            for cell in _cells(section, profile)
        ]
    return found


def _cells(section: str, profile: Profile) -> list[str]:
    """The cells this form prints."""
    hidden = {"kind", "horizon", "levels"}
    if not profile.prior_years:
        hidden |= {"prior_years.0", "prior_years.1"}
    if profile.weights is None:
        hidden.add("weight")
    columns = {f"amounts.{column.code}" for column in profile.detail_sources}
    return [
        cell
        for cell in ROW_FIELDS[section]
        if cell not in hidden and (not cell.startswith("amounts.") or cell in columns)
    ]
