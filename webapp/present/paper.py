"""The declaration in the layout of its official form: one list of blocks a template prints from top to bottom.

A block is ``facts`` (label/value pairs), ``text`` (a long field), or ``table`` (a list with its columns). Every cell
knows its path, so findings and comments can mark it.
"""

from collections import Counter
from typing import Any

from webapp.i18n import _
from webapp.present.labels import pick
from webapp.present.places import CELL_LABELS
from workflow.canonical import Declaration, Profile
from workflow.canonical.document import TEXT_FIELDS
from workflow.canonical.profile import NATURE_LABELS, ProfileSection
from workflow.money import fen_from_wan, wan_grouped

Block = dict[str, Any]


def amount(text: str | None) -> str:
    """``1,331.67`` from the document's ``1331.67``."""
    return wan_grouped(fen_from_wan(text)) if text else ""


def paper_blocks(document: Declaration, profile: Profile) -> list[Block]:
    """All blocks of the form in paper order."""
    return [block for section in profile.sections for block in _section(section, document, profile)]


def _section(section: ProfileSection, document: Declaration, profile: Profile) -> list[Block]:
    if section.rows:
        block = _TABLES[section.rows](section, document, profile)
        return [block] if block else []
    facts = [_fact(field.name, field.label, field.choices, document) for field in section.fields]
    short = [fact for fact in facts if not fact["long"]]
    blocks: list[Block] = [{"kind": "facts", "items": short}] if short else []
    return blocks + [{"kind": "text", **fact} for fact in facts if fact["long"]]


def _fact(name: str, label: str, choices: tuple[str, ...], document: Declaration) -> dict[str, Any]:
    value = getattr(document, name)
    return {
        "label": label,
        "path": f"basics/-/{name}",
        "value": amount(value) if name.startswith("budget_") else value or "",
        "choices": [{"label": choice, "checked": choice == value} for choice in choices],
        "long": name in TEXT_FIELDS,
        "num": name.startswith("budget_"),
    }


def _cell(value: str, path: str, *, kind: str = "", span: int = 1) -> dict[str, Any]:
    return {"value": value, "path": path, "kind": kind, "span": span}


def _table(section: ProfileSection, columns: list[tuple[str, str]], rows: list[list[dict[str, Any]]]) -> Block:
    return {
        "kind": "table",
        "title": section.label,
        "path": section.rows,
        "columns": [{"label": label, "width": width} for label, width in columns],
        "rows": rows,
    }


def _bodies(section: ProfileSection, document: Declaration, _profile: Profile) -> Block:
    rows = [[_cell(body.name, f"executing_bodies/{body.uid}/name")] for body in document.executing_bodies]
    return _table(section, [(section.label, "")], rows)


def _goals(section: ProfileSection, document: Declaration, _profile: Profile) -> Block:
    rows = [
        [_cell(goal.name, f"goals/{goal.uid}/name"), _cell(goal.text, f"goals/{goal.uid}/text", kind="text")]
        for goal in document.goals
    ]
    return _table(section, [(_("Name"), "w-20"), (_("Goal in words"), "")], rows)


def _sources(section: ProfileSection, document: Declaration, profile: Profile) -> Block:
    rows = []
    for row in document.funding_sources:
        label = " · ".join(
            filter(None, (NATURE_LABELS.get(row.nature or "", ""), profile.source_label(row.source or "")))
        )
        place = f"funding_sources/{row.uid}"
        rows.append([_cell(label, place), _cell(amount(row.amount), f"{place}/amount", kind="num")])
    if not profile.sources:
        return _table(section, [(section.label, "")], [row[:1] for row in rows])
    total = sum(fen_from_wan(row.amount) for row in document.funding_sources if row.amount)
    rows.insert(0, [_cell(_("Total of the year"), "", kind="band"), _cell(wan_grouped(total), "", kind="num")])
    return _table(section, [(_("Source"), ""), (_("Amount"), "w-25")], rows)


def _details(section: ProfileSection, document: Declaration, profile: Profile) -> Block:
    columns = profile.detail_sources
    rows = []
    for line in document.expenditure_lines:
        place = f"expenditure_lines/{line.uid}"
        given = {part.source: part.amount for part in line.amounts}
        rows.append(
            [
                _cell(line.item, f"{place}/item"),
                _cell(line.basis, f"{place}/basis", kind="text"),
                *(_cell(amount(given.get(col.code)), f"{place}/amounts.{col.code}", kind="num") for col in columns),
            ]
        )
    heads = [(_("Item"), "w-18"), (_("How it was estimated"), "")]
    return _table(section, heads + [(column.label, "w-12") for column in columns], rows)


def _assets(section: ProfileSection, document: Declaration, _profile: Profile) -> Block:
    rows = [
        [
            _cell(line.item, f"asset_lines/{line.uid}/item"),
            _cell(line.quantity, f"asset_lines/{line.uid}/quantity"),
            _cell(amount(line.amount), f"asset_lines/{line.uid}/amount", kind="num"),
        ]
        for line in document.asset_lines
    ]
    return _table(section, [(_("Article"), ""), (_("Quantity"), "w-20"), (_("Amount"), "w-20")], rows)


def _attachments(section: ProfileSection, document: Declaration, _profile: Profile) -> Block:
    return _table(section, [(section.label, "")], [[_cell(item.name, "attachments")] for item in document.attachments])


def _indicators(section: ProfileSection, document: Declaration, profile: Profile) -> Block:
    horizon = section.horizon
    found = [row for row in document.indicators if horizon is None or row.horizon == horizon]
    weighted = profile.weights is not None and profile.weights.horizon == horizon
    priors = profile.prior_years and (horizon == "annual")
    keys = ["goal", "level1", "level2", "level3"]
    keys += ["prior_years.0", "prior_years.1"] if priors else []
    keys += ["target"] + (["weight"] if weighted else []) + ["basis"]
    widths = {"goal": "w-12", "level1": "w-10", "level2": "w-12", "level3": "", "basis": "w-12", "weight": "w-8"}
    columns = [(pick(CELL_LABELS[key]), widths.get(key, "w-12")) for key in keys]
    goals = {goal.uid: goal.name for goal in document.goals}
    groups = _Groups(found)
    rows = []
    for row in found:
        cells = groups.leading(row, goals)
        given = row.model_dump()
        for key in keys[3:]:
            name, _dot, index = key.partition(".")
            value = given[name][int(index)] if index else given[name] or ""
            shown = f"{value}%" if key == "weight" and value else value
            cells.append(_cell(shown, f"indicators/{row.uid}/{key}", kind="" if key == "level3" else "mid"))
        rows.append(cells)
    return _table(section, columns, rows)


class _Groups:
    """Goal, level 1 and level 2 are printed once per run of rows, with a row span, as on the paper form."""

    def __init__(self, rows: list[Any]) -> None:
        self.sizes: Counter[tuple[int, ...]] = Counter()
        self.runs: dict[str, tuple[int, ...]] = {}
        self.seen: set[tuple[int, ...]] = set()
        last: tuple[str, ...] | None = None
        run = [0, 0, 0]
        for row in rows:
            keys = (row.goal, row.level1, row.level2)
            for depth in range(3):
                if last is not None and keys[: depth + 1] != last[: depth + 1]:
                    run[depth] += 1
            last = keys
            self.runs[row.uid] = tuple(run)
            for depth in range(3):
                self.sizes[self._run(row.uid, depth)] += 1

    def _run(self, uid: str, depth: int) -> tuple[int, ...]:
        return (depth, *self.runs[uid][: depth + 1])

    def leading(self, row: Any, goals: dict[str, str]) -> list[dict[str, Any]]:
        """The spanning cells that start at this row."""
        cells = []
        for depth, (key, value) in enumerate(
            (("goal", goals.get(row.goal, "")), ("level1", row.level1), ("level2", row.level2))
        ):
            run = self._run(row.uid, depth)
            if run not in self.seen:
                self.seen.add(run)
                cells.append(_cell(value, f"indicators/{row.uid}/{key}", kind="mid", span=self.sizes[run]))
        return cells


_TABLES = {
    "executing_bodies": _bodies,
    "goals": _goals,
    "indicators": _indicators,
    "funding_sources": _sources,
    "expenditure_lines": _details,
    "asset_lines": _assets,
    "attachments": _attachments,
}
