"""Would this click be allowed? From the prose of the design: 404, 403 role, 409, 403 person, 422, in this order."""

from collections.abc import Callable
from datetime import date
from functools import cache

from tests.domain.model import DECLARATION, FOLLOWS, REPORT, Declaration, File, Project, Remark, Report, Sent
from tests.domain.world import ORGANISATIONS, PEOPLE

OWN_REGION = {"performance", "treasury", "budget_section", "leader", "auditor"}
OK, UNSEEN, FORBIDDEN, CONFLICT, INCOMPLETE = 200, 404, 403, 409, 422


def reaches(role: str, at: str, unit: str) -> bool:
    """Unit people their unit, the department its units, a section its departments, bureau roles their region."""
    region, _, _, department, _, _ = ORGANISATIONS[unit]
    if role in ("filer", "unit_head"):
        return at == unit
    if role == "department_reviewer":
        return at == department
    if role in ("section_reviewer", "section_head"):
        return at == ORGANISATIONS[department][4]
    return role in OWN_REGION and ORGANISATIONS[at][0] == region


@cache
def roles_over(person: str, unit: str) -> set[str]:
    return {role for role, at in PEOPLE[person] if reaches(role, at, unit)}


def predict(project: Project, file: File, person: str, action: str, version: int, sent: Sent, today: date) -> int:
    """The status of the answer; 200 means that it happens."""
    table = DECLARATION if isinstance(file, Declaration) else REPORT
    roles = roles_over(person, file.unit)
    if action not in table or not roles:
        return UNSEEN
    if not roles & set().union(*table[action].values()):
        return FORBIDDEN
    if version != file.version or not roles & table[action].get(file.place, set()):
        return CONFLICT
    if isinstance(file, Declaration):
        if _conflict(project, file, person, action, sent):
            return CONFLICT
        if _barred(file, person, action):
            return FORBIDDEN
        return INCOMPLETE if _incomplete(file, action, sent, today) else OK
    assert isinstance(file, Report)
    if _not_recallable(file, action) or (action == "sign" and not sent.hash_seen):
        return CONFLICT
    if (action == "sign" and _typed_himself(file, person)) or (action == "accept" and file.checked_himself(person)):
        return FORBIDDEN
    return INCOMPLETE if _report_incomplete(file, action, sent) else OK


# --- 409: somebody or something was faster ---------------------------------------------------------------------------


def _not_recallable(file: File, action: str) -> bool:
    """Recall: what this desk sent, until the next desk edited, commented or signed."""
    return action == "recall" and (file.came_by not in ("send_up", "sign") or file.touched)


def _sent_it(file: File, person: str) -> bool:
    """What the head signed at the screen only a head recalls; nobody signs on paper here."""
    return file.came_by != "sign" or "unit_head" in roles_over(person, file.unit)


def _conflict(project: Project, file: Declaration, person: str, action: str, sent: Sent) -> bool:
    taken_by_other = file.taken_by not in ("", person)
    if action in ("pass_review", "propose_refusal") or (action == "return" and file.desk == "section"):
        return taken_by_other
    in_force_alone = file.in_force and project.open_revision is None
    looks: dict[str, Callable[[], bool]] = {
        "recall": lambda: _not_recallable(file, action) or not _sent_it(file, person),
        "sign": lambda: not sent.hash_seen,
        "sign_on_paper": lambda: not sent.hash_seen,
        "transfer": lambda: file.taken_by != person and "section_head" not in roles_over(person, file.unit),
        "extend": lambda: file.last_day() is None,
        "sign_changes": lambda: True,  # nobody has suggested anything here
        "discard": lambda: file.round > 0 or file.revision > 1,
        "withdraw": lambda: bool(file.taken_by),
        "cancel_adjustment": lambda: file.revision == 1,
        "amend_adjustment": lambda: file.revision == 1,
        "file_adjustment": lambda: not file.small(),
        "demand_review": lambda: not file.small(),
        "open_adjustment": lambda: not in_force_alone,
        "accept_evaluation": lambda: not in_force_alone,
        "terminate": lambda: not in_force_alone,
        "revoke_approval": lambda: (
            not in_force_alone
            or file.supersedes is not None
            or file.issued
            or any(report.was_submitted for report in file.reports)
        ),
    }
    return action in looks and looks[action]()


# --- 403: this person ------------------------------------------------------------------------------------------------


def _typed_himself(file: File, person: str) -> bool:
    """Signer ≠ filer, unless the region allows it; the department's traced edits are the exception."""
    if person not in file.typed:
        return False
    lax = isinstance(file, Declaration | Report) and file.lax()
    return not lax and not (file.typed[person] and file.desk == "department")


def _barred(file: Declaration, person: str, action: str) -> bool:
    if action == "sign":
        return _typed_himself(file, person)
    if action in ("withdraw", "request_return"):  # nobody signs on paper here
        return not roles_over(person, file.unit) & {"unit_head", "department_reviewer"}
    if action in ("pass_review", "propose_refusal", "file_adjustment"):
        return file.checked_himself(person)
    if action == "refuse":
        return file.checked_himself(person) or file.proposed_by == person
    if action in ("clear", "approve", "approve_specially"):
        return file.checked_himself(person) or file.reviewed_by == person
    return False


# --- 422: something is missing ---------------------------------------------------------------------------------------


def _incomplete(file: Declaration, action: str, sent: Sent, today: date) -> bool:
    no_reason = not sent.reason.strip()
    unclean = bool(file.unreadable or file.faults() or file.misfits())
    looks: dict[str, Callable[[], bool]] = {
        "send_up": lambda: unclean,
        "decline": lambda: no_reason and not file.remarks_to_send(),
        "sign": lambda: unclean or _cannot_sign(file, today),
        "sign_on_paper": lambda: True,  # no scan and no head is named here
        "approve_specially": lambda: True,  # no points are listed here
        "accept_evaluation": lambda: True,  # nobody evaluates here
        "transfer": lambda: True,  # nobody is named here
        "extend": lambda: no_reason or sent.due_on is None or sent.due_on < today or sent.due_on <= _last_day(file),
        "withdraw": lambda: file.late(today) and not sent.acknowledged,
        "request_return": lambda: no_reason,
        "return": lambda: (
            (no_reason and not file.remarks_to_send()) or (sent.due_on is not None and sent.due_on < today)
        ),
        "pass_review": lambda: not sent.opinion.strip() or sent.grade not in ("excellent", "good"),
        "propose_refusal": lambda: no_reason,
        "reject_refusal": lambda: no_reason,
        "send_to_review": lambda: no_reason,
        "clear": lambda: file.cells["weight"] == "",
        "revoke_approval": lambda: no_reason,
        "terminate": lambda: no_reason or not sent.document.strip(),
        "open_adjustment": lambda: no_reason or _without_grounds(sent, today),
        "amend_adjustment": lambda: no_reason or _without_grounds(sent, today),
        "file_adjustment": lambda: file.cells["weight"] == "",
        "cancel_adjustment": lambda: no_reason,
        "demand_review": lambda: no_reason,
    }
    return action in FOLLOWS or (action in looks and looks[action]())


def _without_grounds(sent: Sent, today: date) -> bool:
    """Type, and the document with its issuer and a day that has come; a transfer names the other project."""
    known = sent.adjustment_type in ("addition", "cut", "transfer", "recall", "policy")
    dated = sent.document_date is not None and sent.document_date <= today
    named = sent.adjustment_type != "transfer" or bool(sent.counterpart.strip())
    return not (known and dated and named and sent.document.strip() and sent.document_issuer.strip())


def _last_day(file: Declaration) -> date:
    return file.last_day() or date.max


def _cannot_sign(file: Declaration, today: date) -> bool:
    """The department signs on top of a standing unit signature; the last signature is the submission."""
    if file.desk == "department":
        standing = [item for item in file.signatures if item.desk == "head" and item.stands]
        if not standing or standing[-1].money_and_targets != file.money_and_targets():
            return True
    return file.last_signature_here and (file.late(today) or any(_unanswered(file, item) for item in file.remarks))


def _unanswered(file: Declaration, remark: Remark) -> bool:
    if remark.sent_with != "return" or remark.round != file.round:
        return False
    return not remark.answer or (remark.answer == "changed" and file.says(remark.path) == remark.old)


def _report_incomplete(file: Report, action: str, sent: Sent) -> bool:
    if action in ("decline", "return", "cancel"):
        return not sent.reason.strip()
    if action == "sign":
        return not file.complete or (file.last_signature_here and not file.campaign_open)
    return action in FOLLOWS or (action == "send_up" and not file.complete)
