"""The form speaks of its own year: 文字中的年度与项目年度一致."""

import re
from collections.abc import Iterable, Iterator

from workflow.canonical import Declaration
from workflow.rules.cells import Cell, bases, goal_texts
from workflow.rules.finding import Context, Found, rule
from workflow.rules.readings import quoted
from workflow.rules.sources import review_sheet
from workflow.types import Severity

_YEAR = re.compile(r"(?<!\d)(20\d\d)(?=\s*年)")
_CLAUSE = re.compile(r"[^，,。；;\n、]+")
_TITLE = re.compile(r"《[^《》]{0,200}》")
_SPAN = re.compile(r"20\d\d年?\s*(?:[-—–~～至到]+)\s*20\d\d")
_LOOKS_BACK = re.compile(
    "以来|截至|截止|截[0-9]|[自从由较比与]\\s*20|同期|同比|环比|基数|基期|为基础|上年|去年|历史|往年|前[两三]年"
    "|印发|出台|发布|颁布|修订|实施以|文件|通知|会议|纪要|要点|方案|规划|计划数|批复|批准|立项|签订|合同|协议|签约|中标|招标"
    "|成立|开园|建成|竣工|验收|获|评为|已|曾|原|实际|完成了|决算|执行|结转|结余|欠|尾款|质保|余款|起|开始|首批|启动"
    "|号|年度(?:决算|考核|评价|审计)|标准|物价|单价"
)


@rule(
    severity=Severity.warning,
    title_zh="文字中的年度与项目年度一致",
    title_en="The texts speak of the year of the form",
    source=review_sheet("规范完整性", "无缺项、错项"),
)
def year_current(document: Declaration, _context: Context) -> Iterable[Found]:
    """An earlier year as the year of the work. Grounds, past evaluation and past budgets rightly speak of the past."""
    year = document.fiscal_year
    told = set()
    for cell in _cells(document):
        row = cell.path.rpartition("/")[0] if cell.path.startswith("expenditure_lines/") else cell.path
        old = next(_stale(cell.text, year), None)
        if old is not None and row not in told:
            told.add(row)
            clause, said = old
            yield Found(
                cell.path,
                f"「{quoted(clause)}」写的是 {said} 年，本表是 {year} 年度",
                f"“{quoted(clause)}” speaks of {said}, the form is that of {year}",
                clause,
                clause.replace(said, str(year)),
            )


def _stale(text: str, year: int) -> Iterator[tuple[str, str]]:
    """Clauses in which an earlier year is no look back, each with that year."""
    for clause in _CLAUSE.findall(_TITLE.sub("", text)):
        old = [found for found in _YEAR.findall(clause) if int(found) < year]
        if old and not _SPAN.search(clause) and not _LOOKS_BACK.search(clause) and not _names(clause, year):
            yield clause.strip(), old[0]


def _names(clause: str, year: int) -> bool:
    return str(year) in _YEAR.findall(clause)


def _cells(document: Declaration) -> Iterator[Cell]:
    yield Cell("basics/-/project_name", document.project_name)
    for field in ("implementation_plan", "main_content"):
        yield Cell(f"basics/-/{field}", getattr(document, field))
    yield from goal_texts(document)
    yield from (Cell(f"expenditure_lines/{line.uid}/item", line.item) for line in document.expenditure_lines)
    yield from bases(document)
    yield from (Cell(f"indicators/{row.uid}/level3", row.level3) for row in document.indicators)
