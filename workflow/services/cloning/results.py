"""上年绩效评价结果: what last year's self-evaluation came to, in the words of the form that asks for it."""

from sqlmodel import Session, col, select

from workflow.canonical import Declaration as Document
from workflow.documents.evaluation_content import items_of
from workflow.lifecycle.evaluations.scores import indicators_of, points_of
from workflow.models import Declaration, SelfEvaluation
from workflow.scoring.trace import figure
from workflow.types import Grade, ReportState

GRADES: dict[str, str] = {Grade.excellent: "优", Grade.good: "良", Grade.fair: "中", Grade.poor: "差"}
MOST_NAMED = 5
"""Indicators that are named one by one; the form has room for a paragraph."""


def with_result(session: Session, source: Declaration, old: Document) -> Document:
    """The document of last year, saying what became of it instead of what it said about the year before that.

    Without an accepted self-evaluation the text stays as it is: the filer is asked to confirm it anyway.
    """
    told = result_text(session, source)
    return old.model_copy(update={"prior_evaluation": told}) if told else old


def result_text(session: Session, source: Declaration) -> str:
    """Points, grade, and what fell short with the measure against it; "" without an accepted self-evaluation."""
    query = select(SelfEvaluation).where(
        SelfEvaluation.project_id == source.project_id,
        SelfEvaluation.fiscal_year == source.fiscal_year,
        SelfEvaluation.state == ReportState.accepted,
    )
    found = session.exec(query.order_by(col(SelfEvaluation.id).desc()).limit(1)).first()
    total = points_of(found.total_hundredths) if found else None
    if found is None or total is None:
        return ""
    head = f"{found.fiscal_year}年度绩效自评得分{figure(total)}分，等级为“{GRADES[found.grade or Grade.poor]}”。"
    missed = _missed(session, found)
    more = f"；另有{len(missed) - MOST_NAMED}项" if len(missed) > MOST_NAMED else ""
    return head + (f"未达到目标的指标：{'；'.join(missed[:MOST_NAMED])}{more}。" if missed else "")


def _missed(session: Session, row: SelfEvaluation) -> list[str]:
    """Each indicator below full points: what was promised, what was reached, what is done about it."""
    indicators, told = indicators_of(session, row), []
    for item in items_of(session, row.id):
        promised = indicators.get(item.indicator_uid)
        if promised is not None and (item.points_hundredths or 0) < item.weight_hundredths:
            measure = f"，改进措施：{item.measure.strip('。；; ')}" if item.measure else ""
            told.append(f"{promised.level3}实际{item.actual}（目标{promised.target}）{measure}")
    return told
