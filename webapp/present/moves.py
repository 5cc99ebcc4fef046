"""Moves as buttons and as the page that asks once more."""

from typing import Any

from flask import url_for

from webapp.i18n import _, language
from webapp.present.labels import pick
from workflow.lifecycle import Move, OpenMove
from workflow.lifecycle.moves import EDITING_DESKS
from workflow.notifications.messages import refusal_text
from workflow.permissions import Actor

PRIMARY = ("send_up", "sign", "take_up", "pass_review", "clear", "approve", "accept")
DANGER = frozenset({"discard", "refuse", "terminate", "revoke_approval", "cancel_adjustment", "cancel"})


def label(move: Move) -> str:
    """The verb."""
    return pick((move.label_zh, move.label_en))


def buttons(moves: list[OpenMove], row: Any, actor: Actor) -> tuple[dict[str, Any] | None, list[dict[str, Any]]]:
    """(primary, secondary): one primary per page, the next step of the file; unusable ones say why."""
    order = {action: index for index, action in enumerate(PRIMARY)}
    ranked = sorted(moves, key=lambda item: order.get(item.move.action, len(order)))
    if row.state == "submitted" and row.desk == "section" and row.taken_by == actor.user_id:
        ranked = [item for item in ranked if item.move.action != "take_up"]
    views = [_button(item, row) for item in ranked]
    if f"{row.state}/{row.desk}" in EDITING_DESKS and moves:
        views.append({"label": _("Edit"), "href": url_for("editor.show", declaration_id=row.id), "icon": "edit"})
    lead = next((i for i, item in enumerate(ranked) if item.move.action in order and not item.refusal), None)
    if lead is None:
        return None, views
    return views[lead], views[:lead] + views[lead + 1 :]


def _button(item: OpenMove, row: Any) -> dict[str, Any]:
    view: dict[str, Any] = {
        "label": label(item.move),
        "href": url_for("moves.ask", declaration_id=row.id, action=item.move.action),
        "kind": "danger" if item.move.action in DANGER else "secondary",
    }
    if item.refusal:
        view["disabled_reason"] = refusal_text(item.refusal.code, item.refusal.facts, language())
    return view


def consequences(action: str) -> list[str]:
    """What a move does, in words, before it is confirmed."""
    return {
        "send_up": [_("The head of your unit is asked to sign."), _("Nobody edits while it is being signed.")],
        "recall": [_("The file comes back to your desk."), _("Your own signature, if any, no longer counts.")],
        "decline": [_("The file goes back to the filer with your comments."), _("All signatures are void.")],
        "sign": [
            _("You sign exactly the content with this version code."),
            _("The last signature submits the file to the finance bureau."),
        ],
        "discard": [_("The draft ends here; it stays readable.")],
        "take_up": [
            _("You review this file; colleagues see that you have it."),
            _("The unit can no longer withdraw it."),
        ],
        "withdraw": [_("The file comes back to the filer."), _("All signatures are void.")],
        "request_return": [_("Whoever holds the file at finance sees your request.")],
        "return": [_("The published comments go to the unit."), _("Only what they are about can be changed.")],
        "pass_review": [_("The file goes to the performance section.")],
        "propose_refusal": [_("The performance section decides; the grade is poor.")],
        "refuse": [_("The project gets no money; the file ends here.")],
        "reject_refusal": [_("The file goes back to the section.")],
        "send_to_review": [_("The section reviews the file again from the start.")],
        "clear": [_("The file waits for approval.")],
        "approve": [
            _("The content is frozen and becomes the revision in force."),
            _("The budget ledger gets its entry."),
        ],
        "revoke_approval": [_("The approval is taken back; the ledger entry is countered.")],
        "terminate": [_("The project ends; open monitoring reports are cancelled.")],
        "open_adjustment": [
            _("A new revision opens at the filer's desk; the present one stays in force until approval.")
        ],
        "cancel_adjustment": [_("The adjustment ends; the revision in force stays.")],
    }.get(action, [])


def needs_fields(action: str) -> frozenset[str]:
    """Which inputs the page of a move shows besides the reason."""
    return {
        "return": frozenset({"due_on"}),
        "pass_review": frozenset({"grade", "opinion"}),
        "terminate": frozenset({"document"}),
        "open_adjustment": frozenset({"document"}),
        "withdraw": frozenset({"acknowledged"}),
    }.get(action, frozenset())
