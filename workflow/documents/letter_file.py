"""An approval letter as a file: the one door to the renderer, which sets the whole official layout once it is there.

Until then a plain Word file after GB/T 9704—2012 with its annexed tables. Pure; the same letter, the same bytes: the
times inside the package are fixed.
"""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document as WordFile
from docx.enum.text import WD_ALIGN_PARAGRAPH

from workflow.canonical import Declaration
from workflow.documents.opinion_letter import (
    HEADING,
    LINE,
    TITLE,
    TITLE_SIZE,
    _line,
    _number_pages,
    _set_fonts,
    _set_page,
    chinese_day,
)
from workflow.documents.render import Annex, Letter

FORMATS = ("docx",)
"""What can be downloaded."""
INDICATOR_HEADS = ("一级指标", "二级指标", "三级指标", "指标值")
_NO_TIME = (1980, 1, 1, 0, 0, 0)


def letter_file(letter: Letter, file_format: str) -> bytes:
    """The letter in one of ``FORMATS``; raises ``ValueError`` for any other."""
    if file_format not in FORMATS:
        raise ValueError(file_format)
    return _without_times(_word(letter))


def _word(letter: Letter) -> bytes:
    word = docx.Document()
    _set_page(word)
    _set_fonts(word)
    if letter.mark:
        _line(word, f"【{letter.mark}】", font=HEADING)
    _line(word, letter.number, align=WD_ALIGN_PARAGRAPH.CENTER)
    _line(word, letter.title, font=TITLE, size=TITLE_SIZE, align=WD_ALIGN_PARAGRAPH.CENTER, around=LINE)
    _line(word, f"{letter.addressee}：")
    for paragraph in letter.paragraphs:
        _line(word, paragraph, indent=True)
    if letter.voids:
        _line(word, f"本通知印发后，{letter.voids}同时作废。", indent=True)
    for place, annex in enumerate(letter.annexes, 1):
        _line(word, f"{'附件：' if place == 1 else '　　　'}{place}．{_annex_name(annex)}", indent=True)
    for text in (letter.signed_by, chinese_day(letter.day)):
        _line(word, text, align=WD_ALIGN_PARAGRAPH.RIGHT)
    if letter.code:
        _line(word, f"验证码：{letter.code}")
    for place, annex in enumerate(letter.annexes, 1):
        _annex(word, place, annex)
    _number_pages(word)
    word.core_properties.title, word.core_properties.author = letter.title, letter.issuer
    word.core_properties.comments = ""
    made = BytesIO()
    word.save(made)
    return made.getvalue()


def _annex_name(annex: Annex) -> str:
    document = annex.declaration
    return annex.title or f"{document.project_name or document.unit}绩效目标表（{document.unit}）"


def _annex(word: WordFile, place: int, annex: Annex) -> None:
    document = annex.declaration
    word.add_page_break()  # type: ignore[no-untyped-call]
    _line(word, f"附件{place}", font=HEADING)
    _line(word, _annex_name(annex), font=TITLE, size=TITLE_SIZE, align=WD_ALIGN_PARAGRAPH.CENTER, around=LINE)
    amounts = (("当年预算", document.budget_year), ("资金总额", document.budget_total))
    told = "，".join(f"{label}{amount}万元" for label, amount in amounts if amount)
    _line(word, f"主管部门：{document.department}；预算单位：{document.unit}；{told}。", indent=True)
    for goal in document.goals:
        _line(word, goal.text, indent=True)
    _indicators(word, document)


def _indicators(word: WordFile, document: Declaration) -> None:
    table = word.add_table(rows=1, cols=len(INDICATOR_HEADS), style="Table Grid")
    for cell, text in zip(table.rows[0].cells, INDICATOR_HEADS, strict=True):
        cell.text = text
    for item in document.indicators:
        texts = (item.level1, item.level2, item.level3, item.target)
        for cell, text in zip(table.add_row().cells, texts, strict=True):
            cell.text = text or ""


def _without_times(packed: bytes) -> bytes:
    """The same package, its parts dated as old as a zip file can be."""
    made = BytesIO()
    with ZipFile(BytesIO(packed)) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = ZipInfo(name, _NO_TIME)
            part.compress_type = ZIP_DEFLATED
            new.writestr(part, old.read(name))
    return made.getvalue()
