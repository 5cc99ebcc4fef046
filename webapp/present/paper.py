"""The declaration in the layout of its official form: tables a template prints from top to bottom.

The words are those of the paper form, Chinese in every language of the pages. Every cell knows its path, so findings,
comments and differences can mark it. Tables with many rows carry their heads in ``head``: the browser repeats them.
"""

from collections.abc import Callable, Sequence

from webapp.present.paper_indicators import indicator_table
from webapp.present.paper_parts import Cell, Row, Table, amount, blank_row, head, heads
from workflow.canonical import Declaration, Profile
from workflow.canonical.document import TEXT_FIELDS
from workflow.canonical.profile import NATURE_LABELS, ProfileField, ProfileSection
from workflow.money import fen_from_wan, wan_grouped

HALF = ("w-18", "", "w-18", "")
LONGEST_CHOICES = 16
"""Tick boxes with more characters than this need a row of their own."""


def paper_tables(document: Declaration, profile: Profile) -> list[Table]:
    """All tables of the form in paper order; the first of a list carries the anchor of the list."""
    return [table for _, tables in section_tables(document, profile) for table in tables]


def section_tables(document: Declaration, profile: Profile) -> list[tuple[ProfileSection, list[Table]]]:
    """The same, each section of the form with its tables."""
    found = [(section, _section(section, document, profile)) for section in profile.sections]
    seen: set[str] = set()
    for table in (table for _, tables in found for table in tables):
        if table.path in seen:
            table.path = ""
        seen.add(table.path)
    return found


def _section(section: ProfileSection, document: Declaration, profile: Profile) -> list[Table]:
    if section.rows:
        return [_TABLES[section.rows](section, document, profile)] if section.rows in _TABLES else []
    return [_facts(section, document, first=section is profile.sections[0])]


def _facts(section: ProfileSection, document: Declaration, *, first: bool) -> Table:
    rows = []
    for pair in _lines(section.fields):
        cells = [cell for item in pair for cell in (head(item.label), _fact(item, document))]
        if len(pair) == 1:
            cells[1].cols = 3
        rows.append(Row(cells, breaks=cells[1].kind == "text"))
    if first:
        places = (head("项目主管部门"), Cell(document.department), head("申报单位"), Cell(document.unit))
        rows.insert(1, Row(list(places)))
    return Table("basics" if first else "", HALF, rows)


def _lines(fields: Sequence[ProfileField]) -> list[list[ProfileField]]:
    """Two short fields to a row; long texts and long choices take one of their own, as the papers do.

    The name shares its row with the code, or with the only other field there is.
    """
    lines: list[list[ProfileField]] = []
    run: list[ProfileField] = []
    for item in fields:
        if _is_wide(item):
            lines += [*_in_pairs(run), [item]]
            run = []
        else:
            run.append(item)
    return lines + _in_pairs(run)


def _is_wide(item: ProfileField) -> bool:
    return item.name in TEXT_FIELDS or sum(map(len, item.choices)) > LONGEST_CHOICES


def _in_pairs(run: list[ProfileField]) -> list[list[ProfileField]]:
    alone = len(run) > 2 and run[0].name == "project_name" and run[1].name != "project_code"
    start = 1 if alone else 0
    return [run[:start]] * start + [run[at : at + 2] for at in range(start, len(run), 2)]


def _fact(item: ProfileField, document: Declaration) -> Cell:
    value = getattr(document, item.name) or ""
    path = f"basics/-/{item.name}"
    if item.choices:
        return Cell(value, path, choices=[(choice, choice == value) for choice in item.choices])
    if item.name.startswith("budget_"):
        return Cell(amount(value), path, kind="mid")
    return Cell(value, path, kind="text" if item.name in TEXT_FIELDS else "")


def _bodies(section: ProfileSection, document: Declaration, _profile: Profile) -> Table:
    found = document.executing_bodies
    rows = [
        Row([Cell(body.name, f"executing_bodies/{body.uid}/name", cols=3)], path=f"executing_bodies/{body.uid}")
        for body in found
    ] or [Row([Cell("", cols=3)])]
    rows[0].cells.insert(0, head(section.label, rows=len(rows)))
    return Table("executing_bodies", HALF, rows)


def _attachments(section: ProfileSection, document: Declaration, _profile: Profile) -> Table:
    rows = [
        Row([Cell(item.name, f"attachments/f{number}/name", cols=3)], path=f"attachments/f{number}")
        for number, item in enumerate(document.attachments)
    ] or [Row([Cell("", cols=3)])]
    rows[0].cells.insert(0, head(section.label, rows=len(rows)))
    return Table("attachments", HALF, rows)


def _goals(section: ProfileSection, document: Declaration, _profile: Profile) -> Table:
    rows = []
    for goal in document.goals:
        place = f"goals/{goal.uid}"
        cells = [Cell(goal.name, f"{place}/name", kind="mid"), Cell(goal.text, f"{place}/text", kind="text")]
        rows.append(Row(cells, path=place, breaks=True))
    titles = [head(section.label, cols=2, kind="band")], heads("名称", "目标说明")
    return Table("goals", ("w-18", ""), rows or [blank_row(2)], list(titles))


def _funding(section: ProfileSection, document: Declaration, profile: Profile) -> Table:
    return _sources(section, document, profile) if profile.sources else _natures(section, document, profile)


def _natures(section: ProfileSection, document: Declaration, profile: Profile) -> Table:
    """资金性质 as tick boxes: the forms that ask for no amounts."""
    given = {row.nature for row in document.funding_sources}
    choices = [(NATURE_LABELS[nature], nature in given) for nature in profile.natures]
    ticks = Cell("", "funding_sources", cols=3, choices=choices)
    return Table("", HALF, [Row([head(section.label), ticks])])


def _sources(section: ProfileSection, document: Declaration, profile: Profile) -> Table:
    """Source by source with the total first; a source without money keeps its empty line, as on paper."""
    width = 3 if profile.natures else 2
    total = sum(fen_from_wan(row.amount) for row in document.funding_sources if row.amount)
    rows = [Row([head("来源项目"), *([head("资金性质")] if profile.natures else []), head("申报数")])]
    rows.append(Row([Cell("当年预算合计", cols=width - 1), Cell(wan_grouped(total) if total else "", kind="num")]))
    for number, source in enumerate(profile.sources, 1):
        of_it = [row for row in document.funding_sources if row.source == source.code]
        found = [row for row in of_it if row.amount] or of_it[:1]  # an emptied amount is no second line
        rows += [_source_row(f"{number}. {source.label}", row, profile) for row in found]
        if not found:
            rows.append(Row([Cell(f"{number}. {source.label}"), *(Cell("") for _ in range(width - 1))]))
    others = {source.code for source in profile.sources}
    rows += [_source_row("", row, profile) for row in document.funding_sources if row.source not in others]
    rows[0].cells.insert(0, head(section.label, rows=len(rows)))
    return Table("funding_sources", ("w-18", "", *(("w-20",) if profile.natures else ()), "w-20"), rows)


def _source_row(label: str, row: object, profile: Profile) -> Row:
    place = f"funding_sources/{getattr(row, 'uid', '')}"
    nature, given = getattr(row, "nature", None), getattr(row, "amount", None)
    cells = [Cell(label, f"{place}/source")]
    if profile.natures:
        cells.append(Cell(NATURE_LABELS.get(nature or "", ""), f"{place}/nature", kind="mid"))
    return Row([*cells, Cell(amount(given), f"{place}/amount", kind="num")], path=place)


def _details(section: ProfileSection, document: Declaration, profile: Profile) -> Table:
    columns = profile.detail_sources
    rows = []
    for line in document.expenditure_lines:
        place = f"expenditure_lines/{line.uid}"
        given = {part.source: part.amount for part in line.amounts}
        money = [Cell(amount(given.get(col.code)), f"{place}/amounts.{col.code}", kind="num") for col in columns]
        words = [Cell(line.item, f"{place}/item"), Cell(line.basis, f"{place}/basis", kind="text")]
        rows.append(Row([*words, *money], path=place, breaks=True))
    wide = len(columns) + 2
    titles = heads("项目内容", "测算依据及说明", *(column.label for column in columns))
    widths = ("w-18", "", *("w-12" for _ in columns))
    band = [head(section.label, cols=wide, kind="band")]
    return Table("expenditure_lines", widths, rows or [blank_row(wide)], [band, titles])


def _assets(section: ProfileSection, document: Declaration, _profile: Profile) -> Table:
    rows = []
    for line in document.asset_lines:
        place = f"asset_lines/{line.uid}"
        cells = [Cell(line.item, f"{place}/item"), Cell(line.quantity, f"{place}/quantity", kind="mid")]
        rows.append(Row([*cells, Cell(amount(line.amount), f"{place}/amount", kind="num")], path=place))
    titles = [head(section.label, cols=3, kind="band")], heads("品名", "数量", "金额")
    return Table("asset_lines", ("", "w-20", "w-20"), rows or [blank_row(3)], list(titles))


_TABLES: dict[str, Callable[[ProfileSection, Declaration, Profile], Table]] = {
    "executing_bodies": _bodies,
    "goals": _goals,
    "indicators": indicator_table,
    "funding_sources": _funding,
    "expenditure_lines": _details,
    "asset_lines": _assets,
    "attachments": _attachments,
}
