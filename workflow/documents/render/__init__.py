"""Rendering: the official documents as pdf, docx and xlsx. Pure: data in, bytes out; the same data, the same bytes.

``model.py``    the documents: what each must be told
``layout/``     what stands where, in no format yet
``typeset.py`` (pdf), ``word.py`` (docx), ``workbook.py`` (xlsx)    the writers
"""

from collections.abc import Callable

from workflow.documents.render.layout import lay_out
from workflow.documents.render.layout.parts import Document
from workflow.documents.render.model import (
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
from workflow.documents.render.typeset import write_pdf
from workflow.documents.render.word import write_docx
from workflow.documents.render.workbook import write_xlsx

__all__ = [
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


WRITERS: dict[Format, Callable[[Document], bytes]] = {"pdf": write_pdf, "docx": write_docx, "xlsx": write_xlsx}
"""Format → its writer."""


def render(paper: Paper, file_format: Format) -> bytes:
    """The paper as a file. Raises ``CannotSet`` where a page cannot be set without leaving something out."""
    return WRITERS[file_format](lay_out(paper))
