"""Payments of no project: what they print, and the project a person chooses for them."""

from typing import Any

from flask import url_for

from webapp.i18n import _, language, plural
from webapp.present.exports import column_label
from webapp.present.labels import pick
from webapp.present.paging import pager
from webapp.present.payments import tabs
from webapp.present.refusals import problem_texts
from webapp.present.vouchers import HOW, voucher_columns, voucher_rows, yuan
from workflow.errors import RuleFailed
from workflow.queries.keyset import Window
from workflow.queries.listings.money import STAGES_OF_UNMATCHED
from workflow.queries.payment_cases import LeftOver, PaymentCase
from workflow.queries.payment_lines import PaymentLine
from workflow.queries.payments import ProjectChoice, UnmatchedGroup

View = dict[str, Any]


def unmatched_view(found: Window[UnmatchedGroup], left: LeftOver, year: int, *, matching: bool) -> View:
    """Variables of ``payments/unmatched.html``: one line per way of printing unit and project."""
    columns: list[View] = [
        {"key": "printed", "label": _("Project as printed"), "kind": "link"},
        {"key": "unit", "label": _("Unit as printed"), "kind": "lines"},
        {"key": "days", "label": _("Days"), "kind": "date"},
        {"key": "payments", "label": _("Payments"), "kind": "num"},
        {"key": "amount", "label": _("Amount (yuan)"), "kind": "num"},
    ]
    columns.append({"key": "stage", "label": column_label("unmatched_payments", "stage"), "kind": "lines"})
    if matching:
        columns.append({"key": "action", "label": "", "kind": "actions"})
    return {
        "tabs": tabs("unmatched", left),
        "columns": columns,
        "rows": [_group(group, year) for group in found.rows],
        "pager": pager(found, lambda cursor: url_for("payment_match.unmatched", cursor=cursor, year=year)),
    }


def _group(group: UnmatchedGroup, year: int) -> View:
    lines = url_for("payment_match.lines", unit_key=group.unit_key, project_key=group.project_key, year=year)
    choose = url_for("payment_match.match", payment_id=group.first_id)
    one_by_one = {"label": _("One by one"), "href": lines}
    first, last = group.first_on.isoformat(), group.last_on.isoformat()
    return {
        "href": lines,
        "sub": group.project_code,
        "tone": "" if group.waiting else "muted",
        "cells": {
            "printed": group.project_name or _("none printed"),
            "unit": {"text": group.unit_name or "—", "sub": group.unit_code},
            "days": first if first == last else _("%(first)s to %(last)s", first=first, last=last),
            "payments": {"text": f"{group.payments:,}", "href": lines},
            "amount": {"text": yuan(group.amount_fen), "href": lines},
            "stage": {"text": pick(STAGES_OF_UNMATCHED[group.stage]), "sub": _aside_words(group)},
            "action": [{"label": _("Choose project"), "href": choose} if group.project_key else one_by_one],
        },
    }


def _aside_words(group: UnmatchedGroup) -> str:
    """Why; where some wait still, how many do not."""
    if group.waiting and group.waiting < group.payments:
        return plural("%(num)s set aside", "%(num)s set aside", group.payments - group.waiting)
    return group.aside


def lines_view(found: Window[PaymentLine], given: View, *, matching: bool) -> View:
    """Variables of ``payments/lines.html``."""
    columns = voucher_columns()
    if matching:
        columns.append({"key": "action", "label": "", "kind": "actions"})
    return {
        "columns": columns,
        "rows": voucher_rows(found.rows, match=matching),
        "pager": pager(found, lambda cursor: url_for("payment_match.lines", cursor=cursor, **given)),
        "title": next((line.printed_project for line in found.rows if line.printed_project), ""),
    }


def match_view(
    case: PaymentCase,
    choices: list[ProjectChoice],
    text: str,
    error: str = "",
    refusal: RuleFailed | None = None,
) -> View:
    """Variables of ``payments/match.html``."""
    line = case.line
    return {
        "case": case,
        "title": line.printed_project or _("Voucher %(number)s", number=line.voucher_no),
        "facts": _facts(case),
        "effects": _effects(case),
        "choices": [_choice(choice) for choice in choices],
        "chosen": str(line.project_id or ""),
        "text": text,
        "error": error,
        "unmatch": _unmatch(case, refusal) if line.matched_by == "hand" else None,
        "aside": _aside(case, refusal) if line.project_id is None else None,
    }


def _aside(case: PaymentCase, refusal: RuleFailed | None) -> View:
    """It belongs to none of the projects, and is not asked about any more."""
    return {
        "action": url_for("payment_match.set_aside", payment_id=case.line.id),
        "wrong": " ".join(problem_texts(refusal, language())) if refusal else "",
    }


def _unmatch(case: PaymentCase, refusal: RuleFailed | None) -> View:
    """Only what a person chose is taken back; a code or a name would find its project again."""
    return {
        "action": url_for("payment_match.take_back", payment_id=case.line.id),
        "wrong": " ".join(problem_texts(refusal, language())) if refusal else "",
    }


def _facts(case: PaymentCase) -> list[View]:
    line, first, last = case.line, case.first_on.isoformat(), case.last_on.isoformat()
    now = f"{line.project_name} · {pick(HOW[line.matched_by])}" if line.project_id else _("no project found")
    return [
        {"label": _("Project as printed"), "value": line.printed_project or _("none printed")},
        {"label": _("Project code"), "value": line.printed_code},
        {"label": _("Unit as printed"), "value": line.printed_unit, "note": line.printed_unit_code},
        {"label": _("Now counted for"), "value": now},
        {"label": _("Payments"), "value": plural("%(num)s payment", "%(num)s payments", case.count)},
        {"label": _("Amount"), "value": _("%(sum)s yuan", sum=yuan(case.amount_fen))},
        {"label": _("Days"), "value": first if first == last else _("%(first)s to %(last)s", first=first, last=last)},
        {"label": _("Purpose"), "value": line.purpose},
    ]


def _effects(case: PaymentCase) -> list[str]:
    if not case.remembered:
        return [
            _("This payment names no project: the choice is for this one payment only."),
            _("Execution rates are computed anew within minutes."),
        ]
    return [
        plural("%(num)s payment of this year that prints the same is counted for the project.",
               "%(num)s payments of this year that print the same are counted for the project.", case.count),
        _("The choice is remembered: later files that print the same are matched by themselves."),
        _("Execution rates are computed anew within minutes."),
    ]  # fmt: skip


def _choice(choice: ProjectChoice) -> View:
    same = _("same unit") if choice.same_unit else ""
    return {
        "value": str(choice.id),
        "label": choice.name,
        "hint": " · ".join(filter(None, (choice.unit_name, choice.code, same))),
    }
