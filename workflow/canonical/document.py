"""The canonical declaration, version 1.

Amounts are decimal strings in 万元 (2 to 6 decimals), weights decimal strings in percent points, indicator targets
and prior values raw as typed. Rows carry stable ``uid``s; there are no database ids, instants or comments.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

SCHEMA_VERSION = 1

Amount = Annotated[
    str, Field(pattern=r"^-?[0-9]{1,9}\.[0-9]{2,6}$", description="万元, 2 to 6 decimals, under a billion")
]
Weight = Annotated[str, Field(pattern=r"^[0-9]{1,5}(\.[0-9]{1,2})?$", description="percent points")]
Uid = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,32}$")]
HorizonName = Literal["long_term", "annual", "overall"]
NatureCode = Literal["appropriation", "non_tax", "government_fund", "state_capital", "social_insurance"]
SourceCode = Literal["local", "transfer", "special_account", "other", "fiscal", "all"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Row(_Part):
    uid: Uid


class ExecutingBody(_Row):
    """执行单位: a unit, an inner section (内设科室) or free text."""

    kind: Literal["unit", "section", "other"] = "unit"
    name: str = ""


class Goal(_Row):
    """绩效目标; several per horizon."""

    name: str = ""
    horizon: HorizonName
    text: str = ""


class Indicator(_Row):
    """绩效指标; ``goal`` is the uid of the goal it belongs to."""

    horizon: HorizonName
    goal: str = ""
    level1: str = ""
    level2: str = ""
    level3: str = ""
    target: str = ""
    prior_years: tuple[str, str] = ("", "")
    weight: Weight | None = None
    basis: str = ""


class BlockWeight(_Row):
    """指标权重比例 of a block of level-1 groups, as the 2024 form prints it."""

    horizon: HorizonName
    goal: str = ""
    levels: tuple[str, ...]
    weight: Weight


class FundingSource(_Row):
    """资金来源: nature (资金性质) × source (来源项目); the total row is derived, never stored."""

    nature: NatureCode | None = None
    source: SourceCode | None = None
    amount: Amount | None = None


class LineAmount(_Part):
    source: SourceCode
    amount: Amount


class ExpenditureLine(_Row):
    """支出明细 with one amount per source column."""

    item: str = ""
    basis: str = ""
    amounts: tuple[LineAmount, ...] = ()


class AssetLine(_Row):
    """资产配置及采购计划."""

    item: str = ""
    quantity: str = ""
    amount: Amount | None = None


class Attachment(_Part):
    """A file by its content: 立项依据, 实施方案, 测算 or other."""

    kind: Literal["basis", "plan", "estimate", "other"]
    name: str
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Declaration(_Part):
    """One 申报表 with everything on it."""

    schema_version: Literal[1] = 1
    form_profile: str
    kind: Literal["project", "overall"]
    fiscal_year: Annotated[int, Field(ge=2000, le=2100)]
    department: str
    unit: str
    executing_bodies: tuple[ExecutingBody, ...] = ()
    project_name: str
    project_code: str | None = None
    project_type: str | None = None
    project_category: str | None = None
    responsible_person: str = ""
    phone: str = ""
    budget_total: Amount | None = None
    budget_year: Amount | None = None
    establishment_basis: str = ""
    implementation_plan: str = ""
    application_reason: str = ""
    main_content: str = ""
    prior_evaluation: str = ""
    prior_budget: str = ""
    goals: tuple[Goal, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    block_weights: tuple[BlockWeight, ...] = ()
    funding_sources: tuple[FundingSource, ...] = ()
    expenditure_lines: tuple[ExpenditureLine, ...] = ()
    asset_lines: tuple[AssetLine, ...] = ()
    attachments: tuple[Attachment, ...] = ()


TEXT_FIELDS = (
    "establishment_basis",
    "implementation_plan",
    "application_reason",
    "main_content",
    "prior_evaluation",
    "prior_budget",
)
"""Header fields of any length; each is a row of ``declaration_text``, so a new one needs no migration."""

HEADER_FIELDS = (
    "project_name",
    "project_code",
    "project_type",
    "project_category",
    "responsible_person",
    "phone",
    "budget_total",
    "budget_year",
    *TEXT_FIELDS,
)
"""Fields addressed as ``basics/-/<field>``."""

SECTIONS = (
    "executing_bodies",
    "goals",
    "indicators",
    "block_weights",
    "funding_sources",
    "expenditure_lines",
    "asset_lines",
    "attachments",
)
"""Lists of rows, addressed as ``<section>/<uid>/<field>``."""
