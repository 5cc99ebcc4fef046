"""The form as a difference: section by section what changed, with the comments of the last return in their places."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from flask import url_for

from webapp.i18n import _
from webapp.present.differences import difference_view, found, value_words
from webapp.present.form_words import field_words, section_title
from webapp.present.paper import section_tables
from webapp.present.places import anchor, cell_words, row_name, shown_at
from webapp.present.times import moment
from workflow.canonical import Declaration
from workflow.canonical.document import HEADER_FIELDS, SECTIONS
from workflow.canonical.paths import BASICS, FORM, Path, parse
from workflow.canonical.profile import ProfileSection
from workflow.documents.differences import places
from workflow.documents.values import value_at
from workflow.queries.file_bases import Base, BaseKey
from workflow.queries.file_page import FileFacts
from workflow.types import State

View = dict[str, Any]
UNTOLD = frozenset({"kind", "horizon"})
"""Cells that no form prints: the table a row stands in says it."""
ELSEWHERE = -1


def chosen_view(facts: FileFacts, row: Any, asked: View, *, checking: bool) -> tuple[str, Base | None]:
    """(form | difference, base): what the address asks for, else the difference where there is something to compare.

    An open file opens on what changed since it was last sent or approved, if anything did or was asked for; last
    year's form is the default for those who check it only, and a decided file opens on its form.
    """
    base = next((item for item in facts.bases if item.key == asked.get("base")), next(iter(facts.bases), None))
    if base is None or asked.get("view") == "form":
        return "form", base
    if asked.get("view") == "difference":
        return "difference", base
    own = base.key is not BaseKey.last_year
    opens = row.desk is not None and (own or checking)
    told = opens and (bool(_answered(facts, base)) or bool(found(base, facts.content)))
    return ("difference" if told else "form"), base


def _answered(facts: FileFacts, base: Base) -> list[Any]:
    """The comments of the return that the present content answers."""
    if base.key is not BaseKey.submission:
        return []
    return [item for item in facts.comments if item.sent_with == "return" and item.round == base.round]


def switch(row: Any, facts: FileFacts, view: str, base: Base | None, tab: str) -> View | None:
    """全文 | 差异, and what to compare with; nothing to choose without a base."""
    if base is None:
        return None

    def link(label: str, here: bool, view: str, base: str | None = None) -> View:
        href = url_for("declarations.show", declaration_id=row.id, tab=tab, view=view, base=base)
        return {"label": label, "active": here, "href": href}

    return {
        "views": [
            link(_("Differences"), view == "difference", "difference", base.key.value),
            link(_("Whole form"), view == "form", "form"),
        ],
        "bases": [link(base_words(item), item is base, "difference", item.key.value) for item in facts.bases]
        if view == "difference"
        else [],
    }


def base_words(base: Base) -> str:
    """What the reader compares with."""
    return {
        BaseKey.submission: _("Submission no. %(n)s", n=base.round),
        BaseKey.in_force: _("The revision in force"),
        BaseKey.last_year: _("Approval of %(year)s", year=base.document.fiscal_year),
    }[base.key]


def difference_page(facts: FileFacts, row: Any, base: Base) -> View:
    """Variables of ``declarations/_difference.html``."""
    content = facts.content
    items = [
        difference_view(item, base.document, content)
        for item in found(base, content)
        if item.path.rpartition("/")[2] not in UNTOLD
    ]
    remarks = _remarks(facts, row, base)
    builder = _Builder(facts, base, items, remarks)
    sections = [
        builder.section(number, section_title(section), tables)
        for number, (section, tables) in enumerate(section_tables(content.document, content.profile))
    ]
    sections.append(builder.section(ELSEWHERE, _("Not on this form"), []))
    return {
        "against": base_words(base),
        "general": [item for item in remarks if item["path"] == FORM],
        "sections": [section for section in sections if section["tables"] or section["rows"]],
        "counts": _counts(items, remarks),
        "taken": builder.taken,
    }


def _counts(items: list[View], remarks: list[View]) -> View:
    places_of = {(item["kind"], _place(item["path"])) for item in items}
    rows = Counter(kind for kind, _place_of in places_of)
    return {
        "changed": sum(item["kind"] == "changed" for item in items),
        "added": rows["added"],
        "removed": rows["removed"],
        "untouched": sum(item["untouched"] for item in remarks),
    }


def _remarks(facts: FileFacts, row: Any, base: Base) -> list[View]:
    """Comment → reply; old and new stand beside them."""
    document = facts.content.document
    return [
        {
            "id": item.id,
            "path": item.path,
            "text": item.text,
            "author": facts.names(item.author_id, item.on_behalf_of),
            "when": moment(item.created_at),
            "status": item.answer or ("to_answer" if row.state == State.drafted else "sent"),
            "reply": item.answer_text if item.answer == "kept" else "",
            "replied": moment(item.answered_at) if item.answered_at else "",
            "untouched": value_at(document, item.path) == item.old_value,
        }
        for item in _answered(facts, base)
    ]


class _Builder:
    """Puts cells and comments into the sections and rows they belong to."""

    def __init__(self, facts: FileFacts, base: Base, items: list[View], remarks: list[View]) -> None:
        self.content, self.before = facts.content, base.document
        self.taken: set[str] = set()
        self._homes = _Homes(self.content.profile.sections, self.content.document, self.before)
        self._items, self._remarks = items, remarks

    def section(self, number: int, title: str, tables: list[Any]) -> View:
        """One part of the form: its rows that differ or were commented on, and the tables as a whole."""
        items = [item for item in self._items if self._homes.of(item["path"]) == number]
        remarks = [item for item in self._remarks if item["path"] != FORM and self._homes.of(item["path"]) == number]
        own = [item for item in remarks if parse(item["path"]).section == item["path"]]
        rows = self._rows(items, [item for item in remarks if item not in own])
        kinds = Counter(item["kind"] for item in rows)
        return {"title": title, "tables": tables, "rows": rows, "remarks": own, "kinds": kinds}

    def _rows(self, items: list[View], remarks: list[View]) -> list[View]:
        rows: dict[str, View] = {}
        for item in items:
            row = self._row(rows, _place(item["path"]), item["kind"])
            row["cells"][item["path"]] = item | {"remarks": [], "label": self._cell_label(item["path"])}
        for remark in remarks:
            row = self._row(rows, _place(remark["path"]), "same")
            (self._cell(row, remark["path"]) if parse(remark["path"]).field else row)["remarks"].append(remark)
        order = {place: at for at, place in enumerate(_order(self.content.document))}
        found = sorted(rows.values(), key=lambda row: order.get(row["place"], len(order)))
        for row in found:
            row["cells"] = list(row["cells"].values())
            self._name_places(row)
        return found

    def _row(self, rows: dict[str, View], place: str, kind: str) -> View:
        if place not in rows:
            rows[place] = {
                "place": place, "kind": kind, "title": self._title(place, kind), "cells": {}, "remarks": [],
            }  # fmt: skip
        return rows[place]

    def _cell(self, row: View, path: str) -> View:
        """The cell a comment is about; one that nobody touched stands there with its value."""
        value = value_words(path, value_at(self.content.document, path), self.content.document, self.content.profile)
        untouched = {
            "path": path, "kind": "same", "old": value, "new": value, "delta": "", "passages": [], "remarks": [],
            "label": self._cell_label(path),
        }  # fmt: skip
        cell: View = row["cells"].setdefault(path, untouched)
        return cell

    def _cell_label(self, path: str) -> str:
        target = parse(path)
        return "" if target.section == BASICS else cell_words(target.field, self.content.profile)

    def _title(self, place: str, kind: str) -> str:
        target = parse(place)
        if target.section == BASICS:
            return field_words(self.content.profile, target.field)
        document = self.before if kind == "removed" else self.content.document
        return row_name(target.section, target.uid, document, self.content.profile)

    def _name_places(self, row: View) -> None:
        """Each place is found by its anchor once: where it differs, else in the table below."""
        for item in (row, *row["cells"]):
            path = shown_at(item.get("path", row["place"]))
            item["id"] = "" if path in self.taken or row["kind"] == "removed" else anchor(path)
            self.taken.add(path)


class _Homes:
    """In which section of the form a place is shown."""

    def __init__(self, sections: Iterable[ProfileSection], document: Declaration, before: Declaration) -> None:
        self._sections = list(sections)
        self._documents = (document, before)

    def of(self, path: str) -> int:
        """Its number; ``ELSEWHERE`` for what this form does not print."""
        target = parse(path)
        list_name = "indicators" if target.section == "block_weights" else target.section
        horizon = self._horizon(target)
        for number, section in enumerate(self._sections):
            if target.section == BASICS and self._has(section, target.field):
                return number
            if section.rows == list_name and (not horizon or section.horizon in (None, horizon)):
                return number
        return ELSEWHERE

    @staticmethod
    def _has(section: ProfileSection, field: str) -> bool:
        return bool(section.fields) and (not field or any(item.name == field for item in section.fields))

    def _horizon(self, target: Path) -> str:
        if target.section not in ("indicators", "goals", "block_weights") or not target.uid:
            return ""
        rows = (row for document in self._documents for row in getattr(document, target.section))
        return next((row.horizon for row in rows if row.uid == target.uid), "")


def _place(path: str) -> str:
    """The row a cell stands in; a header field is a row of its own."""
    target = parse(path)
    return path if target.section == BASICS else str(Path(target.section, target.uid))


def _order(document: Declaration) -> list[str]:
    header = [f"{BASICS}/-/{name}" for name in HEADER_FIELDS]
    return header + [place for section in SECTIONS for place in places(document, section)]
