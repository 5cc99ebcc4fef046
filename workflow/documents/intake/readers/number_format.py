"""A number as a spreadsheet displays it: 0.95 under ``0.00%`` is 95.00%, 45992 under ``yyyy"年"m"月"`` is 2025年12月.

Source of the codes and the numbers of built-in ones: ECMA-376 part 1, 18.8.30 (with the Chinese ones) and 18.8.31.
"""

import math
import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from typing import NamedTuple

_DAY, _CLOCK = 'm"月"d"日"', 'h"时"mm"分"'
_MONTH = 'yyyy"年"m"月"'
BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: "¥#,##0;-¥#,##0", 6: "¥#,##0;-¥#,##0", 7: "¥#,##0.00;-¥#,##0.00",
    8: "¥#,##0.00;-¥#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm",
    17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm",
    27: _MONTH, 28: _DAY, 29: _DAY, 30: "m/d/yy", 31: 'yyyy"年"m"月"d"日"', 32: _CLOCK, 33: 'h"时"mm"分"ss"秒"',
    34: _CLOCK, 35: 'h"时"mm"分"ss"秒"', 36: _MONTH, 37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00", 41: '#,##0;-#,##0;"-"', 42: '¥#,##0;-¥#,##0;¥"-"', 43: '#,##0.00;-#,##0.00;"-"',
    44: '¥#,##0.00;-¥#,##0.00;¥"-"', 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss", 48: "##0.0E+0", 49: "@",
    50: _MONTH, 51: _DAY, 52: _MONTH, 53: _DAY, 54: _DAY, 55: _CLOCK, 56: 'h"时"mm"分"ss"秒"', 57: _MONTH, 58: _DAY,
}  # fmt: skip
"""By number; 0 and what is missing here is General."""

_TOKEN = re.compile(
    r'"([^"]*)"|\\(.)|!(.)|_.|\*.|\[([^\]]*)\]|(General|G/通用格式)|(E[+-])|(AM/PM|上午/下午|A/P)'
    r"|(y+|m+|d+|h+|s+|a{3,4})|([0#?])|([.,%@/])|(.)",
    re.I | re.S,
)
_SECTIONS = re.compile(r'((?>"[^"]*"|\\.|!.|\[[^\]]*\]|[^;"\\!])*+)(?:;|$)', re.S)
_LONGEST = 255
"""Signs of a code: no spreadsheet lets one type more."""
_ELAPSED = re.compile(r"[hms]+", re.I)
_WEEKDAYS = "一二三四五六日"


class _Token(NamedTuple):
    kind: str  # text, digit, sign (. , % @ /), date, clock, exponent, general
    text: str


def shown(value: float, code: str, *, since_1904: bool = False) -> str:
    """The cell as displayed; a code that is not understood shows the number in full."""
    section, number = _section(code if len(code) <= _LONGEST else "", value)
    tokens = _tokens(section)
    kinds = {token.kind for token in tokens}
    if "date" in kinds:
        return _date(value, tokens, since_1904=since_1904)
    if "general" in kinds or "exponent" in kinds or "digit" not in kinds or _Token("sign", "/") in tokens:
        literal = "".join(token.text for token in tokens if token.kind == "text")
        if tokens and kinds == {"text"} and literal.strip():
            return literal.strip()
        return general(value)
    return _number(number, tokens)


def general(value: float) -> str:
    """To the 15 digits that a spreadsheet keeps, without exponent up to that length."""
    if not math.isfinite(value):
        return str(value)
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    text = f"{value:.15g}"
    return f"{Decimal(text):f}" if "e" in text and abs(value) > 1e-10 else text


def _section(code: str, value: float) -> tuple[str, float]:
    """The part of the code for this number: positive; negative; zero. The second shows numbers without their sign."""
    sections = [found[1] for found in _SECTIONS.finditer(code)][:4]
    sections = sections if len(sections) < 2 or sections[-1] else sections[:-1]
    if value < 0 and len(sections) > 1:
        return sections[1], abs(value)
    if value == 0 and len(sections) > 2:
        return sections[2], value
    return (sections or [""])[0], value


@lru_cache(maxsize=500)
def _tokens(section: str) -> tuple[_Token, ...]:
    found = list[_Token]()
    for match in _TOKEN.finditer(section):
        quoted, escaped, marked, bracket, is_general, exponent, half, date, digit, sign, other = match.groups()
        literal = next((text for text in (quoted, escaped, marked, other) if text is not None), None)
        if literal is not None:
            found.append(_Token("text", literal))
        elif bracket is not None:
            if bracket.startswith("$") and bracket[1:].partition("-")[0]:
                found.append(_Token("text", bracket[1:].partition("-")[0]))
            elif _ELAPSED.fullmatch(bracket):
                found.append(_Token("date", f"[{bracket[0].lower()}]"))
        elif is_general:
            found.append(_Token("general", ""))
        elif exponent:
            found.append(_Token("exponent", exponent))
        elif date or half:
            found.append(_Token("date", (date or "ampm").lower()))
        elif digit:
            found.append(_Token("digit", digit))
        elif sign:
            found.append(_Token("sign", sign))
    return tuple(found)


def _number(value: float, tokens: tuple[_Token, ...]) -> str:
    point = tokens.index(_Token("sign", ".")) if _Token("sign", ".") in tokens else len(tokens)
    whole, after = tokens[:point], tokens[point + 1 :]
    places = [token.text for token in after if token.kind == "digit"]
    last = max(at for at, token in enumerate(tokens) if token.kind == "digit")
    scaled = sum(token.text == "," and token.kind == "sign" for token in tokens[last + 1 :])
    percent = sum(token == ("sign", "%") for token in tokens)
    try:
        number = Decimal(f"{value:.15g}").scaleb(2 * percent - 3 * scaled)
        rounded = abs(number).quantize(Decimal(1).scaleb(-len(places)), ROUND_HALF_UP)
    except InvalidOperation:
        return general(value)
    digits, _, decimals = f"{rounded:f}".partition(".")
    while decimals and places and places[-1] != "0" and decimals.endswith("0"):
        decimals, places = decimals[:-1], places[:-1]
    first = next(at for at, token in enumerate(tokens) if token.kind == "digit")
    grouped = any(token == ("sign", ",") for token in tokens[first:last])
    sign = "-" if number < 0 and rounded else ""
    head = _whole(digits, whole, grouped=grouped)
    return (sign + head + _tail(decimals, after, has_point=point < len(tokens))).strip()


def _whole(digits: str, tokens: tuple[_Token, ...], *, grouped: bool) -> str:
    """Fill the places from the right; digits beyond the first place stand before it."""
    out, left, places = list[str](), list(digits), [token.text for token in tokens if token.kind == "digit"]
    if digits == "0" and "0" not in places and places:
        left = []
    written, still = 0, len(places)
    for token in reversed(tokens):
        if token.kind == "digit":
            still -= 1
            take = len(left) if still == 0 else 1
            for _ in range(take):
                out.append(left.pop() if left else "")
                written += 1
                if grouped and written % 3 == 0 and left:
                    out.append(",")
            if not take and token.text == "0":
                out.append("0")
            elif take == 1 and out[-1] == "" and token.text == "0":
                out[-1] = "0"
        elif token.kind == "text":
            out.append(token.text[::-1])
        elif token.text == "%":
            out.append("%")
    return "".join(out)[::-1]


def _tail(decimals: str, tokens: tuple[_Token, ...], *, has_point: bool) -> str:
    out, left = ["." if has_point and decimals else ""], list(decimals)
    for token in tokens:
        if token.kind == "digit":
            out.append(left.pop(0) if left else "")
        elif token.kind == "text" or token.text == "%":
            out.append(token.text)
    return "".join(out)


# --- dates ----------------------------------------------------------------------------------------------------------


def _date(value: float, tokens: tuple[_Token, ...], *, since_1904: bool) -> str:
    try:
        start = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30)
        moment = start + timedelta(seconds=round(value * 86_400))
    except (OverflowError, ValueError):
        return general(value)
    names = [token.text for token in tokens if token.kind == "date"]
    half_days, out, seen = "ampm" in names, list[str](), 0
    for token in tokens:
        if token.kind == "date":
            before, after = names[seen - 1] if seen else "", names[seen + 1] if seen + 1 < len(names) else ""
            minute = token.text in ("m", "mm") and (before[:2] in ("h", "hh", "[h") or after[:1] == "s")
            out.append(
                _part(moment, value, "minute" * minute or token.text, half_days=half_days, width=len(token.text))
            )
            seen += 1
        else:
            out.append(token.text)
    return "".join(out).strip()


def _part(moment: datetime, value: float, name: str, *, half_days: bool, width: int) -> str:
    hour = (moment.hour % 12 or 12) if half_days else moment.hour
    values = {"m": moment.month, "d": moment.day, "h": hour, "s": moment.second}
    if name.startswith("y"):
        return f"{moment.year}" if width > 2 else f"{moment.year % 100:02}"
    if name == "minute":
        return f"{moment.minute:0{min(width, 2)}}"
    if name == "ampm":
        return "上午" if moment.hour < 12 else "下午"
    if name.startswith("["):
        return str(int(value * {"h": 24, "m": 1_440, "s": 86_400}[name[1]]))
    if name.startswith("a") or (name[0] == "d" and width > 2):
        return f"{'星期' if width > 3 else ''}{_WEEKDAYS[moment.weekday()]}"
    if name[0] == "m" and width > 2:
        return f"{moment.month}月"
    return f"{values[name[0]]:0{min(width, 2)}}"
