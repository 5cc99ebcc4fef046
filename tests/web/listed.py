"""Where every list that can be exported stands, and how its page shows it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """Where a list stands, who looks at it, and its view."""

    path: str
    who: str
    endpoint: str


PLACES: dict[str, Place] = {
    "overview": Place("/overview/?sort=unsubmitted&dir=desc", "performance_a", "overview.index"),
    "overview_lights": Place("/overview/", "performance_a", "overview.index"),
    "overview_desks": Place("/overview/", "performance_a", "overview.index"),
    "overview_files": Place("/overview/files?measure=due", "performance_a", "overview.files"),
    "declarations": Place("/declarations/?year=2025&sort=budget&dir=desc", "performance_a", "declarations.index"),
    "statistics_files": Place("/review-statistics/files?measure=submitted", "performance_a", "review_statistics.files"),
    "review_queue": Place("/review-queue?sort=amount", "section_a", "queue.index"),
    "decisions": Place("/decisions", "section_a", "decisions.index"),
    "late_comments": Place("/late-comments/?all=1", "performance_a", "late_comments.index"),
    "phrases": Place("/phrases/", "section_a", "phrases.index"),
    "review_statistics": Place("/review-statistics/", "performance_a", "review_statistics.index"),
    "statistics_desks": Place("/review-statistics/", "performance_a", "review_statistics.index"),
    "statistics_rules": Place("/review-statistics/", "performance_a", "review_statistics.index"),
    "statistics_causes": Place("/review-statistics/", "performance_a", "review_statistics.index"),
    "execution": Place("/execution/?by=unit&sort=budget&dir=desc", "performance_a", "execution.index"),
    "execution_months": Place("/execution/months?as_of=2025-12-31", "performance_a", "execution.months"),
    "execution_classes": Place("/execution/classes/?as_of=2025-12-31", "performance_a", "execution_classes.index"),
    "class_payments": Place("/execution/classes/payments?as_of=2025-12-31", "leader", "execution_classes.payments"),
    "ledger": Place("/ledger/?kind=initial", "performance_a", "ledger.index"),
    "no_targets": Place("/ledger/without-targets", "performance_a", "ledger.without_targets"),
    "target_tasks": Place("/target-tasks/?stage=adjusting", "performance_a", "target_tasks.index"),
    "payment_files": Place("/payments/", "treasury", "payments.index"),
    "payment_rows": Place("/payments/rows", "treasury", "payments.waiting"),
    "payment_months": Place("/payments/reconciliation", "performance_a", "payments.reconciliation"),
    "payment_misfits": Place("/payments/reconciliation", "performance_a", "payments.reconciliation"),
    "closed_months": Place("/payments/months/", "performance_a", "payment_months.index"),
    "month_changes": Place("/payments/months/", "performance_a", "payment_months.index"),
    "payment_columns": Place("/payments/columns", "treasury", "payment_columns.index"),
    "outside_payments": Place("/outside-payments/", "filer_a", "outside.index"),
    "filings": Place("/filings/", "performance_a", "filings.index"),
    "upper_transfers": Place("/upper-transfers/", "performance_a", "upper_transfers.index"),
    "unmatched_payments": Place("/payments/unmatched", "treasury", "payment_match.unmatched"),
    "payment_lines": Place("/payments/lines?unit_key=x&project_key=y", "treasury", "payment_match.lines"),
    "file_payments": Place("/payments/files/{batch}?tab=payments", "treasury", "payments.show"),
    "project_payments": Place("/execution/projects/{project}?as_of=2025-12-31", "performance_a", "execution.project"),
    "project_ledger": Place("/execution/projects/{project}", "performance_a", "execution.project"),
    "approval_batches": Place("/batches", "performance_a", "batches.index"),
    "batch_files": Place("/batches/{approval_batch}", "performance_a", "batches.show"),
    "campaigns": Place("/monitoring/", "performance_a", "campaigns.index"),
    "monitoring_reports": Place("/monitoring/{campaign}", "performance_a", "campaigns.show"),
    "campaign_rounds": Place("/monitoring/{second_round}/course", "performance_a", "campaign_course.show"),
    "stuck_reports": Place("/monitoring/{second_round}/course", "performance_a", "campaign_course.show"),
    "evaluation_tasks": Place("/evaluation-tasks/", "performance_a", "evaluation_tasks.index"),
    "self_evaluations": Place("/evaluation-tasks/{task}", "performance_a", "evaluation_tasks.show"),
    "rechecks": Place("/evaluation-tasks/{task}/rechecks", "performance_a", "evaluation_samples.show"),
    "result_uses": Place("/result-uses/?use=proposed", "performance_a", "result_uses.index"),
    "corrections": Place("/corrections/?state=ordered", "performance_a", "corrections.index"),
    "library": Place("/indicators/", "performance_a", "library.index"),
    "people": Place("/people?name=", "system_admin", "people.index"),
    "extensions": Place("/extensions/", "performance_a", "extensions.index"),
    "stand_ins": Place("/stand-ins/", "section_a", "stand_ins.index"),
    "deliveries": Place("/deliveries/", "performance_a", "deliveries.index"),
    "inbox": Place("/inbox", "section_a", "inbox.index"),
    "overall_statements": Place("/overall/", "performance_a", "overall.index"),
    "worklist": Place("/", "performance_a", "worklist.show"),
    "file_trail": Place("/declarations/{file}?tab=history", "performance_a", "declarations.show"),
    "letters": Place("/letters", "performance_a", "letters.index"),
    "letter_numbers": Place("/letters", "performance_a", "letters.index"),
    "intake_files": Place("/intake/", "filer_a", "intake.index"),
    "offline_uploads": Place("/offline/", "filer_a", "offline.index"),
    "rule_settings": Place("/rules/", "performance_a", "rules.index"),
    "region_settings": Place("/region-settings/", "performance_a", "region_settings.index"),
    "unsubmitted_reports": Place("/monitoring/{campaign}/unsubmitted", "performance_a", "nudges.index"),
    "unsubmitted_files": Place("/declarations/unsubmitted?which=new", "performance_a", "declaration_nudges.index"),
    "reminder_rules": Place("/reminder-rules/", "performance_a", "reminder_rules.index"),
    "reminder_preview": Place("/reminder-rules/preview?until=2025-12-31", "performance_a", "reminder_rules.preview"),
}
TABLE = {
    "overview_lights": 1, "campaign_rounds": 1, "overview_desks": 2,
    "statistics_desks": 2, "statistics_rules": 3, "statistics_causes": 4,
    "project_ledger": 2, "project_payments": 3, "batch_files": 1,
    "letter_numbers": 1, "offline_uploads": 1, "payment_misfits": 1, "monitoring_reports": 2, "month_changes": 1,
}  # fmt: skip
"""Which table of the page the list is; the first unless said."""
NO_TABLE = frozenset({
    "late_comments", "phrases", "inbox", "stand_ins", "worklist", "file_trail", "rule_settings", "region_settings",
    "reminder_rules",
})  # fmt: skip
"""Shown as something else than one table."""
EMPTY = frozenset({
    "payment_lines", "payment_misfits", "month_changes", "payment_columns", "outside_payments", "upper_transfers",
})  # fmt: skip
"""Lists that are empty here: the columns of one are those of a file and of a project, the other has its own test."""
