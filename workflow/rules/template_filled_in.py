"""Nothing of the template is left: 没有遗留模板文字."""

import re
from collections.abc import Iterable, Iterator

from workflow.canonical import Declaration
from workflow.rules.cells import Cell, bases, goal_texts, texts
from workflow.rules.finding import Context, Found, rule
from workflow.rules.readings import quoted
from workflow.rules.sources import review_sheet
from workflow.types import Severity

_WHOLE = re.compile(
    r"\s*(?:同上|同前|测试(?:数据)?\d*|test\d*|待定|待填|待补充|略|示例|样例|例|请填写|[.…/?？]+)\s*", re.IGNORECASE
)
_LEFTOVERS = (
    (re.compile(r"(?<![A-Za-z0-9])[xX]{2,}(?![A-Za-z0-9])"), "处有占位符没有替换", "a placeholder"),
    (re.compile(r"(?<!\d)[×✕╳]{2,}(?!\d)|[*＊]{3,}|[○〇◯]{2,}|□{2,}"), "处有占位符没有替换", "a placeholder"),
    (re.compile(r"[_＿]{2,}"), "处有空格没有填写", "a blank to fill in"),
    (
        re.compile("请(?:在此)?(?:填写|输入|填入|填报)|在?此处(?:填|写|输入|插入|注明)|[（(]待(?:填|补充|定)[）)]"),
        "处有填表提示没有删除",
        "a prompt",
    ),
    (re.compile("对照(?:年度|长期)(?:绩效)?目标[，,]?\\s*说明"), "处有填表提示没有删除", "a prompt"),
    (re.compile("^(?:例|例如|示例|样例)[:：]"), "处有填表示例没有删除", "an example of the template"),
    (
        re.compile(r"[〔\[（(【]\s*20\d\d\s*[〕\]）)】]\s*号|[〔\[【]\s*[〕\]】]\s*\d*\s*号"),
        "处的文号没有填写",
        "an unfilled number",
    ),
    (re.compile(r"(?:…+|\.{3,})\s*(?:万元|元|人|个|次|%|％|年|月)"), "处的数值没有填写", "an unfilled number"),
)
"""What template and draft leave behind (zh, en)."""


@rule(
    severity=Severity.warning,
    title_zh="没有遗留模板文字",
    title_en="Nothing of the template is left",
    source=review_sheet("规范完整性", "内容完整、准确、详实"),
)
def template_filled_in(document: Declaration, _context: Context) -> Iterable[Found]:
    """The first leftover of a cell."""
    for cell in _cells(document):
        left = _left(cell.text)
        if left is not None:
            text, zh, en = left
            yield Found(cell.path, f"「{quoted(text)}」{zh}", f"“{quoted(text)}”: {en}", text)


def _left(text: str) -> tuple[str, str, str] | None:
    if _WHOLE.fullmatch(text):
        return text.strip(), "没有实际内容", "no content"
    for pattern, zh, en in _LEFTOVERS:
        if found := pattern.search(text):
            return _around(text, found), zh, en
    return None


def _around(text: str, found: re.Match[str]) -> str:
    """With a few signs on both sides, so that it can be found."""
    return text[max(found.start() - 6, 0) : found.end() + 6].strip()


def _cells(document: Declaration) -> Iterator[Cell]:
    yield Cell("basics/-/project_name", document.project_name)
    yield from texts(document)
    yield from goal_texts(document)
    yield from (Cell(f"expenditure_lines/{line.uid}/item", line.item) for line in document.expenditure_lines)
    yield from bases(document)
    for row in document.indicators:
        yield Cell(f"indicators/{row.uid}/level3", row.level3)
        yield Cell(f"indicators/{row.uid}/target", row.target)
