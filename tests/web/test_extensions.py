"""延期报送 as a page: who gives whom more time, and that the unit is told."""

from sqlmodel import select

from tests.domain.factories import declaration_at
from tests.web.clicking import Web
from workflow.db import unit_of_work
from workflow.models import InboxMessage, TaskExtension


def test_more_time_for_one_unit(web: Web) -> None:
    row = declaration_at(web.world, "drafted/filer").read()
    page = web.page("section_head", "/extensions/").text
    assert "鄂州市公共就业和人才服务中心" in page
    assert "鄂州市司法局（本级）" not in page  # another section's
    given = {"task": row.task_id, "unit": row.unit_id, "closes_on": "2026-01-15", "reason": "系统故障"}
    for wrong in ({"closes_on": "下周"}, {"closes_on": "2025-12-31"}, {"reason": " "}, {"unit": ""}):
        refused = web.post("section_head", "/extensions/", given | wrong)
        assert (refused.status_code, "系统故障" in refused.get_data(as_text=True) or "reason" in wrong) == (422, True)
    foreign = given | {"unit": web.world.organisations["justice_own"]}
    assert web.post("section_head", "/extensions/", foreign).status_code == 404
    assert web.post("section_head", "/extensions/", given).status_code == 303
    with unit_of_work() as session:
        [made] = session.exec(select(TaskExtension).filter_by(task_id=row.task_id))
        told = session.exec(select(InboxMessage).filter_by(template="declaration_task.extended")).all()
    assert made.granted_by == web.world.people["section_head"]
    assert web.world.people["filer_a"] in {item.recipient_id for item in told}
    assert "系统故障" in web.page("performance_a", "/extensions/").text
