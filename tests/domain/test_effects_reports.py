"""What the moves of a monitoring report leave behind, and what it needs before it moves."""

from datetime import date
from typing import Any

import pytest

from tests.domain import hands
from tests.domain.factories import (
    File,
    adjustment_of,
    bring,
    declaration_at,
    make_report,
    move,
    refusal,
    report_at,
    rows_of,
)
from tests.domain.test_effects_unit import standing
from tests.domain.world import World
from workflow import db
from workflow.errors import RuleFailed
from workflow.models import AuditEntry, Comment, Signature
from workflow.services.reports import fill_report

DATABASES = ["sqlite"]

WHY: dict[str, Any] = {"reason": "请补充原因"}


def test_signatures_of_a_report_are_bound_to_its_content(world: World) -> None:
    report = report_at(world, "submitted/section")
    found = rows_of(report, Signature)
    assert standing(found) == [("head", world.people["head_a"]), ("department", world.people["reviewer_a"])]
    assert {item.content_hash for item in found} == {report.hash()}
    assert {item.snapshot_id for item in found} == {None}
    assert rows_of(hands.declaration_of(report), Signature)[-1].created_at < found[0].created_at


def test_a_changed_report_is_not_signed_blindly(world: World) -> None:
    report = report_at(world, "drafted/head")
    seen = report.hash()
    hands.fill(report, actual="6次")
    assert refusal(report, "head_a", "sign", content_hash=seen).code == "content_changed"


def test_the_first_submission_is_remembered_and_rounds_are_counted(world: World) -> None:
    report = report_at(world, "submitted/section", unit="hr_own")
    first = report.read().first_submitted_at
    assert (report.read().round, first is not None) == (1, True)
    move(report, "section_a", "return", **WHY)
    assert standing(rows_of(report, Signature)) == []
    bring(report, "submitted/section")
    assert (report.read().round, report.read().first_submitted_at) == (2, first)


def test_a_return_to_the_department_keeps_the_signatures(world: World) -> None:
    report = report_at(world, "submitted/section")
    move(report, "section_a", "return", **WHY)
    assert len(standing(rows_of(report, Signature))) == 2
    [comment] = rows_of(report, Comment)
    assert (comment.path, comment.text, comment.sent_with, comment.desk) == ("form", "请补充原因", "return", "section")
    move(report, "reviewer_a", "decline", **WHY)
    assert standing(rows_of(report, Signature)) == []


def test_recall_by_a_colleague_voids_the_signature_of_who_sent_it(world: World) -> None:
    report = report_at(world, "drafted/department")
    move(report, "head_b", "recall")
    assert standing(rows_of(report, Signature)) == []
    assert refusal(report, "filer_a", "recall").code == "not_sent_from_here"


def test_a_report_says_where_every_indicator_stands(world: World) -> None:
    report = make_report(declaration_at(world, "approved"), filled=False)
    found = refusal(report, "filer_a", "send_up")
    assert isinstance(found, RuleFailed)
    assert [(problem.code, problem.path) for problem in found.problems] == [
        ("report_actual_missing", "items/i001/actual"),
        ("report_likelihood_missing", "items/i001/likelihood"),
        ("report_actual_missing", "items/i002/actual"),
        ("report_likelihood_missing", "items/i002/likelihood"),
    ]


@pytest.mark.parametrize("likelihood", ["possible", "impossible"])
@pytest.mark.parametrize("given", [{}, {"cause": "疫情"}, {"measure": "加快"}])
def test_what_may_be_missed_has_a_cause_and_a_measure(world: World, likelihood: str, given: dict[str, str]) -> None:
    report = make_report(declaration_at(world, "approved"))
    hands.fill(report, likelihood=likelihood, **given)
    assert refusal(report, "filer_a", "send_up").code == "report_cause_missing"
    hands.fill(report, cause="招标推迟", measure="加快进度")
    bring(report, "drafted/department")
    hands.fill(report, measure=" ")
    assert refusal(report, "reviewer_a", "sign").code == "report_cause_missing"


@pytest.mark.parametrize(("cause", "measure", "missing"), [(" ", "加快", "cause"), ("招标推迟", "\n", "measure")])
def test_a_blank_is_neither_cause_nor_measure(world: World, cause: str, measure: str, missing: str) -> None:
    report = make_report(declaration_at(world, "approved"))
    late = {"adjusted_fen": 10_000_000, "executed_fen": 0, "forecast_fen": 10_000_000}
    hands.set_money(report, **late, money_cause=cause, money_measure=measure)
    assert refusal(report, "filer_a", "send_up").code == f"report_money_{missing}_missing"


def test_recall_ends_when_the_department_has_typed_in_this_report(world: World) -> None:
    first, second = report_at(world, "drafted/filer"), report_at(world, "drafted/filer")
    type_in(first, "filer_a")  # at its own desk, before it was sent
    bring(first, "drafted/department")
    bring(second, "drafted/department")
    type_in(second, "reviewer_a")
    assert refusal(second, "head_a", "recall").code == "already_handled"
    move(first, "head_a", "recall")
    assert first.pair == "drafted/head"


def type_in(report: File, who: str) -> None:
    with db.unit_of_work(write=True) as session:
        fill_report(session, report.world.actor(who), report.id, report.read().version, {"items/i001/actual": "6次"})


def test_a_closed_campaign_takes_no_more_reports(world: World) -> None:
    report = report_at(world, "drafted/department")
    hands.close_campaign(report)
    assert refusal(report, "reviewer_a", "sign").code == "campaign_closed"


def test_who_typed_or_signed_does_not_accept(world: World) -> None:
    typed = make_report(declaration_at(world, "approved"), typed_by="filer_and_finance")
    bring(typed, "submitted/section")
    assert refusal(typed, "filer_and_finance", "accept").code == "own_work"
    signed = report_at(world, "drafted/head")
    move(signed, "head_and_finance", "sign")
    bring(signed, "submitted/section")
    assert refusal(signed, "head_and_finance", "accept").code == "own_work"
    move(signed, "section_b", "accept")


def test_accepting_confirms_the_declaration_in_the_same_transaction(world: World) -> None:
    report = report_at(world, "submitted/section")
    declaration = hands.declaration_of(report)
    version = declaration.read().version
    move(report, "section_b", "accept")
    assert (report.pair, declaration.pair) == ("accepted", "monitored")
    assert declaration.read().version == version + 1
    accepted, confirmed = rows_of(report, AuditEntry)[-1], rows_of(declaration, AuditEntry)[-1]
    assert accepted.transaction == confirmed.transaction
    assert (confirmed.action, confirmed.actor_id) == ("accept_monitoring", world.people["section_b"])


def test_a_following_cancellation_needs_no_reason_of_its_own(world: World) -> None:
    report = report_at(world, "drafted/filer")
    declaration = hands.declaration_of(report)
    bring(adjustment_of(declaration), "approved")
    entry = rows_of(report, AuditEntry)[-1]
    assert (entry.action, entry.reason, report.pair) == ("cancel", "", "cancelled")
    assert refusal(report_at(world, "drafted/filer"), "performance_a", "cancel").code == "reason_missing"


def test_a_finished_report_stays_as_it_is(world: World) -> None:
    accepted = report_at(world, "accepted")
    bring(adjustment_of(hands.declaration_of(accepted)), "monitored")
    assert accepted.pair == "accepted"
    for who, action in (("section_a", "return"), ("performance_a", "cancel"), ("section_a", "accept")):
        assert refusal(accepted, who, action, **WHY).code == "wrong_state"
    assert accepted.read().as_of == date(2025, 8, 31)
