"""佐证材料 of a monitoring report: the files by indicator, and the form that adds one."""

from collections.abc import Sequence
from typing import Any

from flask import url_for

from webapp.present.moves import may_edit
from webapp.present.times import moment
from workflow.documents.file_kinds import KINDS
from workflow.permissions import Actor
from workflow.queries.report_beside import EvidenceView

View = dict[str, Any]
KILOBYTE = 1024


def evidence_page(found: EvidenceView, actor: Actor, errors: Sequence[str] = (), chosen: str = "") -> View:
    """Variables of ``reports/evidence.html``."""
    report = found.report.report
    lines = [line for line in found.report.lines if line.indicator]
    names = {line.item.indicator_uid: line.indicator.level3 for line in lines if line.indicator}
    editable = may_edit(report, actor)
    return {
        "row": report,
        "name": found.report.declaration.project_name,
        "campaign": found.report.campaign,
        "back": url_for("reports.show", report_id=report.id),
        "editable": editable,
        "accept": ",".join(f".{kind}" for kind in KINDS),
        "errors": [{"text": text, "href": "#f-file"} for text in errors],
        "indicators": [{"value": uid, "label": name} for uid, name in names.items()],
        "chosen": chosen,
        "files": [
            {
                "id": file.id,
                "name": file.name,
                "indicator": names.get(uid, uid),
                "size": f"{-(-file.size // KILOBYTE):,} KB",
                "when": moment(file.created_at),
                "href": url_for("report_evidence.download", report_id=report.id, attachment_id=file.id),
                "remove": url_for("report_evidence.remove", report_id=report.id, attachment_id=file.id),
            }
            for uid, file in found.files
        ],
    }
