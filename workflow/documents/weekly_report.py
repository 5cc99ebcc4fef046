"""预算绩效管理工作周报 as an editable Word page: short sentences, the ranking, room to sign. Same data, same bytes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from workflow.documents.render.layout.letter import chinese_day
from workflow.documents.render.layout.parts import Block, Cell, Document, Grid, Group, Line, Sheet, heads

SIGNATURE = "填报人：　　　　　　审核人：　　　　　　签发人："


@dataclass(frozen=True)
class RankLine:
    """One department as printed: amounts in 万元, rates in %."""

    name: str
    adjusted: str
    executed: str
    rate: str
    lead: str
    unspent: str


@dataclass(frozen=True)
class WeeklyReport:
    """``facts`` are (heading, sentences); ``lines`` those furthest behind, of ``departments`` in all."""

    bureau: str
    year: int
    first: date
    last: date
    facts: Sequence[tuple[str, str]]
    lines: Sequence[RankLine]
    departments: int
    source: str


def write_weekly(report: WeeklyReport) -> bytes:
    """The .docx file."""
    from workflow.documents.render.word import write_docx  # only now: it loads the library for Word files

    title = f"{report.year}年预算绩效管理工作周报"
    days = f"{chinese_day(report.first)}至{chinese_day(report.last)}"
    blocks: list[Block] = [Line(title, "title"), Line(report.bureau, "sides", days)]
    blocks.append(
        Grid((Group((16, 84), tuple((Cell(head, "label"), Cell(text, "text")) for head, text in report.facts)),))
    )
    if report.lines:
        blocks += _ranking(report)
    blocks += [Line(report.source, "note"), Line(SIGNATURE, "sides", chinese_day(report.last))]
    return write_docx(Document(title, report.bureau, (Sheet("周报", tuple(blocks)),), day=report.last))


def _ranking(report: WeeklyReport) -> list[Block]:
    shown = len(report.lines)
    which = f"（由低到高，列后{shown}名，共{report.departments}个）" if shown < report.departments else "（由低到高）"
    titles = heads("序号", "部门", "调整后预算", "已支付", "执行率（%）", "比序时（百分点）", "未支出")
    rows = [
        (Cell(str(place)), Cell(line.name, "field"), Cell(line.adjusted), Cell(line.executed), Cell(line.rate),
         Cell(line.lead), Cell(line.unspent))
        for place, line in enumerate(report.lines, 1)
    ]  # fmt: skip
    table = Group((7, 31, 14, 13, 11, 11, 13), (titles, *rows), heads=1)
    return [Line(f"部门预算执行率排名{which}", "sides", "金额单位：万元"), Grid((table,))]
