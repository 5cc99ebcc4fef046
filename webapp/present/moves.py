"""Moves as buttons and as the page that asks once more."""

from typing import Any

from flask import url_for

from webapp.i18n import _, language, plural
from webapp.present.findings import open_errors
from webapp.present.labels import pick
from workflow.lifecycle import Move, OpenMove
from workflow.lifecycle.moves import DESK_ROLES, EDITING_DESKS
from workflow.notifications.refusals import refusal_text
from workflow.permissions import Actor
from workflow.queries.file_page import FileFacts

View = dict[str, Any]

PRIMARY = ("send_up", "sign", "sign_changes", "take_up", "pass_review", "clear", "approve", "file_adjustment", "accept")
NEVER_HERE = frozenset(
    {
        "was_submitted",
        "is_adjustment",
        "not_an_adjustment",
        "not_in_force",
        "nothing_to_sign",
        "no_deadline",
        "special_exists",
        "not_signed_on_paper",
    }
)
"""Refusals that say what kind of file it is, not what stands in the way now: the button is left out."""
DANGER = frozenset({"discard", "refuse", "terminate", "revoke_approval", "cancel_adjustment", "cancel"})


def label(move: Move) -> str:
    """The verb."""
    return pick((move.label_zh, move.label_en))


def buttons(
    moves: list[OpenMove], row: Any, actor: Actor, *, comments: int = 0, facts: FileFacts | None = None
) -> tuple[View | None, list[View]]:
    """(primary, secondary): one primary per page, the next step of the file; unusable ones say why.

    A draft with something left to do is edited first. ``comments`` go out with a return, so its button counts them.
    """
    ranked = ranked_moves(moves)
    if row.desk == "section" and row.taken_by in actor.seats:
        ranked = [item for item in ranked if item.move.action != "take_up"]
    views = [
        move_button(item, url_for("moves.ask", declaration_id=row.id, action=item.move.action), comments)
        for item in ranked
    ]
    lead = leading(ranked)
    if may_edit(row, actor):
        edit: View = {"label": _("Edit"), "href": url_for("editor.show", declaration_id=row.id), "icon": "edit"}
        if lead is None or (facts is not None and _left_to_do(facts)):
            return edit, views
        views.insert(0, edit)
        lead += 1
    if lead is None:
        return None, views
    return views[lead], views[:lead] + views[lead + 1 :]


def ranked_moves(moves: list[OpenMove]) -> list[OpenMove]:
    """The next step of the file first; without what this kind of file never offers."""
    order = {action: index for index, action in enumerate(PRIMARY)}
    kept = [item for item in moves if item.refusal is None or item.refusal.code not in NEVER_HERE]
    return sorted(kept, key=lambda item: order.get(item.move.action, len(order)))


def leading(ranked: list[OpenMove]) -> int | None:
    """Which of them is the one primary button of the page."""
    return next((i for i, item in enumerate(ranked) if item.move.action in PRIMARY and not item.refusal), None)


def _left_to_do(facts: FileFacts) -> bool:
    """Open errors, or comments of the last return without an answer."""
    asked = facts.returned and any(item.sent_with == "return" and item.answer is None for item in facts.comments)
    return asked or open_errors(facts.content) > 0


def may_edit(row: Any, actor: Actor) -> bool:
    """Whether the editor is open to this person now."""
    pair = f"{row.state}/{row.desk}"
    return pair in EDITING_DESKS and actor.holds(DESK_ROLES[row.desk], row)


def move_button(item: OpenMove, href: str, comments: int = 0) -> View:
    """The button that leads to the page of a move, or says why it cannot be taken now."""
    text = label(item.move)
    if item.move.action in ("return", "decline") and comments:
        text = plural("%(action)s (%(num)s comment)", "%(action)s (%(num)s comments)", comments, action=text)
    view: View = {
        "label": text,
        "href": href,
        "kind": "danger-quiet" if item.move.action in DANGER else "secondary",
    }
    if item.refusal:
        view["disabled_reason"] = refusal_text(item.refusal.code, item.refusal.facts, language())
        view["aside"] = item.move.action == "transfer"
    return view


def consequences(action: str) -> list[str]:
    """What a move does, in words, before it is confirmed."""
    return {
        "send_up": [_("The head of your unit is asked to sign."), _("Nobody edits while it is being signed.")],
        "recall": [_("The file comes back to your desk."), _("Your own signature, if any, no longer counts.")],
        "decline": [
            _("The file goes back to the filer with the published comments."),
            _("All signatures are void."),
        ],
        "sign": [
            _("You sign exactly the content with this version code."),
            _("The last signature submits the file to the finance bureau."),
        ],
        "sign_on_paper": [
            _("The signature on the paper counts like one given here, for exactly the version with this code."),
            _("The last signature submits the file to the finance bureau."),
            _("All heads of the unit are told; everybody who sees the file can open the scan."),
        ],
        "sign_changes": [
            _("You sign exactly the content with this version code."),
            _("It replaces what was submitted; the file stays with the section and can then be passed."),
        ],
        "discard": [_("The draft ends here; it stays readable.")],
        "take_up": [
            _("You review this file; colleagues see that you have it."),
            _("The unit can no longer withdraw it, only ask for its return."),
        ],
        "withdraw": [_("The file comes back to the filer."), _("All signatures are void.")],
        "transfer": [_("Your colleague goes on with the review; both of you are told.")],
        "extend": [
            _("The unit may submit until this day; it is told, with your reason."),
            _("Of a returned file this moves its own deadline, else the closing date of the task for this unit."),
        ],
        "request_return": [_("Whoever holds the file at finance sees your request and decides.")],
        "return": [
            _("The published comments go to the unit; internal ones stay here."),
            _("Only what they are about can be changed, and what hangs on it; a general reason opens the whole form."),
            _("The unit must answer every comment before it submits again."),
        ],
        "pass_review": [
            _("The file goes to the performance section."),
            _("Fair or poor does not pass: return the file, or propose refusal."),
        ],
        "propose_refusal": [_("The performance section decides; the grade is poor.")],
        "refuse": [_("The project gets no money; the file ends here."), _("The unit is told.")],
        "reject_refusal": [_("The file goes back to the section for review.")],
        "send_to_review": [_("The section reviews the file again from the start.")],
        "clear": [_("The file waits for approval.")],
        "approve_specially": [
            _("The file may be cleared although weights or explanations are missing; whoever clears it decides."),
            _("Signatures, suggested edits and the separation of duties still count."),
            _("The unit is told and finds every open point in its work list until you close it."),
        ],
        "approve": [
            _("The content is frozen and becomes the revision in force."),
            _("The budget ledger gets its entry."),
        ],
        "revoke_approval": [
            _("The file goes back to the performance section and leaves its approval batch."),
            _("The ledger entry is countered; open monitoring reports are cancelled."),
        ],
        "terminate": [_("The project ends; open monitoring reports are cancelled.")],
        "open_adjustment": [
            _("A new revision opens at the filer's desk; the present one stays in force until approval."),
            _("Attach the document itself in the form, under Attachments."),
        ],
        "amend_adjustment": [_("Type and document are replaced; what was typed into the form stays.")],
        "file_adjustment": [
            _("The adjustment comes into force at once, without a review and without an approval letter."),
            _("The budget ledger gets its entry; open monitoring reports go on with the new targets."),
        ],
        "demand_review": [
            _("It is not filed: the business section reviews it like any other adjustment, also after a return."),
            _("The unit and the section are told, with your reason."),
        ],
        "accept_evaluation": [
            _("Points and grade of the self-evaluation count; the declaration is closed for this year."),
            _("The result goes into next year's declaration."),
        ],
        "cancel_adjustment": [_("The adjustment ends; the revision in force stays.")],
    }.get(action, [])


FIELDS: dict[str, frozenset[str]] = {
    "return": frozenset({"due_on"}),
    "extend": frozenset({"extended"}),
    "transfer": frozenset({"colleague"}),
    "pass_review": frozenset({"grade", "opinion"}),
    "approve_specially": frozenset({"leader", "document", "points"}),
    "sign_on_paper": frozenset({"paper"}),
    "terminate": frozenset({"document"}),
    "open_adjustment": frozenset({"adjustment"}),
    "amend_adjustment": frozenset({"adjustment"}),
}
"""Which inputs the page of a move shows besides the reason."""
