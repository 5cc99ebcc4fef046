"""申报表 and 批复表 of a project: its profile says which parts the form has, in which order, with which words."""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal

from workflow.canonical.document import TEXT_FIELDS, Declaration, FundingSource
from workflow.canonical.profile import NATURE_LABELS, Profile, ProfileField, ProfileSection
from workflow.documents.render.layout.indicators import indicator_group
from workflow.documents.render.layout.parts import Block, Cell, Grid, Group, Line, amount, heads, table, ticks

_FACTS = (16, 34, 16, 34)
_SIDE = 16
_YEAR = re.compile(r"^(?:19|20)\d\d(?=年)")
_LONGEST_CHOICES = 16
"""Check boxes with more characters than this need a row of their own."""


def form_title(document: Declaration, profile: Profile) -> str:
    """The profile's title with the year of this declaration."""
    return _YEAR.sub(str(document.fiscal_year), profile.title)


def form_blocks(document: Declaration, profile: Profile, title: str, mark: str) -> tuple[Block, ...]:
    """A form from its title down."""
    said = title or form_title(document, profile)
    lines = [Line(mark, "mark")] if mark else []
    lines.append(Line(said, "title"))
    if str(document.fiscal_year) not in said:
        lines.append(Line(f"（{document.fiscal_year}年度）", "year"))
    has_department_row = profile.section_of("executing_bodies") is not None
    if not has_department_row:
        lines.append(Line(f"主管部门：{document.department}", "note"))
    lines.append(Line(f"申报单位：{document.unit}", "sides", "金额单位：万元"))
    return (*lines, Grid(tuple(_groups(document, profile))), *_attached(document))


def _attached(document: Declaration) -> list[Line]:
    """What is filed with the form stands below it: no printed form has a row for it."""
    names = "；".join(f"{number}. {item.name}" for number, item in enumerate(document.attachments, 1))
    return [Line(f"注：随附材料 {names}", "note")] if names else []


def _groups(document: Declaration, profile: Profile) -> list[Group]:
    groups: list[Group] = []
    for section in profile.sections:
        if section.rows in _PARTS:
            groups.append(_PARTS[section.rows](section, document, profile))
        elif not section.rows:
            groups.append(_facts(section, document))
    return groups


def _facts(section: ProfileSection, document: Declaration) -> Group:
    rows = []
    for pair in _lines(section.fields):
        cells = [cell for item in pair for cell in (Cell(item.label, "label"), _fact(item, document))]
        if len(pair) == 1:
            cells[1] = Cell(cells[1].text, cells[1].kind, cols=3)
        rows.append(tuple(cells))
    return Group(_FACTS, tuple(rows))


def _lines(fields: Sequence[ProfileField]) -> list[list[ProfileField]]:
    """Two short fields to a row; long texts and many choices take one of their own, as the papers do."""
    lines: list[list[ProfileField]] = []
    for item in fields:
        wide = item.name in TEXT_FIELDS or sum(map(len, item.choices)) > _LONGEST_CHOICES
        joins = lines and len(lines[-1]) == 1 and not wide and not _stands_alone(lines[-1][0], fields)
        if joins:
            lines[-1].append(item)
        else:
            lines.append([item])
    return lines


def _stands_alone(item: ProfileField, fields: Sequence[ProfileField]) -> bool:
    """The name shares its row with the code or with the only other field there is."""
    if item.name == "project_name":
        return len(fields) > 2 and fields[1].name != "project_code"
    return item.name in TEXT_FIELDS or sum(map(len, item.choices)) > _LONGEST_CHOICES


def _fact(item: ProfileField, document: Declaration) -> Cell:
    value = getattr(document, item.name) or ""
    if item.choices:
        choices = item.choices if not value or value in item.choices else (*item.choices, value)
        return Cell(ticks(choices, [value]), "field")
    if item.name.startswith("budget_"):
        return amount(value)
    return Cell(value, "text" if item.name in TEXT_FIELDS else "field")


def _bodies(section: ProfileSection, document: Declaration, _profile: Profile) -> Group:
    names = "、".join(body.name for body in document.executing_bodies)
    department = (Cell("项目主管部门", "label"), Cell(document.department, "field"))
    return Group(_FACTS, ((*department, Cell(section.label, "label"), Cell(names, "field")),))


def _goals(section: ProfileSection, document: Declaration, profile: Profile) -> Group:
    if profile.horizons == ("overall",) and len(document.goals) <= 1:
        text = document.goals[0].text if document.goals else ""
        return Group((_SIDE, 100 - _SIDE), ((Cell(section.label, "label"), Cell(text, "text")),))
    rows = [(Cell(goal.name), Cell(goal.text, "text")) for goal in document.goals]
    return table(section.label, ("名称", "目标说明"), (_SIDE, 100 - _SIDE), rows)


def _funding(section: ProfileSection, document: Declaration, profile: Profile) -> Group:
    return _sources(section, document, profile) if profile.sources else _natures(section, document, profile)


def _natures(section: ProfileSection, document: Declaration, profile: Profile) -> Group:
    """资金性质 as check boxes: the forms that ask for no amounts."""
    given = [NATURE_LABELS[row.nature] for row in document.funding_sources if row.nature]
    words = ticks((NATURE_LABELS[nature] for nature in profile.natures), given)
    return Group((_SIDE, 100 - _SIDE), ((Cell(section.label, "label"), Cell(words, "field")),))


def _sources(section: ProfileSection, document: Declaration, profile: Profile) -> Group:
    """Source by source, the total first; a source without money keeps its line. Natures where the form has them."""
    natures = bool(profile.natures)
    widths = (_SIDE, 42, 21, 21) if natures else (_SIDE, 56, 28)
    total = sum((Decimal(row.amount) for row in document.funding_sources if row.amount), Decimal())
    rows = [(Cell("当年预算合计", "field", cols=2 if natures else 1), amount(str(total) if total else None))]
    titles = heads("来源项目", *(["资金性质"] if natures else []), "申报数")
    for number, source in enumerate(profile.sources, 1):
        found = [row for row in document.funding_sources if row.source == source.code]
        rows += [_source(f"{number}. {source.label}", row, natures) for row in found or [None]]
    known = {source.code for source in profile.sources}
    rows += [_source("", row, natures) for row in document.funding_sources if row.source not in known]
    side = Cell(section.label, "label", rows=len(rows) + 1)
    return Group(widths, ((side, *titles), *rows))


def _source(label: str, row: FundingSource | None, natures: bool) -> tuple[Cell, ...]:
    nature = (Cell(NATURE_LABELS.get((row and row.nature) or "", "")),) if natures else ()
    return (Cell(label, "field"), *nature, amount(row.amount if row else None))


def _details(section: ProfileSection, document: Declaration, profile: Profile) -> Group:
    columns = profile.detail_sources
    money = 15 if len(columns) < 3 else 13
    rows = []
    for line in document.expenditure_lines:
        given = {part.source: part.amount for part in line.amounts}
        rows.append(
            (Cell(line.item, "text"), Cell(line.basis, "text"), *(amount(given.get(col.code)) for col in columns))
        )
    titles = (profile.word("item"), profile.word("line_basis"), *(column.label for column in columns))
    widths = (18, 82 - money * len(columns), *(money for _ in columns))
    return table(section.label, titles, widths, rows)


def _assets(section: ProfileSection, document: Declaration, _profile: Profile) -> Group:
    rows = [(Cell(line.item, "text"), Cell(line.quantity), amount(line.amount)) for line in document.asset_lines]
    return table(section.label, ("品名", "数量", "金额"), (50, 25, 25), rows)


_PARTS: dict[str, Callable[[ProfileSection, Declaration, Profile], Group]] = {
    "executing_bodies": _bodies,
    "goals": _goals,
    "indicators": indicator_group,
    "funding_sources": _funding,
    "expenditure_lines": _details,
    "asset_lines": _assets,
}
"""List of the document → how the form shows it."""
