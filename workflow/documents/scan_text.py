"""The text layer of a scan: what a scanner with text recognition, or an electronic seal, left in a PDF.

A picture has none; nothing is drawn or recognised here. Read in a child of its own, like every file from outside.
"""

import io

from workflow.documents.file_kinds import KINDS, Upload

MOST_PAGES = 12
"""The code stands on the first page of what is signed; a letter with many annexes is not read to its end."""
_MEMORY, _SECONDS = 400 * 2**20, 20


def text_of_scan(file: Upload) -> str:
    """The text of the first pages; "" for a picture and for whatever cannot be read: then the code is typed."""
    if file.media_type != KINDS["pdf"].media_type:
        return ""
    from workflow.documents.intake.child import Limits, work_on
    from workflow.documents.intake.readers.words import Unreadable

    limits = Limits(memory=_MEMORY, cpu_seconds=_SECONDS, seconds=_SECONDS + 5, answer=2**20, work=f"{__name__}:read")
    try:
        return work_on(file.name, file.content, limits)
    except Unreadable:
        return ""


def read(_name: str, raw: bytes) -> str:
    """Inside the child: page by page."""
    import pdfplumber

    with pdfplumber.open(io.BytesIO(raw)) as document:
        return "\n".join(page.extract_text() or "" for page in document.pages[:MOST_PAGES]) or "\n"
