"""The columns of a treasury voucher file (国库集中支付凭证): their printed names. Found by words, never by place.

A new spelling of a header is one more alias here.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType


@dataclass(frozen=True)
class Column:
    """One column: its key in our rows, its Chinese name, further printed names (best first), its longest text."""

    key: str
    zh: str
    aliases: tuple[str, ...] = ()
    longest: int = 10_000

    @property
    def names(self) -> tuple[str, ...]:
        """All printed names, best first."""
        return (self.zh, *self.aliases)


COLUMNS: tuple[Column, ...] = (
    Column("voucher_no", "支付凭证号", ("支付凭证编号", "支付凭证号码", "凭证号", "凭证编号", "支付令编号"), 60),
    Column("paid_on", "支付日期", ("实际支付日期", "支付时间", "凭证日期", "清算日期", "实际清算日期"), 60),
    Column("amount", "实际支付金额", ("支付金额", "金额", "支付数")),
    Column("project_code", "项目代码", ("项目编码", "项目编号", "预算项目代码", "预算项目编码"), 40),
    Column("project_name", "项目名称", ("预算项目名称", "预算项目", "项目"), 200),
    Column("unit_code", "单位代码", ("单位编码", "预算单位代码", "预算单位编码", "单位编号"), 40),
    Column("unit_name", "单位名称", ("预算单位名称", "预算单位", "单位"), 200),
    Column("purpose", "用途", ("资金用途", "支付用途", "摘要", "用途及摘要")),
    Column("payee_name", "收款人全称", ("收款人名称", "收款人", "收款单位", "收款单位全称", "供应商名称"), 200),
    Column("payee_account", "收款人账号", ("收款人帐号", "收款账号", "收款人银行账号", "收款人账户", "银行账号"), 60),
    Column(
        "function_code",
        "功能科目",
        ("功能科目编码", "功能科目代码", "功能分类科目", "支出功能分类科目", "支出功能分类"),
        20,
    ),
    Column(
        "economic_code",
        "部门经济科目",
        ("部门经济科目编码", "部门经济科目代码", "部门经济分类", "部门支出经济分类", "经济科目", "支出经济分类"),
        20,
    ),
    Column("nature", "资金性质", ("资金性质名称", "预算类型"), 40),
    # a plain 序号 is the running number of one file: as a part of the key it would hide every duplicate
    Column("line_no", "明细序号", ("行号", "明细行号", "支付明细序号"), 20),
    Column("fiscal_year", "年度", ("预算年度", "会计年度", "业务年度"), 20),
    Column(
        "region_code", "财政区划", ("财政区划代码", "财政区划编码", "区划代码", "行政区划", "行政区划代码", "区划"), 60
    ),
)
BY_KEY = {column.key: column for column in COLUMNS}

REQUIRED: tuple[tuple[frozenset[str], ...], ...] = (
    (frozenset({"voucher_no"}),),
    (frozenset({"paid_on"}),),
    (frozenset({"amount"}),),
    (
        frozenset({"project_code"}),
        frozenset({"project_name", "unit_code"}),
        frozenset({"project_name", "unit_name"}),
    ),
)
"""Each line must be met by one of its sets: without these a payment has no identity, no sum or no project."""

SECRET_WORDS = ("账号", "帐号", "账户", "帐户", "卡号")
"""A header with one of these holds account numbers: its cells are kept masked."""

Said = Mapping[str, Mapping[str, int]]
"""Headers that a person explained: their print → column → place, from 0."""

_ALIASES = {name: (column.key, rank) for column in COLUMNS for rank, name in enumerate(column.names)}

_UNIT_WAN = re.compile(r"单\s*位\s*[:：]?\s*(人民币)?\s*万元")


@dataclass(frozen=True)
class Layout:
    """Where the columns of one table are: the header row (from 0), its printed texts, and column → index.

    ``in_wan`` is the printed text that says the amounts are in 万元, where vouchers are in 元; ``told``: a person said
    which column is what, so no header says where accounts stand.
    """

    row: int = 0
    printed: tuple[str, ...] = ()
    at: dict[str, int] = field(default_factory=dict)
    in_wan: str = ""
    told: bool = False

    @property
    def missing(self) -> list[str]:
        """The Chinese names of what is required and not there, alternatives in one text."""
        return missing_in(self.at)


def header_key(text: str) -> str:
    """A header without blanks, line breaks, marks and bracketed remarks: ``"支付金额\\n（元）*"`` → ``支付金额``."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    return re.sub(r"\([^)]*\)|\[[^\]]*\]", "", plain).strip("*:.,、。·")


def header_print(cells: Sequence[str]) -> str:
    """What a header row is known again by, whatever its blanks, remarks and width."""
    keys = [header_key(text) for text in cells]
    while keys and not keys[-1]:
        keys.pop()
    return hashlib.sha256("\x1f".join(keys).encode()).hexdigest()


def missing_in(keys: Iterable[str]) -> list[str]:
    """The Chinese names of what is required and not among these columns, alternatives in one text."""
    have = set(keys)
    absent = [sets for sets in REQUIRED if not any(needed <= have for needed in sets)]
    return ["或".join("＋".join(c.zh for c in COLUMNS if c.key in needed) for needed in sets) for sets in absent]


def layout_of(row: int, cells: Sequence[str], said: Said = MappingProxyType({})) -> Layout:
    """What of the columns this row names; of two headers for one column the better name wins.

    What a person said of a header like this (``said``: its print → column → place) goes before all names.
    """
    if told := said.get(header_print(cells)):
        return Layout(row, tuple(" ".join(text.split()) for text in cells), dict(told), told=True)
    at: dict[str, int] = {}
    ranks: dict[str, int] = {}
    for index, text in enumerate(cells):
        key, rank = _ALIASES.get(header_key(text), ("", 0))
        if key and rank < ranks.get(key, 1_000):
            at[key], ranks[key] = index, rank
    return Layout(row, tuple(" ".join(text.split()) for text in cells), at)


def best_layout(rows: Sequence[Sequence[str]], said: Said = MappingProxyType({})) -> Layout:
    """The header among the first rows: the first complete one, else the one that names most, for the message."""
    found = [layout_of(index, cells, said) for index, cells in enumerate(rows)]
    for layout in found:
        if not layout.missing:
            return replace(layout, in_wan=_says_wan(layout, rows[: layout.row]))
    return max(found, key=lambda one: (len(one.at), sum(map(bool, one.printed))), default=Layout())


def _says_wan(layout: Layout, above: Sequence[Sequence[str]]) -> str:
    notes = [text for row in above for text in row if _UNIT_WAN.search(text)]
    head = layout.printed[layout.at["amount"]]
    return head if "万元" in head else next(iter(notes), "")
