"""Ids that no page offered, put into its form: another region's, another unit's, another round's. Nothing moves."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from sqlmodel import SQLModel, func, select

from tests.domain.factories import File, make_report, report_at, rows_of
from tests.tasks.monitoring import in_force, opened
from tests.web.clicking import Web
from tests.web.filling import a_report
from tests.web.purse import Purse
from workflow import clock, db
from workflow.execution.scope import Scope
from workflow.models import Attachment, CampaignChoice, MonitoringItem, Payment, Project

ENTRY = {
    "year": "2025", "amount": "10", "effective_on": "2025-03-01", "document": "鄂州财预〔2025〕7号", "reason": "调剂",
}  # fmt: skip
WATCHED = (
    "budget_ledger_entry", "upper_transfer_part", "reminder_log", "campaign_extension", "campaign_choice", "attachment",
    "monitoring_item", "monitoring_part", "payment", "payment_match", "declaration", "audit_entry", "corrective_action",
)  # fmt: skip
REFUSED = (403, 404, 422)


@dataclass(frozen=True)
class Attempt:
    """Who sends what where."""

    who: str
    path: str
    data: dict[str, Any]


def abroad(web: Web) -> int:
    """A project of another region."""
    place: dict[str, Any] = {"region_id": web.world.regions["jianghan"]}
    place |= dict.fromkeys(("department_id", "unit_id"), web.world.organisations["other_bureau"])
    with db.unit_of_work(write=True) as session:
        found = session.exec(select(Project.id).where(Project.region_id == place["region_id"])).first()
        if found is None:
            session.add(made := Project(created_at=clock.now(), name="江汉区项目", sort_key="j", initials="", **place))
            session.flush()
            found = made.id
    return int(found)


def funded(web: Web, name: str) -> int:
    return Purse(web, 2025, {}).project(name, initial=100_000_000)


def _transfer_abroad(web: Web) -> Attempt:
    return Attempt("budget", f"/ledger/projects/{funded(web, '调往外地')}/transfer", ENTRY | {"to": abroad(web)})


def _entry_abroad(web: Web) -> Attempt:
    return Attempt("budget", f"/ledger/projects/{abroad(web)}/new", ENTRY | {"kind": "addition"})


def _cut_by_another_order(web: Web) -> Attempt:
    report = report_at(web.world, "submitted/section")
    told = {"kind": "rectify", "problem": "闲置", "demand": "支付", "due_on": "2025-03-20"}
    order = web.post("section_a", f"/reports/{report.id}/corrections", told).headers["Location"].rpartition("/")[2]
    path = f"/ledger/projects/{funded(web, '无关项目')}/new"
    return Attempt("budget", path, ENTRY | {"kind": "cut", "correction": order})


def _split_abroad(web: Web) -> Attempt:
    upper = {
        "year": "2025", "number": "鄂财社〔2025〕9号", "title": "补助", "kind": "special", "granted_by": "province",
        "received_on": "2025-02-06", "amount": "300", "targets": "",
    }  # fmt: skip
    place = web.post("budget", "/upper-transfers/new", upper).headers["Location"]
    return Attempt("budget", f"{place}/split", {"project": abroad(web), "amount": "10"})


def _nudge_of_another_campaign(web: Web) -> Attempt:
    mine, other = report_at(web.world, "drafted/filer"), report_at(web.world, "drafted/filer")
    path = f"/monitoring/{mine.read().campaign_id}/unsubmitted"
    return Attempt("performance_a", path, {"id": [other.id], "note": ""})


def _nudge_of_another_department(web: Web) -> Attempt:
    report = report_at(web.world, "drafted/filer")
    return Attempt("reviewer_other", f"/monitoring/{report.read().campaign_id}/unsubmitted", {"id": [report.id]})


def _sheet_of_another_unit(web: Web) -> Attempt:
    own, other = a_report(web), a_report(web, "inspection")
    data = {f"version:{other.id}": "1", f"{other.id}:items/i001/actual": "6次"}
    return Attempt("filer_a", f"/monitoring/{own.read().campaign_id}/sheet", data)


def _parts_of_another_unit(web: Web) -> Attempt:
    other = a_report(web, "inspection")
    return Attempt("filer_a", f"/reports/{other.id}/parts", {"expected_version": "1", "parts/0/name": "东街"})


def _evidence_of_another_report(web: Web) -> Attempt:
    mine, other = a_report(web), a_report(web, "inspection")
    sent = {"indicator": "i001", "file": (BytesIO(b"\x89PNG\r\n\x1a\n" + b"\0" * 40), "验收单.png")}
    web.post("filer_other", f"/reports/{other.id}/evidence", sent)
    items = select(MonitoringItem.id).where(MonitoringItem.report_id == other.id)
    with db.unit_of_work() as session:
        kept = session.exec(select(Attachment.id).where(Attachment.owner_id.in_(items))).first()  # type: ignore[attr-defined]
    return Attempt("filer_a", f"/reports/{mine.id}/evidence/{kept}/remove", {})


def _choice_of_another_campaign(web: Web) -> Attempt:
    declaration = in_force(web.world, year=2022)
    first = opened(web.world, year=2022, cutoff_month=5, scope=Scope(budget_from_fen=10**14))
    second = opened(web.world, year=2022, cutoff_month=6, scope=Scope(budget_from_fen=10**14))
    [choice] = [row for row in rows_of(declaration, CampaignChoice, "declaration_id") if row.campaign_id == first.id]
    return Attempt("performance_a", f"/monitoring/{second.id}/choices/{choice.id}", {"reason": "重点"})


def _more_time_for_a_unit_abroad(web: Web) -> Attempt:
    campaign = make_report(in_force(web.world, year=2023)).read().campaign_id
    data = {"unit": web.world.organisations["other_bureau"], "deadline": "2025-12-01", "reason": "人手不足"}
    return Attempt("performance_a", f"/monitoring/{campaign}/extensions", data)


def _payment_of_a_project_abroad(web: Web) -> Attempt:
    money = Purse(web, 2025, {})
    money.pay("", 5_000, 2)
    with db.unit_of_work() as session:
        line = session.exec(select(func.max(Payment.id))).one()
    return Attempt("treasury", f"/payments/lines/{line}/match", {"project": abroad(web)})


def _declaration_of_another_units_project(web: Web) -> Attempt:
    file: File = in_force(web.world, "inspection", year=2021)
    row = file.read()
    data = {"task": row.task_id, "unit": web.world.organisations["centre"], "project": row.project_id}
    return Attempt("filer_a", "/declarations/", data)


def _outside_payment_elsewhere(web: Web) -> Attempt:
    path = f"/outside-payments/projects/{Purse(web, 2025, {}).project('别家', 'inspection')}/new"
    data = {
        "year": "2025", "paid_on": (date(2025, 3, 3) - timedelta(9)).isoformat(), "amount": "5", "purpose": "补贴",
        "channel": "passed_on", "payee_name": "街道办", "proof": (BytesIO(b"\x89PNG\r\n\x1a\n" + b"\0" * 40), "单.png"),
    }  # fmt: skip
    return Attempt("filer_a", path, data)


ATTEMPTS: tuple[Callable[[Web], Attempt], ...] = (
    _transfer_abroad, _entry_abroad, _cut_by_another_order, _split_abroad, _nudge_of_another_campaign,
    _nudge_of_another_department, _sheet_of_another_unit, _parts_of_another_unit, _evidence_of_another_report,
    _choice_of_another_campaign, _more_time_for_a_unit_abroad, _payment_of_a_project_abroad,
    _declaration_of_another_units_project, _outside_payment_elsewhere,
)  # fmt: skip


@pytest.mark.parametrize("make", ATTEMPTS, ids=lambda make: make.__name__[1:])
def test_an_id_that_no_page_offered_moves_nothing(web: Web, make: Callable[[Web], Attempt]) -> None:
    tried = make(web)
    web.client(tried.who)
    before = stand()
    answer = web.post(tried.who, tried.path, tried.data)
    assert answer.status_code in REFUSED, answer.get_data(as_text=True)[:300]
    assert stand() == before


def stand() -> dict[str, list[Any]]:
    with db.unit_of_work() as session:
        return {
            table.name: [tuple(row) for row in session.execute(select(table))]  # type: ignore[call-overload]
            for table in SQLModel.metadata.sorted_tables if table.name in WATCHED
        }  # fmt: skip
