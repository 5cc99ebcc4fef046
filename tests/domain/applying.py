"""What a click that is allowed does, from the prose of the design."""

from datetime import date, timedelta

import chinese_calendar

from tests.domain.model import Declaration, File, Project, Remark, Report, Sent, Signature

TO_FINANCE, TO_FILER = "submitted/section", "drafted/filer"


def days_for_a_return(year: int) -> int:
    """Three working days; the region says five from 2026 on."""
    return 5 if year >= 2026 else 3


def working_days_later(day: date, number: int) -> date:
    while number:
        day += timedelta(days=1)
        number -= chinese_calendar.is_workday(day)
    return day


def perform(project: Project, file: File, person: str, action: str, sent: Sent, today: date) -> None:
    """Change the model as the design says."""
    if isinstance(file, Declaration):
        _declaration(project, file, person, action, sent, today)
    else:
        assert isinstance(file, Report)
        _report(file, person, action, sent)


def _to_editor(file: File) -> str:
    return "drafted/department" if file.under_department else TO_FILER


def _step(file: File, action: str, place: str = "") -> None:
    file.version += 1
    if place:
        file.go(place, action)


def _send(file: File, person: str, action: str, sent: Sent) -> None:
    """return and decline: the published comments of the acting desk go out, a general reason is one on the form."""
    going = file.remarks_to_send()
    if sent.reason.strip():
        old = file.says("form") if isinstance(file, Declaration) else ""
        file.remarks.append(Remark(file.desk, file.round, "form", old, sent_with=action))
    for remark in going:
        remark.sent_with = action


def _sign(file: File, person: str, money_and_targets: tuple[str, ...]) -> bool:
    """True if this was the last required signature, which submits."""
    file.signatures.append(Signature(file.desk, person, money_and_targets))
    last = file.last_signature_here
    _step(file, "sign", "" if last else "drafted/department")
    if last:
        file.round += 1
        _step(file, "submit", TO_FINANCE)
    return last


def _extend(project: Project, file: Declaration, sent: Sent) -> None:
    """A return's own deadline moves, else the unit gets a later closing date of the task."""
    assert sent.due_on is not None
    if file.round in file.due_on:
        file.due_on[file.round] = sent.due_on
    else:
        for revision in project.revisions:  # they share task and unit
            revision.extensions.append((sent.due_on, -1))
    _step(file, "extend")


def _forget_review(file: Declaration) -> None:
    file.taken_by = file.reviewed_by = file.proposed_by = file.cleared_by = ""


def _end(file: Declaration, action: str) -> None:
    _step(file, action, "terminated")
    file.terminated_by, file.in_force = action, False


def _declaration(project: Project, file: Declaration, person: str, action: str, sent: Sent, today: date) -> None:
    if action == "send_up":
        _step(file, action, "drafted/head")
    elif action == "extend":
        _extend(project, file, sent)
    elif action == "recall":
        back = "filer" if file.desk == "head" else "head"
        file.void(back)
        _step(file, action, f"drafted/{back}")
    elif action == "decline":
        _send(file, person, action, sent)
        file.void()
        _step(file, action, TO_FILER)
    elif action == "sign":
        if _sign(file, person, file.money_and_targets()):
            file.taken_by = ""
    elif action in ("discard", "cancel_adjustment", "refuse"):
        file.asked_back = 0
        _end(file, action)
    elif action == "open_adjustment":
        _open_adjustment(project, file, sent)
    elif action == "amend_adjustment":
        _step(file, action)
        file.document, file.type = sent.document.strip(), sent.adjustment_type
    elif action in ("approve", "file_adjustment", "revoke_approval", "terminate"):
        _after_finance(project, file, person, action)
    else:
        _in_finance(file, person, action, sent, today)


def _in_finance(file: Declaration, person: str, action: str, sent: Sent, today: date) -> None:
    if action == "take_up":
        file.taken_by = person
        _step(file, action)
    elif action == "withdraw":
        file.taken_by, file.asked_back = "", 0
        file.void()
        _step(file, action, TO_FILER)
    elif action == "demand_review":
        file.full_review = True
        _step(file, action)
    elif action == "request_return":
        file.asked_back += 1
        _step(file, action)
    elif action == "return":
        _send(file, person, action, sent)
        file.due_on[file.round] = sent.due_on or working_days_later(today, days_for_a_return(file.year))
        file.asked_back = 0
        _forget_review(file)
        if not file.under_department:
            file.void()
        _step(file, action, _to_editor(file))
    elif action == "pass_review":
        file.reviewed_by = file.taken_by = person
        file.opinions.append(sent.grade)
        _step(file, action, "finance_reviewed/performance")
    elif action == "propose_refusal":
        file.proposed_by = file.taken_by = person
        file.opinions.append("poor")
        _step(file, action, "submitted/performance")
    elif action == "reject_refusal":
        file.proposed_by = ""
        _step(file, action, TO_FINANCE)
    elif action == "send_to_review":
        _forget_review(file)
        _step(file, action, TO_FINANCE)
    elif action == "clear":
        file.cleared_by = person
        _step(file, action, "finance_reviewed/batch")
    else:
        raise AssertionError(action)


def _after_finance(project: Project, file: Declaration, person: str, action: str) -> None:
    if action in ("approve", "file_adjustment"):
        _step(file, action, "approved")
        file.approved_by, file.in_force, file.asked_back = person, True, 0
        if file.supersedes is None:
            if not project.treasury_gave_initial:
                file.booked.append(("initial", file.fen()))
        else:
            _supersede(project, file, file.supersedes)
    elif action == "revoke_approval":
        initial = sum(amount for kind, amount in file.booked if kind == "initial")
        if initial:
            file.booked.append(("initial", -initial))
        _step(file, action, "finance_reviewed/performance")
        file.approved_by, file.cleared_by, file.in_force = "", "", False
        _cancel_reports(file)
    else:
        _end(file, action)
        _cancel_reports(file)


BOOKED_AS = {
    ("addition", True): "addition", ("cut", False): "cut", ("recall", False): "recall",
    ("transfer", True): "transfer_in", ("transfer", False): "transfer_out",
}  # fmt: skip
"""Type of the adjustment, and whether the budget rose → kind of the entry in the budget ledger."""


def _supersede(project: Project, file: Declaration, old: Declaration) -> None:
    """``in_force`` moves; the old one keeps its state; its open reports end; its monitoring is carried over."""
    old.in_force = False
    old.version += 1
    difference = file.fen() - old.fen()
    booked = {item.document for item in project.revisions if any(kind != "initial" for kind, _ in item.booked)}
    if difference and file.document not in booked | project.treasury_documents:
        file.booked.append((BOOKED_AS.get((file.type, difference > 0), "adjustment"), difference))
    _cancel_reports(old)
    if old.state == "monitored":
        _step(file, "carry_over_monitoring", "monitored")


def _cancel_reports(file: Declaration) -> None:
    for report in file.reports:
        if report.state in ("drafted", "submitted"):
            _step(report, "cancel", "cancelled")


def _open_adjustment(project: Project, file: Declaration, sent: Sent) -> None:
    _step(file, "open_adjustment")
    project.revisions.append(
        Declaration(
            unit=file.unit,
            under_department=file.under_department,
            year=file.year,
            cells=dict(file.cells),
            closes_on=file.closes_on,
            revision=file.revision + 1,
            supersedes=file,
            document=sent.document.strip(),
            type=sent.adjustment_type,
        )
    )


def _report(file: Report, person: str, action: str, sent: Sent) -> None:
    if action == "send_up":
        _step(file, action, "drafted/head")
    elif action == "recall":
        back = "filer" if file.desk == "head" else "head"
        file.void(back)
        _step(file, action, f"drafted/{back}")
    elif action == "decline":
        _send(file, person, action, sent)
        file.void()
        _step(file, action, TO_FILER)
    elif action == "sign":
        file.was_submitted = _sign(file, person, ()) or file.was_submitted
    elif action == "return":
        _send(file, person, action, sent)
        if not file.under_department:
            file.void()
        _step(file, action, _to_editor(file))
    elif action == "accept":
        _step(file, action, "accepted")
        assert file.declaration is not None
        _step(file.declaration, "accept_monitoring", "monitored" if file.declaration.state == "approved" else "")
    elif action == "cancel":
        _step(file, action, "cancelled")
    else:
        raise AssertionError(action)
