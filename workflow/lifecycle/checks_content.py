"""Checks about content and what comes with the move: 422, except the hash the signer saw (409)."""

from sqlmodel import col, select

from workflow import clock, regional
from workflow.documents.values import value_at
from workflow.lifecycle.case import Case
from workflow.lifecycle.checks import Problem, check, check_all
from workflow.lifecycle.facts import closed_since, content_hash_of, file_kind, unsent_comments
from workflow.lifecycle.report_checks import missing_in
from workflow.models import CarriedValue, Comment, MonitoringCampaign, UnparsedInput, Waiver
from workflow.review import BINDING, check_row
from workflow.rules import Finding
from workflow.types import AnswerKind, Grade, Severity

LIST_WORDS: dict[str, tuple[str, str]] = {
    "basics": ("基本情况与说明", "Basics and texts"),
    "executing_bodies": ("执行单位", "Executing bodies"),
    "goals": ("绩效目标", "Goals"),
    "indicators": ("绩效指标", "Indicators"),
    "block_weights": ("指标权重比例", "Block weights"),
    "funding_sources": ("资金来源", "Funding sources"),
    "expenditure_lines": ("支出明细", "Expenditure lines"),
    "asset_lines": ("资产配置及采购计划", "Assets and procurement"),
}
"""What a list of the form is called in a refusal (zh, en)."""
PASSING_GRADES = (Grade.excellent, Grade.good)


@check(409)
def hash_seen(case: Case) -> Problem | None:
    """sign: the signature is for the content the signer looked at."""
    seen = case.inputs.content_hash
    return None if seen == content_hash_of(case) else Problem("content_changed")


@check_all(422)
def no_unparsed_input(case: Case) -> list[Problem]:
    """What was typed but cannot be read must be put right first."""
    found = case.session.exec(select(UnparsedInput).where(UnparsedInput.declaration_id == case.row.id)).all()
    return [Problem("unparsed_input", {"raw": item.raw, "fault": item.code}, item.path) for item in found]


def findings_of(case: Case) -> list[Finding]:
    """All findings of the form and linked rules on the document as it stands, beside what lies beside it now."""
    return check_row(case.session, case.row, case.document, BINDING)


@check_all(422)
def no_unexplained_error(case: Case) -> list[Problem]:
    """No 必改 finding, unless a waiver (情况说明) explains exactly this sentence."""
    explained = set(
        case.session.exec(
            select(Waiver.finding_key).where(Waiver.declaration_id == case.row.id, col(Waiver.withdrawn_at).is_(None))
        )
    )
    return [
        Problem("finding", {"zh": finding.zh, "en": finding.en, "rule": finding.rule}, finding.path)
        for finding in findings_of(case)
        if finding.severity is Severity.error and finding.key not in explained
    ]


@check_all(422)
def carried_confirmed(case: Case) -> list[Problem]:
    """What was taken over from last year's declaration is looked at first: a problem per list, at its first place."""
    query = select(CarriedValue.path).where(
        CarriedValue.declaration_id == case.row.id, col(CarriedValue.settled_at).is_(None)
    )
    lists: dict[str, list[str]] = {}
    for path in case.session.exec(query.order_by(col(CarriedValue.id))):
        lists.setdefault(path.partition("/")[0], []).append(path)
    return [
        Problem("carried_unconfirmed", {"count": len(paths), "zh": zh, "en": en}, paths[0])
        for name, paths in lists.items()
        for zh, en in (LIST_WORDS[name],)
    ]


@check_all(422)
def comments_answered(case: Case) -> list[Problem]:
    """Every comment of the return is answered; ``changed`` means that the value really differs."""
    found = case.session.exec(
        select(Comment)
        .where(
            Comment.object_kind == file_kind(case.row),
            Comment.object_id == case.row.id,
            Comment.round == case.row.round,
            Comment.sent_with == "return",
        )
        .order_by(col(Comment.id))
    ).all()
    return [problem for comment in found if (problem := _unanswered(case, comment))]


def _unanswered(case: Case, comment: Comment) -> Problem | None:
    if comment.answer is None:
        return Problem("comment_unanswered", {"text": comment.text}, comment.path)
    unchanged = comment.answer == AnswerKind.changed and value_at(case.document, comment.path) == comment.old_value
    return Problem("comment_not_changed", {"text": comment.text}, comment.path) if unchanged else None


@check(422)
def window_open(case: Case) -> Problem | None:
    """submit: the task is open, or extended for this unit, or the return's own deadline has not passed."""
    last_day = closed_since(case.session, case.row)
    return Problem("window_closed", {"closes_on": last_day.isoformat()}) if last_day else None


@check(422)
def window_warning_seen(case: Case) -> Problem | None:
    """withdraw after the window closed: the unit is told first that re-submission needs an extension."""
    last_day = closed_since(case.session, case.row)
    if last_day is None or case.inputs.acknowledged:
        return None
    return Problem("withdraw_needs_extension", {"closes_on": last_day.isoformat()})


@check(422)
def comment_or_reason(case: Case) -> Problem | None:
    """return, decline: at least one published comment of this desk, or a general reason."""
    if case.inputs.reason:
        return None
    query = select(Comment.id).where(*unsent_comments(case.row, case.row.desk))
    return None if case.session.exec(query).first() else Problem("comment_or_reason_missing")


@check(422)
def due_date_ahead(case: Case) -> Problem | None:
    """return: its own deadline is not in the past."""
    due = case.inputs.due_on
    return Problem("due_date_past", {"due_on": due.isoformat()}) if due and due < clock.business_date() else None


@check(422)
def opinion_given(case: Case) -> Problem | None:
    """pass_review: an opinion in words."""
    return None if case.inputs.opinion else Problem("opinion_missing")


@check(422)
def grade_passes(case: Case) -> Problem | None:
    """pass_review: grade 优 or 良; 中 means return, 差 means propose_refusal (财预〔2015〕88号 第25条)."""
    if case.inputs.grade in PASSING_GRADES:
        return None
    known = case.inputs.grade in list(Grade)
    return Problem("grade_does_not_pass", {"grade": case.inputs.grade}) if known else Problem("grade_missing")


@check(422)
def weights_complete(case: Case) -> Problem | None:
    """clear: every indicator of a weighted table has its weight."""
    scheme = regional.profile(case.session, case.row.form_profile).weights
    if scheme is None:
        return None
    missing = [row for row in case.document.indicators if row.horizon == scheme.horizon and row.weight is None]
    return (
        Problem("weights_missing", {"count": len(missing)}, f"indicators/{missing[0].uid}/weight") if missing else None
    )


@check(422)
def document_named(case: Case) -> Problem | None:
    """terminate, open_adjustment: the document (number) it rests on."""
    return None if case.inputs.document else Problem("document_missing")


@check(422)
def campaign_open(case: Case) -> Problem | None:
    """A report goes in while its campaign is open; a late one still does, it is only counted as late."""
    campaign = case.session.get(MonitoringCampaign, case.row.campaign_id)
    return Problem("campaign_closed") if campaign is None or campaign.closed_at else None


@check_all(422)
def report_complete(case: Case) -> list[Problem]:
    """Every indicator says where it stands and how likely the target is; red and yellow lights are explained."""
    return missing_in(case.session, case.row)
