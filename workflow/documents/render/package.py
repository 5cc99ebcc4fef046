"""Office files with the same bytes on every day: what a zip says about when it was made is set to a given day."""

import re
import zipfile
from datetime import date
from io import BytesIO

from workflow.documents.render.layout.parts import NO_DAY

_WHEN = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")


def fixed(made: bytes, day: date | None) -> bytes:
    """The file again with every entry of that day, and its properties too."""
    day = day or NO_DAY
    written = BytesIO()
    with zipfile.ZipFile(BytesIO(made)) as before, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as after:
        for entry in before.infolist():
            content = before.read(entry)
            if entry.filename == "docProps/core.xml":
                content = _WHEN.sub(rf"\g<1>{day.isoformat()}T00:00:00Z\g<2>".encode(), content)
            kept = zipfile.ZipInfo(entry.filename, (day.year, day.month, day.day, 0, 0, 0))
            kept.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(kept, content)
    return written.getvalue()
