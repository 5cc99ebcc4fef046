"""Every named CHECK and every partial unique index refuses what it is there to refuse, on both databases."""

from typing import Any, NamedTuple

import pytest
from sqlalchemy import CheckConstraint, Connection
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel

from tests.migrations.populate import INSTANT, row, table

BARE, FULL = 101, 102  # ids of new rows; the odd one is bare (a drafted project), the even one full (approved, overall)
NOWHERE = {"desk": None, "held_since": None}
NO_APPROVAL = {"approved_at": None, "approved_by": None, "approved_snapshot_id": None}


class Illegal(NamedTuple):
    """A legal row with ``changes`` that break one CHECK; ``or_else`` is another that they cannot help breaking."""

    check: str
    n: int
    changes: dict[str, Any]
    or_else: str = ""


def at(state: str, desk: str | None) -> dict[str, Any]:
    return {"state": state, "desk": desk, "held_since": INSTANT if desk else None}


OF_DECLARATION = [
    Illegal("kind_known", FULL, {"kind": "x"}),
    Illegal("stage_known", BARE, {"stage": "x"}),
    Illegal("state_known", FULL, {"state": "x", "in_force": False}, "desk_by_state"),
    Illegal("project_by_kind", BARE, {"project_id": None}),
    Illegal("project_by_kind", FULL, {"project_id": 1}),
    Illegal("desk_by_state", BARE, NOWHERE),
    Illegal("desk_by_state", BARE, at("submitted", None)),
    Illegal("desk_by_state", FULL, at("approved", "batch"), "desk_known"),
    Illegal("held_since_by_desk", BARE, {"held_since": None}),
    Illegal("held_since_by_desk", FULL, {"held_since": INSTANT}),
    Illegal("desk_known", BARE, at("drafted", "section")),
    Illegal("desk_known", BARE, at("drafted", "x")),
    Illegal("desk_known", BARE, at("submitted", "filer")),
    Illegal("desk_known", BARE, at("submitted", "batch")),
    Illegal("desk_known", BARE, at("finance_reviewed", "section")),
    Illegal("approved_has_approval", FULL, {"approved_at": None}),
    Illegal("approved_has_approval", FULL, {"state": "monitored", "approved_by": None}),
    Illegal("approved_has_approval", FULL, {"state": "evaluated", "approved_snapshot_id": None}),
    Illegal("open_has_no_approval", BARE, {"approved_at": INSTANT}),
    Illegal("open_has_no_approval", BARE, at("submitted", "section") | {"approved_by": 1}),
    Illegal("open_has_no_approval", BARE, at("finance_reviewed", "batch") | {"approved_snapshot_id": 1}),
    Illegal("terminated_by_action", BARE, {"terminated_by": "discard"}),
    Illegal("terminated_by_action", FULL, {"terminated_by": "terminate"}),
    Illegal("terminated_by_action", FULL, {"state": "terminated", "in_force": False}),
    Illegal("in_force_approved", BARE, {"in_force": True}),
    Illegal("in_force_approved", FULL, {"state": "terminated", "terminated_by": "terminate"}),
    Illegal("revision_supersedes", BARE, {"revision": 2}),
    Illegal("revision_supersedes", BARE, {"supersedes_id": 1}),
    Illegal("adjustment_type_known", BARE, {"adjustment_type": "x"}),
    Illegal("transfer_names_counterpart", BARE, {"adjustment_type": "transfer", "counterpart": ""}),
    Illegal("counters", FULL, {"revision": 0}),
    Illegal("counters", BARE, {"round": -1}),
    Illegal("counters", BARE, {"version": 0}),
]
OF_FORM = [
    Illegal("state_known", FULL, {"state": "x"}, "desk_by_state"),
    Illegal("desk_by_state", BARE, NOWHERE),
    Illegal("desk_by_state", FULL, at("accepted", "section"), "desk_known"),
    Illegal("held_since_by_desk", BARE, {"held_since": None}),
    Illegal("held_since_by_desk", FULL, {"held_since": INSTANT}),
    Illegal("desk_known", BARE, at("drafted", "section")),
    Illegal("desk_known", BARE, at("submitted", "head")),
    Illegal("cancelled_by_action", BARE, {"cancelled_by": "cancel"}),
    Illegal("cancelled_by_action", FULL, {"state": "cancelled"}),
]
"""What a monitoring report and a self-evaluation have in common."""
OF_REPORT = [
    *OF_FORM,
    Illegal("forecast_read_or_raw", FULL, {"forecast_raw": "12,3x"}),
    Illegal("carry_over_forecast_read_or_raw", FULL, {"carry_over_forecast_raw": "12,3x"}),
    *(Illegal(f"{column}_known", FULL, {column: "x"}) for column in ("money_light", "forecast_light", "target_light")),
]
OF_CORRECTION = [
    Illegal("kind_known", BARE, {"kind": "x"}),
    Illegal("state_known", BARE, {"state": "x"}),
    Illegal("one_origin", BARE, {"evaluation_id": 1}),
    Illegal("one_origin", FULL, {"report_id": None}),
    Illegal("payments_held_by_document", FULL, {"document": ""}),
    Illegal("closed_at_by_state", BARE, {"closed_at": INSTANT}),
    Illegal("closed_at_by_state", FULL, {"closed_at": None}),
]
OF_EVALUATION = [
    *OF_FORM,
    Illegal("grade_known", FULL, {"grade": "x"}),
    Illegal("grade_of_total", FULL, {"grade": None}),
    Illegal("grade_of_total", FULL, {"total_hundredths": None}),
    Illegal("points_read_or_raw", FULL, {"hand_raw": "八分"}),
    Illegal("basic_read_or_raw", BARE, {"project_id": None, "basic_typed_fen": 1, "basic_raw": "很多"}),
    *(Illegal("basic_of_whole", FULL, {name: 1}) for name in ("basic_fen", "basic_paid_fen", "basic_typed_fen")),
]
OF_TARGET_TASK = [
    Illegal("closed_as_known", FULL, {"closed_as": "x", "declaration_id": None}),
    Illegal("closed_at_by_end", BARE, {"closed_at": INSTANT}),
    Illegal("closed_at_by_end", FULL, {"closed_at": None}),
    Illegal("adjusted_by_declaration", BARE, {"declaration_id": 1}),
    Illegal("adjusted_by_declaration", FULL, {"declaration_id": None}),
    Illegal("explained_and_confirmed", FULL, {"closed_as": "explained", "declaration_id": None, "explanation": ""}),
    Illegal("explained_and_confirmed", FULL, {"closed_as": "explained", "declaration_id": None, "answered_by": None}),
    Illegal("explained_at_by_whom", BARE, {"explained_at": INSTANT}),
    Illegal("explained_at_by_whom", BARE, {"explained_by": 1}),
]
OF_RECHECK = [
    Illegal("why_known", BARE, {"why": "x"}),
    Illegal("grade_known", FULL, {"grade": "x"}),
    Illegal("state_known", FULL, {"state": "x"}, "finished_at_by_state"),
    Illegal("grade_of_total", FULL, {"grade": None}),
    Illegal("finished_at_by_state", BARE, {"finished_at": INSTANT}),
    Illegal("finished_has_total", FULL, {"grade": None, "total_hundredths": None}),
]
OF_RESULT_USE = [
    Illegal("kind_known", BARE, {"kind": "x"}),
    Illegal("state_known", FULL, {"state": "x", "entry_id": None}),
    Illegal("amount_by_kind", BARE, {"kind": "keep"}),
    Illegal("amount_by_kind", BARE, {"amount_fen": 0}),
    Illegal("decided_at_by_state", BARE, {"decided_at": INSTANT}),
    Illegal("booked_when_confirmed", BARE, {"entry_id": 1}),
]
OF_OTHERS = {
    "self_evaluation_item": [Illegal("points_read_or_raw", FULL, {"hand_raw": "八分"})],
    "evaluation_sample": [Illegal("share_is_percent", BARE, {"share_percent": share}) for share in (-1, 101)],
    "recheck_line": [Illegal("points_read_or_raw", FULL, {"points_raw": "八分"})],
    "approval_document": [
        Illegal("issued_by_state", BARE, {"state": state}) for state in ("sealing", "issued", "voided")
    ],
    "attachment": [Illegal("size_positive", BARE, {"size": 0})],
    "budget_ledger_entry": [
        Illegal("sign_of_kind", BARE, {"kind": "cut"}),
        Illegal("sign_of_kind", BARE, {"kind": "addition", "amount_fen": -1}),
    ],
    "carried_value": [Illegal("settled_by_batch", BARE, {"batch": "x"})],
    "comment": [
        Illegal("answered_at_by_answer", BARE, {"answer": "kept"}),
        Illegal("answered_at_by_answer", BARE, {"answered_at": INSTANT}),
    ],
    "late_comment": [Illegal("decided_at_by_status", BARE, {"status": "granted"})],
    "submitted_finding": [
        Illegal("explained_of_findings", BARE, {"findings": 0}),
        Illegal("explained_of_findings", BARE, {"findings": 1, "explained": 2}),
        Illegal("explained_of_findings", BARE, {"findings": 1, "explained": -1}),
    ],
    "phrase": [Illegal("uses", BARE, {"uses": -1})],
    "reminder_log": [Illegal("reason_of_skipped", BARE, {"outcome": "sent", "reason": "late"})],
    "reminder_setting": [
        Illegal("every_not_negative", BARE, {"every": -1}),
        Illegal("times_not_negative", BARE, {"times": -1}),
        Illegal("text_in_both_languages", BARE, {"text_en": ""}),
    ],
    "declaration_task": [Illegal("opens_before_closing", BARE, {"opens_on": INSTANT.date().replace(year=2099)})],
    "indicator": [Illegal("weight_not_negative", FULL, {"weight_hundredths": -1})],
    "library_indicator": [
        Illegal("successor_of_deprecated", FULL, {"status": "active"}),
        Illegal("counters", BARE, {"uses": -1}),
    ],
    "organisation": [
        Illegal("unit_has_parent", BARE, {"kind": "unit"}),
        Illegal("section_of_department", FULL, {"kind": "section"}),
    ],
    "payment": [
        Illegal("amount_not_zero", BARE, {"amount_fen": 0}),
        Illegal("matched_somehow", BARE, {"project_id": 1, "matched_by": ""}),
    ],
    "outside_payment": [
        Illegal("amount_not_zero", BARE, {"amount_fen": 0}),
        Illegal("decided_at_by_status", BARE, {"status": "confirmed"}),
    ],
    "upper_transfer": [Illegal("amount_positive", BARE, {"amount_fen": 0})],
    "payment_aside": [Illegal("with_reason", BARE, {"reason": ""})],
    "closed_month": [Illegal("month_of_year", BARE, {"month": 13})],
    "closed_month_change": [Illegal("month_of_year", BARE, {"month": 0})],
    "payment_total": [Illegal("month_of_year", BARE, {"month": 13})],
    "payment_batch": [
        Illegal("rows_not_negative", BARE, {"rows_total": -1, "rows_loaded": -4}),
        Illegal("every_row_accounted", BARE, {"rows_total": 5}),
    ],
    "pending_decision": [Illegal("sent_has_time", BARE, {"status": status}) for status in ("sent", "due")],
    "stand_in": [
        Illegal("from_before_until", BARE, {"from_on": INSTANT.date(), "until_on": INSTANT.date().replace(year=2000)}),
        Illegal("not_oneself", BARE, {"absent_id": 1, "stand_in_id": 1}),
        Illegal("ended_at_by_person", BARE, {"ended_at": INSTANT}),
        Illegal("ended_at_by_person", BARE, {"ended_by": 1}),
    ],
    "monitoring_part": [
        Illegal("budget_read_or_raw", FULL, {"budget_raw": "12,3x"}),
        Illegal("executed_read_or_raw", FULL, {"executed_raw": "12,3x"}),
    ],
    "known_browser": [Illegal("failed_logins_not_negative", BARE, {"failed_logins": -1})],
    "signature": [
        Illegal("scan_by_kind", FULL, {"scan_id": None}),
        Illegal("scan_by_kind", BARE, {"scan_id": 1}),
    ],
    "special_point": [
        Illegal("closed_at_by_whom", BARE, {"closed_at": INSTANT}),
        Illegal("closed_at_by_whom", BARE, {"closed_by": 1}),
        Illegal("closed_with_a_note", FULL, {"closing_note": ""}),
    ],
    "spending_plan": [
        *(Illegal("month_in_year", BARE, {"month": month}) for month in (0, 13)),
        Illegal("not_negative", BARE, {"amount_fen": -1}),
    ],
    "suggested_edit": [
        Illegal("answered_at_by_answer", BARE, {"answer": "accepted"}),
        Illegal("answered_at_by_answer", BARE, {"answered_at": INSTANT}),
        Illegal("settled_at_by_action", BARE, {"settled_at": INSTANT}),
        Illegal("settled_at_by_action", BARE, {"settled_by": "return"}),
    ],
    "user_account": [Illegal("failed_logins_not_negative", BARE, {"failed_logins": -1})],
}


def checks_of(name: str) -> list[str]:
    found = (one for one in table(name).constraints if isinstance(one, CheckConstraint))
    return sorted(str(one.name).removeprefix(f"ck_{name}_") for one in found)


BESIDE = {"signature": {"scan_id": None}}
"""What must change, too, for a word to be all that is wrong."""


def unknown_words(name: str) -> list[Illegal]:
    """Every list of words refuses a word that is not on it; the two with desks need the lines above."""
    listed = [check.removesuffix("_known") for check in checks_of(name) if check.endswith("_known")]
    return [Illegal(f"{column}_known", FULL, {column: "x"} | BESIDE.get(name, {})) for column in listed]


SPELLED_OUT = {
    "declaration": OF_DECLARATION,
    "monitoring_report": OF_REPORT,
    "self_evaluation": OF_EVALUATION,
    "corrective_action": OF_CORRECTION,
    "evaluation_recheck": OF_RECHECK,
    "result_use": OF_RESULT_USE,
    "target_adjustment_task": OF_TARGET_TASK,
    "monitoring_campaign": [
        *(Illegal("cutoff_month_known", BARE, {"cutoff_month": month}) for month in (0, 13)),
        Illegal("kind_known", BARE, {"kind": "x", "cutoff_month": 7}),
    ],
}
CASES = [
    (name, case)
    for name in SQLModel.metadata.tables
    for case in SPELLED_OUT.get(name) or unknown_words(name) + OF_OTHERS.get(name, [])
]


def test_every_check_has_a_case() -> None:
    tried = {(name, case.check) for name, case in CASES}
    assert tried == {(name, check) for name in SQLModel.metadata.tables for check in checks_of(name)}


@pytest.mark.parametrize(("name", "case"), CASES, ids=[f"{name}-{case.check}" for name, case in CASES])
def test_check_refuses(writing: Connection, name: str, case: Illegal) -> None:
    with pytest.raises(IntegrityError) as refused:
        writing.execute(table(name).insert(), row(name, case.n, **case.changes))
    expected = {f"ck_{name}_{check}" for check in (case.check, case.or_else) if check}
    assert any(check in str(refused.value.orig) for check in expected)


LEGAL = {
    "declaration": "drafted/filer drafted/head drafted/department submitted/section submitted/performance"
    " finance_reviewed/performance finance_reviewed/batch terminated/",
    "monitoring_report": "drafted/filer drafted/head drafted/department submitted/section accepted/ cancelled/",
    "self_evaluation": "drafted/filer drafted/head drafted/department submitted/section accepted/ cancelled/",
}


@pytest.mark.parametrize(("name", "pair"), [(name, pair) for name, pairs in LEGAL.items() for pair in pairs.split()])
def test_every_desk_of_the_design_is_let_in(writing: Connection, name: str, pair: str) -> None:
    state, desk = pair.split("/")
    others: dict[str, Any] = {"monitoring_report": {"campaign_id": 2}, "self_evaluation": {"task_id": 2}}.get(name, {})
    if state == "terminated":
        others = {"terminated_by": "discard"}
    if state == "cancelled":
        others |= {"cancelled_by": "cancel"}
    writing.execute(table(name).insert(), row(name, BARE, **at(state, desk or None), **others))


@pytest.mark.parametrize("state", ["approved", "monitored", "evaluated", "terminated"])
def test_an_approved_declaration_is_let_in(writing: Connection, state: str) -> None:
    ended = {"terminated_by": "terminate", "in_force": False} if state == "terminated" else {}
    writing.execute(table("declaration").insert(), row("declaration", FULL, state=state, **ended))


class Twins(NamedTuple):
    """Two rows that may not stand side by side, and what makes the second legal again."""

    table: str
    n: int
    both: dict[str, Any]
    second: dict[str, Any]
    legal: dict[str, Any]


ONE_YEAR = {"fiscal_year": 2031}
OF_A_PROJECT = {**ONE_YEAR, "kind": "project", "project_id": 1}
OF_A_UNIT = {**ONE_YEAR, "kind": "overall", "project_id": None, "unit_id": 1}
DISCARDED = {"state": "terminated", **NOWHERE, "terminated_by": "discard"}
PARTIAL_UNIQUES = {
    "uq_declaration_in_force_project": Twins("declaration", FULL, OF_A_PROJECT, {}, {"in_force": False}),
    "uq_declaration_in_force_overall": Twins("declaration", FULL, OF_A_UNIT, {}, {"in_force": False}),
    "uq_declaration_open_project": Twins("declaration", BARE, OF_A_PROJECT, at("submitted", "section"), DISCARDED),
    "uq_declaration_open_overall": Twins("declaration", BARE, OF_A_UNIT, at("finance_reviewed", "batch"), DISCARDED),
    "uq_approval_document_forward": Twins(
        "approval_document", FULL, {"forward_number": "7", "department_id": 1}, {"batch_id": 2},
        {"forward_number": None},
    ),
    "uq_approval_document_number": Twins("approval_document", FULL, {"number": "7"}, {}, {"number": None}),
    "uq_approval_document_original": Twins(
        "approval_document", BARE, {"batch_id": 2, "department_id": 1}, {"number": "7"}, {"voids_id": 1}
    ),
    "uq_monitoring_report_open": Twins(
        "monitoring_report", BARE, {"campaign_id": 2, "declaration_id": 1}, at("submitted", "section"),
        {"state": "cancelled", **NOWHERE, "cancelled_by": "cancel"},
    ),
    "uq_pending_decision_live": Twins(
        "pending_decision", FULL, {"declaration_id": 2, "actor_id": 1}, {"status": "sent"}, {"status": "done"}
    ),
    "uq_project_region_code": Twins("project", FULL, {"code": "7"}, {}, {"code": None}),
    "uq_self_evaluation_open": Twins(
        "self_evaluation", BARE, {"task_id": 2, "declaration_id": 1}, at("submitted", "section"),
        {"state": "cancelled", **NOWHERE, "cancelled_by": "cancel"},
    ),
    "uq_suggested_edit_pending": Twins("suggested_edit", BARE, {"path": "7"}, {}, {"path": "8"}),
    "uq_target_adjustment_task_open": Twins(
        "target_adjustment_task", BARE, {"project_id": 1, "fiscal_year": 7}, {}, {"fiscal_year": 8}
    ),
    "uq_waiver_open": Twins("waiver", BARE, {"finding_key": "7"}, {}, {"withdrawn_at": INSTANT}),
}  # fmt: skip


def test_every_partial_unique_has_a_case() -> None:
    unique = [index for one in SQLModel.metadata.tables.values() for index in one.indexes if index.unique]
    assert {index.name for index in unique} == set(PARTIAL_UNIQUES)


@pytest.mark.parametrize("name", PARTIAL_UNIQUES)
def test_partial_unique_refuses(writing: Connection, name: str) -> None:
    twins = PARTIAL_UNIQUES[name]
    insert = table(twins.table).insert()
    writing.execute(insert, row(twins.table, twins.n, **twins.both))
    legal = writing.begin_nested()
    writing.execute(insert, row(twins.table, twins.n + 2, **twins.both | twins.second | twins.legal))
    legal.rollback()
    with pytest.raises(IntegrityError) as refused:
        writing.execute(insert, row(twins.table, twins.n + 2, **twins.both | twins.second))
    message = str(refused.value.orig)
    columns = next(index for index in table(twins.table).indexes if index.name == name).columns.keys()
    sqlite = "UNIQUE constraint failed: " + ", ".join(f"{twins.table}.{column}" for column in columns)
    assert name in message or message == sqlite


def test_an_open_revision_stands_beside_the_one_in_force(writing: Connection) -> None:
    insert = table("declaration").insert()
    writing.execute(insert, row("declaration", FULL, **OF_A_PROJECT))
    writing.execute(insert, row("declaration", BARE, **OF_A_PROJECT, revision=3, supersedes_id=FULL))
