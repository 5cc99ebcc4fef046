"""Layouts: what stands where on each paper, in no format yet.

``parts.py``        cells, groups of rows, lines, sheets
``declaration.py``  申报表, 批复表: driven by the form's profile; ``indicators.py`` their tables of indicators
``overall.py``      整体 · ``execution.py`` 监控表, 自评表 · ``letter.py`` 批复, 审签页
"""

from collections.abc import Callable
from typing import Any

from workflow.documents.render.layout.declaration import form_blocks, form_title
from workflow.documents.render.layout.execution import evaluation_blocks, monitoring_blocks
from workflow.documents.render.layout.letter import letter_sheets, sign_blocks
from workflow.documents.render.layout.overall import overall_blocks
from workflow.documents.render.layout.parts import Document, Sheet
from workflow.documents.render.model import (
    FormPaper,
    Letter,
    Monitoring,
    OverallPaper,
    Paper,
    SelfEvaluation,
    SignPage,
)


def lay_out(paper: Paper) -> Document:
    """The paper as sheets of lines and tables."""
    return _LAYOUTS[type(paper)](paper)


def _form(paper: FormPaper) -> Document:
    document = paper.declaration
    blocks = form_blocks(document, paper.profile, paper.title, paper.mark)
    title = f"{paper.title or form_title(document, paper.profile)}：{document.project_name}"
    return Document(title, document.unit, (Sheet("申报表", blocks),), paper.code, paper.mark)


def _sign(page: SignPage) -> Document:
    title = f"审签页：{page.declaration.project_name}"
    return Document(title, page.declaration.unit, (Sheet("审签页", sign_blocks(page)),), page.code, page.mark)


def _letter(letter: Letter) -> Document:
    return Document(letter.title, letter.issuer, letter_sheets(letter), mark=letter.mark, day=letter.day)


def _overall(paper: OverallPaper) -> Document:
    sheet = Sheet("整体绩效目标", overall_blocks(paper))
    return Document(f"{paper.title}：{paper.department}", paper.department, (sheet,), paper.code, paper.mark)


def _monitoring(paper: Monitoring) -> Document:
    sheet = Sheet("监控表", monitoring_blocks(paper), wide=True)
    return Document(f"绩效目标执行监控表：{paper.project_name}", paper.unit, (sheet,), paper.code, paper.mark)


def _evaluation(paper: SelfEvaluation) -> Document:
    sheet = Sheet("自评表", evaluation_blocks(paper))
    return Document(f"绩效自评表：{paper.project_name}", paper.unit, (sheet,), paper.code, paper.mark)


_LAYOUTS: dict[type[Any], Callable[[Any], Document]] = {
    FormPaper: _form,
    SignPage: _sign,
    Letter: _letter,
    OverallPaper: _overall,
    Monitoring: _monitoring,
    SelfEvaluation: _evaluation,
}
"""Kind of paper → its layout."""
