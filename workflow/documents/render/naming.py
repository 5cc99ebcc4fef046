"""What the browser saves a document as: kind, project or department, version code."""

import re
from typing import Any

from workflow.documents.render.model import Format, Paper

KINDS: dict[str, str] = {
    "FormPaper": "绩效目标申报表",
    "SignPage": "审签页",
    "Letter": "批复",
    "OverallPaper": "整体绩效目标表",
    "Monitoring": "绩效目标执行监控表",
    "SelfEvaluation": "绩效自评表",
}
_UNSAFE = re.compile(
    r'[\\/:*?"<>|\s\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]+'
)
"""What file systems refuse, and signs that nobody sees or that turn the direction of the name's end."""
_LONGEST = 60


def file_name(paper: Paper, file_format: Format) -> str:
    """绩效目标申报表-劳务对接工作费用-3fa9c0d17e22.pdf, safe to save."""
    parts = [KINDS[type(paper).__name__], getattr(paper, "mark", ""), _about(paper), getattr(paper, "code", "")]
    name = "-".join(_UNSAFE.sub("", part)[:_LONGEST] for part in parts if part)
    return f"{name}.{file_format}"


def _about(paper: Any) -> str:
    document = getattr(paper, "declaration", paper)
    return str(
        getattr(document, "project_name", "") or getattr(paper, "number", "") or getattr(paper, "department", "")
    )
