"""How a monitoring campaign goes on: rounds beside each other, what is stuck, and letters about it (通报, 监控报告)."""

from io import BytesIO

from flask import Blueprint, render_template, send_file
from flask.typing import ResponseReturnValue

from webapp.access import actor, roles
from webapp.nav import BUSINESS
from webapp.present.campaign_course import WRITES_NOTICE, WRITES_REPORT, course_view
from workflow.db import unit_of_work
from workflow.documents.monitoring_letters import MonitoringLetter
from workflow.queries import monitoring as read
from workflow.queries.campaign_course import course
from workflow.queries.campaign_letters import department_report, notice

bp = Blueprint("campaign_course", __name__, url_prefix="/monitoring/<int:campaign_id>")
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@bp.get("/course")
@roles(*sorted(BUSINESS))
def show(campaign_id: int) -> ResponseReturnValue:
    """This round beside the one before, and reports that do not move."""
    with unit_of_work() as session:
        found = course(session, actor(), campaign_id)
        departments = read.departments(session, actor(), campaign_id)
    return render_template("campaigns/course.html", **course_view(found, departments, actor()))


@bp.get("/notice.docx")
@roles(*WRITES_NOTICE)
def notice_file(campaign_id: int) -> ResponseReturnValue:
    """通报: a draft to be edited."""
    with unit_of_work() as session:
        found = notice(session, actor(), campaign_id)
    return _send(found)


@bp.get("/departments/<int:department_id>/report.docx")
@roles(*WRITES_REPORT)
def department_file(campaign_id: int, department_id: int) -> ResponseReturnValue:
    """监控报告 of a department: a draft to be edited."""
    with unit_of_work() as session:
        found = department_report(session, actor(), campaign_id, department_id)
    return _send(found)


def _send(letter: MonitoringLetter) -> ResponseReturnValue:
    # only now: it loads the library for Word files
    from workflow.documents.monitoring_letter_file import write_monitoring_letter

    made = BytesIO(write_monitoring_letter(letter))
    return send_file(made, WORD, as_attachment=True, download_name=f"{letter.title}.docx")
