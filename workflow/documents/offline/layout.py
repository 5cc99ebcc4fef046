"""THE sheets and columns of the offline workbook for one form profile: written, read and marked by the same table.

Where a column is added: here, if the editor reads it (``workflow/services/editing/fields.py``).
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from workflow.canonical import Profile
from workflow.canonical.paths import BASICS
from workflow.canonical.profile import NATURE_LABELS, ProfileField

PROJECT = "项目名称"
KEY_HEADING = "识别码（请勿改动）"
KEY, OWNER, TAKE, FROM = "-key", "-project", "-take", "-from"
"""Columns that are no fields: the hidden key of a row, the project a row belongs to, whether a project of last year is
taken over, and where a row comes from."""
LAST_YEAR = "上年"
"""What the column 来源 says of a row that is only a suggestion."""
TAKEN: tuple[tuple[str, str], ...] = (("yes", "是"), ("no", "否"))

HORIZONS: dict[str, str] = {"long_term": "长期", "annual": "年度", "overall": "总体"}
BODY_KINDS: dict[str, str] = {"unit": "单位", "section": "内设科室", "other": "其他"}
_IN_BRACKETS = re.compile(r"\(.*?\)")


class Form(StrEnum):
    """How a cell is typed: a short text, a long one, 万元, 万元 or a formula, percent points."""

    text = "text"
    long = "long"
    amount = "amount"
    estimate = "estimate"
    weight = "weight"


MONEY = frozenset({Form.amount, Form.estimate})
NUMBERS = MONEY | {Form.weight}


@dataclass(frozen=True)
class Column:
    """One column. ``codes`` is a closed list (code, label); ``choices`` are offered, other words are taken as well;
    ``under`` names the column whose value narrows the choices."""

    field: str
    heading: str
    width: int = 14
    form: Form = Form.text
    codes: tuple[tuple[str, str], ...] = ()
    choices: tuple[str, ...] = ()
    under: str = ""
    required: bool = False

    def label(self, code: str) -> str:
        """What the cell says for a stored text."""
        return dict(self.codes).get(code, code)

    def code(self, label: str) -> str | None:
        """The code of what was typed; None if the list has no such entry."""
        wanted = plain(label)
        found = (code for code, words in self.codes if wanted in (plain(words), code))
        return next(found, None) if wanted else ""


@dataclass(frozen=True)
class Sheet:
    """One sheet; ``section`` is the list of the document whose rows it holds, ``basics`` one row a project."""

    name: str
    section: str
    columns: tuple[Column, ...]
    note: str = ""

    def column(self, field: str) -> Column | None:
        return next((column for column in self.columns if column.field == field), None)


def plain(text: str) -> str:
    """What names are compared by: without blanks, width, case, brackets and marks."""
    bare = "".join(unicodedata.normalize("NFKC", text).split()).lower()
    return _IN_BRACKETS.sub("", bare).strip("*：:、.。") or bare


def sheets_of(profile: Profile) -> tuple[Sheet, ...]:
    """The sheets this form needs, in the order they are filled in."""
    made = (maker(profile) for maker in _MAKERS)
    origin = Column(FROM, "来源", 8)
    return tuple(replace(sheet, columns=(*sheet.columns, origin)) for sheet in made if sheet is not None)


def _owner() -> Column:
    return Column(OWNER, PROJECT, 26, required=True)


def _listed(codes: Iterable[str], labels: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((code, labels[code]) for code in codes)


_AMOUNTS = frozenset({"budget_total", "budget_year"})
_SHORT = frozenset({"project_code", "project_type", "project_category", "responsible_person", "phone"})


def _projects(profile: Profile) -> Sheet:
    fields = [field for field in profile.header_fields() if field.name != "project_name"]
    first = (Column("project_name", PROJECT, 30, required=True), Column(TAKE, "采用", 8, codes=TAKEN))
    columns = (*first, *map(_header, fields))
    return Sheet("项目", BASICS, columns, "一行一个项目；新增项目请接着往下填，识别码列留空")


def _header(field: ProfileField) -> Column:
    if field.name in _AMOUNTS:
        return Column(field.name, f"{field.label}（万元）", 16, Form.amount, required=field.required)
    form = Form.text if field.name in _SHORT else Form.long
    width = 22 if field.name == "project_code" else 16 if form is Form.text else 44
    return Column(field.name, field.label, width, form, choices=field.choices, required=field.required)


def _goals(profile: Profile) -> Sheet | None:
    if not profile.section_of("goals"):
        return None
    horizon = Column("horizon", "目标类别", 11, codes=_listed(profile.horizons, HORIZONS), required=True)
    texts = (Column("name", "目标名称", 22), Column("text", "目标内容", 70, Form.long, required=True))
    return Sheet("目标", "goals", (_owner(), horizon, *texts), "一行一个绩效目标")


def _indicators(profile: Profile) -> Sheet | None:
    if not profile.section_of("indicators"):
        return None
    seconds = tuple(dict.fromkeys(name for names in profile.levels.values() for name in names))
    years = (Column("prior_years.0", "前年指标值", 14), Column("prior_years.1", "上年指标值", 14))
    columns = (
        _owner(),
        Column("horizon", "指标期限", 11, codes=_listed(profile.indicator_horizons, HORIZONS), required=True),
        Column("goal", "所属目标", 18),
        Column("level1", "一级指标", 14, choices=tuple(profile.levels), required=True),
        Column("level2", "二级指标", 18, choices=seconds, under="level1", required=True),
        Column("level3", "三级指标", 32, required=True),
        *(years if profile.prior_years else ()),
        Column("target", "指标值", 18, required=True),
        *((Column("weight", "权重（%）", 9, Form.weight),) if profile.weights else ()),
        Column("basis", "指标值确定依据", 18, choices=profile.bases),
    )
    return Sheet("指标", "indicators", columns, "一行一个三级指标；先选一级指标，二级指标的下拉随之变化")


def _funding(profile: Profile) -> Sheet | None:
    if not profile.section_of("funding_sources"):
        return None
    natures, sources = _listed(profile.natures, NATURE_LABELS), tuple((one.code, one.label) for one in profile.sources)
    columns = (
        _owner(),
        *((Column("nature", "资金性质", 20, codes=natures),) if natures else ()),
        *((Column("source", "来源项目", 38, codes=sources),) if sources else ()),
        Column("amount", "金额（万元）", 16, Form.amount, required=True),
    )
    return Sheet("资金", "funding_sources", columns, "合计由系统计算，不必填写")


def _lines(profile: Profile) -> Sheet | None:
    if not profile.section_of("expenditure_lines"):
        return None
    amounts = (
        Column(f"amounts.{one.code}", f"{one.label}（万元）", 20, Form.estimate) for one in profile.detail_sources
    )
    texts = (Column("item", "项目内容", 36, Form.long, required=True), Column("basis", "测算依据及说明", 56, Form.long))
    return Sheet("支出明细", "expenditure_lines", (_owner(), *texts, *amounts), "合计由系统计算，不必填写")


def _bodies(profile: Profile) -> Sheet | None:
    if not profile.section_of("executing_bodies"):
        return None
    kinds = tuple(BODY_KINDS.items())
    columns = (_owner(), Column("kind", "类别", 12, codes=kinds), Column("name", "执行单位名称", 44, required=True))
    return Sheet("执行单位", "executing_bodies", columns)


def _assets(profile: Profile) -> Sheet | None:
    if not profile.section_of("asset_lines"):
        return None
    columns = (Column("item", "品名", 36, Form.long), Column("quantity", "数量", 12))
    return Sheet("资产采购", "asset_lines", (_owner(), *columns, Column("amount", "金额（万元）", 16, Form.amount)))


def _weights(profile: Profile) -> Sheet | None:
    if not profile.weights:
        return None
    weight = Column("weight", "权重比例（%）", 14, Form.weight, required=True)
    levels = Column("levels", "一级指标组", 40, required=True)
    return Sheet("权重比例", "block_weights", (_owner(), levels, weight), "一组可含几个一级指标，用顿号隔开")


_MAKERS: tuple[Callable[[Profile], Sheet | None], ...] = (
    _projects,
    _goals,
    _indicators,
    _funding,
    _lines,
    _bodies,
    _assets,
    _weights,
)
