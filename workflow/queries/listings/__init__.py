"""Every list that leaves as a file. To add one: a ``Listing`` in the file of its area, a line in ``_ALL``.

The page gets its button from ``export_buttons`` of ``_ui/export.html``; the test of all lists does the rest.
"""

from workflow.queries.listings.campaign_course import ROUNDS, STUCK
from workflow.queries.listings.classes import CLASS_PAYMENTS, EXECUTION_CLASSES
from workflow.queries.listings.closed_months import CLOSED_MONTHS, MONTH_CHANGES
from workflow.queries.listings.declarations import DECLARATIONS, STATISTICS_FILES
from workflow.queries.listings.evaluations import EVALUATION_TASKS, SELF_EVALUATIONS
from workflow.queries.listings.execution_months import EXECUTION_MONTHS
from workflow.queries.listings.filings import FILINGS
from workflow.queries.listings.ledger import LEDGER, PROJECT_LEDGER
from workflow.queries.listings.listing import Column, Given, Listing
from workflow.queries.listings.money import (
    EXECUTION,
    FILE_PAYMENTS,
    PAYMENT_FILES,
    PAYMENT_LINES,
    PAYMENT_ROWS,
    PROJECT_PAYMENTS,
    UNMATCHED,
)
from workflow.queries.listings.no_targets import NO_TARGETS
from workflow.queries.listings.office import (
    BATCH_FILES,
    BATCHES,
    CAMPAIGNS,
    CORRECTIONS,
    DELIVERIES,
    EXTENSIONS,
    INBOX,
    LIBRARY,
    OVERALL,
    PEOPLE,
    REPORTS,
    STAND_INS,
)
from workflow.queries.listings.outside import OUTSIDE
from workflow.queries.listings.overview import OVERVIEW_DESKS, OVERVIEW_FILES, OVERVIEW_LIGHTS, OVERVIEW_LINES
from workflow.queries.listings.papers import INTAKE_FILES, LETTER_NUMBERS, LETTERS, OFFLINE_UPLOADS
from workflow.queries.listings.payment_columns import PAYMENT_COLUMNS
from workflow.queries.listings.rechecks import RECHECKS, RESULT_USES
from workflow.queries.listings.reconciliation import MISFITS, PAYMENT_MONTHS
from workflow.queries.listings.reminders import REMINDER_PREVIEW, REMINDER_RULES, UNSUBMITTED, UNSUBMITTED_FILES
from workflow.queries.listings.review import (
    DECISIONS,
    LATE,
    PHRASES,
    QUEUE,
    STATISTICS_CAUSES,
    STATISTICS_DESKS,
    STATISTICS_LINES,
    STATISTICS_RULES,
)
from workflow.queries.listings.settings import REGION_SETTINGS, RULE_SETTINGS
from workflow.queries.listings.target_tasks import TARGET_TASKS
from workflow.queries.listings.upper_transfers import UPPER_TRANSFERS
from workflow.queries.listings.work import FILE_TRAIL, WORKLIST

_ALL = (
    DECLARATIONS, STATISTICS_FILES, QUEUE, DECISIONS, LATE, PHRASES, STATISTICS_LINES, STATISTICS_DESKS,
    STATISTICS_RULES, STATISTICS_CAUSES, EXECUTION, EXECUTION_MONTHS, EXECUTION_CLASSES, CLASS_PAYMENTS,
    PAYMENT_FILES, PAYMENT_ROWS, UNMATCHED, PAYMENT_LINES,
    FILE_PAYMENTS, PROJECT_PAYMENTS, PAYMENT_MONTHS, MISFITS,
    CLOSED_MONTHS, MONTH_CHANGES, PAYMENT_COLUMNS, OUTSIDE, UPPER_TRANSFERS,
    FILINGS, LEDGER, TARGET_TASKS, NO_TARGETS, PROJECT_LEDGER,
    BATCHES, BATCH_FILES, CAMPAIGNS, REPORTS, CORRECTIONS, LIBRARY, PEOPLE,
    ROUNDS, STUCK,
    EVALUATION_TASKS, SELF_EVALUATIONS, RECHECKS, RESULT_USES,
    EXTENSIONS, STAND_INS, DELIVERIES, INBOX, OVERALL,
    WORKLIST, FILE_TRAIL, LETTERS, LETTER_NUMBERS, INTAKE_FILES, OFFLINE_UPLOADS, RULE_SETTINGS, REGION_SETTINGS,
    REMINDER_RULES, REMINDER_PREVIEW, UNSUBMITTED, UNSUBMITTED_FILES,
    OVERVIEW_LINES, OVERVIEW_LIGHTS, OVERVIEW_DESKS, OVERVIEW_FILES,
)  # fmt: skip
LISTINGS: dict[str, Listing] = {listing.key: listing for listing in _ALL}

__all__ = ["LISTINGS", "Column", "Given", "Listing"]
