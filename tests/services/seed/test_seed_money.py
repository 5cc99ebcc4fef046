"""Money and monitoring of the examples: every voucher accounted for, projects ahead, on time and late."""

from collections import Counter
from datetime import date, timedelta

import pytest
from sqlmodel import Session, col, select

from tests.services.seed.filled import TODAY
from workflow.documents.payment_file import open_file
from workflow.execution import last_day
from workflow.lifecycle import pair_of
from workflow.models import (
    Declaration,
    FileContent,
    LedgerEntry,
    MonitoringCampaign,
    MonitoringItem,
    MonitoringReport,
    Payment,
    PaymentBatch,
    PaymentQuarantine,
    Project,
    SelfEvaluation,
    Signature,
)
from workflow.money_facts import project_money


def payments(session: Session) -> list[Payment]:
    return list(session.exec(select(Payment).order_by(col(Payment.id))))


def test_vouchers_over_twelve_months_with_refunds(session: Session) -> None:
    rows = payments(session)
    assert len(rows) >= 400
    assert sum(row.amount_fen < 0 for row in rows) == 3
    for year in (2020, 2024, 2025):
        assert {row.paid_on.month for row in rows if row.fiscal_year == year} == set(range(1, 13))
    assert all(row.paid_on.year == row.fiscal_year for row in rows)


def test_some_lines_lack_a_code_and_some_their_project(session: Session) -> None:
    how = Counter(row.matched_by for row in payments(session))
    assert how["code"] > 100
    assert how["name"] > 100
    assert how[""] == 4
    blank = [row for row in payments(session) if not row.project_code]
    assert all(row.unit_code and row.unit_name and row.project_name for row in blank)
    assert any(row.matched_by == "name" and row.fiscal_year == 2024 for row in blank)


def test_every_row_of_every_file_is_accounted_for(session: Session) -> None:
    batches = list(session.exec(select(PaymentBatch)))
    assert len(batches) == 12
    for batch in batches:
        content = session.exec(select(FileContent.content).where(FileContent.sha256 == batch.sha256)).one()
        loaded = session.exec(select(Payment.row_no).where(Payment.batch_id == batch.id)).all()
        waiting = session.exec(select(PaymentQuarantine).where(PaymentQuarantine.batch_id == batch.id)).all()
        assert sorted([*loaded, *(row.row_no for row in waiting)]) == [row.row_no for row in open_file(content).rows()]
        assert [row.reason for row in waiting] == ["total_row"]
        assert (batch.rows_total, batch.rows_loaded) == (len(loaded) + len(waiting), len(loaded))
        paid = session.exec(select(Payment.amount_fen).where(Payment.batch_id == batch.id)).all()
        printed = waiting[0].raw["values"]["amount"]
        assert round(float(printed) * 100) == sum(paid)
        assert batch.finished_at


def test_projects_are_ahead_on_time_and_late(session: Session) -> None:
    paces = {}
    for name, year in {
        "就业补助": 2025,
        "业务运行保障": 2025,
        "事业单位人才招聘": 2025,
        "支农返汉帮扶资金": 2024,
    }.items():
        project = session.exec(select(Project.id).where(Project.name == name)).one()
        money = project_money(session, [project], year, last_day(year, 7))[project]
        budget = money.initial_fen + money.adjustment_fen + money.carry_over_fen
        paces[name] = money.executed_fen / budget / (7 / 12)
    assert paces["就业补助"] > 1.3
    assert paces["业务运行保障"] == pytest.approx(1, abs=0.1)
    assert paces["事业单位人才招聘"] < 0.5
    assert paces["支农返汉帮扶资金"] < 0.5


def test_the_ledger_holds_a_carry_over_adjustments_and_a_zero(session: Session) -> None:
    entries = list(session.exec(select(LedgerEntry)))
    assert Counter(entry.kind for entry in entries) == {
        "initial": 12, "carry_over": 1, "cut": 2, "addition": 2,
    }  # fmt: skip
    [zero] = [entry for entry in entries if entry.amount_fen == 0]
    spent = session.exec(select(Payment.amount_fen).where(Payment.project_id == zero.project_id)).all()
    assert (session.get_one(Project, zero.project_id).name, len(spent), sum(spent) > 0) == ("工伤预防宣传", 2, True)
    booked = {entry.declaration_id for entry in entries if entry.origin == "approval"}
    ever_approved = {row.id for row in session.exec(select(Declaration)) if row.approved_at and row.kind == "project"}
    assert booked == ever_approved


def test_one_campaign_is_closed_and_one_is_due_in_seven_days(session: Session) -> None:
    campaigns = {row.fiscal_year: row for row in session.exec(select(MonitoringCampaign))}
    assert campaigns.keys() == {2024, 2025}
    assert campaigns[2024].closed_at
    assert (campaigns[2025].closed_at, campaigns[2025].deadline) == (None, TODAY + timedelta(days=7))
    reports = list(session.exec(select(MonitoringReport)))
    places = Counter((row.fiscal_year, pair_of(row)) for row in reports)
    assert places == {
        (2024, "accepted"): 3,
        (2024, "cancelled"): 4,
        (2025, "accepted"): 1,
        (2025, "drafted/filer"): 2,
    }
    lived = col(Declaration.state).in_(("monitored", "evaluated"))
    monitored = {row.id for row in session.exec(select(Declaration).where(lived))}
    assert {row.declaration_id for row in reports if row.state == "accepted"} == monitored


def test_self_evaluations_of_last_year_stand_at_every_desk_with_their_points(session: Session) -> None:
    forms = session.exec(select(SelfEvaluation).order_by(col(SelfEvaluation.id))).all()
    assert Counter(pair_of(row) for row in forms) == {
        "accepted": 1, "submitted/section": 2, "drafted/head": 1, "drafted/filer": 2,
    }  # fmt: skip
    sent = [row for row in forms if pair_of(row) != "drafted/filer"]
    assert all(row.total_hundredths and row.weight_hundredths == 2000 for row in sent), "Hubei: 20 for the money"
    [accepted] = [row for row in forms if row.state == "accepted"]
    assert session.get_one(Declaration, accepted.declaration_id).state == "evaluated"


def test_accepted_reports_are_filled_signed_and_hold_the_money(session: Session) -> None:
    for report in session.exec(select(MonitoringReport).where(MonitoringReport.state == "accepted")):
        items = session.exec(select(MonitoringItem).where(MonitoringItem.report_id == report.id)).all()
        assert items
        assert all(item.actual and item.likelihood for item in items)
        assert report.as_of == date(report.fiscal_year, 7, 31)
        money = project_money(session, [report.project_id or 0], report.fiscal_year, report.as_of)
        assert report.executed_fen == money[report.project_id or 0].executed_fen > 0
        signed = select(Signature).where(
            Signature.object_kind == "monitoring_report",
            Signature.object_id == report.id,
            col(Signature.voided_at).is_(None),
        )
        assert session.exec(signed).all()
