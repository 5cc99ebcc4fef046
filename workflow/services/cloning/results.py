"""上年绩效评价结果: what last year's self-evaluation came to, in the words of the form that asks for it."""

from sqlmodel import Session, col, select

from workflow.canonical import Declaration as Document
from workflow.documents.evaluation_content import items_of
from workflow.lifecycle.evaluations.results import last_evaluation, result_of
from workflow.lifecycle.evaluations.scores import indicators_of
from workflow.models import Declaration, ResultUse, SelfEvaluation
from workflow.money import wan_grouped
from workflow.scoring.trace import figure
from workflow.types import Grade, ResultUseKind, ResultUseState

GRADES: dict[str, str] = {Grade.excellent: "优", Grade.good: "良", Grade.fair: "中", Grade.poor: "差"}
USES: dict[str, str] = {
    ResultUseKind.cut: "调减{year}年预算{amount}万元（{document}）",
    ResultUseKind.recall: "收回{year}年资金{amount}万元（{document}）",
    ResultUseKind.keep: "{year}年继续安排",
}
MOST_NAMED = 5
"""Indicators that are named one by one; the form has room for a paragraph."""


def with_result(session: Session, source: Declaration, old: Document) -> Document:
    """The document of last year, saying what became of it instead of what it said about the year before that.

    Without an accepted self-evaluation the text stays as it is: the filer is asked to confirm it anyway.
    """
    told = result_text(session, source)
    return old.model_copy(update={"prior_evaluation": told}) if told else old


def result_text(session: Session, source: Declaration) -> str:
    """Points, grade, what fell short with the measure against it, and what was decided about the money.

    Of the source's own year, or while that is not over of the year before; "" without an accepted self-evaluation.
    """
    years = (source.fiscal_year, source.fiscal_year - 1)
    forms = (last_evaluation(session, source, year) for year in years)
    found = next((form for form in forms if form is not None and form.total_hundredths is not None), None)
    if found is None:
        return ""
    missed = _missed(session, found)
    more = f"；另有{len(missed) - MOST_NAMED}项" if len(missed) > MOST_NAMED else ""
    short = f"未达到目标的指标：{'；'.join(missed[:MOST_NAMED])}{more}。" if missed else ""
    return _head(session, found) + short + _used(session, found)


def _head(session: Session, form: SelfEvaluation) -> str:
    result, own_grade = result_of(session, form), GRADES[form.grade or Grade.poor]
    own = f"{form.fiscal_year}年度绩效自评得分{figure(result.own or 0)}分，等级为“{own_grade}”"
    if not result.rechecked:
        return f"{own}。"
    return f"{own}；经财政复核得分{figure(result.points or 0)}分，等级为“{GRADES[result.grade or Grade.poor]}”。"


def _used(session: Session, form: SelfEvaluation) -> str:
    """结果应用: what the budget section confirmed."""
    query = select(ResultUse).where(ResultUse.evaluation_id == form.id, ResultUse.state == ResultUseState.confirmed)
    told = [
        USES[use.kind].format(year=use.applies_year, amount=wan_grouped(use.amount_fen), document=use.document)
        for use in session.exec(query.order_by(col(ResultUse.id)))
    ]
    return f"结果应用：{'；'.join(told)}。" if told else ""


def _missed(session: Session, row: SelfEvaluation) -> list[str]:
    """Each indicator below full points: what was promised, what was reached, what is done about it."""
    indicators, told = indicators_of(session, row), []
    for item in items_of(session, row.id):
        promised = indicators.get(item.indicator_uid)
        if promised is not None and (item.points_hundredths or 0) < item.weight_hundredths:
            measure = f"，改进措施：{item.measure.strip('。；; ')}" if item.measure else ""
            told.append(f"{promised.level3}实际{item.actual}（目标{promised.target}）{measure}")
    return told
