"""Sources written down in tests: rows of cells, lines, and what intake reads in them."""

from collections.abc import Sequence

from workflow.documents.intake.reading import FormRead, Reading
from workflow.documents.intake.recognise import recognise
from workflow.documents.intake.source import Block, Cell, Line, Source, Table


def table(*rows: Sequence[str]) -> Table:
    """A table whose blank cells are there, as readers of workbooks give it."""
    return Table(
        tuple(
            tuple(Cell(text, at, column, where=f"第{at + 1}行第{column + 1}格") for column, text in enumerate(row))
            for at, row in enumerate(rows)
        )
    )


def lines(text: str) -> list[Line]:
    """Lines of running text; an empty one only tells the next one that it stood there."""
    found: list[Line] = []
    blank = False
    for number, line in enumerate(text.strip("\n").split("\n"), 1):
        if line.strip():
            found.append(Line(line, f"第{number}行", blank))
        blank = not line.strip()
    return found


def reading(*blocks: Block) -> Reading:
    """What is read in these blocks."""
    return recognise(Source("表.txt", "text", blocks))


def form(*blocks: Block) -> FormRead:
    """The one form in these blocks."""
    (found,) = reading(*blocks).forms
    return found


def indicators(read: FormRead) -> list[tuple[str, str, str, str]]:
    """Level names, name and target of every row."""
    return [(row.level1, row.level2, row.level3, row.target) for row in read.indicators]


TITLE = Line("项目支出绩效目标申报表", "第1行")
BASICS = (["项目名称", "就业补助", "", ""], ["主管部门", "某县人社局", "实施单位", "某县就业中心"])
HEADING = ["一级指标", "二级指标", "三级指标", "指标值"]
ROWS = (
    ["产出指标", "数量指标", "培训人数", "≥100人"],
    ["", "", "招聘会场次", "12场"],
    ["效益指标", "社会效益指标", "群众就业水平", "稳步提升"],
)
READ = [
    ("产出指标", "数量指标", "培训人数", "≥100人"),
    ("产出指标", "数量指标", "招聘会场次", "12场"),
    ("效益指标", "社会效益指标", "群众就业水平", "稳步提升"),
]
