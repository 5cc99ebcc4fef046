"""审核意见函 (``opinion.py``) as a Word file: data in, bytes out. Pure.

The page is that of GB/T 9704—2012: A4, margins 37/35/28/26 mm, text 三号 (16 pt) 仿宋 on 22 lines a page, the title
二号 (22 pt), headings 黑体, page numbers 四号 (14 pt) between dashes. A computer without a typeface takes the next one
of ``FONTS``.
"""

from datetime import date
from io import BytesIO
from typing import Any, cast
from xml.sax.saxutils import quoteattr

import docx
from docx.document import Document as WordFile
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Length, Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from workflow.documents.opinion import LetterFile, OpinionLetter
from workflow.texts import seen

BODY, HEADING, TITLE, PAGE_NUMBER = "仿宋", "黑体", "方正小标宋简体", "宋体"
FONTS: dict[str, str] = {
    BODY: "仿宋_GB2312,FangSong,STFangsong,Noto Serif CJK SC",
    HEADING: "SimHei,STHeiti,Noto Sans CJK SC",
    TITLE: "华文中宋,STZhongsong,宋体,SimSun,Noto Serif CJK SC",
    PAGE_NUMBER: "SimSun,STSong,Noto Serif CJK SC",
}
"""Typeface → what stands in for it."""
LATIN = "Times New Roman"
LINE = Pt(28.9)
"""225 mm of text in 22 lines."""
NOTHING, TWO_LINES = Pt(0), Pt(57.8)
TEXT_SIZE, TITLE_SIZE, NUMBER_SIZE = Pt(16), Pt(22), Pt(14)
TWO_SIGNS, FOUR_SIGNS = Pt(32), Pt(64)
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_DIGITS = "零一二三四五六七八九"


def write_letter(letter: OpinionLetter) -> bytes:
    """The .docx file."""
    word = docx.Document()
    _set_page(word)
    set_fonts(word)
    years = "、".join(str(year) for year in letter.years)
    if letter.number:
        _line(word, letter.number, align=WD_ALIGN_PARAGRAPH.RIGHT)
    title = f"{letter.bureau}关于{years}年度项目支出绩效目标审核意见的函"
    _line(word, title, font=TITLE, size=TITLE_SIZE, align=WD_ALIGN_PARAGRAPH.CENTER, around=LINE)
    _line(word, f"{letter.department}：")
    _line(word, _opening(letter, years), indent=True)
    for place, file in enumerate(letter.files, 1):
        _write_file(word, place, file)
    _line(
        word,
        "请你单位组织相关预算单位逐条修改完善，对不予修改的意见说明理由，并在各项目载明的期限前通过系统重新报送。",
        indent=True,
    )
    _line(word, "特此函告。", indent=True)
    _sign(word, letter)
    _number_pages(word)
    word.core_properties.title, word.core_properties.author = title, letter.bureau
    word.core_properties.comments = ""
    made = BytesIO()
    word.save(made)
    return made.getvalue()


def chinese_number(number: int) -> str:
    """1 → 一, 12 → 十二, 20 → 二十; from 100 on in figures."""
    tens, ones = divmod(number, 10)
    if not 0 < number < 100:
        return str(number)
    return ("" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十") + (_DIGITS[ones] if ones else "")


def chinese_day(day: date) -> str:
    """2025年3月3日."""
    return f"{day.year}年{day.month}月{day.day}日"


def _opening(letter: OpinionLetter, years: str) -> str:
    days = chinese_day(letter.first)
    if letter.last != letter.first:
        days = f"{days}至{chinese_day(letter.last)}"
    return (
        f"你单位报送的{years}年度项目支出绩效目标申报材料收悉。经审核，{days}退回修改{len(letter.files)}份，"
        "现将审核意见函告如下："
    )


def _write_file(word: WordFile, place: int, file: LetterFile) -> None:
    heading = f"{chinese_number(place)}、{file.project}（{file.unit}）"
    _line(word, heading, font=HEADING, indent=True).paragraph_format.keep_with_next = True
    deadline = f"{chinese_day(file.returned_on)}退回，请于{chinese_day(file.due_on)}前修改并重新报送。"
    _line(word, deadline, indent=True).paragraph_format.keep_with_next = bool(file.comments)
    for number, (where, sentence) in enumerate(file.comments, 1):
        paragraph = _line(word, f"{number}．", indent=True)
        _run(paragraph, f"【{where}】", font=HEADING)
        _run(paragraph, " ".join(seen(sentence).split("\n")))


def _sign(word: WordFile, letter: OpinionLetter) -> None:
    """The body and the date, four characters from the right edge, never alone on a page of their own."""
    word.paragraphs[-1].paragraph_format.keep_with_next = True
    body = _line(word, letter.bureau, align=WD_ALIGN_PARAGRAPH.RIGHT)
    day = _line(word, chinese_day(letter.issued_on), align=WD_ALIGN_PARAGRAPH.RIGHT)
    body.paragraph_format.space_before = TWO_LINES
    body.paragraph_format.keep_with_next = True
    for paragraph in (body, day):
        paragraph.paragraph_format.right_indent = FOUR_SIGNS


def _line(
    word: WordFile,
    text: str,
    *,
    font: str = BODY,
    size: Pt = TEXT_SIZE,
    align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.JUSTIFY,
    indent: bool = False,
    around: Length = NOTHING,
) -> Paragraph:
    """A paragraph; ``indent``: two characters; ``around``: room above and below."""
    paragraph = word.add_paragraph()
    paragraph.alignment = align
    form = paragraph.paragraph_format
    form.space_before = form.space_after = around
    if size == TITLE_SIZE:
        form.line_spacing = Pt(36)
    if indent:
        form.first_line_indent = TWO_SIGNS
    _run(paragraph, text, font=font, size=size)
    return paragraph


def _run(paragraph: Paragraph, text: str, *, font: str = BODY, size: Pt = TEXT_SIZE) -> Run:
    run = paragraph.add_run(seen(text))
    run.font.size = size
    name_font(run.font.element.get_or_add_rPr(), font)
    return run


def name_font(properties: Any, font: str) -> None:
    """Word takes Chinese signs from ``eastAsia`` alone, which python-docx does not set."""
    fonts = properties.get_or_add_rFonts()
    for kind, name in (("ascii", LATIN), ("hAnsi", LATIN), ("cs", LATIN), ("eastAsia", font)):
        fonts.set(qn(f"w:{kind}"), name)


def _set_page(word: WordFile) -> None:
    [page] = word.sections
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin = Mm(37), Mm(35)
    page.left_margin, page.right_margin = Mm(28), Mm(26)
    page.footer_distance = Mm(25)


def set_fonts(word: WordFile) -> None:
    """The style every paragraph has, and the table that says what stands in for a typeface."""
    normal = cast(ParagraphStyle, word.styles["Normal"])
    normal.font.size = TEXT_SIZE
    normal.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    normal.paragraph_format.line_spacing = LINE
    name_font(normal.element.get_or_add_rPr(), BODY)
    rows = "".join(
        f'<w:font w:name={quoteattr(name)}><w:altName w:val={quoteattr(others)}/><w:charset w:val="86"/></w:font>'
        for name, others in FONTS.items()
    )
    xml = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts xmlns:w="{_W}">{rows}</w:fonts>'
    relations = word.part.rels
    for key in [key for key, item in relations.items() if item.reltype == RELATIONSHIP_TYPE.FONT_TABLE]:
        del relations[key]
    table = Part(PackURI("/word/fontTable.xml"), CONTENT_TYPE.WML_FONT_TABLE, xml.encode(), word.part.package)
    word.part.relate_to(table, RELATIONSHIP_TYPE.FONT_TABLE)


def _number_pages(word: WordFile) -> None:
    """— 1 —, in the middle of the foot."""
    paragraph = word.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(paragraph, "— ", font=PAGE_NUMBER, size=NUMBER_SIZE)
    run = _run(paragraph, "", font=PAGE_NUMBER, size=NUMBER_SIZE)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        part.text = text or None
        run._r.append(part)
    _run(paragraph, " —", font=PAGE_NUMBER, size=NUMBER_SIZE)
