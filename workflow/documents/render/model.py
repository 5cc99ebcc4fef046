"""What is rendered: one dataclass a document, everything on it given. Pure data: no database, no clock.

Amounts are decimal strings in 万元 as in the canonical document, targets raw. The same paper gives the same bytes, on
every computer and every day, so a paper that was issued is kept as its data and rendered again when it is asked for.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from workflow.canonical.document import Declaration, Goal, Indicator
from workflow.canonical.overall import MoneyLine, ProjectLine
from workflow.canonical.profile import Profile
from workflow.errors import RuleFailed

Format = Literal["pdf", "docx", "xlsx"]

DRAFT = "草稿"
"""``mark`` of everything that is not approved."""
BETWEEN_BODIES = "；"
"""Between the 执行单位 of a monitoring form: a sign no name has in it, so they can be told apart again."""


class CannotSet(RuleFailed):
    """422: a text holds signs that no embedded typeface has; a page with holes in it is no official document."""

    def __init__(self, signs: str) -> None:
        super().__init__("signs_not_printable", signs=signs)


@dataclass(frozen=True)
class FormPaper:
    """申报表, or 批复表 where the profile is one of approval. ``title`` in place of the profile's own, if given.

    ``code`` is 版本码 and stands at the foot of every page; ``mark`` (草稿, 已作废) before the title and behind
    the text.
    """

    declaration: Declaration
    profile: Profile
    code: str = ""
    mark: str = ""
    title: str = ""


@dataclass(frozen=True)
class SignPlace:
    """A line to sign on: 单位负责人; ``name`` where it is known whose signature is expected."""

    role: str
    name: str = ""


@dataclass(frozen=True)
class SignPage:
    """审签页: what is signed (named by its version code), room for signatures and stamp, the code as QR.

    ``content_hash`` is printed whole; the QR holds ``sign_code`` (审签码) alone, so that a scan is matched without the
    network. Without a ``sign_code`` the page cannot be used for signing and says so.
    """

    declaration: Declaration
    profile: Profile
    code: str
    content_hash: str
    places: tuple[SignPlace, ...]
    statement: str = ""
    mark: str = ""
    sign_code: str = ""


@dataclass(frozen=True)
class Annex:
    """One target table behind a letter."""

    declaration: Declaration
    profile: Profile
    title: str = ""


@dataclass(frozen=True)
class Letter:
    """批复 after GB/T 9704: cover letter and annexed target tables, one letter per department.

    ``number`` is 文号 as printed (鄂州财绩发〔2025〕3号), "" before it is given; ``paragraphs`` the body without the
    addressee; ``signed_by`` the body that signs with its seal; ``voids`` the number of the letter this one replaces;
    ``copies`` 抄送; ``code`` the verification code (hash of the approved snapshots), printed with a QR of ``check_at``
    (an address, "" = the code itself).
    """

    issuer: str
    number: str
    title: str
    addressee: str
    paragraphs: tuple[str, ...]
    signed_by: str
    day: date
    annexes: tuple[Annex, ...] = ()
    code: str = ""
    check_at: str = ""
    voids: str = ""
    copies: tuple[str, ...] = ()
    printed_by: str = ""
    mark: str = ""


@dataclass(frozen=True)
class OverallPaper:
    """部门（单位）整体支出绩效目标表. ``prior_years`` the older year first; ``categories`` 指标分类 by uid."""

    title: str
    department: str
    fiscal_year: int
    prior_years: tuple[int, int]
    income: tuple[MoneyLine, ...] = ()
    expenditure: tuple[MoneyLine, ...] = ()
    functions: str = ""
    annual_tasks: str = ""
    projects: tuple[ProjectLine, ...] = ()
    purposes: tuple[str, ...] = ()
    goals: tuple[Goal, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    categories: dict[str, str] = field(default_factory=dict)
    long_term_until: int | None = None
    filled_on: date | None = None
    filled_by: str = ""
    phone: str = ""
    code: str = ""
    mark: str = ""


@dataclass(frozen=True)
class MoneyRow:
    """A row of the money of a monitored or evaluated year: amounts in 万元, rates and scores as printed."""

    label: str
    initial: str | None = None
    adjusted: str | None = None
    executed: str | None = None
    rate: str = ""
    forecast: str | None = None
    weight: str = ""
    score: str = ""


@dataclass(frozen=True)
class MonitoredRow:
    """An indicator halfway: what was reached, what is expected, why not, how likely.

    ``causes`` are those of ``CAUSES`` in ``layout/monitoring.py`` that hold; ``likelihood`` one of ``LIKELIHOODS``.
    """

    level1: str
    level2: str
    level3: str
    target: str
    actual: str = ""
    forecast: str = ""
    causes: tuple[str, ...] = ()
    cause: str = ""
    likelihood: str = ""
    note: str = ""


@dataclass(frozen=True)
class Monitoring:
    """《项目支出绩效目标执行监控表》; ``through_month`` is N of 1–N月, ``department`` carries its code.

    ``bodies`` are the 执行单位 besides the unit itself; without any the form has no line for them.
    """

    fiscal_year: int
    through_month: int
    project_name: str
    department: str
    unit: str
    money: tuple[MoneyRow, ...]
    goal: str
    rows: tuple[MonitoredRow, ...]
    money_cause: str = ""
    money_measure: str = ""
    bodies: tuple[str, ...] = ()
    code: str = ""
    mark: str = ""


@dataclass(frozen=True)
class EvaluatedRow:
    """An indicator at the end of the year with its score."""

    level1: str
    level2: str
    level3: str
    target: str
    actual: str = ""
    weight: str = ""
    score: str = ""
    deviation: str = ""


@dataclass(frozen=True)
class SelfEvaluation:
    """《项目支出绩效自评表》 (财预〔2020〕10号); ``total`` 总分 and ``grade`` 自评等级 as printed.

    ``whole``: 《部门（单位）整体支出绩效自评表》, whose further lines of money are parts of the first.
    """

    fiscal_year: int
    project_name: str
    department: str
    unit: str
    money: tuple[MoneyRow, ...]
    goal: str
    reached: str
    rows: tuple[EvaluatedRow, ...]
    total: str = ""
    grade: str = ""
    note: str = ""
    code: str = ""
    mark: str = ""
    whole: bool = False


Paper = FormPaper | SignPage | Letter | OverallPaper | Monitoring | SelfEvaluation
