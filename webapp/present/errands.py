"""Lines of the work list that are no files at a desk: payment rows to check, late comments to consent to."""

from typing import Any

from flask import url_for

from webapp.i18n import _, plural
from webapp.present.files import chip, wan
from webapp.present.times import held_words, moment
from workflow.queries.errands import ConsentAsked, NoProject, ResultsToConfirm, RowsToCheck, ToFile
from workflow.queries.intake import ToCheck

View = dict[str, Any]


def rows_item(item: RowsToCheck) -> View:
    """One voucher file."""
    return {
        "href": url_for("payments.show", batch_id=item.batch_id),
        "name": item.file_name,
        "meta": _("Year %(year)s", year=item.fiscal_year),
        "verb": plural("Check %(num)s row", "Check %(num)s rows", item.rows),
        "since": moment(item.since),
        "since_words": held_words(item.since),
        "kind": "file",
    }


def results_item(item: ResultsToConfirm) -> View:
    """One task with results to confirm."""
    return {
        "href": url_for("evaluation_tasks.show", task_id=item.task_id, state="accepted"),
        "name": item.name,
        "meta": _("Year %(year)s", year=item.fiscal_year),
        "verb": plural("Confirm %(num)s result", "Confirm %(num)s results", item.forms),
        "since": moment(item.since),
        "since_words": held_words(item.since),
        "kind": "monitor",
    }


def no_project_item(item: NoProject) -> View:
    """Payments of a year that found no project."""
    return {
        "href": url_for("payment_match.unmatched", year=item.fiscal_year),
        "name": plural("%(num)s payment of no project", "%(num)s payments of no project", item.payments),
        "meta": _("Year %(year)s", year=item.fiscal_year),
        "verb": _("Choose their projects, or set them aside with a reason"),
        "amount": wan(item.amount_fen),
        "since": moment(item.since),
        "since_words": held_words(item.since),
        "kind": "file",
    }


def intake_item(item: ToCheck) -> View:
    """One dropped file whose forms nobody has checked yet."""
    return {
        "href": url_for("intake.show", file_id=item.file_id),
        "name": item.name,
        "meta": item.unit,
        "verb": plural("Check %(num)s form", "Check %(num)s forms", item.forms),
        "since": moment(item.since),
        "since_words": held_words(item.since),
        "kind": "file",
    }


def filing_item(item: ToFile) -> View:
    """One small adjustment."""
    return {
        "href": url_for("declarations.show", declaration_id=item.declaration_id),
        "name": item.project_name,
        "meta": f"{item.unit_name} · {_('Year %(year)s', year=item.fiscal_year)}",
        "verb": _("File it, or leave it to the review"),
        "state": chip(item.state),
        "amount": wan(item.budget_fen),
        "since": moment(item.since),
        "since_words": held_words(item.since),
        "kind": "file",
    }


def consent_item(item: ConsentAsked) -> View:
    """One late comment."""
    place = f"comment-{item.comment_id}"
    return {
        "href": url_for("declarations.show", declaration_id=item.declaration_id, tab="comments", _anchor=place),
        "name": item.project_name,
        "meta": f"{item.unit_name} · {_('Year %(year)s', year=item.fiscal_year)}",
        "verb": _("Consent to a late comment, or not"),
        "state": chip(item.state),
        "amount": wan(item.budget_fen),
        "since": moment(item.since),
        "since_words": held_words(item.since),
        "kind": "file",
    }
