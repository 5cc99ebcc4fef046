"""``parse``: from the text of a 指标值 to what it says. Total: any text gets a class; what is doubtful gets a warning.

The readers are tried in the order of ``READERS``; each gets the plain text and answers a value or None. To add a form:
a class in ``value.ValueClass``, a reader, its place in ``READERS``, and its examples in the table of the tests.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date

from workflow.indicators.measures import bounded, contradicts, inside, known, whole
from workflow.indicators.numbers import DIGITS, MAGNITUDES, NUMERALS, number, words
from workflow.indicators.text import plain
from workflow.indicators.units import MONEY, PERCENT, PERIODS
from workflow.indicators.value import DIRECTIONS, Comparator, Direction, Measure, Value, ValueClass, ValueKind

LONGEST = 200
"""Signs; what is longer is a text and only searched for numbers."""

SEARCHED = 5_000
"""Signs at the beginning of a text that are looked at: nobody writes a target that begins later."""

C, K = ValueClass, ValueKind
_PLACEHOLDERS = frozenset({"-", "--", "---", "/", "\\", "无", "不适用", "N/A", "n/a", "NA", "无此项"})

_PERIOD = re.compile(
    rf"(?P<period>全年|每年度?|年度|年均|每月|月均|每季度?|每周|每日|每天|每半年)(?:举办|开展|组织|完成|召开)?(?P<rest>.*\d.*|[{NUMERALS}].*)"
)
_RANGE = re.compile(
    rf"在?(?P<low>{DIGITS})(?P<m1>[万亿]?)(?P<u1>[^\d\-~至到/()]{{0,4}})[-~至到]+"
    rf"(?P<high>{DIGITS})(?P<m2>[万亿]?)(?P<u2>[^\d\-~至到/()]{{0,6}}?)(?P<per>(?:/[^/\d()]{{1,6}})*)(?:之间)?"
)
_SLASHED = re.compile(rf"(?:[≥≤=<>])?({DIGITS})/([^\d/]{{1,6}})")
_DOUBLED = re.compile(rf"[≥≤=<>≈]?{DIGITS}%{{2,}}")
_CONDITION = re.compile(r"(?P<value>.+?)\((?P<condition>[^()]*)\)|\((?P<first>[^()]*)\)(?P<then>.+)")
_BETWEEN = re.compile(r"[、;,](?![^(]*\))")

_DATE = re.compile(
    r"(?P<year>(?:19|20)\d\d)年(?:(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})[日号])?)?(?P<end>底|末|内|度|份|前)*"
    r"|(?P<y2>(?:19|20)\d\d)[-./](?P<m2>\d{1,2})(?:[-./](?P<d2>\d{1,2}))?(?![\d万亿])"
    r"|(?<!\d)\d{1,2}月(?:\d{1,2}[日号]|底|末|份|前|[上中下]旬)"
)
_DIGIT = re.compile(r"\d")
_BROKEN = re.compile(r"\d,\d{1,2}(?!\d)|\d,\d{4}|\d\.\d*\.\d")
_SPOKEN = re.compile(f"([{NUMERALS}]+)([^{NUMERALS}]{{1,3}})")
_TIME = re.compile(
    "年底|年末|年内|年前|月底|月末|月前|月内|日前|号前|季度|季末|期内|期间|期限|时限|规定时间|规定的时间|时间节点|按时|按期|"
    "上半年|下半年|当年|当月|当日|次月|次年|节前|之前|以前|前完成|前到位"
)

_TREND_WORDS = {
    **dict.fromkeys(
        words("提高 提升 增加 增长 上升 优化 改善 增强 扩大 向好 向上向好 向上 走高 加快 好转 增多 上涨"), Direction.up
    ),
    **dict.fromkeys(words("下降 减少 降低 缩短 下滑 减轻 减小 压缩 缩减 减缓"), Direction.down),
    **dict.fromkeys(words("稳定 持平 不变 平稳 稳中有升 稳中向好"), Direction.stable),
}
_SOFTENERS = (
    "较上年度|较上年|较去年|比上年度|比上年|比去年|较往年|比往年|较前年|与上年|同比|环比|逐年|逐步|逐渐|持续|长期|有效|显著|明显|进一步|"
    "不断|稳步|稳定|大幅度|大幅|可持续|有所|保持|维持|基本|继续|得到|全面|切实|极大|较大|一定程度|普遍|总体|整体|稳中有|适度|适当"
)
_TREND = re.compile(rf"(?:{_SOFTENERS}|的|地)*({'|'.join(sorted(_TREND_WORDS, key=len, reverse=True))})(?:了)?")
_COMPARES = re.compile("[较比]|同比|环比|逐年")
_MEASURED_NAME = re.compile("率$|率[（(]|比例|比重|占比|数$|数量|人次|人数|次数|规模|金额|时间$|时长|成本")


def parse(raw: str, name: str = "") -> Value:
    """Read the target ``raw`` of the indicator ``name`` (may be ""); never raises.

    Rule source: the forms of 指标值 that published declarations use, and 财预〔2021〕101号 on 指标值 (unverified).
    """
    text = plain(raw[:SEARCHED])
    if not text:
        return Value(raw, C.blank, K.blank, warnings=("value_missing",))
    for reader in READERS if len(text) <= LONGEST else TEXT_READERS:
        value = reader(raw, text, name)
        if value is not None:
            return value
    return Value(raw, C.phrase, K.qualitative, warnings=("number_unreadable",) if _DIGIT.search(text) else ())


# --- numbers --------------------------------------------------------------------------------------------------------


def _placeholder(raw: str, text: str, _name: str) -> Value | None:
    return Value(raw, C.placeholder, K.blank, warnings=("not_applicable",)) if text in _PLACEHOLDERS else None


def _one(raw: str, text: str, _name: str) -> Value | None:
    """Comparator, number, unit: by far the most."""
    measure = whole(text)
    if measure is None or _is_year(text):
        return None
    cls, more = _class_of(measure), ["comparators_differ"] if contradicts(text) else []
    if _DOUBLED.fullmatch(text):
        cls, more = C.doubled_percent, ["percent_doubled"]
    elif cls is C.bare:
        more.append("unit_missing")
    elif not known(measure.unit):
        more.append("unit_unknown")
    if measure.comparator is Comparator.about:
        more.append("not_verifiable")
    return _quantity(raw, cls, measure, *more)


def _is_year(text: str) -> bool:
    found = _DATE.match(text.lstrip("≥≤=<>≈"))
    return found is not None and ("年" in text or "月" in text)


def _class_of(measure: Measure) -> ValueClass:
    comparator = measure.comparator
    if measure.unit == PERCENT and not measure.per:
        return (
            C.percent
            if comparator is None
            else C.equal_percent
            if comparator is Comparator.equal
            else C.compared_percent
        )
    if comparator is Comparator.about:
        return C.approximate
    if measure.unit is None:
        return C.bare
    if comparator is None:
        return C.priced if measure.per else C.plain
    if comparator is Comparator.equal:
        return C.equal_priced if measure.per else C.equal
    return C.compared


def _quantity(raw: str, cls: ValueClass, measure: Measure, *warnings: str) -> Value:
    direction = DIRECTIONS.get(measure.comparator) if measure.comparator else None
    return Value(raw, cls, K.quantitative, measure, direction=direction, warnings=tuple(warnings))


def _slashed(raw: str, text: str, _name: str) -> Value | None:
    """3000/张: the slash belongs nowhere."""
    found = _SLASHED.fullmatch(text)
    measure = whole(text.replace("/", "", 1)) if found else None
    if measure is None or not known(measure.unit):
        return None
    return _quantity(raw, C.slashed, measure, "unit_malformed")


def _range(raw: str, text: str, _name: str) -> Value | None:
    found = _RANGE.fullmatch(text)
    if found is None or _is_date_range(text):
        return None
    low, high, unit = number(found["low"]), number(found["high"]), found["u2"] or found["u1"] or None
    if low is None or high is None or (found["u1"] and found["u2"] and found["u1"] != found["u2"]):
        return None
    if unit and len(unit) > 4 and not known(unit):
        return None
    first, second = found["m1"] or (found["m2"] if not found["u1"] else ""), found["m2"]
    if unit in MONEY and second:
        unit = f"{second}{unit}"
        low *= MAGNITUDES[first] / MAGNITUDES[second]
    else:
        low, high = low * MAGNITUDES[first], high * MAGNITUDES[second]
    per = tuple(part for part in found["per"].split("/") if part)
    edges = bounded(Comparator.between, low, unit, per)
    measure = Measure(Comparator.between, min(low, high), max(low, high), unit, per, edges.period)
    warnings = [
        code
        for code, applies in (
            ("range_reversed", low > high), ("unit_missing", unit is None), ("unit_unknown", not known(unit)),
        )
        if applies
    ]  # fmt: skip
    return _quantity(raw, C.interval, measure, *warnings)


def _is_date_range(text: str) -> bool:
    return bool(
        re.fullmatch(
            r"(?:19|20)\d\d年?[-~至到](?:19|20)\d\d年?|(?:19|20)\d\d[-./](?:0?[1-9]|1[0-2])(?:[-./]\d{1,2})?", text
        )
    )


def _periodic(raw: str, text: str, _name: str) -> Value | None:
    """全年3次 = 3次/年."""
    found = _PERIOD.fullmatch(text)
    if found is None:
        return None
    rest = found["rest"]
    if rest[0] in NUMERALS:
        spoken = re.match(f"[{NUMERALS}]+", rest)
        amount = number(spoken[0]) if spoken else None
        rest = f"{amount}{rest[len(spoken[0]) :]}" if spoken and amount is not None else rest
    measure = whole(rest)
    if measure is None or measure.unit is None:
        return None
    word = found["period"].removeprefix("全").removeprefix("每").removesuffix("均")
    measure = Measure(measure.comparator, measure.low, measure.high, measure.unit, measure.per, PERIODS.get(word, word))
    return _quantity(raw, C.periodic, measure, *(() if known(measure.unit) else ("unit_unknown",)))


def _several(raw: str, text: str, name: str) -> Value | None:
    """Values with a condition in brackets each, or one after another."""
    parts = [_conditioned(piece) for piece in _BETWEEN.split(text)]
    measures = [part for part in parts if part is not None]
    if len(measures) != len(parts):
        return None
    if len(measures) > 1:
        return Value(raw, C.several, K.multi_part, parts=tuple(measures))
    [only] = measures
    if only.condition is None:
        return None
    value = Value(raw, _class_of(only), K.quantitative, only)
    return _quantity(raw, value.cls, only, *(() if known(only.unit) else ("unit_unknown",)))


def _conditioned(piece: str) -> Measure | None:
    found = _CONDITION.fullmatch(piece)
    measure = whole((found["value"] or found["then"]) if found else piece)
    if measure is None or measure.unit is None:
        return None
    condition = (found["condition"] if found["value"] else found["first"]) if found else None
    return Measure(measure.comparator, measure.low, measure.high, measure.unit, measure.per, measure.period, condition)


# --- texts ----------------------------------------------------------------------------------------------------------


def _bounded_text(raw: str, text: str, name: str) -> Value | None:
    """A text carrying numbers; years and months are no numbers of that kind."""
    dates = [found.span() for found in _DATE.finditer(text)]
    parts = [measure for begin, end, measure in inside(text) if not any(a < end and begin < b for a, b in dates)]
    spoken = _spoken(text)
    if spoken:
        return _quantity(raw, C.bounded_text, spoken, "bound_in_text")
    if not parts or _BROKEN.search(text):
        return None
    clauses = [piece for piece in re.split(r"[、,;。]", text) if piece]
    if len(parts) == 1 and len(clauses) == 1:
        value = _quantity(raw, C.bounded_text, parts[0], "bound_in_text")
        trend = None if value.direction else _direction_of(text)
        return Value(raw, value.cls, value.kind, parts[0], (parts[0],), None, value.direction or trend, value.warnings)
    return Value(raw, C.bounded_text, K.multi_part, parts=tuple(parts), warnings=("bound_in_text",))


def _spoken(text: str) -> Measure | None:
    """二十次: a number in words and its unit, nothing else."""
    found = _SPOKEN.fullmatch(text)
    amount = number(found[1]) if found and known(found[2]) else None
    return bounded(None, amount, found[2]) if found and amount is not None else None


def _direction_of(text: str) -> Direction | None:
    return next((direction for word, direction in _TREND_WORDS.items() if word in text), None)


def _deadline(raw: str, text: str, _name: str) -> Value | None:
    dates = list(_DATE.finditer(text))
    if not dates and not _TIME.search(text):
        return None
    day = _day_of(dates[-1]) if dates else None
    if day is None:
        wrong = any(found["month"] or found["m2"] for found in dates)
        return Value(raw, C.deadline, K.deadline, deadline=text, warnings=("date_unreadable",) if wrong else ())
    return Value(raw, C.deadline, K.deadline, Measure(Comparator.at_most), deadline=day.isoformat())


def _day_of(found: re.Match[str]) -> date | None:
    """The last day the words allow; None without a year or for a day there is not."""
    year, month, day = found["year"] or found["y2"], found["month"] or found["m2"], found["day"] or found["d2"]
    if not year:
        return None
    last = int(month) if month else 12
    if not 1 <= last <= 12:
        return None
    length = monthrange(int(year), last)[1]
    number_of_day = int(day) if day else length
    return date(int(year), last, number_of_day) if 1 <= number_of_day <= length else None


def _trend(raw: str, text: str, name: str) -> Value | None:
    found = _TREND.fullmatch(text)
    if found is None:
        return None
    unclear = _COMPARES.search(text) or _MEASURED_NAME.search(name)
    return Value(
        raw,
        C.trend,
        K.trend,
        direction=_TREND_WORDS[found[1]],
        warnings=("baseline_missing",) if unclear else (),
    )


Reader = Callable[[str, str, str], Value | None]
TEXT_READERS: tuple[Reader, ...] = (_bounded_text, _trend, _deadline)
READERS: tuple[Reader, ...] = (_placeholder, _slashed, _one, _range, _periodic, _several, *TEXT_READERS)
