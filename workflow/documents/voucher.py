"""One printed row → one voucher line, or the reasons why not. Pure: knows neither database nor secret."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from workflow.documents.payment_columns import BY_KEY, header_key
from workflow.documents.payment_file import PrintedRow
from workflow.money import fen_from_yuan
from workflow.texts import whole

Values = dict[str, str]
Sentence = tuple[str, str]
T = TypeVar("T")

REASONS: dict[str, Sentence] = {
    "total_row": ("合计行，不是一笔支付", "A total, not a payment"),
    "header_row": ("重复的表头", "The header again"),
    "note_row": ("没有日期和金额，不是一笔支付", "No date and no amount: not a payment"),
    "bad_quotes": ("引号不配对，无法分清各列", "The quotation marks do not match; the columns cannot be told apart"),
    "too_many_cells": ("列数多于表头，可能有未加引号的分隔符", "More cells than the header has columns"),
    "voucher_missing": ("缺支付凭证号", "The voucher number is missing"),
    "digits_lost": (
        "“{value}”是科学记数，后几位数字已丢失，请把该列存为文本",
        "“{value}” has lost its last digits; save this column as text",
    ),
    "text_too_long": ("{column}过长：最多 {longest} 个字", "{column} is too long: at most {longest} characters"),
    "date_missing": ("缺支付日期", "The date is missing"),
    "date_unreadable": ("“{value}”不是日期", "“{value}” is not a date"),
    "date_outside_year": ("日期 {value} 不在 {year} 年度内", "{value} is outside the fiscal year {year}"),
    "amount_missing": ("缺金额", "The amount is missing"),
    "amount_zero": ("金额为零", "The amount is zero"),
    "not_an_amount": ("“{value}”不是金额", "“{value}” is not an amount"),
    "too_many_decimals": ("“{value}”小于一分", "“{value}” is finer than a fen"),
    "amount_too_large": ("“{value}”过大", "“{value}” is too large"),
    "line_no_unreadable": ("明细序号“{value}”不是正整数", "The line number “{value}” is not a positive whole number"),
    "other_year": ("年度“{value}”不是 {year}", "The year “{value}” is not {year}"),
    "unknown_region": ("不认识的财政区划“{value}”", "Unknown region “{value}”"),
    "other_region": ("属于其他财政区划“{value}”", "It belongs to another region, “{value}”"),
    "account_masked": ("账号已遮盖，请填写完整账号", "The account is masked; write it in full"),
    "key_conflict": (
        "与已导入的同一凭证行内容不同",
        "The same voucher line was loaded before with other content",
    ),
}
"""Why a row waits in 待核对数据: in both languages, with what to look at."""


def reason_text(problem: Mapping[str, str], year: int, language: str = "zh") -> str:
    """The sentence of a kept problem (``{"code", "column", "value"}``)."""
    zh, en = REASONS.get(problem["code"], (problem["code"], problem["code"]))
    column = BY_KEY.get(problem["column"])
    facts = {"column": column.zh if column else "", "longest": column.longest if column else 0}
    return (en if language == "en" else zh).format(**facts, value=problem["value"], year=year)


@dataclass(frozen=True, slots=True)
class Voucher:
    """One voucher line as the treasury means it. ``payee_account`` is still in clear: the caller turns it at once."""

    voucher_no: str
    line_no: int
    paid_on: date
    amount_fen: int
    payee_name: str
    payee_account: str
    purpose: str
    project_code: str
    project_name: str
    unit_code: str
    unit_name: str
    function_code: str
    economic_code: str
    nature: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row is no voucher; ``column`` is the cell to look at."""

    code: str
    column: str = ""
    value: str = ""


@dataclass(frozen=True)
class Expected:
    """What every row of a batch must agree with. Regions by any printed form of code or name; ours and all others."""

    fiscal_year: int
    region: frozenset[str]
    other_regions: frozenset[str]


def read_row(row: PrintedRow, expected: Expected) -> Voucher | list[Problem]:
    """The voucher of a printed row."""
    if row.problem:
        return [Problem(row.problem)]
    found = read_values(row.values, expected)
    if isinstance(found, Voucher) and not _TOTAL.fullmatch(_word(found.voucher_no)):
        return found
    if _is_total(row):
        return [Problem("total_row")]
    if all(header_key(row.cells[at]) == header_key(row.layout.printed[at]) for at in _filled(row)):
        return [Problem("header_row")]
    if not any(row.values.get(key) for key in ("paid_on", "amount")):
        return [Problem("note_row")]
    return found


def read_values(values: Values, expected: Expected) -> Voucher | list[Problem]:
    """The voucher of texts by column, or everything that is wrong with them."""
    found = [*_long(values), *_lost_digits(values), *_elsewhere(values, expected)]
    if not values.get("voucher_no"):
        found.append(Problem("voucher_missing", "voucher_no"))
    paid_on = _collect(found, _paid_on, values.get("paid_on", ""), expected.fiscal_year)
    amount = _collect(found, _amount, values.get("amount", ""))
    line_no = _collect(found, _line_no, values.get("line_no", ""))
    if found or paid_on is None or amount is None or line_no is None:
        return found
    texts = {key: values.get(key, "") for key in _TEXTS}
    return Voucher(line_no=line_no, paid_on=paid_on, amount_fen=amount, **texts)


_TEXTS = (
    "voucher_no", "payee_name", "payee_account", "purpose", "project_code", "project_name", "unit_code", "unit_name",
    "function_code", "economic_code", "nature",
)  # fmt: skip
_IDENTITIES = ("voucher_no", "payee_account", "project_code", "unit_code")
_SCIENTIFIC = re.compile(r"\d(\.\d+)?[eE]\+?\d+")
_TOTAL = re.compile(r"(本页|本月|本年|本期|累计|总|全年|当月)?(合计|总计|小计|共计|累计)(数|金额)?")
_DATE = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?)?|(\d{4})(\d\d)(\d\d)"
)
_DAY_NUMBER = re.compile(r"[34]\d{4}|5[0-4]\d{3}")
_DAY_ZERO = date(1899, 12, 30)


class _Wrong(Exception):
    """A cell that cannot be read; caught in ``_collect``."""

    def __init__(self, code: str, column: str, value: str = "") -> None:
        super().__init__(code)
        self.problem = Problem(code, column, value)


def _collect(found: list[Problem], read: Callable[..., T], *arguments: object) -> T | None:
    try:
        return read(*arguments)
    except _Wrong as wrong:
        found.append(wrong.problem)
        return None


def _paid_on(text: str, year: int) -> date:
    if not text:
        raise _Wrong("date_missing", "paid_on")
    day = _day(unicodedata.normalize("NFKC", text))
    if day is None:
        raise _Wrong("date_unreadable", "paid_on", text)
    if day.year != year:
        raise _Wrong("date_outside_year", "paid_on", day.isoformat())
    return day


def _day(text: str) -> date | None:
    """2025-03-01, 2025/3/1, 2025年3月1日, 20250301, with or without a time; or a spreadsheet's day number."""
    if len(text) == 5 and _DAY_NUMBER.fullmatch(text):
        return _DAY_ZERO + timedelta(days=int(text))
    match = _DATE.fullmatch(text)
    parts = [part for part in match.groups() if part] if match else []
    try:
        return date(*map(int, parts)) if parts else None
    except ValueError:
        return None


def _amount(text: str) -> int:
    if not text:
        raise _Wrong("amount_missing", "amount")
    plain = text.removesuffix("元").lstrip("¥￥").strip()
    try:
        fen = fen_from_yuan(plain)
    except ValueError as error:
        raise _Wrong(str(error), "amount", text) from None
    if fen == 0:
        raise _Wrong("amount_zero", "amount", text)
    return fen


def _line_no(text: str) -> int:
    """1 where the file has none."""
    if not text:
        return 1
    number = whole(text)
    if number is None or not 0 < number < 1_000_000:
        raise _Wrong("line_no_unreadable", "line_no", text)
    return number


def _long(values: Values) -> list[Problem]:
    return [Problem("text_too_long", key) for key, text in values.items() if len(text) > BY_KEY[key].longest]


def _lost_digits(values: Values) -> list[Problem]:
    texts = [(key, values.get(key, "")) for key in _IDENTITIES]
    return [Problem("digits_lost", key, text) for key, text in texts if "+" in text and _SCIENTIFIC.fullmatch(text)]


def _elsewhere(values: Values, expected: Expected) -> list[Problem]:
    """A row that names another year or region belongs into another batch."""
    found = []
    year, region = values.get("fiscal_year", ""), values.get("region_code", "")
    if year and year.removesuffix("年度").removesuffix("年") != str(expected.fiscal_year):
        found.append(Problem("other_year", "fiscal_year", year))
    if region and region not in expected.region:
        code = "other_region" if region in expected.other_regions else "unknown_region"
        found.append(Problem(code, "region_code", region))
    return found


def _is_total(row: PrintedRow) -> bool:
    """A total says so in any cell and has no voucher number of its own; a payment may be *for* a total."""
    voucher = _word(row.values.get("voucher_no", ""))
    return (not voucher or bool(_TOTAL.fullmatch(voucher))) and any(_TOTAL.fullmatch(_word(text)) for text in row.cells)


def _word(text: str) -> str:
    return "".join(text.split()).strip(":：")


def _filled(row: PrintedRow) -> list[int]:
    return [at for at, text in enumerate(row.cells) if text]
