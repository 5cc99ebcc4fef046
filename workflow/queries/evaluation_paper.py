"""《项目支出绩效自评表》 and 《部门（单位）整体支出绩效自评表》 of what is stored."""

from sqlmodel import Session

from workflow.canonical import version_code
from workflow.documents.evaluation_content import deviation_of
from workflow.documents.evaluation_texts import note_text
from workflow.documents.render import DRAFT, EvaluatedRow, MoneyRow, SelfEvaluation
from workflow.execution import percent, rate
from workflow.lifecycle.evaluations.scores import points_of
from workflow.lifecycle.evaluations.whole import basic_of, projects_part
from workflow.money import wan
from workflow.permissions import Actor
from workflow.queries.evaluation_page import EvaluationLine, EvaluationView, evaluation_view
from workflow.scoring.trace import figure
from workflow.types import ReportState

CANCELLED = "已取消"
MARKS: dict[str, str] = {ReportState.accepted.value: "", ReportState.cancelled.value: CANCELLED}
GRADES = {"excellent": "优", "good": "良", "fair": "中", "poor": "差"}


def evaluation_paper(session: Session, actor: Actor, evaluation_id: int) -> SelfEvaluation:
    """The form as filled in, a draft until it is accepted. Raises ``NotFound`` outside the actor's scope."""
    found = evaluation_view(session, actor, evaluation_id)
    row = found.row
    return SelfEvaluation(
        fiscal_year=row.fiscal_year,
        project_name=found.declaration.project_name,
        department=found.department_name,
        unit=found.unit_name,
        money=(_money(found), *_parts(found)),
        goal="\n".join(found.goals),
        reached=row.reached,
        rows=tuple(_line(line) for line in found.lines),
        total=_points(row.total_hundredths),
        grade=GRADES.get(row.grade or "", ""),
        note=note_text(row.money_cause, row.note),
        code=version_code(found.content_hash),
        mark=MARKS.get(row.state, DRAFT),
        whole=row.project_id is None,
    )


def _money(found: EvaluationView) -> MoneyRow:
    row = found.row
    return MoneyRow(
        label="年度资金总额",
        initial=wan(row.initial_fen),
        adjusted=wan(row.adjusted_fen),
        executed=wan(row.executed_fen),
        rate=_rate(row.executed_fen, row.adjusted_fen),
        weight=_points(row.weight_hundredths),
        score=_points(row.points_hundredths),
    )


def _parts(found: EvaluationView) -> list[MoneyRow]:
    """Of a unit as a whole: which part the ledger has and which the overall form; neither has points of its own."""
    row = found.row
    if row.project_id or row.basic_fen is None:
        return []
    basic = basic_of(row)
    parts = {
        "其中：项目支出": projects_part(row),
        "基本支出": (basic.initial_fen, basic.adjusted_fen, basic.executed_fen),
    }
    return [
        MoneyRow(label=label, initial=wan(first), adjusted=wan(year), executed=wan(spent), rate=_rate(spent, year))
        for label, (first, year, spent) in parts.items()
    ]


def _rate(spent_fen: int, budget_fen: int) -> str:
    found = rate(spent_fen, budget_fen)
    return "—" if found is None else f"{percent(found)}%"


def _line(line: EvaluationLine) -> EvaluatedRow:
    promised, item = line.indicator, line.item
    return EvaluatedRow(
        level1=promised.level1 if promised else "",
        level2=promised.level2 if promised else "",
        level3=promised.level3 if promised else "",
        target=promised.target if promised else "",
        actual=item.actual,
        weight=_points(item.weight_hundredths),
        score=_points(item.points_hundredths),
        deviation=deviation_of(item),
    )


def _points(hundredths: int | None) -> str:
    found = points_of(hundredths)
    return "" if found is None else figure(found)
