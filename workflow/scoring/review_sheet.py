"""项目支出绩效目标审核表 (财预〔2015〕88号 附件): four ticks for ordinary projects, eight questions for key ones.

The points are those of the annex; the grade bands are a regional setting (90, 80, 60 unless a region says otherwise).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from workflow.types import Grade

MET, PARTLY, UNMET = "met", "partly", "unmet"
TICK_ANSWERS = (MET, PARTLY, UNMET)
"""符合, 基本符合, 不符合."""


@dataclass(frozen=True)
class Criterion:
    """One line of the sheet; ``points`` is the most it gives (0 = a tick), ``group`` the criterion it belongs to."""

    key: str
    zh: str
    en: str
    question_zh: str
    question_en: str
    points: int = 0
    group: str = ""


TICKS: tuple[Criterion, ...] = (
    Criterion(
        "completeness", "完整性", "Completeness",
        "格式规范，内容完整，目标明确清晰", "The form is complete, the goals are clear",
    ),
    Criterion(
        "relevance", "相关性", "Relevance",
        "目标与职能、规划相关，指标科学、细化、可衡量", "Goals fit the mandate; indicators are specific and measurable",
    ),
    Criterion(
        "appropriateness", "适当性", "Appropriateness",
        "预期绩效合理，与资金量和使用方向匹配", "The expected results are reasonable and match the money",
    ),
    Criterion(
        "feasibility", "可行性", "Feasibility",
        "经过论证和测算，实施条件充分", "It was studied and reckoned, and can be carried out",
    ),
)  # fmt: skip

SCORED: tuple[Criterion, ...] = (
    Criterion(
        "form", "规范完整性", "Well-formed", "格式是否规范，内容是否完整、准确、详实，有无缺项、错项",
        "Is the form complete, exact and detailed, nothing missing or misplaced?", 10, "completeness",
    ),
    Criterion(
        "clarity", "明确清晰性", "Clear", "目标是否明确清晰，能否反映项目主要情况，对预期产出和效果的描述是否充分恰当",
        "Are the goals clear, do they describe the project, its outputs and effects?", 10, "completeness",
    ),
    Criterion(
        "goals", "目标相关性", "Goals are relevant", "是否符合法律法规和规划要求，与部门职能、工作计划是否密切相关",
        "Do the goals follow law and plans and belong to the department's mandate?", 15, "relevance",
    ),
    Criterion(
        "indicators", "指标科学性", "Indicators are sound",
        "指标是否全面充分、细化量化，便于监控和评价；难以量化的，定性描述是否充分具体",
        "Are the indicators sufficient, specific and measurable, or described fully where not?", 15, "relevance",
    ),
    Criterion(
        "results", "绩效合理性", "Results are reasonable",
        "预期绩效是否显著，是否符合行业正常水平，与同类项目相比是否合理",
        "Are the results considerable, usual for the field, in line with similar projects?", 15, "appropriateness",
    ),
    Criterion(
        "money", "资金匹配性", "Money matches", "目标与资金规模、使用方向是否匹配，有无过高或过低",
        "Do goals match amount and use of the money, neither too high nor too low?", 15, "appropriateness",
    ),
    Criterion(
        "attainable", "实现可能性", "Attainable", "目标是否经过充分调查论证和合理测算，能否如期实现",
        "Were the goals studied and reckoned, and can they be reached in time?", 10, "feasibility",
    ),
    Criterion(
        "conditions", "条件充分性", "Conditions are there", "实施方案是否合理，组织能力、内部控制和财务制度是否健全",
        "Is the plan sound; are organisation, control and accounting in place?", 10, "feasibility",
    ),
)  # fmt: skip

FULL = sum(item.points for item in SCORED)
BANDS: tuple[int, int, int] = (90, 80, 60)
"""From which score on a sheet is 优, 良, 中."""


def points(raw: str, most: int) -> Decimal:
    """Points of one question, at most one decimal; raises ``ValueError`` outside 0 … ``most``."""
    try:
        number = Decimal(raw.strip())
    except InvalidOperation:
        raise ValueError("not_a_score") from None
    if not number.is_finite() or not 0 <= number <= most or number != round(number, 1):
        raise ValueError("not_a_score")
    return number


def unanswered(criteria: Sequence[Criterion], answers: Mapping[str, str]) -> list[Criterion]:
    """Lines without an answer that counts."""
    return [item for item in criteria if not _is_answered(item, answers.get(item.key, ""))]


def _is_answered(item: Criterion, raw: str) -> bool:
    if not item.points:
        return raw in TICK_ANSWERS
    try:
        points(raw, item.points)
    except ValueError:
        return False
    return True


def total(answers: Mapping[str, str]) -> Decimal:
    """The sum of what was scored so far."""
    left_out = unanswered(SCORED, answers)
    return sum((points(answers[item.key], item.points) for item in SCORED if item not in left_out), Decimal(0))


def grade_of_total(score: Decimal, bands: Sequence[int] = BANDS) -> Grade:
    """优, 良, 中, 差 by the bands."""
    grades = (Grade.excellent, Grade.good, Grade.fair)
    return next((grade for grade, least in zip(grades, bands, strict=True) if score >= least), Grade.poor)


def grade_of_ticks(answers: Mapping[str, str]) -> Grade:
    """All four met 优, some only partly 良, one not met 中, more than one 差: a suggestion, the reviewer grades."""
    given = [answers.get(item.key, "") for item in TICKS]
    if UNMET in given:
        return Grade.fair if given.count(UNMET) == 1 else Grade.poor
    return Grade.good if PARTLY in given else Grade.excellent


def suggested_grade(criteria: Sequence[Criterion], answers: Mapping[str, str], bands: Sequence[int]) -> Grade | None:
    """What a complete sheet speaks for; None while something is open."""
    if unanswered(criteria, answers):
        return None
    return grade_of_total(total(answers), bands) if criteria is SCORED else grade_of_ticks(answers)
