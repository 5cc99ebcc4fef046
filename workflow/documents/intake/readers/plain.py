"""Text as a person sees it: check boxes in one form, HTML and LaTeX inside a text made plain, one kind of space.

Serves every format: exports put ``<input type="checkbox">`` and ``$\\geq 98\\%$`` into plain text files as well.
"""

import html
import re
import unicodedata

_TICKED = "☒✔✓✅🗹⊠🗷\uf0fe\uf0fd\uf0fc\uf052\uf051\uf050\uf054\uf053"
_UNTICKED = "□▢◻❏❑❐◽\uf0a8\uf06f\uf0a3\uf071\uf072"
"""Code points F0xx: symbols of the typefaces Wingdings and Wingdings 2, as Word and PDF files carry them."""

_RADICALS = dict(
    zip(
        "⺟⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰",
        "母民虎西见角贝车长门青页风飞食马骨鬼鱼鸟麦黄齐齿龙",
        strict=True,
    )
)
"""PDF files name some letters by radicals that look the same; Unicode itself maps only the Kangxi ones."""

_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_NOTHING = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\ufffe" + "".join(
    map(chr, (*range(9), *range(14, 32), 127, *range(0xD800, 0xE000)))
)
_TABLE = str.maketrans(
    dict.fromkeys(_TICKED, "☑")
    | dict.fromkeys(_UNTICKED, "☐")
    | dict.fromkeys(_SPACES, " ")
    | dict.fromkeys(_NOTHING, "")
    | dict.fromkeys("\v\f\u2028\u2029\x85", "\n")
    | _RADICALS
)
_ROOT = re.compile(r"√(?![\d(（a-zA-Z])")  # √ before a figure is a root, else a tick
_PARAGRAPHS = re.compile(r"(?<! ) *\n[ \n]*")
_BOX_PAIR = re.compile(r"☐(?= ?☑)")
_LOOKALIKE = re.compile("[\u2f00-\u2fd5\uf900-\ufaff]")
_BRACKET = re.compile(r"\[([ xX☑]?)\](?!\()")

_INPUT = re.compile(r"<input\b([^<>]*)>", re.I)
_BREAK = re.compile(r"(?:(?<!\s)\s+)?(?:<br\s*/?>|</?(?:p|div|li|ul|ol|h[1-6])\b[^<>]*>)\s*", re.I)
_TAG = re.compile(r"</?(?:span|b|i|u|s|strong|em|sub|sup|font|small|big|a|label|center|mark)\b[^<>]*>", re.I)
_ENTITY = re.compile(r"&(?:#\d{1,6}|#x[0-9a-f]{1,5}|[a-z]{2,8}\d?);", re.I)

_FORMULA = re.compile(r"\$\$?([^$\n]{1,200}?)\$\$?|\\\((.{1,200}?)\\\)")
_SIGNS = {
    "geq": "≥", "geqslant": "≥", "ge": "≥", "leq": "≤", "leqslant": "≤", "le": "≤", "neq": "≠", "ne": "≠",
    "gt": ">", "lt": "<", "approx": "≈", "sim": "~", "pm": "±", "times": "×", "div": "÷", "cdot": "·",
    "rightarrow": "→", "to": "→", "circ": "°", "degree": "°", "infty": "∞", "cdots": "…", "ldots": "…",
    "checkmark": "☑", "surd": "☑", "boxtimes": "☑", "square": "☐", "Box": "☐", "yen": "¥", "permil": "‰",
}  # fmt: skip
_FRACTION = re.compile(r"\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
_COMMAND = re.compile(r"\\([a-zA-Z]+)\s*")
_FIGURES = re.compile(r"[\s\d.,%≥≤<>=+~^_{}\-]+")


def plain(text: str) -> str:
    """The text without mark-up and invisible signs; paragraphs are joined by ``\\n``, tabs and inner spaces stay."""
    if not text.isascii():
        text = unified(text)
    if "<" in text:
        text = _INPUT.sub(lambda found: input_mark(found[1]), text)
        text = _TAG.sub("", _BREAK.sub("\n", text))
    if "&" in text:
        text = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
    if "$" in text or "\\" in text:
        text = _FORMULA.sub(_formula, text)
    if "[" in text:
        text = _BRACKET.sub(lambda found: "☑" if found[1].strip() else "☐" if found[1] else found[0], text)
    text = text.translate(_TABLE) if not (text.isascii() and text.isprintable()) else text
    if "√" in text:
        text = _ROOT.sub("☑", text)
    if "☐" in text or "■" in text:
        text = _black_boxes(text)
    return _PARAGRAPHS.sub("\n", text).strip() if "\n" in text else text.strip()


def unified(text: str) -> str:
    """Letters that only look like the right ones (Kangxi radicals, compatibility forms) become these."""
    return _LOOKALIKE.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)


def input_mark(attributes: str) -> str:
    """What stands for ``<input …>``: ☑ or ☐, or the value that was typed; the order of attributes does not matter."""
    given = {name.lower(): value.strip("\"'") for name, value in _attributes(attributes)}
    kind = given.get("type", "text").lower()
    if kind in ("checkbox", "radio"):
        return "☑" if "checked" in given else "☐"
    return given.get("value", "") if kind in ("text", "number", "date", "tel") else ""


def _attributes(text: str) -> list[tuple[str, str]]:
    return re.findall(r"([a-zA-Z-]+)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?", text)


def _black_boxes(text: str) -> str:
    """■ is a tick beside □ or alone; before other words it is a bullet, which is left as printed."""
    if "■" in text and ("☐" in text or text.strip() == "■"):
        text = text.replace("■", "☑")
    return _BOX_PAIR.sub("", text)  # "☐√" was ticked by hand


def _formula(found: re.Match[str]) -> str:
    """``$\\geq 98\\%$`` → ≥98%; an amount between two dollar signs stays as printed."""
    inner = found[1] or found[2]
    if "\\" not in inner and not _FIGURES.fullmatch(inner):
        return found[0]
    inner = _FRACTION.sub(r"\1/\2", inner)
    inner = inner.replace("\\%", "%").replace("\\_", "_").replace("\\&", "&").replace("\\#", "#")
    inner = _COMMAND.sub(lambda command: _SIGNS.get(command[1], ""), inner)
    return re.sub(r"\\.|[{}^\s]", "", inner)
