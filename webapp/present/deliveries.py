"""The delivery log (发送记录): every message, what became of it, and sending again what did not surely arrive."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for

from webapp.i18n import _, language
from webapp.present.labels import pick
from webapp.present.times import moment
from workflow.notifications.messages import TEMPLATES, message_text
from workflow.queries.deliveries import DELIVERY_LABELS, PAGE_SIZE, DeliveryLine, reason_words, shown_address
from workflow.reminding.table import CHANNELS
from workflow.services.outbox_delivery import RESENDABLE
from workflow.types import Channel, OutboxState

View = dict[str, Any]
CHIPS = {
    OutboxState.due: "waiting", OutboxState.sending: "running", OutboxState.sent: "accepted",
    OutboxState.failed: "failed", OutboxState.unknown: "overdue", OutboxState.skipped: "closed",
}  # fmt: skip
LOOKED_AT = frozenset({OutboxState.failed, OutboxState.unknown})
"""What somebody should look at; what was skipped waits until a way is set up for it."""


def log_view(found: Sequence[DeliveryLine], counts: Mapping[str, int], status: str) -> View:
    """Variables of ``deliveries.html``."""
    lines = list(found[:PAGE_SIZE])
    older = lines[-1].id if len(found) > PAGE_SIZE else None
    given: View = {"status": status} if status else {}
    return {
        "columns": [
            {"key": "what", "label": _("Message"), "kind": "text", "wide": True},
            {"key": "who", "label": _("Recipient"), "kind": "lines"},
            {"key": "when", "label": _("Written"), "kind": "date"},
            {"key": "state", "label": _("State"), "kind": "chip"},
            {"key": "result", "label": _("Result"), "kind": "lines"},
            {"key": "action", "label": "", "kind": "actions"},
        ],
        "rows": [_row(line) for line in lines],
        "tabs": _tabs(counts, status),
        "looks": sum(counts.get(state, 0) for state in LOOKED_AT),
        "older": url_for("deliveries.index", before=older, **given) if older else None,
    }


def _tabs(counts: Mapping[str, int], chosen: str) -> list[View]:
    every = {
        "label": _("All"),
        "href": url_for("deliveries.index"),
        "active": not chosen,
        "count": sum(counts.values()),
    }
    return [every] + [
        {
            "label": pick(DELIVERY_LABELS[state]),
            "href": url_for("deliveries.index", status=state.value),
            "active": state == chosen,
            "count": counts[state],
        }
        for state in OutboxState
        if counts.get(state)
    ]


def _what(line: DeliveryLine) -> str:
    """The message; for whoever keeps the machine only its kind, with dots where it names something."""
    if line.facts is not None:
        return message_text(line.template, line.facts, language())
    return re.sub(r"\{\w+\}", "…", pick(TEMPLATES.get(line.template, (line.template, line.template))))


def _who(line: DeliveryLine) -> View:
    """A group message is for a department, not for one person."""
    words = pick(CHANNELS[line.channel])
    if line.channel == Channel.bot:
        return {"text": line.group or line.address, "sub": words}
    if line.channel == Channel.sms:
        return {"text": line.recipient, "sub": f"{words} {shown_address(line)}"}
    return {"text": line.recipient, "sub": shown_address(line)}


def _row(line: DeliveryLine) -> View:
    again = [{"label": _("Send again"), "action": url_for("deliveries.send_again", letter_id=line.id)}]
    attempts = _("attempt no. %(n)s", n=line.attempts) if line.attempts > 1 else ""
    return {
        "cells": {
            "what": _what(line),
            "who": _who(line),
            "when": moment(line.created_at),
            "state": {"key": CHIPS[OutboxState(line.status)], "label": pick(DELIVERY_LABELS[line.status])},
            "result": {"text": moment(line.sent_at) or pick(reason_words(line.last_error)) or "—", "sub": attempts},
            "action": again if line.status in RESENDABLE else [],
        }
    }
