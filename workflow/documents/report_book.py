"""The workbook of many monitoring reports (集中填报): one protected sheet, a line an indicator, its money first. Pure.

Where there are several lines of money, their total stands above them without a key: nothing is typed there.
A line is known by its hidden key, a column by its heading: sorted, moved or inserted lines change nothing.
"""

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from workflow.documents.offline.filled import Place
from workflow.documents.offline.layout import KEY_HEADING
from workflow.documents.offline.reading import BookRead, CellRead, SheetRead
from workflow.documents.tables.cells import clean
from workflow.execution.words import CAUSE_KINDS, LIKELIHOODS

TITLE, SHEET, STAMP = "绩效运行监控集中填报表", "监控填报", "版本"
HEAD_ROW = 3
"""Of the headings, from 1."""
_KEY = re.compile(r"(\d{1,18})/(items/\w{1,32}|money/(?:-|carry_over))")
CHOICES: dict[str, dict[str, str]] = {
    "cause_kind": {zh: code for code, (zh, _en) in CAUSE_KINDS.items()},
    "likelihood": {zh: code for code, (zh, _en) in LIKELIHOODS.items()},
}
"""What stands in the cell → its code."""
COLUMNS: tuple[tuple[str, str, int], ...] = (
    ("project", "项目名称", 24), ("level1", "一级指标", 11), ("level2", "二级指标", 11), ("level3", "三级指标", 22),
    ("target", "年度指标值", 14), ("actual", "完成情况", 14), ("forecast", "全年预计完成情况", 14),
    ("cause_kind", "偏差原因类别", 12), ("cause", "原因说明", 26), ("likelihood", "完成目标可能性", 12),
    ("measure", "备注（拟采取的措施）", 26),
)  # fmt: skip
"""(field, heading, width) in the order of the official form."""
TYPED = ("actual", "forecast", "cause_kind", "cause", "likelihood", "measure")
OF_MONEY = {"money/-": ("forecast", "cause", "measure"), "money/carry_over": ("forecast",), "": ()}
"""What is typed in a line of money, by the end of its key; the causes of all of it stand in its first one."""
_STEPS = "白色格可以填写，灰色格由系统填好。金额单位：万元。填好后在“集中填报”页面上传，只导入您改过的格。"


@dataclass(frozen=True)
class BookRow:
    """One line: ``key`` is ``<report>/items/<uid>``, ``<report>/money/<line>`` or "" (a total); texts by field."""

    key: str
    texts: Mapping[str, str]

    @property
    def typed(self) -> Sequence[str]:
        """Fields a person fills in."""
        return OF_MONEY.get(self.key.partition("/")[2], TYPED)


@dataclass
class RowRead:
    """One line as it came back; ``cells`` by field, as far as the file has the column."""

    report_id: int
    path: str
    place: Place
    cells: dict[str, CellRead] = field(default_factory=dict)
    columns: dict[str, int] = field(default_factory=dict)

    def at(self, name: str) -> Place:
        """Where a field stands."""
        return Place(self.place.sheet, self.place.row, self.columns.get(name, 0))


def write_report_book(campaign: str, unit: str, rows: Sequence[BookRow], sealed: Sequence[str]) -> bytes:
    """The xlsx file."""
    import xlsxwriter  # only now: the library takes its time to load

    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": TITLE, "subject": clean(unit)[:200]})
    page, looks = book.add_worksheet(SHEET), _looks(book)
    page.merge_range(0, 1, 0, len(COLUMNS), f"{TITLE}（{clean(campaign)}）", looks["title"])
    page.merge_range(1, 1, 1, len(COLUMNS), _STEPS, looks["note"])
    page.set_column(0, 0, 4, None, {"hidden": True})
    page.write_string(HEAD_ROW - 1, 0, KEY_HEADING, looks["head"])
    for at, (_name, heading, width) in enumerate(COLUMNS, 1):
        page.set_column(at, at, width)
        page.write_string(HEAD_ROW - 1, at, heading, looks["head"])
    for number, row in enumerate(rows, HEAD_ROW):
        _write(page, number, row, looks)
    _finish(page, len(rows))
    stamp = book.add_worksheet(STAMP)
    for number, text in enumerate(sealed):
        stamp.write_string(number, 0, text)
    stamp.very_hidden()
    book.close()
    return made.getvalue()


def _looks(book: Any) -> dict[str, Any]:
    base = {"font_name": "宋体", "font_size": 11, "valign": "vcenter", "text_wrap": True}
    cell = base | {"border": 1, "border_color": "#BFBFBF", "num_format": "@"}
    kinds: dict[str, dict[str, Any]] = {
        "title": base | {"bold": True, "font_size": 16, "align": "center"},
        "note": base | {"font_color": "#595959"},
        "head": cell | {"bold": True, "bg_color": "#E7E6E6", "align": "center"},
        "fixed": cell | {"bg_color": "#F2F2F2"},
        "open": cell | {"locked": False},
        "key": base | {"font_color": "#808080"},
    }
    return {name: book.add_format(look) for name, look in kinds.items()}


def _write(page: Any, number: int, row: BookRow, looks: Mapping[str, Any]) -> None:
    page.write_string(number, 0, row.key, looks["key"])
    for at, (name, _heading, _width) in enumerate(COLUMNS, 1):
        is_open = name in row.typed
        page.write_string(number, at, clean(row.texts.get(name, "")), looks["open" if is_open else "fixed"])
        if is_open and name in CHOICES:
            page.data_validation(number, at, number, at, {"validate": "list", "source": list(CHOICES[name])})


def _finish(page: Any, rows: int) -> None:
    page.freeze_panes(HEAD_ROW, 2)
    page.repeat_rows(HEAD_ROW - 1)
    page.set_paper(9)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.set_row(0, 30)
    page.autofilter(HEAD_ROW - 1, 1, HEAD_ROW - 1 + max(rows, 1), len(COLUMNS))
    page.protect("", dict.fromkeys(("format_cells", "format_rows", "format_columns", "sort", "autofilter"), True))


def read_report_book(book: BookRead) -> list[RowRead]:
    """Lines with a key, whatever else stands in the file."""
    return [row for sheet in book.sheets for row in _rows(sheet)]


def _rows(sheet: SheetRead) -> list[RowRead]:
    head = _head(sheet)
    names = {heading: name for name, heading, _width in COLUMNS}
    columns = {names[text]: at for at, cell in sheet.rows.get(head, {}).items() if (text := _plain(cell)) in names}
    found = []
    for number, cells in sheet.rows.items():
        key = next((hit for cell in cells.values() if (hit := _KEY.fullmatch(cell.text.strip()))), None)
        if key:
            given = {name: cells.get(at, CellRead()) for name, at in columns.items()}
            found.append(RowRead(int(key[1]), key[2], Place(sheet.title, number), given, columns))
    return found


def head_of(book: BookRead) -> list[tuple[str, int, int]]:
    """(sheet, row of its headings, its last column of ours): where errors are marked."""
    return [(sheet.title, head, len(COLUMNS) + 1) for sheet in book.sheets if (head := _head(sheet))]


def _head(sheet: SheetRead) -> int:
    """The row that names the most columns; 0 = none."""
    headings = {heading for _name, heading, _width in COLUMNS}
    score = {number: sum(_plain(cell) in headings for cell in cells.values()) for number, cells in sheet.rows.items()}
    best = max(score, key=lambda number: (score[number], -number), default=0)
    return best if score.get(best, 0) >= 3 else 0


def _plain(cell: CellRead) -> str:
    return re.sub(r"\s", "", cell.text)
