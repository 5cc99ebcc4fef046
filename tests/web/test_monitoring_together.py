"""Reports on both databases: two people at once, acceptance, and how often a page asks."""

from tests.domain.factories import report_at
from tests.tasks.monitoring import items
from tests.web.clicking import Web
from tests.web.counting import statements
from tests.web.filling import a_report, inputs, path_of, save
from tests.web.html import Page
from workflow import db
from workflow.models import Declaration, Indicator, MonitoringItem


def test_two_people_in_different_cells_both_keep_what_they_typed(web_on_both: Web) -> None:
    web = web_on_both
    report = a_report(web)
    mine, hers = (web.page(who, path_of(report)) for who in ("filer_a", "filer_b"))
    assert save(web, report, {"items/i001/actual": "5次"}, "filer_b", hers).status == 303
    late = save(web, report, {"items/i003/actual": "9次"}, "filer_a", mine)
    assert late.status == 409 and "尚未保存" in late.html
    assert items(report.id)[1].actual == ""
    shown = inputs(Page(late.html))
    assert (shown["items/i001/actual"], shown["items/i003/actual"]) == ("5次", "9次"), "hers as stored, mine as typed"
    assert save(web, report, {}, "filer_a", Page(late.html)).status == 303
    assert [item.actual for item in items(report.id)] == ["5次", "9次"]


def test_an_accepted_report_makes_the_project_monitored(web_on_both: Web) -> None:
    report = report_at(web_on_both.world, "submitted/section")
    page = web_on_both.page("section_a", f"{path_of(report)}/moves/accept")
    assert "项目转为“已监控”" in page.text
    form = page.form("/accept").fields
    assert web_on_both.post("section_a", f"{path_of(report)}/moves/accept", form).status_code == 303
    with db.unit_of_work() as session:
        assert session.get_one(Declaration, report.read().declaration_id).state == "monitored"


def test_pages_ask_the_database_a_fixed_number_of_times(web_on_both: Web) -> None:
    web = web_on_both
    report = a_report(web)
    with db.unit_of_work(write=True) as session:
        for number in range(60):
            uid = f"x{number:03d}"
            session.add(Indicator(declaration_id=report.read().declaration_id, uid=uid, horizon="annual", position=9))
            session.add(MonitoringItem(report_id=report.id, indicator_uid=uid, position=9 + number))
    for path, most in (
        (path_of(report), 36),
        (f"{path_of(report)}/paper", 27),
        (f"{path_of(report)}/moves/send_up", 21),
    ):
        web.page("filer_a", path)
        with statements() as sent:
            web.page("filer_a", path)
        assert len(sent) <= most, f"{path}: {len(sent)}\n" + "\n".join(sent)
