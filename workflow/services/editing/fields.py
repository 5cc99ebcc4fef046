"""How each cell is read: one table from field to reader. A reader returns the stored value or raises ``ValueError(code)``.

Where a field's format is decided: here. Lengths are those of the columns, so that nothing is cut.
"""

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from workflow import money
from workflow.canonical.document import TEXT_FIELDS
from workflow.canonical.paths import BASICS, Path

LONGEST_TEXT = 200_000
_CODE = re.compile(r"\d{8}[A-Z]\d{12}")

Reader = Callable[[str], Any]


def clean(raw: str) -> str:
    """Line ends are LF; everything else stays as typed."""
    return raw.replace("\r\n", "\n").replace("\r", "\n")


def read_amount(raw: str) -> int | None:
    """万元 → fen; empty is empty; negative budgets are kept and marked."""
    if not raw.strip():
        return None
    fen = money.fen_from_wan(raw.strip())
    if fen < 0:
        raise ValueError("negative_amount")
    return fen


def read_weight(raw: str) -> int | None:
    """Percent points with or without %, two decimals → hundredths."""
    text = raw.strip().removesuffix("%").removesuffix("％").strip()
    if not text:
        return None
    try:
        points = Decimal(text)
        if points.is_finite() and 0 <= points <= 100 and points * 100 == (points * 100).to_integral_value():
            return int(points * 100)
    except InvalidOperation:
        pass
    raise ValueError("not_a_weight")


def read_project_code(raw: str) -> str | None:
    """21 characters (财政区划 6, 年度 2, 类别 1, 顺序号 12), or empty while there is none yet."""
    text = raw.strip().upper()
    if text and not _CODE.fullmatch(text):
        raise ValueError("bad_project_code")
    return text or None


def text_of(longest: int) -> Reader:
    """Text that fits its column."""

    def read(raw: str) -> str:
        if len(raw) > longest:
            raise ValueError("too_long")
        return raw

    return read


def optional_text(longest: int) -> Reader:
    """The same, empty = none."""
    return lambda raw: text_of(longest)(raw.strip()) or None


def one_of(*choices: str) -> Reader:
    """One of the codes of a list; empty = none."""

    def read(raw: str) -> str | None:
        if raw and raw not in choices:
            raise ValueError("not_a_choice")
        return raw or None

    return read


HORIZON = one_of("long_term", "annual", "overall")
SOURCE = one_of("local", "transfer", "special_account", "other", "fiscal", "all")
NATURE = one_of("appropriation", "non_tax", "government_fund", "state_capital", "social_insurance")

READERS: dict[tuple[str, str], Reader] = {
    (BASICS, "project_name"): text_of(200),
    (BASICS, "project_code"): read_project_code,
    (BASICS, "project_type"): optional_text(60),
    (BASICS, "project_category"): optional_text(60),
    (BASICS, "responsible_person"): text_of(60),
    (BASICS, "phone"): text_of(40),
    (BASICS, "budget_total"): read_amount,
    (BASICS, "budget_year"): read_amount,
    **{(BASICS, name): text_of(LONGEST_TEXT) for name in TEXT_FIELDS},
    ("executing_bodies", "kind"): one_of("unit", "section", "other"),
    ("executing_bodies", "name"): text_of(200),
    ("goals", "name"): text_of(120),
    ("goals", "horizon"): HORIZON,
    ("goals", "text"): text_of(LONGEST_TEXT),
    ("indicators", "horizon"): HORIZON,
    ("indicators", "goal"): text_of(32),
    ("indicators", "level1"): text_of(60),
    ("indicators", "level2"): text_of(60),
    ("indicators", "level3"): text_of(LONGEST_TEXT),
    ("indicators", "target"): text_of(LONGEST_TEXT),
    ("indicators", "prior_years.0"): text_of(LONGEST_TEXT),
    ("indicators", "prior_years.1"): text_of(LONGEST_TEXT),
    ("indicators", "weight"): read_weight,
    ("indicators", "basis"): text_of(60),
    ("funding_sources", "nature"): NATURE,
    ("funding_sources", "source"): SOURCE,
    ("funding_sources", "amount"): read_amount,
    ("expenditure_lines", "item"): text_of(LONGEST_TEXT),
    ("expenditure_lines", "basis"): text_of(LONGEST_TEXT),
    ("asset_lines", "item"): text_of(LONGEST_TEXT),
    ("asset_lines", "quantity"): text_of(60),
    ("asset_lines", "amount"): read_amount,
}


def reader(path: Path) -> Reader | None:
    """The reader of a cell; None for a cell that is not typed into."""
    if path.section == "expenditure_lines" and path.field.startswith("amounts."):
        return read_amount
    return READERS.get((path.section, path.field))
