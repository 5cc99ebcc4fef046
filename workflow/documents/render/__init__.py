"""Rendering: the official documents as pdf, docx and xlsx. Pure: data in, bytes out; the same data, the same bytes.

``model.py``    the documents: what each must be told
"""

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

__all__ = [
    "DRAFT",
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


def render(paper: Paper, file_format: Format) -> bytes:
    """The paper as a file. Raises ``CannotSet`` where a page cannot be set without leaving something out."""
    raise NotImplementedError
