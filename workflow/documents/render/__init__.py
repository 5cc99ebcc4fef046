"""Rendering: the official documents as pdf, docx and xlsx. Pure: data in, bytes out; the same data, the same bytes.

``model.py``    the documents: what each must be told
``layout/``     what stands where, in no format yet
``typeset.py`` (pdf), ``word.py`` (docx), ``workbook.py`` (xlsx)    the writers

A writer is loaded when it is first wanted: typst's, Word's and Excel's libraries take longer to load than most commands
and all of the lifecycle, which only names its papers.
"""

from collections.abc import Callable

from workflow.documents.render.layout import lay_out
from workflow.documents.render.layout.parts import Document
from workflow.documents.render.model import (
    BETWEEN_BODIES,
    DRAFT,
    Annex,
    CannotSet,
    EvaluatedRow,
    Format,
    FormPaper,
    Letter,
    MoneyRow,
    MonitoredRow,
    Monitoring,
    OverallPaper,
    Paper,
    SelfEvaluation,
    SignPage,
    SignPlace,
)

__all__ = [
    "BETWEEN_BODIES",
    "DRAFT",
    "WRITERS",
    "Annex",
    "CannotSet",
    "EvaluatedRow",
    "FormPaper",
    "Format",
    "Letter",
    "MoneyRow",
    "MonitoredRow",
    "Monitoring",
    "OverallPaper",
    "Paper",
    "SelfEvaluation",
    "SignPage",
    "SignPlace",
    "render",
]


def _pdf(document: Document) -> bytes:
    from workflow.documents.render.typeset import write_pdf

    return write_pdf(document)


def _docx(document: Document) -> bytes:
    from workflow.documents.render.word import write_docx

    return write_docx(document)


def _xlsx(document: Document) -> bytes:
    from workflow.documents.render.workbook import write_xlsx

    return write_xlsx(document)


WRITERS: dict[Format, Callable[[Document], bytes]] = {"pdf": _pdf, "docx": _docx, "xlsx": _xlsx}
"""Format → its writer."""


def render(paper: Paper, file_format: Format) -> bytes:
    """The paper as a file. A pdf raises ``CannotSet`` for signs that its typefaces do not have."""
    return WRITERS[file_format](lay_out(paper))
