"""Pages, one file per area. Every blueprint is listed here once."""

from flask import Blueprint

from webapp.ui.batches import bp as batches
from webapp.ui.campaigns import bp as campaigns
from webapp.ui.comments import bp as comments
from webapp.ui.declarations import bp as declarations
from webapp.ui.deliveries import bp as deliveries
from webapp.ui.editor_files import bp as attachments
from webapp.ui.editor_side import bp as editor
from webapp.ui.execution import bp as execution
from webapp.ui.extensions import bp as extensions
from webapp.ui.health import bp as health
from webapp.ui.inbox import bp as inbox
from webapp.ui.moves import bp as moves
from webapp.ui.payment_match import bp as payment_match
from webapp.ui.payments import bp as payments
from webapp.ui.people import bp as people
from webapp.ui.reports import bp as reports
from webapp.ui.session import bp as session
from webapp.ui.stand_ins import bp as stand_ins
from webapp.ui.suggestions import bp as suggestions
from webapp.ui.worklist import bp as worklist

BLUEPRINTS: tuple[Blueprint, ...] = (
    health, session, worklist, inbox, declarations, editor, attachments, moves, comments, suggestions, batches,
    execution, payments, payment_match, campaigns, reports, deliveries, people, stand_ins, extensions,
)  # fmt: skip
