"""The reviewer's desk on both databases: the review sheet, findings as comments, late comments, phrases."""

from typing import Any

import pytest
from sqlmodel import select

from tests.domain import hands
from tests.domain.factories import (
    PASS,
    TARGET,
    TEXT,
    File,
    attempt,
    bring,
    declaration_at,
    move,
    refusal,
    rows_of,
)
from tests.domain.world import World
from workflow import db
from workflow.errors import Refusal
from workflow.lifecycle.review_sheets import is_key_project
from workflow.models import AuditEntry, Comment, Declaration, InboxMessage, LateComment, Phrase, ReviewSheet
from workflow.queries.file_history import history
from workflow.queries.late_comments import late_counts, late_lines
from workflow.queries.phrases import fitting, phrases_of
from workflow.queries.review_sheets import visible_sheets
from workflow.review import check_row
from workflow.scoring.review_sheet import SCORED, TICKS
from workflow.services import comments, phrases
from workflow.services.finding_comments import comment_on_findings
from workflow.services.late_comments import decide
from workflow.services.review_sheets import raise_to_scored, save_sheet

MET = {item.key: "met" for item in TICKS}
POINTS = {item.key: str(item.points) for item in SCORED}
OTHER = "indicators/i001/target"


def do(world: World, who: str, verb: Any, *given: Any, **named: Any) -> Any:
    with db.unit_of_work(write=True) as session:
        return verb(session, world.actor(who), *given, **named)


def refused(world: World, who: str, verb: Any, *given: Any, **named: Any) -> str:
    try:
        do(world, who, verb, *given, **named)
    except Refusal as found:
        return found.code
    raise AssertionError("was not refused")


def sheet(file: File) -> ReviewSheet:
    [found] = rows_of(file, ReviewSheet, "declaration_id")
    assert isinstance(found, ReviewSheet)
    return found


def make_key(file: File) -> None:
    with db.unit_of_work(write=True) as session:
        session.get_one(Declaration, file.id).budget_year_fen = 500 * 1_000_000


# --- the sheet ------------------------------------------------------------------------------------------------------


def test_an_ordinary_file_passes_with_four_ticks_and_keeps_them(world: World) -> None:
    file = declaration_at(world, "submitted/section")
    for ticks in ({}, MET | {"feasibility": ""}, MET | {"feasibility": "so so"}):
        assert refusal(file, "section_a", "pass_review", ticks=ticks, **PASS).code == "ticks_missing"
    move(file, "section_a", "pass_review", ticks=MET | {"relevance": "partly"}, **PASS)
    kept = sheet(file)
    assert (kept.kind, kept.grade, kept.opinion, kept.round) == ("ticks", "good", PASS["opinion"], 1)
    assert kept.answers == MET | {"relevance": "partly"}
    assert (kept.author_id, kept.decided_at is not None) == (world.people["section_a"], True)


def test_what_states_no_ticks_is_judged_as_a_whole_but_never_a_key_project(world: World) -> None:
    file, key = declaration_at(world, "submitted/section"), declaration_at(world, "submitted/section")
    move(file, "section_a", "pass_review", **PASS)
    assert (sheet(file).kind, sheet(file).answers) == ("whole", {})
    make_key(key)
    assert refusal(key, "section_a", "pass_review", **PASS).code == "review_sheet_incomplete"
    assert refusal(key, "section_a", "pass_review", ticks=MET, **PASS).code == "review_sheet_incomplete"
    do(world, "section_a", save_sheet, key.id, POINTS | {"money": ""}, "", "")
    assert refusal(key, "section_a", "pass_review", **PASS).code == "review_sheet_incomplete"
    do(world, "section_a", save_sheet, key.id, POINTS | {"money": "12.5"}, "good", "资金匹配")
    move(key, "section_a", "pass_review", **PASS)
    assert (sheet(key).kind, sheet(key).answers["money"]) == ("scored", "12.5")


@pytest.mark.parametrize(
    ("fen", "type_", "expected"),
    [(499_999_999, "延续性项目", False), (500_000_000, "延续性项目", True), (1, "新增项目", True), (None, None, False)],
)
def test_what_makes_a_key_project(sqlite_world: World, fen: int | None, type_: str | None, expected: bool) -> None:
    file = declaration_at(sqlite_world, "drafted/filer")
    with db.unit_of_work(write=True) as session:
        row = session.get_one(Declaration, file.id)
        row.budget_year_fen, row.budget_total_fen, row.project_type = fen, None, type_
        assert is_key_project(session, row) is expected


def test_a_reviewer_may_demand_the_scored_sheet_and_nothing_he_filled_in_is_lost(sqlite_world: World) -> None:
    world = sqlite_world
    file = declaration_at(world, "submitted/section")
    do(world, "section_a", save_sheet, file.id, MET, "good", "很好")
    assert file.read().taken_by == world.people["section_a"]
    do(world, "section_a", raise_to_scored, file.id, True)
    assert refusal(file, "section_a", "pass_review", ticks=MET, **PASS).code == "review_sheet_incomplete"
    do(world, "section_a", save_sheet, file.id, POINTS, "excellent", "很好")
    do(world, "section_a", raise_to_scored, file.id, False)
    assert sheet(file).answers == MET | POINTS
    assert [entry.action for entry in rows_of(file, AuditEntry)][-2:] == ["raise_sheet", "lower_sheet"]
    assert refused(world, "section_a", save_sheet, file.id, {}, "", "很" * 1001) == "sheet_text_too_long"
    make_key(file)
    assert refused(world, "section_a", save_sheet, file.id, POINTS | {"form": "11"}, "", "") == "not_a_score"
    assert refused(world, "section_b", save_sheet, file.id, POINTS, "", "") == "taken_by_other"
    assert refused(world, "performance_a", save_sheet, file.id, POINTS, "", "") == "no_role"
    assert refused(world, "section_other", save_sheet, file.id, POINTS, "", "") == "no_such_file"


def test_who_reads_the_sheet_when(sqlite_world: World) -> None:
    world = sqlite_world
    file = declaration_at(world, "submitted/section", unit="hr_own")
    do(world, "section_a", save_sheet, file.id, MET, "good", "草稿")

    def readers() -> set[str]:
        people = ("section_b", "section_head", "performance_a", "auditor", "leader", "filer_own_a", "reviewer_a")
        with db.unit_of_work() as session:
            row = session.get_one(Declaration, file.id)
            return {who for who in people if visible_sheets(session, world.actor(who), row)}

    assert readers() == {"section_b", "section_head", "auditor"}
    move(file, "section_a", "pass_review", ticks=MET, **PASS)
    assert readers() == {"section_b", "section_head", "auditor", "performance_a", "leader"}
    move(file, "performance_a", "send_to_review", reason="请复核")
    do(world, "section_b", save_sheet, file.id, MET | {"relevance": "unmet"}, "fair", "再看")
    assert "performance_a" not in readers(), "a draft again"
    move(file, "section_b", "pass_review", ticks=MET, **PASS)
    bring(file, "approved")
    assert "filer_own_a" in readers()


# --- findings as comments -------------------------------------------------------------------------------------------


def test_a_finding_becomes_one_internal_comment_that_does_not_count_until_it_is_published(sqlite_world: World) -> None:
    world = sqlite_world
    file = declaration_at(world, "submitted/section", content="jianghan-2024/02-labour-inspection")
    with db.unit_of_work() as session:
        row = session.get_one(Declaration, file.id)
        found = check_row(session, row, file.document())
    keys = [finding.key for finding in found]
    made = do(world, "section_a", comment_on_findings, file.id, keys)
    again = do(world, "section_a", comment_on_findings, file.id, keys)
    assert {item.id for item in made} == {item.id for item in again} and made
    first = made[0]
    assert found[0].zh.rstrip("。") in first.text and found[0].source in first.text and first.published_at is None
    assert refusal(file, "section_a", "return").code == "comment_or_reason_missing"
    do(world, "section_a", comments.publish_comment, file.id, first.id, True)
    move(file, "section_a", "return")
    assert [item.sent_with for item in rows_of(file, Comment)].count("return") == 1
    assert refused(world, "section_a", comment_on_findings, file.id, keys) == "no_role"


def test_a_finding_that_is_gone_makes_no_comment(sqlite_world: World) -> None:
    world = sqlite_world
    file = declaration_at(world, "submitted/section")
    assert refused(world, "section_a", comment_on_findings, file.id, ["x" * 64]) == "finding_gone"
    assert rows_of(file, Comment) == [] and file.read().taken_by is None


# --- all findings at the first return -------------------------------------------------------------------------------


@pytest.fixture
def second_round(world: World) -> File:
    """Returned with comments on one target and one goal; the unit changed the target and a text."""
    file = declaration_at(world, "submitted/section", unit="hr_own")
    hands.comment(file, "section_a", TARGET)
    hands.comment(file, "section_a", "goals/g1/text", text="请细化")
    move(file, "section_a", "return", reason="请修改")
    hands.type_in(file, "filer_own_a", TARGET, "≥6次")
    hands.type_in(file, "filer_own_a", TEXT, "市政府专题会议纪要")
    hands.answer_all(file, "filer_own_a")
    return bring(file, "submitted/section")


def add(file: File, who: str, path: str, cause: str = "", text: str = "请再核对") -> Comment:
    found = do(file.world, who, comments.add_comment, file.id, path, text, publish=True, cause=cause)
    assert isinstance(found, Comment)
    return found


def late(comment: Comment) -> LateComment | None:
    with db.unit_of_work() as session:
        return session.exec(select(LateComment).where(LateComment.comment_id == comment.id)).first()


def test_only_what_is_new_on_something_untouched_is_late(second_round: File) -> None:
    file = second_round
    for path in (TARGET, "indicators/i002", "indicators", TEXT, "goals/g1/text", "form"):
        found = add(file, "section_a", path)
        assert (found.published_at is not None, late(found)) == (True, None), path
    for path in (OTHER, "indicators/i001", "basics/-/budget_total", "expenditure_lines"):
        assert refused(file.world, "section_a", comments.add_comment, file.id, path, "新", publish=True) == (
            "late_comment_needs_consent"
        ), path
    inside = do(file.world, "section_a", comments.add_comment, file.id, OTHER, "内部看看")
    assert refused(file.world, "section_a", comments.publish_comment, file.id, inside.id, True) == (
        "late_comment_needs_consent"
    )
    assert refused(file.world, "section_a", comments.publish_comment, file.id, inside.id, True, "whim") == (
        "late_comment_needs_consent"
    )


def test_a_cause_is_recorded_and_counted(second_round: File) -> None:
    file, world = second_round, second_round.world
    with db.unit_of_work() as session:
        before = late_counts(session, world.actor("leader"))
    for cause, path in (("money", OTHER), ("policy", "basics/-/budget_total"), ("linked", "indicators/i003/target")):
        found = add(file, "section_a", path, cause)
        kept = late(found)
        assert kept is not None and (kept.cause, kept.status, found.published_at is not None) == (
            cause,
            "declared",
            True,
        )
    with db.unit_of_work() as session:
        counts = late_counts(session, world.actor("leader")) - before
    assert counts == {("money", "declared"): 1, ("policy", "declared"): 1, ("linked", "declared"): 1}
    assert [entry.action for entry in rows_of(file, AuditEntry)].count("late_comment") == 3


def test_the_section_head_decides_once_and_other_words_need_a_new_decision(second_round: File) -> None:
    file, world = second_round, second_round.world
    asked = add(file, "section_a", OTHER, "consent")
    assert asked.published_at is None
    head = world.people["section_head"]
    with db.unit_of_work() as session:
        told = session.exec(
            select(InboxMessage.template).where(InboxMessage.recipient_id == head, InboxMessage.object_id == file.id)
        ).all()
        assert asked.id in [line.comment.id for line in late_lines(session, world.actor("section_head"), waiting=True)]
        assert not late_lines(session, world.actor("section_other"), waiting=True)
    assert "declaration.ask_consent" in told
    for who in ("section_a", "performance_a"):
        assert refused(world, who, decide, file.id, asked.id, granted=True) == "no_role"
    assert refused(world, "section_head", decide, file.id, asked.id, granted=False) == "reason_missing"
    assert do(world, "section_head", decide, file.id, asked.id, granted=True).published_at is not None
    assert refused(world, "section_head", decide, file.id, asked.id, granted=True) == "late_comment_decided"
    changed = do(world, "section_a", comments.edit_comment, file.id, asked.id, "换一句话")
    assert (changed.published_at, late(asked)) == (None, None)
    again = do(world, "section_a", comments.publish_comment, file.id, asked.id, True, "consent")
    do(world, "section_head", decide, file.id, again.id, granted=False, answer="第一次就该提")
    kept = late(again)
    assert kept is not None and (kept.status, kept.answer) == ("refused", "第一次就该提")
    with db.unit_of_work() as session:
        unit, finance = (
            {entry.action for entry in history(session, world.actor(who), file.read()).entries}
            for who in ("filer_a", "section_a")
        )
    assert finance - unit == {"late_comment", "consent", "refuse_consent"}  # what was not sent is not told either
    assert refusal(file, "section_a", "return").code == "comment_or_reason_missing"
    do(world, "section_a", comments.delete_comment, file.id, asked.id)
    assert late(asked) is None


def test_the_performance_section_is_not_bound(second_round: File) -> None:
    move(second_round, "section_a", "pass_review", **PASS)
    assert add(second_round, "performance_a", OTHER).published_at is not None


# --- phrases --------------------------------------------------------------------------------------------------------


def test_phrases_are_filled_counted_and_kept_by_those_they_belong_to(sqlite_world: World) -> None:
    world = sqlite_world
    file, region = declaration_at(world, "submitted/section"), world.regions["ezhou"]
    text = "“{指标名称}”的指标值“{指标值}”请核对（{其他}），{年度}"
    shared = do(world, "performance_a", phrases.add_phrase, region, text, section="indicators", shared=True)
    own = do(world, "section_a", phrases.add_phrase, region, "我的话", shared=False)
    assert refused(world, "section_a", phrases.add_phrase, region, "共用", shared=True) == "no_role"
    for bad, code in (("  ", "phrase_empty"), ("长" * 501, "phrase_too_long")):
        assert refused(world, "section_a", phrases.add_phrase, region, bad, shared=False) == code
    assert refused(world, "section_a", phrases.add_phrase, region, "x", section="up", shared=False) == "phrase_for_what"
    document = file.document()
    row = next(item for item in document.indicators if item.uid == "i002")
    said = do(world, "section_a", phrases.use_phrase, file.id, shared.id, TARGET)
    assert said == f"“{row.level3}”的指标值“{row.target}”请核对（{{其他}}），2025 年"
    assert do(world, "section_a", phrases.use_phrase, file.id, shared.id, "form").startswith("“该指标”的指标值“现填")
    assert refused(world, "section_b", phrases.use_phrase, file.id, own.id, "form") == "no_such_phrase"
    for who in ("filer_a", "auditor"):
        assert refused(world, who, phrases.use_phrase, file.id, shared.id, "form") == "no_role"
    for who, item in (("section_b", own), ("section_a", shared), ("performance_other", shared)):
        assert refused(world, who, phrases.retire_phrase, item.id) == "no_such_phrase"
    with db.unit_of_work() as session:
        found = phrases_of(session, world.actor("section_a"), region)
        assert [(item.id, item.uses) for item in found if item.id in (shared.id, own.id)] == [
            (shared.id, 2),
            (own.id, 0),
        ]
        assert [item.id for item in fitting(found, "indicators") if item.id in (shared.id, own.id)] == [
            shared.id,
            own.id,
        ]
        assert shared.id not in [item.id for item in fitting(found, "goals")]
    do(world, "performance_b", phrases.retire_phrase, shared.id)
    assert refused(world, "performance_b", phrases.edit_phrase, shared.id, "又来") == "no_such_phrase"


def test_the_shipped_phrases_come_once(sqlite_world: World) -> None:
    world = sqlite_world
    region = world.regions["jianghan"]
    first = do(world, "performance_other", phrases.load_shipped_by, region)
    assert first >= 25
    [gone, *_] = _shared(region)
    do(world, "performance_other", phrases.retire_phrase, gone)
    assert do(world, "performance_other", phrases.load_shipped_by, region) == 0
    assert refused(world, "performance_a", phrases.load_shipped_by, region) == "no_role"


def _shared(region: int) -> list[int]:
    with db.unit_of_work() as session:
        return list(session.exec(select(Phrase.id).where(Phrase.region_id == region)))


def test_two_reviewers_cannot_fill_one_sheet(world: World) -> None:
    file = declaration_at(world, "submitted/section")
    with db.unit_of_work(write=True) as session:
        save_sheet(session, world.actor("section_a"), file.id, MET, "good", "一")
        attempt(session, file, "section_b", "take_up")
        found = save_sheet(session, world.actor("section_b"), file.id, MET, "good", "二")
        assert (found.author_id, found.opinion) == (world.people["section_b"], "二")
    assert sheet(file).opinion == "二"
