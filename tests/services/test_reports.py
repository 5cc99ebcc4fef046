"""Filling in a report, what it lacks, who may, and the pages that show it."""

from datetime import date

import pytest
from sqlmodel import select

from tests.domain.factories import File, bring, move, refusal, rows_of
from tests.domain.world import World
from tests.tasks.fixtures import Calendar
from tests.tasks.monitoring import BUDGET, DEADLINE, in_force, items, opened, pay, report_of
from workflow import clock, db
from workflow.documents.report_content import report_hash
from workflow.documents.report_money import report_money, year_forecast
from workflow.errors import Conflict, NotAllowed, NotFound, Refusal, RuleFailed, WrongState
from workflow.execution import Light
from workflow.lifecycle.report_checks import missing_in
from workflow.models import AuditEntry, FiledBy, MonitoringCampaign, MonitoringReport
from workflow.queries.monitoring import ReportFilters, campaigns, list_reports
from workflow.queries.report_page import (
    report_history,
    report_holders,
    report_reminders,
    report_signatures,
    report_view,
)
from workflow.services.reminders import remind_all
from workflow.services.reports import Filled, fill_report

pytestmark = pytest.mark.usefixtures("calendar")
DONE = {
    "items/i001/actual": "5次", "items/i001/likelihood": "certain",
    "items/i003/actual": "9次", "items/i003/likelihood": "certain",
}  # fmt: skip
CARRIED = "money/carry_over/forecast"
MONEY = {"money/-/forecast": "100", "money/-/cause": "合同未到付款期", "money/-/measure": "九月底前支付"}


def a_report(world: World, unit: str = "centre") -> File:
    declaration = in_force(world, unit)
    return report_of(opened(world).id, declaration)


def fill(report: File, values: dict[str, str], who: str = "filer_a", version: int | None = None) -> Filled:
    with db.unit_of_work(write=True) as session:
        seen = report.read().version if version is None else version
        return fill_report(session, report.world.actor(who), report.id, seen, values)


def lacks(report: File) -> list[tuple[str, str]]:
    with db.unit_of_work() as session:
        return [(problem.code, problem.path) for problem in missing_in(session, report.read())]


def test_what_was_typed_is_stored_traced_and_counted_as_authorship(world: World) -> None:
    report = a_report(world)
    filled = fill(report, {**DONE, "money/-/forecast": "98.5", "items/i001/cause": ""})
    assert (filled.version, filled.problems) == (2, [])
    assert filled.changed == [*DONE, "money/-/forecast"]
    assert report.read().forecast_fen == 98_500_000
    assert [(item.actual, item.likelihood) for item in items(report.id)] == [("5次", "certain"), ("9次", "certain")]
    assert [(row.user_id, row.department_trace) for row in rows_of(report, FiledBy)] == [
        (world.people["filer_a"], False)
    ]
    fill(report, {"items/i001/actual": "6次"})
    assert '{"new":"6次","old":"5次","path":"items/i001/actual"}' in rows_of(report, AuditEntry)[-1].canonical
    assert fill(report, {"items/i001/actual": " 6次 "}).changed == [], "nothing changed, nothing written"
    assert report.read().version == 3


@pytest.mark.parametrize(
    ("path", "raw", "code"),
    [
        ("money/-/forecast", "12,3x", "not_an_amount"),
        ("money/-/forecast", "-5", "negative_amount"),
        ("money/-/forecast", "0.0000001", "too_many_decimals"),
        ("money/-/forecast", "99999999999999", "amount_too_large"),
        ("items/i001/likelihood", "大概", "not_a_choice"),
        ("items/i001/cause_kind", "天气", "not_a_choice"),
    ],
)
def test_what_cannot_be_read_comes_back_with_its_place_and_the_rest_is_saved(
    small_world: World, path: str, raw: str, code: str
) -> None:
    report = a_report(small_world)
    filled = fill(report, {path: raw, "items/i003/actual": "九"})
    assert [(problem.code, problem.path, problem.facts) for problem in filled.problems] == [(code, path, {"raw": raw})]
    assert set(filled.changed) - {"money/-/forecast"} == {"items/i003/actual"}
    assert items(report.id)[1].actual == "九"


def test_an_unreadable_forecast_is_kept_blocks_sending_up_and_gives_way_to_a_number(small_world: World) -> None:
    report = a_report(small_world)
    fill(report, DONE | MONEY)
    fill(report, {"money/-/forecast": "12,3x"})
    assert (report.read().forecast_raw, report.read().forecast_fen) == ("12,3x", None)
    assert lacks(report) == [("unparsed_input", "money/-/forecast")]
    assert refusal(report, "filer_a", "send_up").facts == {"raw": "12,3x"}
    fill(report, {"money/-/forecast": "12.3"})
    assert (report.read().forecast_raw, report.read().forecast_fen) == ("", 12_300_000)
    assert lacks(report) == []


def with_carry_over(report: File, carried: int = 40_000_000) -> None:
    """Part of the 100 万元 of the project was carried over from last year."""
    with db.unit_of_work(write=True) as session:
        row = session.get_one(MonitoringReport, report.id)
        row.carry_over_fen = carried
        row.adjusted_fen, row.executed_fen = BUDGET, 90_000_000


def test_each_line_of_money_has_its_forecast_and_the_total_is_their_sum(small_world: World) -> None:
    report = a_report(small_world)
    with_carry_over(report)
    fill(report, DONE | MONEY | {"money/-/forecast": "50.5"})
    assert lacks(report) == [("report_forecast_missing", CARRIED)]
    assert (year_forecast(report.read()), report.read().forecast_light) == (None, ""), "half of it is no forecast"
    fill(report, {CARRIED: "12,3x"})
    assert lacks(report) == [("unparsed_input", CARRIED)]
    assert (report.read().carry_over_forecast_raw, year_forecast(report.read())) == ("12,3x", None)
    before = _hash(report)
    fill(report, {CARRIED: "20"})
    assert report.read().carry_over_forecast_raw == "" and lacks(report) == []
    assert [line.forecast_fen for line in report_money(report.read())] == [70_500_000, 50_500_000, 20_000_000]
    assert (report.read().forecast_light, _hash(report) != before) == ("yellow", True), "70.5 of 100, and it is signed"
    fill(report, {CARRIED: "45"})
    assert report.read().forecast_light == "green"


def test_without_money_carried_over_there_is_one_line_and_its_signatures_stay(small_world: World) -> None:
    """What was typed for a line that the ledger no longer has neither counts nor blocks."""
    report = a_report(small_world)
    fill(report, DONE | MONEY)
    before = _hash(report)
    with db.unit_of_work(write=True) as session:
        session.get_one(MonitoringReport, report.id).carry_over_forecast_fen = 0
    assert _hash(report) == before, "reports of before the second line"
    fill(report, {CARRIED: "x"})
    assert lacks(report) == [] and year_forecast(report.read()) == BUDGET
    assert [line.path for line in report_money(report.read())] == ["", "money/-/forecast"]


def _hash(report: File) -> str:
    with db.unit_of_work() as session:
        return report_hash(session, report.read())


def test_ten_thousand_characters_and_emoji_are_kept(world: World) -> None:
    report, text = a_report(world), "进度😀" * 2_500
    fill(report, {"items/i001/cause": text, "money/-/cause": text})
    assert items(report.id)[0].cause == text
    assert report.read().money_cause == text


@pytest.mark.parametrize("path", ["items/i002/actual", "items/i001/position", "money/-/as_of", "form", "", "a/b/c/d"])
def test_a_place_that_is_not_on_the_form_is_refused(small_world: World, path: str) -> None:
    with pytest.raises(RuleFailed) as refused:
        fill(a_report(small_world), {path: "x"})
    assert refused.value.code == "bad_path"


@pytest.mark.parametrize(
    ("who", "version", "error"),
    [
        ("filer_other", None, NotFound),
        ("performance_other", None, NotFound),
        ("system_admin", None, NotFound),
        ("head_a", None, NotAllowed),
        ("section_a", None, NotAllowed),
        ("performance_a", None, NotAllowed),
        ("filer_b", 7, Conflict),
        ("reviewer_a", None, WrongState),
    ],
)
def test_who_may_not_fill_it(small_world: World, who: str, version: int | None, error: type[Refusal]) -> None:
    with pytest.raises(Refusal) as refused:
        fill(a_report(small_world), DONE, who, version)
    assert refused.type is error


def test_at_the_heads_desk_nobody_fills_and_at_the_departments_only_it(small_world: World) -> None:
    report = a_report(small_world)
    fill(report, DONE | MONEY)
    move(report, "filer_a", "send_up")
    with pytest.raises(WrongState):
        fill(report, {"items/i001/actual": "6次"})
    move(report, "head_a", "sign")
    with pytest.raises(WrongState):
        fill(report, {"items/i001/actual": "6次"})
    fill(report, {"items/i001/actual": "6次"}, "reviewer_a")
    assert rows_of(report, FiledBy)[-1].department_trace is True
    move(report, "reviewer_a", "sign")
    assert report.pair == "submitted/section"


def test_what_the_department_has_touched_is_not_recalled(small_world: World) -> None:
    report = a_report(small_world)
    fill(report, {**DONE, **MONEY})
    bring(report, "drafted/department")
    fill(report, {"items/i001/measure": "增加场次"}, "reviewer_a")
    assert refusal(report, "head_a", "recall").code == "already_handled"


def test_an_empty_report_says_everything_it_lacks(small_world: World) -> None:
    report = a_report(small_world)
    wanted = [
        ("report_forecast_missing", "money/-/forecast"),
        ("report_money_cause_missing", "money/-/cause"),
        ("report_money_measure_missing", "money/-/measure"),
        ("report_actual_missing", "items/i001/actual"),
        ("report_likelihood_missing", "items/i001/likelihood"),
        ("report_actual_missing", "items/i003/actual"),
        ("report_likelihood_missing", "items/i003/likelihood"),
    ]
    assert lacks(report) == wanted
    refused = refusal(report, "filer_a", "send_up")
    assert isinstance(refused, RuleFailed)
    assert [(problem.code, problem.path) for problem in refused.problems] == wanted


@pytest.mark.parametrize(
    ("paid", "forecast", "asked"),
    [
        (34_000_000, "100", True),  # red
        (46_000_000, "100", True),  # yellow: 46 % of 58.33 %
        (47_000_000, "100", False),  # green: 80.6 %
        (90_000_000, "100", False),  # blue
        (58_000_000, "79.99", True),  # on time so far, but the year will end yellow
        (58_000_000, "80", False),
    ],
)
def test_red_and_yellow_money_asks_for_cause_and_measure(
    small_world: World, paid: int, forecast: str, asked: bool
) -> None:
    declaration = in_force(small_world)
    pay(declaration, paid, date(2025, 7, 31))
    report = report_of(opened(small_world).id, declaration)
    fill(report, {**DONE, "money/-/forecast": forecast})
    assert bool(lacks(report)) is asked
    fill(report, {name: MONEY[name] for name in ("money/-/cause", "money/-/measure")})
    assert lacks(report) == []


def test_without_a_budget_there_is_no_light_and_nothing_to_explain(small_world: World) -> None:
    declaration = in_force(small_world)
    with db.unit_of_work(write=True) as session:
        session.connection().exec_driver_sql("DELETE FROM budget_ledger_entry")
    report = report_of(opened(small_world).id, declaration)
    fill(report, DONE)
    assert lacks(report) == []
    with db.unit_of_work() as session:
        assert report_view(session, small_world.actor("filer_a"), report.id).light is None


@pytest.mark.parametrize("likelihood", ["possible", "impossible"])
def test_a_target_that_may_be_missed_asks_why(small_world: World, likelihood: str) -> None:
    report = a_report(small_world)
    fill(report, {**DONE, **MONEY, "items/i001/likelihood": likelihood})
    assert lacks(report) == [("report_cause_missing", "items/i001/cause")]
    fill(report, {"items/i001/cause": "人手不足", "items/i001/cause_kind": "staff", "items/i001/measure": "增派"})
    assert lacks(report) == []


def test_the_whole_way_with_a_return(world: World) -> None:
    report = a_report(world)
    fill(report, DONE | MONEY)
    bring(report, "submitted/section")
    move(report, "section_a", "return", reason="请补充第三季度数据")
    assert report.pair == "drafted/department"
    move(report, "reviewer_a", "decline", reason="请单位修改")
    fill(report, {"items/i001/actual": "7次"})
    bring(report, "accepted")
    with db.unit_of_work() as session:
        view = report_view(session, world.actor("section_a"), report.id)
        assert view.declaration.state == "monitored"
        history = [entry.action for entry in report_history(session, view.report)]
        assert history[:3] == ["accept", "submit", "sign"]
        assert [sign.desk for sign in report_signatures(session, view.report) if not sign.voided_at] == [
            "head", "department",
        ]  # fmt: skip
        assert report_holders(session, view.report) == []


def test_the_page_shows_promise_and_report_side_by_side(world: World, calendar: Calendar) -> None:
    declaration = in_force(world)
    pay(declaration, 40_000_000, date(2025, 7, 1))
    report = report_of(opened(world).id, declaration)
    fill(report, {"money/-/forecast": "130", "items/i001/actual": "5次"})
    calendar.today = DEADLINE
    remind_all(DEADLINE)
    with db.unit_of_work() as session:
        view = report_view(session, world.actor("filer_a"), report.id)
        lines = [(line.indicator and line.indicator.target, line.item.actual) for line in view.lines]
        assert lines == [("≥3次", "5次"), ("≥3次", "")]
        assert (view.light, view.forecast_light) == (Light.yellow, Light.blue)
        assert (view.report.adjusted_fen, view.unit_name) == (BUDGET, "鄂州市公共就业和人才服务中心")
        assert view.content_hash == report.hash()
        assert len(view.missing) == 5
        assert {person.username for person in report_holders(session, view.report)} >= {"filer_a", "filer_b"}
        assert {line.outcome for line in report_reminders(session, view.report)} == {"sent", "skipped"}
        with pytest.raises(NotFound):
            report_view(session, world.actor("filer_other"), report.id)


def test_lists_show_what_the_actor_may_see(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workflow.queries.monitoring.PAGE_SIZE", 2)
    files = [in_force(world) for _ in range(3)] + [in_force(world, "inspection"), in_force(world, "justice_own")]
    campaign = opened(world)
    seen = {"filer_a": 3, "filer_other": 1, "reviewer_a": 4, "section_a": 4, "auditor": 5, "performance_a": 5}
    nothing = {"performance_other": 0, "system_admin": 0}
    move(report_of(campaign.id, files[3]), "performance_a", "cancel", reason="重复")
    with db.unit_of_work() as session:
        for who, count in (seen | nothing).items():
            actor, rows, after = world.actor(who), [], ""
            while True:
                page = list_reports(session, actor, ReportFilters(campaign_id=campaign.id), after)
                rows += page.rows
                if not page.after:
                    break
                after = page.after
            assert len({row.id for row in rows}) == len(rows) == count, who
            assert [row.declaration_id for row in rows] == sorted(row.declaration_id for row in rows)
            lines = campaigns(session, actor, 2025)
            assert [line.campaign.id for line in lines] == ([campaign.id] if who not in nothing else [])
        [line] = campaigns(session, world.actor("section_a"))
        assert (line.by_state, line.total, line.overdue) == ({"drafted": 3, "cancelled": 1}, 3, 0)
        actor = world.actor("performance_a")
        for filters, count in (
            (ReportFilters(state="cancelled"), 1),
            (ReportFilters(unit_id=world.organisations["justice_own"]), 1),
            (ReportFilters(year=2024), 0),
            (ReportFilters(text="不存在"), 0),
            (ReportFilters(overdue_on=DEADLINE), 0),
        ):
            assert len(list_reports(session, actor, filters).rows) == count, filters
        late = ReportFilters(overdue_on=date(2025, 9, 1), department_id=world.organisations["justice"])
        assert [row.light for row in list_reports(session, actor, late).rows] == [Light.red]


def test_a_report_of_a_closed_campaign_is_not_submitted(small_world: World) -> None:
    report = a_report(small_world)
    fill(report, DONE | MONEY)
    move(report, "filer_a", "send_up")
    move(report, "head_a", "sign")
    with db.unit_of_work(write=True) as session:
        session.get_one(MonitoringCampaign, report.read().campaign_id).closed_at = clock.now()
    refused = refusal(report, "reviewer_a", "sign")
    assert refused.code == "campaign_closed"
    with db.unit_of_work() as session:
        assert session.exec(select(AuditEntry.id).where(AuditEntry.action == "submit")).first() is None
