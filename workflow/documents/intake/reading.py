"""What the recogniser hands back, as ``jixiao intake --json`` prints it: forms, evidence by path, problems.

Texts are as printed without inner white space (paragraph breaks of long texts stay), amounts decimal strings in
万元 whatever unit the form prints, level names those of the row even where merged cells shifted its columns.
"""

from dataclasses import asdict
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from workflow.canonical.document import HorizonName, NatureCode, SourceCode
from workflow.documents.intake.source import Problem

FormType = Literal[
    "project_declaration", "project_approval", "overall", "self_evaluation", "monitoring", "budget_table"
]

FORM_TYPES: dict[str, tuple[str, str]] = {
    "project_declaration": ("项目申报表", "Project declaration"),
    "project_approval": ("项目批复表", "Project approval"),
    "overall": ("整体绩效目标表", "Overall statement"),
    "self_evaluation": ("项目自评表", "Project self-evaluation"),
    "monitoring": ("项目监控表", "Project monitoring form"),
    "budget_table": ("预算表", "Budget table"),
}
"""What people call each kind of form."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class GoalRead(_Part):
    name: str = ""
    horizon: HorizonName
    text: str = ""
    actual: str = ""


class IndicatorRead(_Part):
    """One indicator row; ``goal`` is the goal's name as printed, ``actual``, ``score`` only in evaluated forms.

    ``causes`` and ``likelihood`` are the ticked columns of a monitoring form by their codes (``workflow.execution``).
    """

    horizon: HorizonName
    goal: str = ""
    level1: str = ""
    level2: str = ""
    level3: str = ""
    target: str = ""
    prior_years: list[str] = Field(default_factory=list)
    weight: str = ""
    basis: str = ""
    category: str = ""
    actual: str = ""
    score: str = ""
    deviation: str = ""
    forecast: str = ""
    causes: list[str] = Field(default_factory=list)
    likelihood: str = ""
    measure: str = ""


class FundingRead(_Part):
    """One funding row; ``label`` as printed. ``initial``, ``executed`` stand in evaluated and monitored forms,
    ``forecast`` in the latter. The total is not listed.
    """

    label: str = ""
    nature: NatureCode | None = None
    source: SourceCode | None = None
    amount: str | None = None
    initial: str | None = None
    executed: str | None = None
    forecast: str | None = None


class LineAmountRead(_Part):
    source: SourceCode
    amount: str


class ExpenditureRead(_Part):
    item: str = ""
    basis: str = ""
    amounts: list[LineAmountRead] = Field(default_factory=list)


class AssetRead(_Part):
    item: str = ""
    quantity: str = ""
    amount: str | None = None


class BlockWeightRead(_Part):
    horizon: HorizonName
    goal: str = ""
    levels: list[str]
    weight: str


class MoneyRead(_Part):
    """One line of 总体资金情况: ``part`` is income or expenditure, ``prior_years`` the older year first."""

    part: Literal["income", "expenditure"]
    item: str
    current: str | None = None
    share: str = ""
    prior_years: list[str | None] = Field(default_factory=list)


class ProjectRead(_Part):
    """One line of 项目支出情况 of an overall declaration."""

    name: str
    project_type: str = ""
    budget_total: str | None = None
    budget_year: str | None = None
    purpose: str = ""


class TableRead(_Part):
    """A budget table (预算01–13表): ``columns`` are the joined headings, ``rows`` cells as printed, amounts in 万元."""

    number: str
    title: str
    columns: list[str]
    rows: list[list[str | None]]
    notes: list[str] = Field(default_factory=list)


class FormRead(_Part):
    """One form. Fields the form does not print stay empty or null; amounts are decimal strings in 万元."""

    form_type: FormType
    title: str = ""
    department: str = ""
    department_code: str = ""
    unit: str = ""
    fiscal_year: int | None = None
    project_name: str = ""
    project_code: str = ""
    project_type: str = ""
    project_category: str = ""
    executing_bodies: list[str] = Field(default_factory=list)
    responsible_person: str = ""
    phone: str = ""
    budget_year: str | None = None
    budget_total: str | None = None
    budget_initial: str | None = None
    executed: str | None = None
    execution_rate: str = ""
    execution_score: str = ""
    budget_forecast: str | None = None
    money_cause: str = ""
    money_measure: str = ""
    establishment_basis: str = ""
    implementation_plan: str = ""
    application_reason: str = ""
    main_content: str = ""
    prior_evaluation: str = ""
    prior_budget: str = ""
    functions: str = ""
    annual_tasks: str = ""
    filled_on: str = ""
    long_term_until: int | None = None
    score: str = ""
    grade: str = ""
    note: str = ""
    goals: list[GoalRead] = Field(default_factory=list)
    indicators: list[IndicatorRead] = Field(default_factory=list)
    block_weights: list[BlockWeightRead] = Field(default_factory=list)
    funding_sources: list[FundingRead] = Field(default_factory=list)
    expenditure_lines: list[ExpenditureRead] = Field(default_factory=list)
    asset_lines: list[AssetRead] = Field(default_factory=list)
    money: list[MoneyRead] = Field(default_factory=list)
    projects: list[ProjectRead] = Field(default_factory=list)
    table: TableRead | None = None


class LetterRead(_Part):
    """The head of an approval letter (批复); ``day`` is an ISO date, ``code`` the verification code."""

    issuer: str = ""
    number: str
    title: str = ""
    addressee: str = ""
    day: str = ""
    voids: str = ""
    code: str = ""


class Evidence(_Part):
    """Why a field reads as it does: confidence 0…1, the printed snippet and its place in the file."""

    confidence: float
    snippet: str
    where: str = ""


class ProblemRead(_Part):
    """``message`` is Chinese; ``sentence`` and ``facts`` say it in any language (``sentences.py``)."""

    code: str
    message: str
    where: str = ""
    sentence: str = ""
    facts: dict[str, str] = Field(default_factory=dict)

    @classmethod
    def of(cls, problem: Problem) -> "ProblemRead":
        """The same as a part of a reading."""
        return cls.model_validate(asdict(problem))


class Reading(_Part):
    """Everything one file gave. Evidence is by ``forms/<n>/<path>``, rows by position (``indicators/3``).

    Of an indicator also each cell that is printed in its row: ``indicators/3/target``, ``indicators/3/prior_years/0``.
    """

    forms: list[FormRead] = Field(default_factory=list)
    letters: list[LetterRead] = Field(default_factory=list)
    evidence: dict[str, Evidence] = Field(default_factory=dict)
    problems: list[ProblemRead] = Field(default_factory=list)
