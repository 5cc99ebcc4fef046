"""How each cell is read: a table from field to reader. It returns the stored value or raises ``ValueError(code)``.

Where a field's format is decided: here. Lengths are those of the columns, so that nothing is cut. ``not_a_choice``
comes from lists of codes: such a value is no person's typing and is refused; all else that cannot be read is kept raw.
"""

import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from workflow import money
from workflow.canonical.document import TEXT_FIELDS
from workflow.canonical.paths import BASICS, ROW_FIELDS, Path
from workflow.indicators.skeleton import is_unfilled
from workflow.services.editing.formulas import amount_of

LONGEST_TEXT = 20_000
LONGEST_CELL = 2_000
LIST_SEPARATORS = re.compile(r"[、,，;；/\s]+")
_CODE = re.compile(r"(?=.{21}$)[0-9]{8,11}[A-Z][0-9]{9,12}")
_WEIGHT = re.compile(r"[0-9]{1,3}(\.[0-9]{1,2})?")

Reader = Callable[[str], Any]


def read_amount(raw: str) -> int | None:
    """万元 → fen; empty is empty; negative budgets are kept and marked."""
    if not raw.strip():
        return None
    fen = money.fen_from_wan(raw.strip())
    if fen < 0:
        raise ValueError("negative_amount")
    return fen


def read_estimate(raw: str) -> int | None:
    """An amount, or the formula it comes from."""
    try:
        return read_amount(raw)
    except ValueError as fault:
        if str(fault) != "not_an_amount":
            raise
    return amount_of(raw)


def read_weight(raw: str) -> int | None:
    """Percent points with or without %, two decimals → hundredths."""
    text = unicodedata.normalize("NFKC", raw).strip().removesuffix("%").strip()
    if not text:
        return None
    if not _WEIGHT.fullmatch(text) or Decimal(text) > 100:
        raise ValueError("not_a_weight")
    return int(Decimal(text) * 100)


def read_block_weight(raw: str) -> int:
    """The same for a block, which always has one."""
    return read_weight(raw) or 0


def read_levels(raw: str) -> list[str]:
    """Level-1 names of a block, written one after another."""
    names = list(dict.fromkeys(filter(None, LIST_SEPARATORS.split(raw))))
    if any(len(name) > 60 for name in names):
        raise ValueError("too_long")
    return names


def read_project_code(raw: str) -> str | None:
    """21 characters, or empty while there is none yet.

    National: 财政区划 6, 年度 2, 类别 (a letter), 顺序号 12; Wuhan has three more digits before the letter.
    """
    text = "".join(unicodedata.normalize("NFKC", raw).split()).upper()
    if text and not _CODE.fullmatch(text):
        raise ValueError("bad_project_code")
    return text or None


def read_phone(raw: str) -> str:
    """Digits to dial, with whatever stands around them (转 8012, a second number), but no letters; empty = none yet."""
    text = unicodedata.normalize("NFKC", text_of(40)(raw))
    if text.strip() and (re.search("[A-Za-z]", text) or not re.search("[0-9]", text)):
        raise ValueError("not_a_phone")
    return raw


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


def needed_one_of(*choices: str) -> Reader:
    """One of the codes of a list, which a row cannot do without."""

    def read(raw: str) -> str:
        if raw not in choices:
            raise ValueError("not_a_choice")
        return raw

    return read


def read_target(raw: str) -> str:
    """Any words that fit; a skeleton of the library ("≥__%") is no target yet."""
    text = text_of(LONGEST_CELL)(raw)
    if is_unfilled(raw):
        raise ValueError("target_unfilled")
    return str(text)


HORIZON = needed_one_of("long_term", "annual", "overall")
SOURCE = one_of("local", "transfer", "special_account", "other", "fiscal", "all")
NATURE = one_of("appropriation", "non_tax", "government_fund", "state_capital", "social_insurance")
LONG, CELL, LABEL = text_of(LONGEST_TEXT), text_of(LONGEST_CELL), text_of(60)

READERS: dict[tuple[str, str], Reader] = {
    (BASICS, "project_name"): text_of(200),
    (BASICS, "project_code"): read_project_code,
    (BASICS, "project_type"): optional_text(60),
    (BASICS, "project_category"): optional_text(60),
    (BASICS, "responsible_person"): text_of(60),
    (BASICS, "phone"): read_phone,
    (BASICS, "budget_total"): read_amount,
    (BASICS, "budget_year"): read_amount,
    **{(BASICS, name): LONG for name in TEXT_FIELDS},
    ("executing_bodies", "kind"): needed_one_of("unit", "section", "other"),
    ("executing_bodies", "name"): text_of(200),
    ("goals", "name"): text_of(120),
    ("goals", "horizon"): HORIZON,
    ("goals", "text"): LONG,
    ("indicators", "horizon"): HORIZON,
    ("indicators", "goal"): text_of(32),
    ("indicators", "level1"): LABEL,
    ("indicators", "level2"): LABEL,
    ("indicators", "level3"): CELL,
    ("indicators", "target"): read_target,
    ("indicators", "prior_years.0"): CELL,
    ("indicators", "prior_years.1"): CELL,
    ("indicators", "weight"): read_weight,
    ("indicators", "basis"): LABEL,
    ("block_weights", "horizon"): HORIZON,
    ("block_weights", "goal"): text_of(32),
    ("block_weights", "levels"): read_levels,
    ("block_weights", "weight"): read_block_weight,
    ("funding_sources", "nature"): NATURE,
    ("funding_sources", "source"): SOURCE,
    ("funding_sources", "amount"): read_amount,
    ("expenditure_lines", "item"): CELL,
    ("expenditure_lines", "basis"): LONG,
    **{("expenditure_lines", name): read_estimate for name in ROW_FIELDS["expenditure_lines"] if "." in name},
    ("asset_lines", "item"): CELL,
    ("asset_lines", "quantity"): LABEL,
    ("asset_lines", "amount"): read_amount,
}

STARTS: dict[str, dict[str, str]] = {
    "executing_bodies": {"kind": "unit"},
    "goals": {"horizon": "annual"},
    "indicators": {"horizon": "annual"},
    "block_weights": {"horizon": "annual", "weight": "0"},
}
"""What the cells of a new row say before anybody typed; every other cell starts empty."""

SIZES: dict[tuple[str, str], int] = {
    (BASICS, "project_name"): 200,
    **{(BASICS, name): LONGEST_TEXT for name in TEXT_FIELDS},
    ("goals", "text"): LONGEST_TEXT,
}
"""The limits that pages show beside a counter."""


def reader(path: Path) -> Reader | None:
    """The reader of a cell; None for a cell that is not typed into."""
    return READERS.get((path.section, path.field))


def kept_empty(read: Reader, section: str, name: str) -> Any:
    """What the column holds while raw input stands in the cell."""
    return read(STARTS.get(section, {}).get(name, ""))


def same_value(read: Reader, one: str, other: str) -> bool:
    """Whether two texts read as the same value ("1,331.670" and "1331.67"); unreadable ones only as the same text."""
    if one == other:
        return True
    try:
        return bool(read(one) == read(other))
    except ValueError:
        return False
