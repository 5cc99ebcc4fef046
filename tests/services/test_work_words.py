"""What 待办 says of a form by how it came to its desk, and what stands above a form that was sent back."""

import pytest

from tests.domain.factories import File, declaration_at, move, report_at
from tests.domain.world import World
from tests.services.test_evaluations import a_form, go_full
from tests.tasks.monitoring import in_force, items, opened, report_of
from workflow import db
from workflow.models import MonitoringReport
from workflow.queries.arrivals import is_to_be_changed
from workflow.queries.errands import results_to_confirm
from workflow.queries.frame import frame_facts
from workflow.queries.lists import Filters, Order, list_declarations
from workflow.queries.monitoring import ReportFilters, list_reports
from workflow.queries.prefilled import carried_actuals
from workflow.queries.report_course import entries, sent_back
from workflow.queries.work_words import form_state, part_of, state_of, verb_of
from workflow.queries.worklist import WaitingFile, waiting_for
from workflow.services.reports import fill_report

pytestmark = pytest.mark.usefixtures("calendar")


def line(file: File, who: str) -> WaitingFile:
    with db.unit_of_work() as session:
        return next(one for one in waiting_for(session, file.world.actor(who)) if one.object_id == file.id)


def said(file: File, who: str) -> tuple[str, str, str]:
    found = line(file, who)
    return part_of(found), verb_of(found)[0], state_of(found)[0]


def listed(file: File) -> bool:
    """Whether the list of declarations calls it returned."""
    with db.unit_of_work() as session:
        page = list_declarations(session, file.world.actor("auditor"), Filters(year=2025), Order("name"))
    return next(row.returned for row in page.rows if row.id == file.id)


def test_a_returned_declaration_is_changed_by_the_department_until_it_sends_it_on(world: World) -> None:
    file = declaration_at(world, "submitted/section")
    move(file, "section_a", "return", reason="指标值没有依据")
    assert said(file, "reviewer_a") == ("returned", "退回修改", "退回修改")
    assert listed(file)
    move(file, "reviewer_a", "decline", reason="请单位补充")
    assert said(file, "filer_a")[1:] == ("答复意见并修改", "退回修改")
    move(file, "filer_a", "send_up")
    assert said(file, "head_a") == ("declarations", "审签", "待单位审签")
    assert not listed(file)
    move(file, "head_a", "sign")
    assert said(file, "reviewer_a") == ("declarations", "审签", "待主管部门审签")
    assert not listed(file), "the same desk, but nothing is to be changed there"


def test_a_declined_draft_says_so(world: World) -> None:
    file = declaration_at(world, "drafted/head")
    assert said(file, "head_a")[2] == "待单位审签"
    move(file, "head_a", "decline", reason="总额不对")
    assert said(file, "filer_a") == ("declarations", "按退签意见修改", "填报中")


def test_a_returned_report_says_why_until_finance_has_it_again(world: World) -> None:
    report = report_at(world, "submitted/section")
    move(report, "section_a", "return", reason="与国库支付不符")
    with db.unit_of_work() as session:
        row = session.get_one(MonitoringReport, report.id)
        found = sent_back(row, entries(session, row))
        here = is_to_be_changed(session, row)
        shown = list_reports(session, world.actor("auditor"), ReportFilters(campaign_id=row.campaign_id)).rows
    assert found and (found.action, found.reason, here) == ("return", "与国库支付不符", True)
    mine = next(one for one in shown if one.id == report.id)
    assert form_state(mine, came_back=True)[0] == "退回修改"
    again = report_at(world, "accepted")
    with db.unit_of_work() as session:
        row = session.get_one(MonitoringReport, again.id)
        assert sent_back(row, entries(session, row)) is None


def test_results_of_an_earlier_round_are_named_until_somebody_types(small_world: World) -> None:
    file = in_force(small_world)
    first = opened(small_world, cutoff_month=4)
    type_in(report_of(first.id, file), "items/i001/actual", "2次")
    with db.unit_of_work(write=True) as session:
        session.get_one(type(first), first.id).closed_at = first.created_at
    report = report_of(opened(small_world).id, file)
    assert carried(report) == {"i001": 4}, "an empty result is nobody's"
    type_in(report, "items/i001/actual", "3次")
    assert carried(report) == {}
    type_in(report, "items/i001/actual", "2次")
    assert carried(report) == {}, "typed again it is this round's"


def type_in(report: File, path: str, text: str) -> None:
    with db.unit_of_work(write=True) as session:
        fill_report(session, report.world.actor("filer_a"), report.id, report.read().version, {path: text})


def carried(report: File) -> dict[str, int]:
    with db.unit_of_work() as session:
        return carried_actuals(session, session.get_one(MonitoringReport, report.id), items(report.id))


def test_the_performance_section_is_told_of_results_to_confirm(small_world: World) -> None:
    form = go_full(a_form(small_world, state="monitored"))
    performance, filer = small_world.actor("performance_a"), small_world.actor("filer_a")
    with db.unit_of_work() as session:
        assert [(one.task_id, one.forms) for one in results_to_confirm(session, performance)] == [
            (form.read().task_id, 1)
        ]
        assert results_to_confirm(session, filer) == []
        assert not [one for one in waiting_for(session, filer) if one.object_kind == "self_evaluation"]
        assert frame_facts(session, performance).waiting == 1 and frame_facts(session, filer).waiting == 0
