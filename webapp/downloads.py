"""Official documents as downloads."""

from io import BytesIO

from flask import send_file
from flask.typing import ResponseReturnValue

from workflow.documents.render import Format, Paper, render
from workflow.documents.render.naming import file_name

TYPES: dict[Format, str] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
ROUTE = "<any(pdf, docx, xlsx):file_format>"


def send_paper(paper: Paper, file_format: Format) -> ResponseReturnValue:
    """The file, to be saved. Raises ``CannotSet`` (422)."""
    made = render(paper, file_format)
    return send_file(BytesIO(made), TYPES[file_format], as_attachment=True, download_name=file_name(paper, file_format))
