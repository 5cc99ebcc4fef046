"""The words of a PDF that Chromium printed, page by page: just enough of the format for tests."""

import re
import unicodedata
import zlib
from pathlib import Path

_OBJECT = re.compile(rb"(\d+) 0 obj\n(.*?)\nendobj", re.S)
_SPAN = re.compile(r"/Span<</ActualText <FEFF(\w+)> >> BDC.*?EMC", re.S)
_SHOWN = re.compile(r"/(F\d+) [\d.]+ Tf|actual:(\w+);|<(\w+)>")
RADICALS = str.maketrans("⺠⻅⻉⻋⻓⻔⻘⻚⻛⻜⻝⻢⻥⻦⻬⻰⻳", "民见贝车长门青页风飞食马鱼鸟齐龙龟")
"""Letters a font draws with the glyph of a radical; NFKC knows the others."""


def words_of(path: Path) -> list[str]:
    """The words of each page without blanks."""
    objects = {int(number): body for number, body in _OBJECT.findall(path.read_bytes())}
    kids = next(re.search(rb"/Kids \[(.*?)\]", body) for body in objects.values() if b"/Type /Pages" in body)
    assert kids
    return [_text(objects, objects[int(key)]) for key in re.findall(rb"(\d+) 0 R", kids[1])]


def _text(objects: dict[int, bytes], page: bytes) -> str:
    fonts = {
        name.decode(): _letters(objects, objects[int(key)]) for name, key in re.findall(rb"/(F\d+) (\d+) 0 R", page)
    }
    contents = re.search(rb"/Contents (\d+) 0 R", page)
    assert contents
    drawn = _stream(objects[int(contents[1])]).decode("latin-1")
    words: list[str] = []
    font: dict[int, str] = {}
    for name, actual, coded in _SHOWN.findall(_SPAN.sub(r"actual:\1;", drawn)):
        if name:
            font = fonts[name]
        elif actual:
            words.append(bytes.fromhex(actual).decode("utf-16-be"))
        else:
            words += [font.get(int(coded[at : at + 2], 16), "") for at in range(0, len(coded), 2)]
    text = unicodedata.normalize("NFKC", "".join(words)).translate(RADICALS)
    return "".join(text.split())


def _letters(objects: dict[int, bytes], font: bytes) -> dict[int, str]:
    """What each code of a font means."""
    key = re.search(rb"/ToUnicode (\d+) 0 R", font)
    if key is None:
        return {}
    found: dict[int, str] = {}
    table = _stream(objects[int(key[1])]).decode("latin-1")
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.S):
        for code, text in re.findall(r"<(\w+)> <(\w+)>", block):
            found[int(code, 16)] = bytes.fromhex(text).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", table, re.S):
        for first, last, text in re.findall(r"<(\w+)> <(\w+)> <(\w+)>", block):
            for offset in range(int(last, 16) - int(first, 16) + 1):
                found[int(first, 16) + offset] = chr(int(text, 16) + offset)
    return found


def _stream(body: bytes) -> bytes:
    head, _, rest = body.partition(b"stream\n")
    data = rest.rpartition(b"\nendstream")[0]
    return zlib.decompress(data) if b"FlateDecode" in head else data
