"""A formula can be worked out: 测算算式完整."""

from collections.abc import Iterable

from workflow.canonical import Declaration
from workflow.estimates import Fault, read
from workflow.rules.cells import bases, texts
from workflow.rules.finding import Context, Found, rule
from workflow.rules.readings import quoted
from workflow.types import Severity

_SAID = {
    Fault.brackets_unbalanced: ("括号不成对，无法核算", "its brackets do not match"),
    Fault.division_by_zero: ("除数为零，无法核算", "it divides by zero"),
}


@rule(
    severity=Severity.warning,
    title_zh="测算算式完整",
    title_en="The formulas of an estimate can be worked out",
    source="项目支出（绩效目标）申报表填报要求：支出明细写明测算依据及说明",
)
def formula_complete(document: Declaration, _context: Context) -> Iterable[Found]:
    """The first of a cell. What merely looks like a formula (10-12次, 5+2模式) is left alone."""
    for cell in (*texts(document), *bases(document)):
        formula = next((item for item in read(cell.text).formulas if item.fault in _SAID), None)
        if formula is not None and formula.fault is not None:
            zh, en = _SAID[formula.fault]
            text = quoted(formula.text)
            yield Found(cell.path, f"算式「{text}」{zh}", f"“{text}” cannot be worked out: {en}", formula.text)
