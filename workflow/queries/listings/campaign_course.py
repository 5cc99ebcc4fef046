"""How a campaign goes on, as lists: its reports beside the round before, and those that do not move."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session

from workflow.documents.tables import Kind
from workflow.execution import LIGHT_COLOURS, LIGHT_LABELS, Light
from workflow.permissions import Actor
from workflow.queries.campaign_course import Compared, rounds, stuck_reports
from workflow.queries.listings.listing import Column, Given, Listing, Words, whole
from workflow.queries.listings.roles import BUSINESS
from workflow.queries.work_words import holder_words

Rows = tuple[Sequence[Any], str | None]
AT_ONCE = 1_000
"""Lines read by one query: their indicators are looked up by number, and SQLite takes 32,766 of them."""
NOTHING: Words = ("", "")
NEW: Words = ("本轮新增", "New in this round")
CANCELLED: Words = ("上一轮未完成，已取消", "Not finished in the round before, cancelled")
UNCHANGED: Words = ("无变化", "unchanged")
_ABOUT: tuple[Words, Words] = (("资金", "Money"), ("指标", "Targets"))
_STEPS: dict[int, Words] = {1: ("好转", "better"), -1: ("变差", "worse")}
_REMOVED: Words = ("调整后取消", "Removed by an adjustment")
_ADDED: Words = ("调整后新增", "Added by an adjustment")


def change_words(one: Compared) -> Words:
    """What became better or worse, and the indicators that came or went with an adjustment."""
    if one.pair.before is None:
        return CANCELLED if one.pair.cancelled else NEW
    told = [(about, _STEPS[step]) for about, step in zip(_ABOUT, one.pair.changes, strict=True) if step]
    zh, en = ([f"{about[0]}：{step[0]}" for about, step in told], [f"{about[1]}: {step[1]}" for about, step in told])
    for (label_zh, label_en), names in ((_REMOVED, one.removed), (_ADDED, one.added)):
        if names:
            zh.append(f"{label_zh}：{'、'.join(names)}")
            en.append(f"{label_en}: {', '.join(names)}")
    return ("；".join(zh), "; ".join(en)) if zh else UNCHANGED


def _rounds(session: Session, actor: Actor, given: Given, cursor: str, size: int) -> Rows:
    at, size = int(cursor or 0), min(size, AT_ONCE)
    rows, more = rounds(session, actor, whole(given, "campaign_id") or 0, at, size)
    return rows, str(at + size) if more else None


def _stuck(session: Session, actor: Actor, given: Given, cursor: str, size: int) -> Rows:
    at, size = int(cursor or 0), min(size, AT_ONCE)
    rows, more = stuck_reports(session, actor, whole(given, "campaign_id") or 0, at, size)
    return rows, str(at + size) if more else None


def _before(one: Compared, column: str) -> str:
    return getattr(one.pair.before, column) if one.pair.before else ""


def _light(stored: str | None, words: dict[Light, Words]) -> Words:
    return words[Light(stored)] if stored else NOTHING


ROUNDS = Listing(
    "campaign_rounds", ("轮次比较", "Rounds beside each other"), _rounds,
    (
        Column("name", ("项目", "Project"), lambda one: one.report.project_name),
        Column("department", ("主管部门", "Department"), lambda one: one.report.department_name),
        Column("unit", ("预算单位", "Unit"), lambda one: one.report.unit_name),
        Column("money_before", ("上轮资金灯", "Money before"),
               lambda one: _light(_before(one, "money_light"), LIGHT_LABELS)),
        Column("money", ("本轮资金灯", "Money now"), lambda one: _light(one.report.light, LIGHT_LABELS)),
        Column("targets_before", ("上轮指标灯", "Targets before"),
               lambda one: _light(_before(one, "target_light"), LIGHT_COLOURS)),
        Column("targets", ("本轮指标灯", "Targets now"), lambda one: _light(one.report.goal_light, LIGHT_COLOURS)),
        Column("change", ("变化", "Change"), change_words),
    ),
    BUSINESS,
)  # fmt: skip

STUCK = Listing(
    "stuck_reports", ("停滞的监控表", "Reports that do not move"), _stuck,
    (
        Column("name", ("项目", "Project"), lambda row: row[0].project_name),
        Column("department", ("主管部门", "Department"), lambda row: row[0].department_name),
        Column("unit", ("预算单位", "Unit"), lambda row: row[0].unit_name),
        Column("desk", ("经办环节", "Desk"), lambda row: holder_words(row[0].desk, row[0].holders)),
        Column("since", ("停留自", "Since"), lambda row: row[0].held_since, Kind.moment),
        Column("days", ("工作日", "Working days"), lambda row: row[1], Kind.number),
    ),
    BUSINESS,
)  # fmt: skip
