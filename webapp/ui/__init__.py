"""Pages, one file per area. Every blueprint is listed here once."""

from flask import Blueprint

from webapp.ui.batches import bp as batches
from webapp.ui.campaign_course import bp as campaign_course
from webapp.ui.campaigns import bp as campaigns
from webapp.ui.comments import bp as comments
from webapp.ui.corrections import bp as corrections
from webapp.ui.decisions import bp as decisions
from webapp.ui.declaration_nudges import bp as declaration_nudges
from webapp.ui.declarations import bp as declarations
from webapp.ui.deliveries import bp as deliveries
from webapp.ui.editor_files import bp as attachments
from webapp.ui.editor_library import bp as editor
from webapp.ui.evaluation_choices import bp as evaluation_choices
from webapp.ui.evaluation_files import bp as evaluation_files
from webapp.ui.evaluation_samples import bp as evaluation_samples
from webapp.ui.evaluation_tasks import bp as evaluation_tasks
from webapp.ui.evaluations import bp as evaluations
from webapp.ui.execution import bp as execution
from webapp.ui.execution_classes import bp as execution_classes
from webapp.ui.exports import bp as exports
from webapp.ui.extensions import bp as extensions
from webapp.ui.filings import bp as filings
from webapp.ui.health import bp as health
from webapp.ui.inbox import bp as inbox
from webapp.ui.intake import bp as intake
from webapp.ui.late_comments import bp as late_comments
from webapp.ui.ledger import bp as ledger
from webapp.ui.letters import bp as letters
from webapp.ui.library import bp as library
from webapp.ui.moves import bp as moves
from webapp.ui.nudges import bp as nudges
from webapp.ui.offline import bp as offline
from webapp.ui.outside import bp as outside
from webapp.ui.overall import bp as overall
from webapp.ui.overview import bp as overview_page
from webapp.ui.payment_columns import bp as payment_columns
from webapp.ui.payment_match import bp as payment_match
from webapp.ui.payment_months import bp as payment_months
from webapp.ui.payments import bp as payments
from webapp.ui.people import bp as people
from webapp.ui.phrases import bp as phrases
from webapp.ui.queue import bp as queue
from webapp.ui.rechecks import bp as rechecks
from webapp.ui.region_settings import bp as region_settings
from webapp.ui.reminder_rules import bp as reminder_rules
from webapp.ui.report_evidence import bp as report_evidence
from webapp.ui.report_parts import bp as report_parts
from webapp.ui.report_sheet import bp as report_sheet
from webapp.ui.reports import bp as reports
from webapp.ui.result_uses import bp as result_uses
from webapp.ui.review_sheets import bp as review_sheets
from webapp.ui.review_statistics import bp as review_statistics
from webapp.ui.rules import bp as rules
from webapp.ui.session import bp as session
from webapp.ui.signed_pages import bp as signed_pages
from webapp.ui.special import bp as special
from webapp.ui.spending_plan import bp as spending_plan
from webapp.ui.stand_ins import bp as stand_ins
from webapp.ui.suggestions import bp as suggestions
from webapp.ui.target_tasks import bp as target_tasks
from webapp.ui.upper_transfers import bp as upper_transfers
from webapp.ui.worklist import bp as worklist

BLUEPRINTS: tuple[Blueprint, ...] = (
    health, session, worklist, overview_page,
    queue, decisions, inbox, declarations, editor, attachments, moves, comments, suggestions,
    batches, letters, review_sheets, phrases, late_comments,
    execution, execution_classes, spending_plan, ledger, target_tasks,
    payments, payment_match, payment_columns, payment_months, outside, upper_transfers, filings,
    campaigns, campaign_course, report_sheet, reports, report_parts, report_evidence, corrections,
    evaluation_tasks, evaluations, evaluation_files, evaluation_choices,
    evaluation_samples, rechecks, result_uses, nudges, declaration_nudges,
    library, overall, offline, intake, deliveries, review_statistics, rules, reminder_rules, region_settings, people,
    stand_ins, extensions, special, exports, signed_pages,
)  # fmt: skip
