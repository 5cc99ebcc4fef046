"""批复 after GB/T 9704—2012: issuing body, 文号, title, addressee, body, annex list, signature, date, 版记; 审签页."""

import re
from datetime import date
from math import ceil

from workflow.documents.render.layout.declaration import form_blocks, form_title
from workflow.documents.render.layout.parts import Block, Cell, Code, Grid, Group, Line, Sheet, grouped, width
from workflow.documents.render.model import Letter, SignPage

SIGNED_STATEMENT = "本人已审阅上述申报内容，所填情况真实、完整，绩效目标合理可行，同意报送。"

NOT_TO_BE_SIGNED = "注：本页是草稿，没有审签码，不能用于纸质审签。申报送审后重新下载打印。"


def letter_sheets(letter: Letter) -> tuple[Sheet, ...]:
    """The cover letter, then one target table a page of its own, numbered as the annex list says."""
    annexes = []
    for number, annex in enumerate(letter.annexes, 1):
        said = f"附件{number}" if len(letter.annexes) > 1 else "附件"
        blocks = form_blocks(annex.declaration, annex.profile, annex.title, letter.mark)
        annexes.append(Sheet(f"附件{number}", (Line(said, "heading"), *blocks)))
    cover = Sheet("批复", tuple(_cover(letter)), letter=True)
    sheets = [cover, *annexes]
    last = sheets[-1]
    sheets[-1] = Sheet(last.name, last.blocks, letter=last.letter, last=tuple(_record(letter)))
    return tuple(sheets)


def _cover(letter: Letter) -> list[Block]:
    blocks: list[Block] = [Line(letter.mark, "mark")] if letter.mark else []
    blocks += [Line(f"{letter.issuer}文件", "issuer"), Line(letter.number, "number")]
    blocks += [Line(balanced(letter.title), "title"), Line(f"{letter.addressee}：", "addressee")]
    blocks += [Line(text, "para") for text in letter.paragraphs]
    if letter.voids:
        blocks.append(Line(f"本批复自印发之日起施行，原{letter.voids}同时作废。", "para"))
    blocks += _annex_list(letter)
    blocks.append(Line(letter.signed_by, "signed", chinese_day(letter.day)))
    if letter.code:
        blocks.append(_check(letter))
    return blocks


def _check(letter: Letter) -> Code:
    """How the letter is checked; the address only where the site's is known."""
    said = "扫描或在系统“批复核验”中录入核验码，可核对本批复内容。"
    address = letter.check_at.partition("?")[0]
    where = (f"查验网址：{address}",) if address else ()
    return Code(f"{letter.check_at}{letter.code}", ("核验码", letter.code, *where, said))


_TITLE_ROOM = 19.0
"""Signs of a letter's title in a line, with room at both ends."""


def balanced(title: str) -> str:
    """A title too long for one line is broken in the middle, never inside a number or before 的."""
    if width(title) <= _TITLE_ROOM:
        return title
    parts = ceil(width(title) / _TITLE_ROOM)
    before = [width(title[:at]) for at in range(len(title) + 1)]
    breaks = [at for at in range(1, len(title)) if not _TOGETHER.match(title[at - 1 : at + 1])]
    lines, start = list[str](), 0
    for number in range(1, parts):
        wanted = before[-1] * number / parts
        at = min((at for at in breaks if at > start), key=lambda at: abs(before[at] - wanted), default=len(title))
        lines.append(title[start:at])
        start = at
    return "\n".join([*lines, title[start:]])


_TOGETHER = re.compile(
    r"[0-9A-Za-z〔（“《][0-9A-Za-z年月日号万元]|.[的之、，。）”》〕]|[〔（“《].|关于|通知|批复|绩效|目标|年度|预算|项目|支出|部门|单位|整体"
)


def _annex_list(letter: Letter) -> list[Block]:
    """附件：1.… 2.…, without a stop at the end."""
    names = [annex.title or _named(annex.declaration.project_name, form_title(annex.declaration, annex.profile))
             for annex in letter.annexes]  # fmt: skip
    if not names:
        return []
    if len(names) == 1:
        return [Line(names[0], "annexes", "附件：")]
    return [
        Line(name, "annexes", f"{'附件：' if number == 1 else ''}{number}.") for number, name in enumerate(names, 1)
    ]


def _named(project: str, title: str) -> str:
    return f"{title}（{project}）"


def _record(letter: Letter) -> list[Line]:
    """版记: 抄送, then who printed it when."""
    lines = [Line(f"抄送：{'，'.join(letter.copies)}。", "record")] if letter.copies else []
    return [*lines, Line(letter.printed_by or letter.signed_by, "record", f"{chinese_day(letter.day)}印发")]


def chinese_day(day: date) -> str:
    """2025年3月3日."""
    return f"{day.year}年{day.month}月{day.day}日"


def sign_blocks(page: SignPage) -> tuple[Block, ...]:
    """What is signed, the statement, room to sign, the code."""
    document = page.declaration
    facts = [
        ("申报表", form_title(document, page.profile)),
        ("项目名称", document.project_name),
        ("主管部门", document.department),
        ("申报单位", document.unit),
        ("年度", f"{document.fiscal_year}年"),
        (
            "项目当年预算" if document.budget_year else "项目预算",
            grouped(document.budget_year or document.budget_total or ""),
        ),
        ("绩效指标", f"{len(document.indicators)}条"),
        ("内容校验值", f"{page.content_hash[:32]}\n{page.content_hash[32:]}"),
    ]
    what = Group(
        (20, 80),
        tuple((Cell(label, "label"), Cell(text, "field")) for label, text in facts),
    )
    statement = Group((100,), ((Cell(page.statement or SIGNED_STATEMENT, "text"),),))
    places = tuple(
        (
            Cell(place.role, "label"),
            Cell(f"{place.name}\n\n\n（签字）　　　　　　　　　　（盖章）\n\n　　　　年　　月　　日", "mid"),
        )
        for place in page.places
    )
    title = f"{document.fiscal_year}年项目支出绩效目标审签页"
    lines: list[Block] = [Line(page.mark, "mark")] if page.mark else []
    lines += [Line(title, "title"), Line(f"申报单位：{document.unit}", "sides", "金额单位：万元")]
    form = Grid((what, statement, Group((20, 80), places)))
    if not page.sign_code:
        return (*lines, form, Line(NOT_TO_BE_SIGNED, "note"))
    words = ("审签码", page.sign_code, "签字盖章后扫描上传。系统按审签码核对：内容改动后审签码随之改变，本页即失效。")
    return (*lines, form, Code(page.sign_code, words))
