"""部门整体支出绩效目标: the tables of a department's overall declaration that its projects must agree with."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Amount = Annotated[str, Field(pattern=r"^-?[0-9]{1,9}(\.[0-9]{1,6})?$", description="万元")]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class MoneyLine(_Part):
    """One line of 收入构成 or 支出构成: this year, its share as printed, the two years before."""

    item: str
    current: Amount | None = None
    share: str = ""
    prior_years: tuple[Amount | None, Amount | None] = (None, None)


class ProjectLine(_Part):
    """One line of 项目支出情况."""

    name: str
    project_type: str = ""
    budget_total: Amount | None = None
    budget_year: Amount | None = None


class Counts(_Part):
    """How many goals and indicators the form has."""

    long_term_goals: int = 0
    annual_goals: int = 0
    long_term_indicators: int = 0
    annual_indicators: int = 0


class Overall(_Part):
    """One overall declaration; ``prior_years`` are the two years before, the older first."""

    schema_version: Literal[1] = 1
    form_profile: str
    kind: Literal["overall"]
    fiscal_year: Annotated[int, Field(ge=2000, le=2100)]
    department: str
    prior_years: tuple[int, int]
    income: tuple[MoneyLine, ...] = ()
    expenditure: tuple[MoneyLine, ...] = ()
    projects: tuple[ProjectLine, ...] = ()
    long_term_until: int | None = None
    counts: Counts = Counts()
