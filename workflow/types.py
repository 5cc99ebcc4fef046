"""The words of the domain as enums. Every name equals its stored value, so a database string is a member.

Chinese labels stand beside the members; pages show them through ``label_zh`` / ``label_en`` of the tables
that use them, never the member itself.
"""

from enum import StrEnum


class State(StrEnum):
    """Where a declaration (申报) stands in its life."""

    drafted = "drafted"
    submitted = "submitted"
    finance_reviewed = "finance_reviewed"
    approved = "approved"
    monitored = "monitored"
    evaluated = "evaluated"
    terminated = "terminated"


class CampaignKind(StrEnum):
    """自行监控: units watch their own projects; 重点监控: finance picks projects to watch closely."""

    own = "own"
    key = "key"


class ChoiceOutcome(StrEnum):
    """What was decided about a declaration: outside the scope, exempt (豁免), or taken in all the same (纳入)."""

    outside = "outside"
    exempt = "exempt"
    wanted = "wanted"


class CorrectionKind(StrEnum):
    """限期整改 · 调减预算并调整目标 · 暂缓拨款 · 停止拨款."""

    rectify = "rectify"
    cut = "cut"
    pause = "pause"
    stop = "stop"


class CorrectionState(StrEnum):
    """Whose turn it is with a corrective action."""

    ordered = "ordered"
    answered = "answered"
    confirmed = "confirmed"
    closed = "closed"


class SampleReason(StrEnum):
    """Why a self-evaluation is in the sample for the re-check (复核): 差 · red light · amount · by the share."""

    poor = "poor"
    red = "red"
    amount = "amount"
    share = "share"


class RecheckState(StrEnum):
    """Where a re-check stands."""

    open = "open"
    finished = "finished"


class ResultUseKind(StrEnum):
    """结果应用: what a result means for the money: 调减下年预算 · 收回结余资金 · 继续安排."""

    cut = "cut"
    recall = "recall"
    keep = "keep"


class ResultUseState(StrEnum):
    """Proposed by the performance section; confirmed or refused by the budget section."""

    proposed = "proposed"
    confirmed = "confirmed"
    refused = "refused"


class ReportState(StrEnum):
    """Where a monitoring report (项目支出绩效目标执行监控表) or a self-evaluation (自评表) stands."""

    drafted = "drafted"
    submitted = "submitted"
    accepted = "accepted"
    cancelled = "cancelled"


class DocumentState(StrEnum):
    """Where an approval document (批复文件) stands; from drafting to sealing the state also says who holds it."""

    drafting = "drafting"
    cosigning = "cosigning"
    signing = "signing"
    numbering = "numbering"
    sealing = "sealing"
    issued = "issued"
    voided = "voided"
    discarded = "discarded"


class Desk(StrEnum):
    """经办环节: who holds the file inside a state."""

    filer = "filer"
    head = "head"
    department = "department"
    section = "section"
    performance = "performance"
    batch = "batch"


class Role(StrEnum):
    """What a grant (role × organisation) lets a person do."""

    filer = "filer"
    unit_head = "unit_head"
    department_reviewer = "department_reviewer"
    section_reviewer = "section_reviewer"
    section_head = "section_head"
    performance = "performance"
    treasury = "treasury"
    budget_section = "budget_section"
    leader = "leader"
    auditor = "auditor"
    system_admin = "system_admin"
    security_admin = "security_admin"
    audit_admin = "audit_admin"


ADMIN_ROLES = frozenset({Role.system_admin, Role.security_admin, Role.audit_admin})
FINANCE_ROLES = frozenset(
    {Role.section_reviewer, Role.section_head, Role.performance, Role.treasury, Role.budget_section, Role.leader}
)


class OrganisationKind(StrEnum):
    """bureau = the finance bureau, section = one of its 科室, department = 主管部门, unit = 预算单位 under one."""

    bureau = "bureau"
    section = "section"
    department = "department"
    unit = "unit"


class Kind(StrEnum):
    """project 项目支出 | overall 部门（单位）整体支出."""

    project = "project"
    overall = "overall"


class Stage(StrEnum):
    """Where in the budget year a task stands: 一上, 二上, 年中追加, 上级转移, 结转."""

    first_pass = "first_pass"  # noqa: S105 - 一上, not a password
    second_pass = "second_pass"  # noqa: S105
    in_year = "in_year"
    transfer = "transfer"
    carry_over = "carry_over"


class Horizon(StrEnum):
    """Over which time a goal (绩效目标) reaches: 长期, 年度, or not split (old forms)."""

    long_term = "long_term"
    annual = "annual"
    overall = "overall"


class Severity(StrEnum):
    """error 必改 | warning 建议改 | info 提示."""

    error = "error"
    warning = "warning"
    info = "info"


class Scope(StrEnum):
    """How far a review rule looks: form = itself | linked = its past and its department | corpus = all forms."""

    form = "form"
    linked = "linked"
    corpus = "corpus"


class Grade(StrEnum):
    """The grade of a review (财预〔2015〕88号 第25条)."""

    excellent = "excellent"
    good = "good"
    fair = "fair"
    poor = "poor"


class SheetKind(StrEnum):
    """审核表: four ticks | the scored sheet of a key project (重点项目) | judged as a whole by one opinion (bulk)."""

    ticks = "ticks"
    scored = "scored"
    whole = "whole"


class LateCause(StrEnum):
    """Why something new is asked after the first return: 资金, 政策, 关联修改; else the section head consents."""

    money = "money"
    policy = "policy"
    linked = "linked"
    consent = "consent"


class LateStatus(StrEnum):
    """declared = the reviewer named the cause; asked, granted, refused = what the section head (科长) says."""

    declared = "declared"
    asked = "asked"
    granted = "granted"
    refused = "refused"


class Reason(StrEnum):
    """Whether a move asks for a reason in words."""

    required = "required"
    optional = "optional"
    none = "none"


class SignatureKind(StrEnum):
    """How somebody signed: at the screen, or on paper (纸质审签) with the scan kept."""

    screen = "screen"
    paper = "paper"


class AnswerKind(StrEnum):
    """How the unit answered a comment: it changed the value, or kept it and says why."""

    changed = "changed"
    kept = "kept"


class SuggestionAnswer(StrEnum):
    """How the unit answered a suggested edit (协商完善)."""

    accepted = "accepted"
    refused = "refused"


class JobKind(StrEnum):
    """What a background job does."""

    payment_import = "payment_import"
    execution_rates = "execution_rates"
    indicator_library = "indicator_library"
    intake = "intake"
    list_export = "list_export"
    letter_files = "letter_files"
    payment_totals = "payment_totals"
    rescoring = "rescoring"


class IntakeStatus(StrEnum):
    """A form read from a file: open = to be checked, created = a draft was made or updated, aside = not wanted,
    other = no form that a declaration is made of."""

    open = "open"
    created = "created"
    aside = "aside"
    other = "other"


class TableFormat(StrEnum):
    """The kinds of file a list leaves as."""

    xlsx = "xlsx"
    csv = "csv"


class ExportFormat(StrEnum):
    """What is written in the background: lists as tables, long approval letters as papers."""

    xlsx = "xlsx"
    csv = "csv"
    pdf = "pdf"
    docx = "docx"


class LibraryState(StrEnum):
    """Whether an indicator of the library may still be chosen, or another one took its place."""

    active = "active"
    deprecated = "deprecated"


class JobState(StrEnum):
    """The life of a background job."""

    queued = "queued"
    running = "running"
    done = "done"
    failed = "failed"
    cancelled = "cancelled"


class Channel(StrEnum):
    """How a message goes besides the inbox, which always has it."""

    mail = "mail"
    bot = "bot"
    sms = "sms"


class OutboxState(StrEnum):
    """Delivery of one outgoing message: e-mail is sent at most once, so ``unknown`` is never resent by itself."""

    due = "due"
    sending = "sending"
    sent = "sent"
    failed = "failed"
    unknown = "unknown"
    skipped = "skipped"


class DecisionState(StrEnum):
    """待发决定: 待发, 已发出, 执行中, 已执行, 未能执行, 已删除."""

    held = "held"
    sent = "sent"
    due = "due"
    done = "done"
    failed = "failed"
    recalled = "recalled"


LIVE_DECISIONS = (DecisionState.held, DecisionState.sent, DecisionState.due)
