"""Every page that answers a GET and has no list that leaves as a file, by the reason why it has none.

A new page stands in ``PLACES`` of ``test_exports.py`` or here, or the test of the inventory fails.
"""

WITHOUT_EXPORT: dict[str, tuple[str, ...]] = {
    "no page: a file, a picture's numbers, a word for a machine": (
        "static", "health.healthz", "execution.months_json", "review_statistics.chart", "review_statistics.letter",
        "payments.rows_csv", "outside.proof", "upper_transfers.scan", "attachments.download",
        "declarations.download", "reports.download", "letters.download",
        "letters.scan", "signed_pages.scan", "exports.download", "offline.marked", "overall.download",
        "evaluations.download", "report_evidence.download", "report_sheet.book", "campaign_course.notice_file",
        "campaign_course.department_file", "overview.weekly_report",
    ),
    "one form or paper, which leaves as docx, xlsx and pdf": (
        "declarations.paper", "signed_pages.blank", "reports.show", "reports.paper", "letters.show", "overall.show",
        "evaluations.show", "corrections.show",
        "report_parts.show", "report_evidence.show", "rechecks.show",
    ),
    "something is typed, chosen or confirmed here": (
        "session.sign_in", "declarations.new", "moves.ask", "batches.precheck", "editor.show", "editor.library",
        "editor.ask_explain", "editor.ask_unlock", "library.new", "library.ask_merge", "payments.new",
        "payment_match.match", "payment_columns.ask", "outside.new", "upper_transfers.new", "payment_months.ask",
        "payment_months.ask_reason", "ledger.new", "ledger.ask_transfer", "ledger.ask_take_back", "spending_plan.ask",
        "ledger.ask_classes",
        "campaigns.new", "campaigns.ask_close", "reports.ask",
        "campaigns.choices", "reports.ask_exempt", "corrections.new", "reminder_rules.show", "reminder_rules.new",
        "report_sheet.show", "corrections.new_on_evaluation", "result_uses.new",
        "evaluation_tasks.new", "evaluation_tasks.ask_close", "evaluations.ask",
        "evaluation_files.show", "region_settings.rescored", "evaluation_choices.show", "evaluation_choices.ask_exempt",
    ),
    "two forms side by side; each leaves as a paper": ("declarations.compare",),
    "one row of a list that has an export": (
        "payments.row", "outside.show", "upper_transfers.show", "library.show", "target_tasks.show", "result_uses.show",
    ),
    "forms of one file that become declarations; those have an export, and the file's line counts them": (
        "intake.show", "intake.form",
    ),
    "one workbook, which goes home with everything marked in it": ("offline.show",),
    "the exports themselves": ("exports.index",),
    "one answer about one code, for everybody": ("letters.verify",),
}  # fmt: skip
