"""One file and one click for every refusal of the lifecycle: what ``test_refusals`` goes through."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.domain import hands, paper
from tests.domain.adjustment_files import MISFITS, NOT_NAMED, adjusting, demanded, filing_off, sent_in
from tests.domain.factories import (
    BUDGET,
    GROUNDS,
    PASS,
    TARGET,
    WEIGHTED,
    File,
    adjustment_of,
    bring,
    declaration_at,
    make_declaration,
    make_report,
    move,
    report_at,
)
from tests.domain.world import World

WHY: dict[str, Any] = {"reason": "理由"}
PAPER: dict[str, Any] = {"reason": "理由", "document": "鄂州财预〔2025〕9号"}
LAST_DAY = date(2025, 3, 3)  # today
AT_PERFORMANCE = "finance_reviewed/performance"
SPECIAL: tuple[str, str, dict[str, Any]] = (
    "performance_b",
    "approve_specially",
    PAPER | {"leader": "局长", "points": (("补批文", date(2025, 6, 30)),)},
)


@dataclass(frozen=True)
class Case:
    """A file on which ``who`` is refused ``action`` with ``code``."""

    code: str
    status: int
    make: Callable[[World], File]
    who: str
    action: str
    inputs: dict[str, Any]
    to: str = ""
    """The colleague somebody wants to pass the file to, or who signed on paper."""

    def inputs_in(self, world: World, file: File) -> dict[str, Any]:
        """With the person's number in this world, and the scan of the file's page, right but for what is given."""
        person = world.people[self.to] if self.to else None
        if self.action == "sign_on_paper":
            return {"head_id": person, "code": paper.code_of(file), "scan": paper.SCAN} | self.inputs
        return self.inputs | ({"colleague_id": person} if person else {})

    def __str__(self) -> str:
        return f"{self.code} {self.action}"


def case(
    code: str, status: int, make: str | Callable[[World], File], who: str, action: str, to: str = "", /, **inputs: Any
) -> Case:
    """``make`` may be the place of an ordinary declaration."""
    at = make if callable(make) else (lambda world, place=make: declaration_at(world, place))
    return Case(code, status, at, who, action, inputs, to)


def weighted(world: World, place: str) -> File:
    """A declaration with an indicator without weight, explained so far, on its way to ``place``."""
    file = make_declaration(world, content=WEIGHTED)
    hands.type_in(file, "filer_a", "indicators/i013/weight", "")
    hands.explain_all(file)
    return bring(file, place)


def then(place: str, *steps: tuple[str, str, dict[str, Any]], **how: Any) -> Callable[[World], File]:
    """A declaration at ``place`` after these clicks."""

    def make(world: World) -> File:
        file = declaration_at(world, place, **how)
        for who, action, inputs in steps:
            move(file, who, action, **inputs)
        return file

    return make


def commented(place: str, who: str) -> Callable[[World], File]:
    def make(world: World) -> File:
        file = declaration_at(world, place)
        hands.comment(file, who, publish=False)
        return file

    return make


def typed(path: str, value: str) -> Callable[[World], File]:
    def make(world: World) -> File:
        file = declaration_at(world, "drafted/filer")
        hands.type_in(file, "filer_a", path, value)
        return file

    return make


def carried(world: World) -> File:
    file = declaration_at(world, "drafted/filer")
    hands.carry(file, TARGET)
    return file


def late(world: World) -> File:
    return declaration_at(world, "drafted/department", closes_on=date(2025, 3, 2))


def long_closed(world: World) -> File:
    return declaration_at(world, "drafted/filer", closes_on=date(2025, 2, 20))


def late_but_submitted(world: World) -> File:
    file = late(world)
    hands.extend(file, LAST_DAY)
    bring(file, "submitted/section")
    hands.take_extensions_back(file)
    return file


def superseded(world: World) -> File:
    old = declaration_at(world, "approved")
    bring(adjustment_of(old), "approved")
    return old


def superseding(world: World) -> File:
    return bring(adjustment_of(declaration_at(world, "approved")), "approved")


def reported(world: World) -> File:
    return hands.declaration_of(report_at(world, "submitted/section"))


def issued(world: World) -> File:
    file = declaration_at(world, "approved")
    hands.issue(file)
    return file


def unit_changed(world: World) -> File:
    file = declaration_at(world, "drafted/department")
    hands.type_in(file, "reviewer_a", TARGET, "≥6次")
    return file


def unsigned(world: World) -> File:
    file = declaration_at(world, "drafted/department")
    hands.void_signatures(file)
    return file


def report(place: str, **values: str) -> Callable[[World], File]:
    """A report at ``place`` whose indicators say ``values`` from then on."""

    def make(world: World) -> File:
        file = report_at(world, place)
        if values:
            hands.fill(file, **values)
        return file

    return make


def closed(world: World) -> File:
    file = report_at(world, "drafted/department")
    hands.close_campaign(file)
    return file


def money(world: World, **columns: Any) -> File:
    file = make_report(declaration_at(world, "approved"))
    hands.set_money(file, **columns)
    return file


def no_forecast(world: World) -> File:
    return money(world, adjusted_fen=10_000_000, executed_fen=6_700_000, forecast_fen=None)


def red_light(world: World) -> File:
    return money(world, adjusted_fen=10_000_000, executed_fen=0, forecast_fen=10_000_000, money_measure="加快")


def red_light_without_measure(world: World) -> File:
    return money(world, adjusted_fen=10_000_000, executed_fen=0, forecast_fen=10_000_000, money_cause="招标推迟")


def unanswered(world: World) -> File:
    file = declaration_at(world, "submitted/section")
    move(file, "section_a", "return", **WHY)
    return file


def unchanged(world: World) -> File:
    file = unanswered(world)
    hands.answer_all(file, "reviewer_a", "changed")
    return file


def suggested(world: World) -> File:
    file = declaration_at(world, "submitted/section")
    hands.suggested(file)
    return file


def accepted(world: World) -> File:
    file = declaration_at(world, "submitted/section")
    hands.negotiated(file)
    return file


BOTH = "section_and_performance"
TAKEN: tuple[str, str, dict[str, Any]] = ("section_a", "take_up", {})
CASES = [
    case("no_such_file", 404, "drafted/filer", "filer_other", "send_up"),
    case("no_such_file", 404, "drafted/filer", "system_admin", "send_up"),
    case("no_such_report", 404, report("drafted/filer"), "filer_other", "send_up"),
    case("no_such_action", 404, "drafted/filer", "filer_a", "publish"),
    case("no_role", 403, "drafted/filer", "auditor", "send_up"),
    case("version_changed", 409, "drafted/filer", "filer_a", "send_up", version=7),
    case("wrong_state", 409, "drafted/head", "filer_a", "send_up"),
    case("wrong_state", 409, "finance_reviewed/batch", "section_a", "return", **WHY),
    case("not_sent_from_here", 409, then("drafted/department", ("head_a", "recall", {})), "filer_a", "recall"),
    case("already_handled", 409, commented("drafted/head", "head_a"), "filer_a", "recall"),
    case("was_submitted", 409, then("submitted/section", ("head_a", "withdraw", {})), "filer_a", "discard"),
    case("is_adjustment", 409, lambda world: adjustment_of(declaration_at(world, "approved")), "filer_a", "discard"),
    case("not_an_adjustment", 409, "drafted/filer", "head_a", "cancel_adjustment", **WHY),
    case("not_signed_on_paper", 403, "submitted/section", "filer_a", "withdraw"),
    case("taken_up", 409, then("submitted/section", TAKEN), "head_a", "withdraw"),
    case("taken_by_other", 409, then("submitted/section", TAKEN), "section_b", "return", **WHY),
    case("taken_by_other", 409, then("submitted/section", TAKEN), "section_b", "pass_review", **PASS),
    case("taken_by_other", 409, then("submitted/section", TAKEN), "section_b", "propose_refusal", **WHY),
    case("taken_by_other", 409, then("submitted/section", TAKEN), "section_b", "transfer", **WHY),
    case("not_taken", 409, "submitted/section", "section_a", "transfer", **WHY),
    case("colleague_missing", 422, then("submitted/section", TAKEN), "section_a", "transfer", **WHY),
    case("not_a_colleague", 422, then("submitted/section", TAKEN), "section_a", "transfer", "section_other", **WHY),
    case(
        "colleague_barred",
        422,
        then("submitted/section", TAKEN, typed_by="filer_and_finance"),
        "section_a",
        "transfer",
        "filer_and_finance",
        **WHY,
    ),
    case("no_deadline", 409, lambda world: adjustment_of(declaration_at(world, "approved")), "performance_a", "extend"),
    case("deadline_missing", 422, "drafted/filer", "section_head", "extend", **WHY),
    case("closes_in_the_past", 422, long_closed, "performance_a", "extend", due_on=date(2025, 3, 1), **WHY),
    case("extension_not_later", 422, "drafted/filer", "performance_a", "extend", due_on=date(2025, 12, 31), **WHY),
    case("suggestions_pending", 409, suggested, "section_a", "pass_review", **PASS),
    case("changes_unsigned", 409, accepted, "section_a", "pass_review", **PASS),
    case("nothing_to_sign", 409, "submitted/section", "head_a", "sign_changes"),
    case("content_changed", 409, accepted, "head_a", "sign_changes", content_hash="0" * 64),
    case("content_changed", 409, "drafted/head", "head_a", "sign", content_hash="0" * 64),
    case("content_changed", 409, report("drafted/head"), "head_a", "sign", content_hash=""),
    case("not_in_force", 409, superseded, "head_a", "open_adjustment", **PAPER),
    case("not_in_force", 409, superseded, "performance_a", "terminate", **PAPER),
    case("revision_open", 409, then("approved", ("filer_a", "open_adjustment", GROUNDS)), "performance_a", "terminate"),
    case("superseded_something", 409, superseding, "performance_a", "revoke_approval", **WHY),
    case("report_submitted", 409, reported, "performance_a", "revoke_approval", **WHY),
    case("document_issued", 409, issued, "performance_a", "revoke_approval", **WHY),
    case("signer_is_filer", 403, then("drafted/head", typed_by="filer_and_head"), "filer_and_head", "sign"),
    case("own_work", 403, then("submitted/section", typed_by="filer_and_finance"), "filer_and_finance", "pass_review"),
    case("own_review", 403, then("submitted/section", (BOTH, "pass_review", PASS)), BOTH, "clear"),
    case("own_proposal", 403, then("submitted/section", (BOTH, "propose_refusal", WHY)), BOTH, "refuse"),
    case("head_missing", 422, "drafted/head", "filer_a", "sign_on_paper"),
    case("not_a_head", 422, "drafted/head", "filer_a", "sign_on_paper", "head_other"),
    case("head_uploads", 422, "drafted/head", "filer_and_head", "sign_on_paper", "filer_and_head"),
    case(
        "head_typed", 422, then("drafted/head", typed_by="filer_and_head"), "filer_a", "sign_on_paper", "filer_and_head"
    ),
    case("scan_missing", 422, "drafted/head", "filer_a", "sign_on_paper", "head_a", scan=None),
    case("sign_code_missing", 422, "drafted/head", "filer_a", "sign_on_paper", "head_a", code=" -"),
    case("sign_code_mistyped", 422, "drafted/head", "filer_a", "sign_on_paper", "head_a", code="2222-293P-XNPW-2B2S"),
    case("sign_code_of_another_file", 422, "drafted/head", "filer_a", "sign_on_paper", "head_a", code=paper.NOBODYS),
    case("submit_by_signing", 422, "drafted/head", "head_a", "submit"),
    case("monitored_by_report", 422, "approved", "section_a", "accept_monitoring"),
    case("carried_over_by_approval", 422, "approved", "performance_a", "carry_over_monitoring"),
    case("unit_signature_missing", 422, unsigned, "reviewer_a", "sign"),
    case("unit_signature_void", 422, unit_changed, "reviewer_a", "sign"),
    case("unparsed_input", 422, typed(BUDGET, "12,3x"), "filer_a", "send_up"),
    case("carried_unconfirmed", 422, carried, "filer_a", "send_up"),
    case("finding", 422, typed(TARGET, ""), "filer_a", "send_up"),
    case("comment_unanswered", 422, unanswered, "reviewer_a", "sign"),
    case("comment_not_changed", 422, unchanged, "reviewer_a", "sign"),
    case("window_closed", 422, late, "reviewer_a", "sign"),
    case("withdraw_needs_extension", 422, late_but_submitted, "head_a", "withdraw"),
    case("comment_or_reason_missing", 422, "drafted/head", "head_a", "decline"),
    case("comment_or_reason_missing", 422, "submitted/section", "section_a", "return"),
    case("due_date_past", 422, "submitted/section", "section_a", "return", due_on=date(2025, 3, 2), **WHY),
    case("opinion_missing", 422, "submitted/section", "section_a", "pass_review", grade="good", opinion=" "),
    case("grade_missing", 422, "submitted/section", "section_a", "pass_review", grade="best", opinion="同意"),
    case("grade_does_not_pass", 422, "submitted/section", "section_a", "pass_review", grade="fair", opinion="同意"),
    case("grade_does_not_pass", 422, "submitted/section", "section_a", "pass_review", grade="poor", opinion="同意"),
    case(
        "weights_missing", 422, lambda world: weighted(world, "finance_reviewed/performance"), "performance_a", "clear"
    ),
    case("special_exists", 409, then(AT_PERFORMANCE, SPECIAL), "performance_a", "approve_specially", **SPECIAL[2]),
    case("leader_missing", 422, AT_PERFORMANCE, "performance_a", "approve_specially", **SPECIAL[2] | {"leader": " "}),
    case(
        "leader_too_long",
        422,
        AT_PERFORMANCE,
        "performance_a",
        "approve_specially",
        **SPECIAL[2] | {"leader": "长" * 61},
    ),
    case("points_missing", 422, AT_PERFORMANCE, "performance_a", "approve_specially", **SPECIAL[2] | {"points": ()}),
    case("document_missing", 422, "approved", "filer_a", "open_adjustment", **GROUNDS | {"document": " "}),
    *(
        case(code, 422, "approved", "filer_a", "open_adjustment", **GROUNDS | spoiled)
        for code, spoiled in NOT_NAMED.items()
    ),
    *(case(code, 422, adjusting(kind, values), "filer_a", "send_up") for code, kind, values in MISFITS),
    case("not_an_adjustment", 409, "submitted/section", "performance_a", "file_adjustment"),
    case("adjustment_not_small", 409, sent_in("addition", {BUDGET: "11.01"}), "performance_a", "file_adjustment"),
    case("adjustment_loosens", 409, sent_in("policy", {TARGET: "≥4次"}), "performance_a", "file_adjustment"),
    case("adjustment_review_demanded", 409, demanded, "performance_a", "file_adjustment"),
    case("adjustment_filing_off", 409, filing_off, "performance_a", "file_adjustment"),
    case("document_missing", 422, "approved", "performance_a", "terminate", **WHY),
    case("reason_missing", 422, "approved", "performance_a", "terminate", document="文"),
    case("reason_missing", 422, report("submitted/section"), "section_a", "return"),
    case("reason_too_long", 422, "submitted/section", "section_a", "return", reason="长" * 2001),
    case("opinion_too_long", 422, "submitted/section", "section_a", "pass_review", **PASS | {"opinion": "长" * 2001}),
    case("document_too_long", 422, "approved", "performance_a", "terminate", **WHY, document="长" * 201),
    case("campaign_closed", 422, closed, "reviewer_a", "sign"),
    case("report_actual_missing", 422, report("drafted/filer", actual=" "), "filer_a", "send_up"),
    case("report_likelihood_missing", 422, report("drafted/filer", likelihood=""), "filer_a", "send_up"),
    case("report_cause_missing", 422, report("drafted/filer", likelihood="possible"), "filer_a", "send_up"),
    case("report_actual_unjudged", 422, report("drafted/filer", actual="完成"), "filer_a", "send_up"),
    case("report_light_cause_missing", 422, report("drafted/filer", actual="0次"), "filer_a", "send_up"),
    case("report_light_measure_missing", 422, report("drafted/filer", actual="0次", cause="迟"), "filer_a", "send_up"),
    case("report_kind_unexplained", 422, report("drafted/filer", cause_kind="plan"), "filer_a", "send_up"),
    case("report_forecast_missing", 422, no_forecast, "filer_a", "send_up"),
    case("report_money_cause_missing", 422, red_light, "filer_a", "send_up"),
    case("report_money_measure_missing", 422, red_light_without_measure, "filer_a", "send_up"),
]
ELSEWHERE = {"sign_code_of_named_file", "sign_code_outdated", "sign_code_unknown_version", "sign_page_not_now"} | {
    "no_such_evaluation",
    "no_such_choice",
    "no_such_unit",
    "evaluation_submitted",
    "report_evidence_missing",
}
"""Of two files or two versions: ``test_paper``; of self-evaluations: ``tests/services/test_evaluations.py``; of what a
campaign or task takes in: ``tests/services/test_campaign_scope.py``; by a setting of the region:
``tests/services/test_report_beside.py``."""
